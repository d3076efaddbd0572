import FEEL

/// A text with places for values: `{{licence.number}}` is an expression, `{{#when}}…{{/when}}` a part that stands only where it is true
/// (or once for each item of a list), `{{^when}}…{{/when}}` where it is not, `{{! note}}` a note.
public struct Template: Sendable {
    public let text: String
    public let file: String
    let parts: [Part]

    indirect enum Part: Sendable {
        case text(String)
        case value(Formula)
        case section(Formula, isInverted: Bool, [Part])
        /// Inside a section over a list: the item's field, or the item itself (`.`).
        case field(String)
    }

    /// The names that it reads.
    public var reads: Set<String> {
        func reads(_ parts: [Part]) -> Set<String> {
            parts.reduce(into: []) { found, part in
                switch part {
                case .text, .field: break
                case .value(let formula): found.formUnion(formula.reads)
                case .section(let formula, _, let inner):
                    found.formUnion(formula.reads)
                    found.formUnion(reads(inner))
                }
            }
        }
        return reads(parts)
    }

    /// - Parameter insert: what stands in the place of a value that is written as this text.
    func render(
        _ values: [FEELValue], _ evaluation: Evaluation, _ words: ValueWords, insert: (String) -> String = { $0 }
    ) -> String {
        var result = ""
        render(parts, values, evaluation, words, nil, insert, &result)
        return result
    }

    private func render(
        _ parts: [Part], _ values: [FEELValue], _ evaluation: Evaluation, _ words: ValueWords, _ item: FEELValue?,
        _ insert: (String) -> String, _ result: inout String
    ) {
        for part in parts {
            if result.utf8.count > 1_000_000 { return }
            switch part {
            case .text(let text): result += text
            case .value(let formula): result += insert(words.text(formula.value(values, evaluation), of: formula))
            case .field(let name):
                if name == "." { result += insert(words.text(item ?? .null)) }
                if case .context(let context) = item { result += insert(words.text(context[name] ?? .null)) }
            case .section(let formula, let isInverted, let inner):
                let value = formula.value(values, evaluation)
                if case .list(let items) = value, !isInverted {
                    for item in items { render(inner, values, evaluation, words, item, insert, &result) }
                    continue
                }
                let holds =
                    switch value {
                    case .null, .boolean(false): false
                    case .list(let items): !items.isEmpty
                    case .string(let text): !text.isEmpty
                    default: true
                    }
                if holds != isInverted { render(inner, values, evaluation, words, item, insert, &result) }
            }
        }
    }
}

/// Reads a template; what is wrong with it becomes mistakes of the reader.
struct TemplateReader {
    let reader: Reader
    let file: String
    private var rest: Substring
    private var line = 1
    /// Whether what was read last ended a line, although no text shows it.
    private var atLineStart = true

    init(_ text: String, file: String, reader: Reader) {
        (self.file, self.reader) = (file, reader)
        rest = Substring(text)
    }

    static func read(_ text: String, file: String, reader: Reader) -> Template {
        var template = TemplateReader(text, file: file, reader: reader)
        return Template(text: text, file: file, parts: template.parts(until: nil, fields: nil, depth: 0))
    }

    /// A tag of a section that stands alone on its line takes the line with it.
    private mutating func dropLine(_ before: inout String) {
        let blanks = before.reversed().prefix { $0 == " " || $0 == "\t" }.count
        let head = before.dropLast(blanks)
        guard head.last?.isNewline ?? atLineStart else { return atLineStart = false }
        let after = rest.drop { $0 == " " || $0 == "\t" }
        guard after.first?.isNewline ?? true else { return atLineStart = false }
        before = String(head)
        if after.first?.isNewline == true { line += 1 }
        rest = after.dropFirst()
        atLineStart = true
    }

    private mutating func parts(until end: String?, fields: [FEELType.Field]?, depth: Int, opened: Int = 0) -> [Template
        .Part]
    {
        var parts: [Template.Part] = []
        while let open = rest.range(of: "{{") {
            var text = String(rest[..<open.lowerBound])
            let triple = rest[open.upperBound...].first == "{"
            line += text.count { $0.isNewline }
            rest = rest[open.upperBound...]
            if triple { rest = rest.dropFirst() }
            guard let close = rest.range(of: triple ? "}}}" : "}}") else {
                reader.mistake("'{{' is never closed", line, file: file)
                rest = ""
                return parts
            }
            let tag = String(rest[..<close.lowerBound])
            let start = line
            line += tag.count { $0.isNewline }
            rest = rest[close.upperBound...]
            let inner = tag.trimmed
            if !text.isEmpty { atLineStart = false }
            if let first = inner.first, "#^/!".contains(first) { dropLine(&text) } else { atLineStart = false }
            if !text.isEmpty { parts.append(.text(text)) }
            switch inner.first {
            case "!": continue
            case "/":
                let name = String(inner.dropFirst()).trimmed
                if end == nil { reader.mistake("'{{/\(name)}}' closes nothing", start, file: file); continue }
                if name != end {
                    reader.mistake("'{{/\(name)}}' stands where '{{/\(end ?? "")}}' is expected", start, file: file)
                }
                return parts
            case "#", "^":
                let name = String(inner.dropFirst()).trimmed
                let formula = reader.formula(name, start, "'\(inner.shortened)'", limit: .max, file: file)
                guard depth < 20 else {
                    reader.mistake("sections nest too deeply", start, file: file); rest = ""; return parts
                }
                var known: [FEELType.Field]?
                if case .list(let item)? = formula?.type.resolved {
                    if case .context(let found) = item.resolved { known = found } else { known = [] }
                }
                let content = self.parts(until: name, fields: known ?? fields, depth: depth + 1, opened: start)
                if let formula { parts.append(.section(formula, isInverted: inner.first == "^", content)) }
            case ">", "&", "=": reader.mistake("'{{\(inner.shortened)}}' is not known here", start, file: file)
            default:
                if inner == "." || fields?.contains(where: { $0.name == inner }) == true {
                    parts.append(.field(inner))
                } else if let formula = reader.formula(
                    inner, start, "'{{\(inner.shortened)}}'", limit: .max, file: file)
                {
                    parts.append(.value(formula))
                }
            }
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        rest = ""
        if let end { reader.mistake("'{{#\(end)}}' is never closed", opened, file: file) }
        return parts
    }
}

extension Substring {
    fileprivate func range(of needle: String) -> Range<Substring.Index>? {
        var position = startIndex
        while let found = self[position...].firstIndex(of: Character(String(needle.prefix(1)))) {
            if self[found...].hasPrefix(needle) { return found..<self.index(found, offsetBy: needle.count) }
            position = self.index(after: found)
        }
        return nil
    }
}
