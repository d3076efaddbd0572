import Foundation
import Typesetting
import Web

/// Reads the lines of a filled template as blocks of a manuscript. `docs/documents.md` describes what a line may begin with.
///
/// Values stand in the text as placeholders of one character each, so that nothing in a value is ever read as markup.
struct MarkupReader {
    /// What the placeholders stand for.
    let values: [String]
    /// What the document itself brings.
    let emblem: Picture?
    let emblemName: String
    let code: Manuscript.Code?
    private var blocks: [Manuscript.Block] = []

    init(values: [String], emblem: Picture?, emblemName: String, code: Manuscript.Code?) {
        (self.values, self.emblem, self.emblemName, self.code) = (values, emblem, emblemName, code)
    }

    static let firstPlaceholder: UInt32 = 0xF0000
    static let directives: Set<String> = [
        "center", "note", "address", "signature", "emblem", "code", "rule", "space", "page",
    ]

    /// Finds mistakes before any value is known. Throws a `TextTemplateError` with the line.
    static func check(_ text: String) throws(TextTemplateError) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.hasPrefix("@") {
                let word = String(line.dropFirst().prefix { $0.isLetter })
                guard directives.contains(word) else {
                    throw .init(
                        line: index + 1,
                        message:
                            "@\(word) is unknown; known are \(directives.sorted().map { "@" + $0 }.joined(separator: ", "))"
                    )
                }
            }
            if line.hasPrefix("["), Field(line) == nil {
                throw .init(
                    line: index + 1,
                    message:
                        "a field is written as [____] Label, [____ 4] Label, [## ## ####] Label, [x] Label: one | other, or [sign] Label"
                )
            }
            if line.unicodeScalars.contains(where: { $0.value >= firstPlaceholder }) {
                throw .init(line: index + 1, message: "a character that no text has")
            }
        }
    }

    mutating func read(_ text: String) -> [Manuscript.Block] {
        blocks = []
        var paragraph: [String] = []
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces)
        }[...]
        while let line = lines.popFirst() {
            let isText = !line.isEmpty && Line(line) == .text
            if isText {
                paragraph.append(line)
                continue
            }
            end(&paragraph)
            switch Line(line) {
            case .text: continue
            case .heading(let level): blocks.append(.heading(runs(String(line.dropFirst(level))), level: level, .start))
            case .directive: directive(line)
            case .field: if let field = Field(line) { blocks.append(.field(field.block(runs))) }
            case .item(let isNumbered):
                var items = [line]
                while let next = lines.first, Line(next) == .item(isNumbered: isNumbered) {
                    items.append(lines.removeFirst())
                }
                blocks.append(.list(items.map { runs(Self.withoutMark($0)) }, isNumbered: isNumbered))
            case .fact:
                var facts = [line]
                while let next = lines.first, Line(next) == .fact { facts.append(lines.removeFirst()) }
                blocks.append(.facts(facts.map(fact)))
            case .row:
                var rows = [line]
                while let next = lines.first, Line(next) == .row { rows.append(lines.removeFirst()) }
                table(rows)
            }
        }
        end(&paragraph)
        return blocks
    }

    private enum Line: Equatable {
        case text, heading(Int), directive, field, item(isNumbered: Bool), fact, row

        init(_ line: String) {
            let hashes = line.prefix { $0 == "#" }.count
            if (1...3).contains(hashes), line.dropFirst(hashes).first == " " {
                self = .heading(hashes)
            } else if line.hasPrefix("@") {
                self = .directive
            } else if line.hasPrefix("[") {
                self = .field
            } else if line.hasPrefix("- ") {
                self = .item(isNumbered: false)
            } else if let point = line.firstIndex(of: "."), line[..<point].allSatisfy({ $0.isASCII && $0.isNumber }),
                point > line.startIndex,
                line[line.index(after: point)...].hasPrefix(" ")
            {
                self = .item(isNumbered: true)
            } else if line.hasPrefix("|"), line.hasSuffix("|"), line.count > 1 {
                self = .row
            } else if line.contains(" :: ") {
                self = .fact
            } else {
                self = .text
            }
        }
    }

    private mutating func end(_ paragraph: inout [String]) {
        if !paragraph.isEmpty { blocks.append(.paragraph(runs(paragraph.joined(separator: " ")))) }
        paragraph = []
    }

    private static func withoutMark(_ line: String) -> String {
        String(line.drop { $0 != " " }.dropFirst())
    }

    private func fact(_ line: String) -> Manuscript.Fact {
        let parts = line.components(separatedBy: " :: ")
        return .init(runs(parts[0]), runs(parts.dropFirst().joined(separator: " :: ")))
    }

    private mutating func directive(_ line: String) {
        let word = line.dropFirst().prefix { $0.isLetter }
        let rest = line.dropFirst(1 + word.count).trimmingCharacters(in: .whitespaces)
        switch word {
        case "center":
            let hashes = rest.prefix { $0 == "#" }.count
            if (1...3).contains(hashes) {
                blocks.append(.heading(runs(String(rest.dropFirst(hashes))), level: hashes, .centre))
            } else {
                blocks.append(.paragraph(runs(rest), .centre))
            }
        case "note": blocks.append(.note(runs(rest)))
        case "address":
            let lines = rest.components(separatedBy: " | ").flatMap {
                plain($0).split(separator: "\n").map(String.init)
            }
            blocks.append(.address(lines.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }))
        case "signature":
            let signatures = rest.components(separatedBy: " || ").map { one in
                let parts = one.components(separatedBy: " | ")
                return Manuscript.Signature(
                    name: plain(parts[0]), office: plain(parts.dropFirst().joined(separator: " ")))
            }
            blocks.append(.signatures(signatures))
        case "emblem":
            if let emblem {
                blocks.append(.picture(emblem, width: Double(rest) ?? 60, alternative: emblemName, .centre))
            }
        case "code": if let code { blocks.append(.code(code)) }
        case "rule": blocks.append(.rule)
        case "space": blocks.append(.space(min(max(Double(rest) ?? 12, 0), 400)))
        default: blocks.append(.pageBreak)
        }
    }

    private mutating func table(_ rows: [String]) {
        func cells(_ line: String) -> [String] {
            line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        }
        let isRuler: (String) -> Bool = { row in
            cells(row).allSatisfy { $0.contains("-") && $0.allSatisfy { $0 == "-" || $0 == ":" } }
        }
        let ruler = rows.dropFirst().first.flatMap { isRuler($0) ? cells($0) : nil } ?? []
        let columns = cells(rows[0]).enumerated().map { index, title in
            let mark = index < ruler.count ? ruler[index] : ""
            let alignment: Manuscript.Alignment = mark.hasSuffix(":") ? (mark.hasPrefix(":") ? .centre : .end) : .start
            return Manuscript.Table.Column(runs(title), alignment)
        }
        let lines = rows.dropFirst(ruler.isEmpty ? 1 : 2).filter { !isRuler($0) }.map { row in
            let own = cells(row)
            let isTotal = own.first?.hasPrefix("=") == true
            return Manuscript.Table.Row(
                own.enumerated().map { runs($0 == 0 && isTotal ? String($1.dropFirst()) : $1) }, total: isTotal)
        }
        blocks.append(.table(.init(columns: columns, rows: Array(lines))))
    }

    /// Words with `**bold**` and `*italic*` stretches, and the values in their places.
    private func runs(_ text: String) -> [Manuscript.Run] {
        var runs: [Manuscript.Run] = []
        var isBold = false
        var isItalic = false
        var words = ""
        func end() {
            if !words.isEmpty { runs.append(.init(plain(words), bold: isBold, italic: isItalic)) }
            words = ""
        }
        var rest = text.trimmingCharacters(in: .whitespaces)[...]
        while let next = rest.first {
            if rest.hasPrefix("**") {
                end()
                isBold.toggle()
                rest = rest.dropFirst(2)
            } else if next == "*" {
                end()
                isItalic.toggle()
                rest = rest.dropFirst()
            } else {
                words.append(next)
                rest = rest.dropFirst()
            }
        }
        end()
        return runs
    }

    /// The text with the values in the places of their placeholders.
    private func plain(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let index = Int(scalar.value) - Int(Self.firstPlaceholder)
            if values.indices.contains(index) { result += values[index] } else { result.unicodeScalars.append(scalar) }
        }
        return result
    }

    /// A field of a printable form.
    struct Field {
        let label: String
        let hint: String
        let kind: Manuscript.Field.Kind

        init?(_ line: String) {
            guard let close = line.firstIndex(of: "]") else { return nil }
            let mark = line[line.index(after: line.startIndex)..<close]
            var words = line[line.index(after: close)...].trimmingCharacters(in: .whitespaces)
            guard !words.isEmpty else { return nil }
            var hint = ""
            if let open = words.range(of: " -- ") {
                hint = String(words[open.upperBound...])
                words = String(words[..<open.lowerBound])
            }
            if mark == "sign" {
                kind = .signature
            } else if mark == "x" || mark == " " {
                guard let colon = words.range(of: ": ") else { return nil }
                kind = .choices(words[colon.upperBound...].components(separatedBy: " | "))
                words = String(words[..<colon.lowerBound])
            } else if mark.hasPrefix("_") {
                kind = .lines(Int(mark.drop { $0 == "_" || $0 == " " }) ?? 1)
            } else if mark.hasPrefix("#"), mark.allSatisfy({ $0 == "#" || $0 == " " }) {
                kind = .boxes(mark.split(separator: " ").map(\.count))
            } else {
                return nil
            }
            (label, self.hint) = (words, hint)
        }

        func block(_ runs: (String) -> [Manuscript.Run]) -> Manuscript.Field {
            .init(runs(label), hint: runs(hint).map(\.text).joined(), kind)
        }
    }
}
