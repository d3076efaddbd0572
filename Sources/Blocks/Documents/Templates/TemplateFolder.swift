import Base
import BuildingBlock
import Foundation

/// The templates of a folder: `residence-certificate/en.txt`, by name and language.
public struct TemplateFolder: Sendable {
    public let templates: [String: [Language: DocumentTemplate]]

    /// Reads every template below `folder`; an absent folder holds none. Throws a `DataFileError` with file and line. Every
    /// language of the jurisdiction must be there, with the same kind and values.
    public static func read(_ folder: String, languages: [Language]) throws -> TemplateFolder {
        var templates: [String: [Language: DocumentTemplate]] = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
        where !name.hasPrefix(".") {
            var found: [Language: DocumentTemplate] = [:]
            for language in languages {
                let path = "\(folder)/\(name)/\(language).txt"
                guard let data = FileManager.default.contents(atPath: path) else {
                    throw DataFileError(
                        file: path, line: nil, message: "there is no such file; a document needs one in each language")
                }
                let template = try DocumentTemplate(
                    String(decoding: data, as: UTF8.self), language: language, path: path)
                if let first = languages.first.flatMap({ found[$0] }),
                    first.kind != template.kind || first.values != template.values
                {
                    throw DataFileError(
                        file: path, line: 2, message: "kind and values differ from those in \(first.language)")
                }
                found[language] = template
            }
            templates[name] = found
        }
        return TemplateFolder(templates: templates)
    }

    /// The template in a language, else in the first that there is.
    public func template(_ name: String, in language: Language) -> DocumentTemplate? {
        guard let found = templates[name] else { return nil }
        return language.fallbacks.compactMap { found[$0] }.first
            ?? found.values.min { $0.language.rawValue < $1.language.rawValue }
    }
}
