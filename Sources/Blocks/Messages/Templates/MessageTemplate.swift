import Base
import BuildingBlock
import Web

/// A message to be written, in every language of the government: a subject and a body in each.
public struct MessageTemplate: Sendable {
    /// `citizen-services/received`
    public let name: String
    /// The names that whoever sends it gives values to. Besides these every template knows `MessageTemplate.standing`.
    public let values: Set<String>
    let texts: [Language: Text]

    struct Text: Sendable {
        var subject: TextTemplate
        var body: TextTemplate
    }

    /// Names that every template knows: the recipient's `name`, the `link` to what it is about, the `government` and the
    /// `agency` in whose name it is sent.
    public static let standing: Set<String> = ["name", "link", "government", "agency"]

    /// A text file with its path, which only names it in mistakes.
    public struct File: Sendable {
        public var path: String
        public var text: String
        public init(path: String, text: String) { (self.path, self.text) = (path, text) }
    }

    /// From one file for each language. Throws `MessageTemplateMistakes` that lists everything wrong with them.
    public init(_ name: String, files: [Language: File], languages: [Language]) throws(MessageTemplateMistakes) {
        var mistakes: [DataFileError] = []
        var read: [Language: MessageTemplateFile] = [:]
        for (language, file) in files.sorted(by: { $0.key < $1.key }) {
            do {
                read[language] = try MessageTemplateFile(file)
            } catch {
                mistakes.append(error)
            }
        }
        let folder = files.first?.value.path.split(separator: "/").dropLast().joined(separator: "/") ?? ""
        for language in languages where files[language] == nil {
            mistakes.append(
                DataFileError(
                    file: folder, line: nil, message: "\(name) has no text in \(language): add \(name).\(language).txt")
            )
        }
        let declared = languages.lazy.compactMap { read[$0]?.values }.first ?? []
        let used = languages.first.flatMap { read[$0] }?.used ?? []
        for (language, file) in read.sorted(by: { $0.key < $1.key }) {
            mistakes += file.mistakes(declared: declared, used: used, isFirst: language == languages.first)
        }
        guard mistakes.isEmpty else { throw MessageTemplateMistakes(mistakes) }
        self.name = name
        values = Set(declared.compactMap { $0.split(separator: ".").first.map(String.init) })
        texts = read.mapValues { Text(subject: $0.subject, body: $0.body) }
    }
}

/// Everything wrong with templates, each with its file and line.
public struct MessageTemplateMistakes: Error, Hashable, Sendable, CustomStringConvertible {
    public var mistakes: [DataFileError]
    init(_ mistakes: [DataFileError]) { self.mistakes = mistakes }
    public var description: String { mistakes.map(\.description).joined(separator: "\n") }
}
