import Base
import FEEL
import Journal

/// A record as it was at one time and known at one time: one version.
public struct RegistryRecord: Sendable {
    public var id: Identifier<RegistryRecord>
    public var definition: RegistryDefinition
    /// Identifies this version.
    public var version: Identifier<RecordVersion>
    /// The values by field, in their one form (see `FieldType`); fields without a value are absent. Only those that the reader
    /// may see.
    public var values: [String: JSON]
    /// When this is true of the world.
    public var valid: Period
    /// Since when this is known, and until when it was believed.
    public var recorded: Period
    public var kind: ChangeKind
    /// The act by which it was recorded.
    public var act: Identifier<Act>

    public subscript(field: String) -> JSON { values[field] ?? .null }

    /// The record as a value of FEEL: every field by its name, null where it has no value.
    public var context: FEELContext {
        FEELContext(definition.fields.map { ($0.name, $0.feel(self[$0.name])) })
    }

    /// The people and organisations whom it is about.
    public var concerns: [Identifier<Act.Party>] { definition.concerns(values) }

    /// What it is called: the values of the naming fields.
    public var name: String { definition.name(values) }

    /// The key by which others refer to it; `nil` in a registry without a key of one field.
    public var key: String? { definition.recordKey.count == 1 ? values[definition.recordKey[0]]?.string : nil }
}

/// Names the versions of records.
public enum RecordVersion {}

/// How a version came about.
public enum ChangeKind: String, Sendable, CaseIterable {
    case created
    /// The world changed.
    case changed
    /// The world was as it was; what was recorded of it was wrong.
    case corrected
    case ended
}

extension RegistryDefinition {
    func concerns(_ values: [String: JSON]) -> [Identifier<Act.Party>] {
        about.compactMap { values[$0]?.string.flatMap { Identifier<Act.Party>($0) } }
    }

    func name(_ values: [String: JSON]) -> String {
        naming.compactMap { values[$0].flatMap { Field.indexText($0).first } }.joined(separator: " ")
    }

    func context(_ values: [String: JSON]) -> FEELContext {
        FEELContext(fields.map { ($0.name, $0.feel(values[$0.name] ?? .null)) })
    }

    /// Values of FEEL, by field, in the form in which records keep them; not yet checked. For `set:` of a service's outcome.
    public func values(_ context: FEELContext) -> [String: JSON] {
        var values: [String: JSON] = [:]
        for (name, value) in context.entries { values[name] = field(name)?.json(value) ?? .string(value.description) }
        return values
    }
}
