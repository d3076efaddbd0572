import Base

/// What differs between two versions of a record, field by field, in the order of the definition.
public struct RecordDifference: Sendable, Equatable {
    public var changes: [FieldChange]

    public struct FieldChange: Sendable, Equatable {
        public var field: String
        /// `nil` where there was no value.
        public var before: JSON?
        public var after: JSON?
    }

    public init(from before: [String: JSON], to after: [String: JSON], in definition: RegistryDefinition) {
        let known = definition.fields.map(\.name)
        // Fields that an older definition had stand at the end.
        let others = Set(before.keys).union(after.keys).subtracting(known).sorted()
        changes = (known + others).compactMap { name in
            before[name] == after[name] ? nil : FieldChange(field: name, before: before[name], after: after[name])
        }
    }
}
