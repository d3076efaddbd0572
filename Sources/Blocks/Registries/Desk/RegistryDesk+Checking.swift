import Base
import FEEL
import Store

extension RegistryDesk {
    /// The values in their one form, or every mistake in them.
    func formed(_ values: [String: JSON], _ definition: RegistryDefinition) -> (
        values: [String: JSON], mistakes: [FieldMistake]
    ) {
        var formed: [String: JSON] = [:]
        var mistakes: [FieldMistake] = []
        for (name, value) in values {
            guard let field = definition.field(name) else {
                mistakes.append(FieldMistake(name, .unknownField))
                continue
            }
            do {
                let checked = try field.checked(value, currency: currency)
                if checked != .null { formed[name] = checked }
            } catch {
                mistakes.append(FieldMistake(name, error.reason))
            }
        }
        return (formed, mistakes)
    }

    /// What is wrong with values in themselves: missing ones, and constraints that do not hold.
    func mistakes(_ values: [String: JSON], _ definition: RegistryDefinition, now: Instant) -> [FieldMistake] {
        let context = definition.context(values)
        let clock = moment(now)
        var mistakes: [FieldMistake] = []
        for field in definition.fields {
            guard values[field.name] != nil else {
                if field.isRequired { mistakes.append(FieldMistake(field.name, .missing)) }
                continue
            }
            for constraint in field.constraints where !constraint.holds(context, now: clock) {
                mistakes.append(FieldMistake(field.name, .constraint(constraint.otherwise)))
            }
        }
        // Constraints on the whole are about sound fields.
        guard mistakes.isEmpty else { return mistakes }
        return definition.constraints.filter { !$0.holds(context, now: clock) }.map {
            FieldMistake(nil, .constraint($0.otherwise))
        }
    }

    /// What is wrong with values beside the other records: references that lead nowhere, keys that are taken.
    func conflicts(
        _ values: [String: JSON], _ definition: RegistryDefinition, _ record: Identifier<RegistryRecord>,
        _ period: Period,
        in tx: any ReadTransaction
    ) throws -> [FieldMistake] {
        var mistakes: [FieldMistake] = []
        for field in definition.fields where field.type == .reference {
            guard let registry = field.registry, let key = values[field.name]?.string else { continue }
            if try !exists(key, in: registry, at: period.from, tx) {
                mistakes.append(FieldMistake(field.name, .unknownReference(registry: registry)))
            }
        }
        for unique in definition.uniquenesses {
            let wanted = unique.fields.map { values[$0] }
            guard let field = unique.fields.first, wanted.allSatisfy({ $0 != nil }),
                let value = Field.indexText(values[field] ?? .null).first
            else { continue }
            let rivals = try RecordStore.rivals(definition.key, field, value, during: period, but: record, tx)
            if rivals.contains(where: { rival in unique.fields.map { rival.values[$0] } == wanted }) {
                let reason = unique.otherwise.map(FieldMistake.Reason.constraint) ?? .taken(unique.fields)
                mistakes.append(FieldMistake(field, reason))
            }
        }
        return mistakes
    }

    private func exists(_ key: String, in registry: String, at instant: Instant, _ tx: any ReadTransaction) throws
        -> Bool
    {
        guard let name = try definition(registry).recordKey.first else { return false }
        var found = false
        try RecordStore.candidates(registry, name, key, AsOf(valid: instant), tx) { row in
            found = row.values[name] == .string(key)
            return !found
        }
        return found
    }
}
