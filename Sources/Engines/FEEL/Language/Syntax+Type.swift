extension Syntax {
    /// The type that the expression has whenever it is not null, as far as it can be told without running it; Any where
    /// it cannot. `variables` are the types of names.
    package func type(_ variables: [String: FEELType]) -> FEELType {
        switch self {
        case .literal(let value): return value.type
        case .name(let name, _): return variables[name] ?? Builtins.functions[name].map { .of($0) } ?? .any
        case .binary(let op, let a, let b): return Syntax.type(op, a.type(variables), b.type(variables))
        case .negate(let operand): return operand.type(variables)
        case .between, .contained, .instance, .quantified: return .boolean
        case .conditional(_, let then, let otherwise):
            let first = then.type(variables)
            let second = otherwise.type(variables)
            return first.conforms(to: second) ? second : .any
        case .list(let items): return .list(Syntax.common(items.map { $0.type(variables) }))
        case .context(let entries):
            var known = variables
            return .context(
                entries.map { entry in
                    let type = entry.value.type(known)
                    known[entry.key] = type
                    return FEELType.Field(entry.key, type)
                })
        case .range(let start, _, let end, _):
            return .range(Syntax.common([start.type(variables), end.type(variables)]))
        case .openRange(_, let operand): return .range(operand.type(variables))
        case .path(let operand, let name): return Syntax.type(of: name, in: operand.type(variables))
        case .call(let callee, _, _), .namedCall(let callee, _, _):
            if case .function(_, let result) = callee.type(variables).resolved { return result }
            return .any
        case .function(let parameters, let body):
            var known = variables
            for parameter in parameters { known[parameter.name] = parameter.type }
            return .function(parameters.map(\.type), body.type(known))
        case .typed(_, let type, _): return type
        case .loop, .filter, .external, .failed, .custom: return .any
        }
    }

    private static func type(_ op: Operator, _ a: FEELType, _ b: FEELType) -> FEELType {
        switch op {
        case .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: return .boolean
        default: break
        }
        switch (a.resolved, b.resolved) {
        case (.number, .number): return .number
        case (.string, .string): return .string
        default: return .any
        }
    }

    private static func common(_ types: [FEELType]) -> FEELType {
        guard let first = types.first, types.allSatisfy({ $0.conforms(to: first) }) else { return .any }
        return first
    }

    private static func type(of name: String, in type: FEELType) -> FEELType {
        guard case .context(let fields) = type.resolved else { return .any }
        return fields.first { $0.name == name }?.type ?? .any
    }
}

extension FEELType {
    /// The type of a function value.
    static func of(_ function: FEELFunction) -> FEELType {
        .function(function.parameters.map(\.type), function.result)
    }
}

extension FEELValue {
    /// The narrowest type of the value.
    public var type: FEELType {
        switch self {
        case .null: .null
        case .boolean: .boolean
        case .number: .number
        case .string: .string
        case .date: .date
        case .time: .time
        case .dateTime: .dateTime
        case .days: .daysDuration
        case .months: .monthsDuration
        case .list(let items):
            items.first.map { first in items.allSatisfy { first.type.contains($0) } ? .list(first.type) : .list(.any) }
                ?? .list(.any)
        case .context(let context): .context(context.entries.map { .init($0, $1.type) })
        case .range(let range): .range(range.start.isNull ? range.end.type : range.start.type)
        case .function(let function): .of(function)
        }
    }
}
