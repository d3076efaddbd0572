import Base
import BuildingBlock
import Web

/// One language of a template: a head, an empty line, the body.
///
/// ```
/// Subject: We have received {{reference}}
/// Values: reference, due
///
/// Dear {{name}},
///
/// …
/// ```
///
/// `Values` declares the names that the sender gives, those of a list's members as `items.what`; the file of the government's first
/// language says it for all. Paragraphs are parted by empty lines; a line that begins with `- ` is an item of a list.
struct MessageTemplateFile {
    let path: String
    let subject: TextTemplate
    let body: TextTemplate
    /// `nil` where the file leaves it to another.
    let values: Set<String>?
    /// Where names stand, for mistakes.
    private let lines: [Substring]

    var used: Set<String> { subject.names.union(body.names) }

    init(_ file: MessageTemplate.File) throws(DataFileError) {
        path = file.path
        let text = file.text.replacing("\r\n", with: "\n")
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var head: [String: (text: String, line: Int)] = [:]
        var start = 0
        for (index, line) in lines.enumerated() {
            start = index + 1
            guard !line.allSatisfy(\.isWhitespace) else { break }
            let parts = line.split(separator: ":", maxSplits: 1).map(Self.trimmed)
            guard parts.count == 2, Self.known.contains(parts[0]) else {
                throw DataFileError(
                    file: path, line: index + 1,
                    message: "the head has lines like `Subject: …` and `Values: …`, then an empty line")
            }
            guard head.updateValue((parts[1], index + 1), forKey: parts[0]) == nil else {
                throw DataFileError(file: path, line: index + 1, message: "\(parts[0]) stands here a second time")
            }
        }
        guard let subject = head["Subject"], !subject.text.isEmpty else {
            throw DataFileError(file: path, line: 1, message: "Subject is missing")
        }
        let body = lines.dropFirst(start).joined(separator: "\n")
        guard body.contains(where: { !$0.isWhitespace }) else {
            throw DataFileError(file: path, line: nil, message: "has no body below its head")
        }
        self.subject = try Self.template(subject.text, path, before: subject.line - 1)
        self.body = try Self.template(body, path, before: start)
        values = head["Values"].map { Set($0.text.split(separator: ",").map(Self.trimmed)) }
    }

    private static let known: Set<String> = ["Subject", "Values"]

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    private static func template(_ text: String, _ path: String, before: Int) throws(DataFileError) -> TextTemplate {
        do {
            return try TextTemplate(text)
        } catch {
            throw DataFileError(file: path, line: error.line == 0 ? nil : before + error.line, message: error.message)
        }
    }

    /// Names that nobody gives, and names that the first language says and this one does not.
    func mistakes(declared: Set<String>, used first: Set<String>, isFirst: Bool) -> [DataFileError] {
        var mistakes: [DataFileError] = []
        let known = Set(declared.flatMap { $0.split(separator: ".").map(String.init) })
        for name in used.subtracting(known).subtracting(MessageTemplate.standing).sorted() {
            mistakes.append(
                DataFileError(
                    file: path, line: line(of: name), message: "{{\(name)}} is not among its values: \(list(declared))")
            )
        }
        if let values, values != declared {
            mistakes.append(
                DataFileError(
                    file: path, line: line(of: "Values"),
                    message: "its values differ from the first language's: \(list(declared))"))
        }
        if isFirst {
            for name in known.subtracting(used).sorted() {
                mistakes.append(
                    DataFileError(file: path, line: line(of: "Values"), message: "the value \(name) is never used"))
            }
        } else {
            for name in first.subtracting(used).sorted() {
                mistakes.append(
                    DataFileError(
                        file: path, line: nil, message: "does not say {{\(name)}}, which the first language says"))
            }
        }
        return mistakes
    }

    private func list(_ names: Set<String>) -> String {
        names.isEmpty ? "it has none" : names.sorted().joined(separator: ", ")
    }

    private func line(of name: String) -> Int? {
        lines.firstIndex { $0.contains("{{") ? $0.contains(name) : $0.hasPrefix(name) }.map { $0 + 1 }
    }
}
