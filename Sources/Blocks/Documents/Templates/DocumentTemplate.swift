import Base
import BuildingBlock
import Crypto
import Web

/// A certificate, letter, receipt or form as text with places for values. `docs/documents.md` describes the file.
public struct DocumentTemplate: Sendable {
    public enum Kind: String, Sendable, CaseIterable, Codable { case certificate, letter, receipt, form }

    public let kind: Kind
    /// What it is, without anyone's data: `Residence certificate`. Shown to whoever checks a document.
    public let title: String
    public let language: Language
    public let values: [String: ValueType]
    /// The whole file: what was published stays readable for ever.
    public let source: String
    let body: TextTemplate

    /// Names that every template has: they come from the document itself.
    static let given: [String: ValueType] = [
        "date": .text, "code": .text, "reference": .text, "government": .text, "agency": .text, "agencyEmail": .text,
        "agencyPhone": .text, "address": .text, "validUntil": .text,
    ]

    private struct Head: Decodable {
        enum CodingKeys: String, CodingKey, CaseIterable { case kind, title, values }
        var kind: Kind
        var title: String
        var values: [String: ValueType]

        init(from decoder: any Decoder) throws {
            let record = try decoder.record(keyedBy: CodingKeys.self)
            let word = try record.decode(String.self, forKey: .kind)
            guard let kind = Kind(rawValue: word) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .kind, in: record,
                    debugDescription: "\(word) is none of \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            self.kind = kind
            title = try record.decode(String.self, forKey: .title)
            values = try record.decodeIfPresent([String: ValueType].self, forKey: .values) ?? [:]
        }
    }

    /// Reads and checks a template. Throws a `DataFileError` with `path` and line for whatever is wrong with it.
    public init(_ source: String, language: Language, path: String) throws {
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
            throw DataFileError(
                file: path, line: 1, message: "a template begins with its head between two lines of ---")
        }
        // Empty lines take the place of what was cut, so that mistakes keep their lines.
        let file = try DataFile("#\n" + lines[1..<end].joined(separator: "\n"), path: path)
        let head = try file.read(Head.self)
        (kind, title, values) = (head.kind, head.title, head.values)
        (self.source, self.language) = (source, language)
        let text = String(repeating: "\n", count: end + 1) + lines[(end + 1)...].joined(separator: "\n")
        do throws(TextTemplateError) {
            body = try TextTemplate(text)
            try Self.check(try TextTemplate.tags(in: text), values: values)
            try MarkupReader.check(text)
        } catch let mistake {
            throw DataFileError(file: path, line: mistake.line, message: mistake.message)
        }
    }

    /// The template's revision: it never changes its meaning.
    public var digest: String {
        SHA256.hash(data: Array("\(language)\n\(source)".utf8)).map {
            String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
        }.joined()
    }

    /// Every name must be declared where it stands: at the top, or in the list around it.
    private static func check(_ names: [TextTag], values: [String: ValueType]) throws(TextTemplateError) {
        var scopes: [(name: String, values: [String: ValueType])] = [("", given.merging(values) { $1 })]
        for name in names {
            if name.kind == .end {
                if scopes.last?.name == name.name, scopes.count > 1 { scopes.removeLast() }
                continue
            }
            if name.name == "first()" || name.name == "last()" {
                scopes.append((name.name, [:]))
                continue
            }
            guard let type = scopes.reversed().compactMap({ $0.values[name.name] }).first else {
                let known = Set(scopes.flatMap(\.values.keys)).sorted().joined(separator: ", ")
                throw .init(line: name.line, message: "{{\(name.name)}} is not declared; known here are \(known)")
            }
            if name.kind == .section {
                if case .list(let inner) = type {
                    scopes.append((name.name, inner))
                } else {
                    scopes.append((name.name, [:]))
                }
            } else if type == .flag || type.word == "list" {
                throw .init(
                    line: name.line,
                    message: "{{\(name.name)}} is a \(type.word) and has no text; use {{#\(name.name)}}")
            }
        }
    }
}
