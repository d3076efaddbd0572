import Base
import Yams

/// A file of definitions that cannot be read: which one, on which line, and what to do about it.
public struct DefinitionError: Error, Hashable, Sendable, CustomStringConvertible {
    public var file: String
    /// From 1; `nil` where it concerns the whole file.
    public var line: Int?
    public var message: String

    public var description: String { line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)" }
}

/// A value of a YAML file together with where it stands, read strictly: an unknown or missing member is an error that
/// names its line.
struct DefinitionNode {
    let file: String
    let node: Node
    /// The languages that localized texts may be in; the first must be there.
    let languages: [Language]

    /// Parses the text of a file.
    static func parse(_ text: String, file: String, languages: [Language]) throws -> DefinitionNode {
        do {
            guard let node = try Yams.compose(yaml: text) else {
                throw DefinitionError(file: file, line: nil, message: "the file is empty")
            }
            return DefinitionNode(file: file, node: node, languages: languages)
        } catch let error as YamlError {
            throw DefinitionError(file: file, line: error.line, message: error.brief)
        }
    }

    func fault(_ message: String) -> DefinitionError {
        DefinitionError(file: file, line: node.mark?.line, message: message)
    }

    private func with(_ node: Node) -> DefinitionNode { DefinitionNode(file: file, node: node, languages: languages) }

    /// The members, after checking that each is one of `known`.
    func members(_ known: Set<String>) throws -> [String: DefinitionNode] {
        guard case .mapping(let mapping) = node else { throw fault("expected members (name: value)") }
        var found: [String: DefinitionNode] = [:]
        for (key, value) in mapping {
            let name = key.string ?? ""
            guard known.contains(name) else {
                let line = key.mark?.line
                throw DefinitionError(
                    file: file, line: line,
                    message: "unknown member “\(name)”; known are \(known.sorted().joined(separator: ", "))")
            }
            found[name] = with(value)
        }
        return found
    }

    /// All members, whatever their names, in their order.
    func pairs() throws -> [(name: String, value: DefinitionNode)] {
        guard case .mapping(let mapping) = node else { throw fault("expected members (name: value)") }
        return mapping.map { ($0.key.string ?? "", with($0.value)) }
    }

    func elements() throws -> [DefinitionNode] {
        guard case .sequence(let sequence) = node else { throw fault("expected a list (- …)") }
        return sequence.map(with)
    }

    func text() throws -> String {
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else { throw fault("expected a text") }
        return scalar.string
    }

    func integer(in range: ClosedRange<Int>) throws -> Int {
        guard case .scalar(let scalar) = node, let value = Int(scalar.string), range.contains(value) else {
            throw fault("expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func bool() throws -> Bool {
        guard let value = node.bool else { throw fault("expected true or false") }
        return value
    }

    /// One of the cases of an enumeration.
    func choice<Value: RawRepresentable & CaseIterable>(_ type: Value.Type) throws -> Value
    where Value.RawValue == String {
        guard let value = Value(rawValue: try text()) else {
            throw fault("expected one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return value
    }

    /// A text in the languages of the jurisdiction: `{en: …, fr: …}`. Each of them must be there.
    func localized() throws -> LocalizedText {
        var texts: [Language: String] = [:]
        for (name, value) in try pairs() {
            guard let language = Language(rawValue: name), languages.contains(language) else {
                throw value.fault("“\(name)” is no language of this jurisdiction")
            }
            texts[language] = try value.text()
        }
        for language in languages where texts[language] == nil {
            throw fault("the text is missing in “\(language.rawValue)”")
        }
        guard let original = languages.first, let text = texts[original] else { throw fault("no language is known") }
        return LocalizedText(text, in: original, translations: texts)
    }

    /// A key: lower-case letters, digits and hyphens.
    func key() throws -> String {
        let text = try text()
        let isKey = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
        guard isKey, text.utf8.count <= 40 else {
            throw fault("a key has up to 40 lower-case letters, digits and hyphens; this is “\(text)”")
        }
        return text
    }
}

extension YamlError {
    /// The line of a mistake in the YAML itself.
    var line: Int? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        case .duplicatedKeysInMapping(_, let context): context.mark.line
        default: nil
        }
    }

    var brief: String {
        switch self {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _): problem
        case .duplicatedKeysInMapping(let keys, _): "written twice: \(keys.map { "\($0)" }.joined(separator: ", "))"
        default: "not readable as YAML"
        }
    }
}
