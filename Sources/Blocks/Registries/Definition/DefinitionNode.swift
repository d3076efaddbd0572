import Base
import BuildingBlock
import FEEL
import Yams

/// What is wrong with the files read so far. Reading goes on after a mistake, so that all are told at once.
final class Faults {
    let file: String
    let languages: [Language]
    private(set) var list: [DataFileError] = []

    init(file: String, languages: [Language]) {
        self.file = file
        self.languages = languages
    }

    func add(_ message: String, line: Int?) { list.append(DataFileError(file: file, line: line, message: message)) }
}

/// A value of a definition's file with its place. Whatever cannot be read is a fault and `nil`.
struct DefinitionNode {
    let node: Node
    /// The line of its key, where it has one: that is what a person looks for.
    let line: Int?
    let faults: Faults

    func fault(_ message: String) { faults.add(message, line: line ?? node.mark?.line) }

    private func child(_ node: Node, line: Int? = nil) -> DefinitionNode {
        DefinitionNode(node: node, line: line ?? node.mark?.line, faults: faults)
    }

    /// The members by name; one that is not among `known`, or lacks though it is required, is a fault.
    func members(_ known: [String], required: [String] = []) -> [String: DefinitionNode] {
        guard case .mapping(let mapping) = node else {
            fault("expected members (name: value)")
            return [:]
        }
        var found: [String: DefinitionNode] = [:]
        for (key, value) in mapping {
            let name = key.string ?? ""
            if known.contains(name) {
                found[name] = child(value, line: key.mark?.line)
            } else {
                faults.add(
                    "\(name) is not known here; known are \(known.joined(separator: ", "))", line: key.mark?.line)
            }
        }
        for name in required where found[name] == nil { fault("\(name) is missing") }
        return found
    }

    /// All members, whatever their names, in their order.
    func pairs() -> [(name: String, value: DefinitionNode)] {
        guard case .mapping(let mapping) = node else {
            fault("expected members (name: value)")
            return []
        }
        return mapping.map { ($0.key.string ?? "", child($0.value, line: $0.key.mark?.line)) }
    }

    /// The elements of a list; one value alone is a list of one.
    func elements() -> [DefinitionNode] {
        if case .sequence(let sequence) = node { return sequence.map { child($0) } }
        return [self]
    }

    func text() -> String? {
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
            fault("expected a text")
            return nil
        }
        return scalar.string
    }

    func texts() -> [String] { elements().compactMap { $0.text() } }

    func flag() -> Bool? {
        switch node.scalar?.string {
        case "yes", "true": return true
        case "no", "false": return false
        default:
            fault("expected yes or no")
            return nil
        }
    }

    func integer(in range: ClosedRange<Int>) -> Int? {
        guard let value = node.scalar.flatMap({ Int($0.string) }), range.contains(value) else {
            fault("expected a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return value
    }

    func choice<Value: RawRepresentable & CaseIterable>(_ type: Value.Type) -> Value? where Value.RawValue == String {
        let text = node.scalar?.string ?? ""
        if let value = Value(rawValue: text) { return value }
        fault("\(text) is not one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
        return nil
    }

    /// A text in the jurisdiction's languages: all of them, or one text for all.
    func localized() -> LocalizedText? {
        let original = faults.languages.first ?? .english
        if let text = node.scalar?.string, !text.isEmpty { return LocalizedText(text, in: original) }
        guard case .mapping(let mapping) = node else {
            fault("expected a text, or one for each language")
            return nil
        }
        var texts: [Language: String] = [:]
        for (key, value) in mapping {
            guard let language = key.string.flatMap(Language.init(rawValue:)), let text = value.scalar?.string,
                !text.isEmpty
            else {
                faults.add("\(key.string ?? "") is not a language with its text", line: key.mark?.line)
                continue
            }
            texts[language] = text
        }
        let missing = faults.languages.filter { texts[$0] == nil }
        if !missing.isEmpty { fault("no text in \(missing.map(\.rawValue).joined(separator: ", "))") }
        return texts[original].map { LocalizedText($0, in: original, translations: texts) }
    }

    /// An expression of FEEL; a name that nothing declares is a fault too.
    func expression(_ scope: Scope) -> Expression? {
        guard let text = text() else { return nil }
        do {
            let expression = try Expression(text, scope: scope)
            for warning in expression.warnings { fault(place(warning)) }
            return expression.warnings.isEmpty ? expression : nil
        } catch {
            fault(place(error))
            return nil
        }
    }

    private func place(_ error: FEELError) -> String {
        let hint = error.suggestion.map { "; did you mean \($0)?" } ?? ""
        return "\(error.message)\(hint) (at character \(error.column) of the expression)"
    }
}
