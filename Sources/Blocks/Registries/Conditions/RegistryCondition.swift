import FEEL

/// A condition on the records of one registry, such as `holder = applicant.id`: read once, used for many look-ups.
///
/// Which indexes answer it is read off the expression: an equality between an indexed field and something that names no field.
/// A value that is null finds nothing there.
public struct RegistryCondition: Sendable {
    public let registry: String
    public let text: String
    /// The names besides the registry's fields that it may use.
    public let names: [String]
    let expression: Expression
    /// What together finds every record that may fulfil the condition; `nil` where no index helps.
    let probes: [Probe]?

    /// An indexed field and the value to look for.
    struct Probe: Sendable {
        var field: Field
        var value: Expression
    }

    /// - Parameters:
    ///   - names: what the condition may name besides fields: `applicant`.
    ///   - properties: names of entries behind those that hold spaces: `date of birth` of `applicant.date of birth`.
    /// - Throws: `RegistryError.condition`, telling what is wrong with the text.
    public init(
        _ text: String, on definition: RegistryDefinition, names: [String] = [], properties: [String] = []
    ) throws(RegistryError) {
        let fields = definition.fields.map(\.name)
        if let both = names.first(where: fields.contains) {
            throw .condition("\(both) is a field of \(definition.key) and another name too")
        }
        do {
            expression = try Expression(text, scope: Scope(variables: fields + names, properties: properties + fields))
        } catch {
            throw .condition(error.description)
        }
        if let warning = expression.warnings.first { throw .condition(warning.description) }
        registry = definition.key
        self.text = text
        self.names = names
        let outside = Scope(variables: names, properties: properties)
        probes = Self.probes(expression.syntax, definition, outside)
    }

    private static func probes(_ syntax: Syntax, _ definition: RegistryDefinition, _ outside: Scope) -> [Probe]? {
        switch syntax {
        case .binary(.and, let a, let b):
            // Either side narrows it down; the one with fewer look-ups is taken.
            let both = [probes(a, definition, outside), probes(b, definition, outside)].compactMap { $0 }
            return both.min { $0.count < $1.count }
        case .binary(.or, let a, let b):
            guard let first = probes(a, definition, outside), let second = probes(b, definition, outside) else {
                return nil
            }
            return first + second
        case .binary(.equal, let a, let b):
            return (probe(a, b, definition, outside) ?? probe(b, a, definition, outside)).map { [$0] }
        default: return nil
        }
    }

    private static func probe(
        _ side: Syntax, _ other: Syntax, _ definition: RegistryDefinition, _ outside: Scope
    ) -> Probe? {
        guard case .name(let name, _) = side, let field = definition.field(name), field.isIndexed, !field.allowsSeveral,
            let value = try? Expression(other.description, scope: outside), value.warnings.isEmpty
        else { return nil }
        return Probe(field: field, value: value)
    }

    /// What to look for in the index; empty where nothing can fulfil the condition.
    func keys(_ context: FEELContext, now: DateTime?) -> [(field: String, value: String)]? {
        probes?.compactMap { probe in
            let value = probe.value.evaluate(context, now: now, limits: .init(steps: 100_000)).value
            return Field.indexText(probe.field.json(value)).first.map { (probe.field.name, $0) }
        }
    }

    func holds(_ context: FEELContext, now: DateTime?) -> Bool {
        expression.evaluate(context, now: now, limits: .init(steps: 1_000_000)).value == .boolean(true)
    }
}
