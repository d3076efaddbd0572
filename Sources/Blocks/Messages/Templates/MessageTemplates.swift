import Base
import BuildingBlock
import Foundation

/// The messages that a government knows to write: those that blocks bring, and those of the jurisdiction's folder `messages/`,
/// which win. Files are named `NAME.LANGUAGE.txt`.
public struct MessageTemplates: Sendable {
    private let templates: [String: MessageTemplate]

    /// A block's templates among its embedded files: `Texts/messages/received.fr.txt` is `citizen-services/received` in French.
    public struct Source: Sendable {
        public var block: String
        public var files: [String: String]
        public init(block: String, files: [String: String]) { (self.block, self.files) = (block, files) }
    }

    /// Throws `MessageTemplateMistakes` that lists everything wrong.
    public init(_ sources: [Source], jurisdiction: Jurisdiction) throws {
        try self.init(sources, folder: jurisdiction.folder + "/messages", languages: jurisdiction.languages)
    }

    init(_ sources: [Source], folder: String?, languages: [Language]) throws {
        var files: [String: [Language: MessageTemplate.File]] = [:]
        var mistakes: [DataFileError] = []
        func add(_ path: String, prefix: String, shown: String, _ text: String) {
            let parts = path.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[2] == "txt", let language = Language(rawValue: String(parts[1])) else {
                mistakes.append(DataFileError(file: shown, line: nil, message: "is not named like received.en.txt"))
                return
            }
            // A language that the government does not speak stays on the shelf.
            guard languages.contains(language) else { return }
            files[prefix + parts[0], default: [:]][language] = .init(path: shown, text: text)
        }
        for source in sources {
            for (path, text) in source.files where path.hasPrefix("Texts/messages/") {
                add(
                    String(path.dropFirst("Texts/messages/".count)), prefix: source.block + "/",
                    shown: "\(source.block)/\(path)", text)
            }
        }
        for path in folder.map(Self.paths) ?? [] {
            guard let folder, let data = FileManager.default.contents(atPath: "\(folder)/\(path)") else { continue }
            add(path, prefix: "", shown: "\(folder)/\(path)", String(decoding: data, as: UTF8.self))
        }
        var templates: [String: MessageTemplate] = [:]
        for (name, files) in files.sorted(by: { $0.key < $1.key }) {
            do {
                templates[name] = try MessageTemplate(name, files: files, languages: languages)
            } catch {
                mistakes += error.mistakes
            }
        }
        guard mistakes.isEmpty else { throw MessageTemplateMistakes(mistakes) }
        self.templates = templates
    }

    private static func paths(in folder: String) -> [String] {
        guard let found = FileManager.default.enumerator(atPath: folder) else { return [] }
        return found.compactMap { $0 as? String }.filter { $0.hasSuffix(".txt") }.sorted()
    }

    public var names: [String] { templates.keys.sorted() }
    public subscript(name: String) -> MessageTemplate? { templates[name] }
}
