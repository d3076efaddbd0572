import Base
import BuildingBlock
import FEEL
import Store

extension RegistryDefinition {
    /// The definition in lines for the command line.
    public var outline: String {
        var lines = ["\(key): \(title(in: title.original)), kept by \(agency)"]
        if !recordKey.isEmpty { lines.append("key: \(recordKey.joined(separator: ", "))") }
        if !about.isEmpty { lines.append("about: \(about.joined(separator: ", "))") }
        lines.append("fields:")
        for field in fields {
            let marks = [
                field.isRequired ? "required" : nil, field.isIndexed ? "indexed" : nil,
                field.isSearched ? "searched" : nil,
                field.registry.map { "→ \($0)" }, publicFields.contains(field.name) ? "public" : nil,
            ]
            let choices = field.choices.isEmpty ? "" : " (\(field.choices.map(\.key).joined(separator: ", ")))"
            lines.append(
                "  \(field.name): \(field.type.rawValue)\(choices)" + marks.compactMap { $0 }.map { ", \($0)" }.joined()
            )
            lines += field.constraints.map { "    \($0.require.text)" }
        }
        lines += constraints.map { "must hold: \($0.require.text)" }
        lines.append("access:")
        for rule in access {
            var words = ["read \(names(rule.read))", "change \(names(rule.change))"]
            if rule.mayCreate { words.append("create and end") }
            if rule.mayCorrect { words.append("correct") }
            lines.append("  \(rule.agency): \(words.joined(separator: "; "))")
        }
        return lines.joined(separator: "\n")
    }

    private func names(_ set: AccessRule.FieldSet) -> String {
        switch set {
        case .none: "nothing"
        case .all: "everything"
        case .some(let names): fields.map(\.name).filter(names.contains).joined(separator: ", ")
        }
    }
}

extension RegistryDesk {
    /// A line for each registry: its version and how many records it holds.
    public func overview() async throws -> [String] {
        let definitions = definitions
        return try await platform.database.read { tx in
            try definitions.map { definition in
                let version = try DefinitionStore.latest(definition.key, tx)?.version ?? 0
                let count = try RecordStore.count(definition.key, tx)
                return "\(definition.key)  version \(version)  \(count) records  \(definition.agency)"
            }
        }
    }
}
