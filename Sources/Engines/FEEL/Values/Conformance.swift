extension FEELType {
    /// Whether a value belongs to the type; null belongs to every type. DMN 1.5, 10.3.2.9.2.
    public func contains(_ value: FEELValue) -> Bool {
        if case .null = value { return true }
        switch self {
        case .any: return true
        case .boolean: if case .boolean = value { return true }
        case .number: if case .number = value { return true }
        case .string: if case .string = value { return true }
        case .named(let named): return named.contains(value)
        case .context(let fields):
            if case .context(let context) = value { return FEELType.context(context, has: fields) }
        default: return containsOther(value)
        }
        return false
    }

    private static func context(_ context: FEELContext, has fields: [Field]) -> Bool {
        for index in fields.indices {
            guard let value = context.value(of: fields[index].name, near: index) else { return false }
            if !fields[index].type.contains(value) { return false }
        }
        return true
    }

    private func containsOther(_ value: FEELValue) -> Bool {
        switch (self, value) {
        case (.date, .date), (.time, .time), (.dateTime, .dateTime), (.daysDuration, .days), (.monthsDuration, .months),
            (.duration, .days), (.duration, .months):
            return true
        case (.list(let item), .list(let items)):
            if case .any = item { return true }
            return items.allSatisfy { item.contains($0) }
        case (.range(let item), .range(let range)):
            return item.contains(range.start) && item.contains(range.end)
        case (.function(let parameters, let result), .function(let function)):
            return FEELType.function(function, matches: parameters, result)
        default:
            return false
        }
    }

    /// `value instance of` this type: as `contains`, but null is an instance of Null alone.
    func hasInstance(_ value: FEELValue) -> Bool {
        if case .null = value {
            if case .null = resolved { return true }
            return false
        }
        return contains(value)
    }

    /// Parameters vary against, results along with the type. A function whose result nobody declared may give anything.
    private static func function(
        _ function: FEELFunction, matches parameters: [FEELType], _ result: FEELType
    ) -> Bool {
        if parameters.isEmpty, case .any = result { return true }
        guard function.parameters.count == parameters.count else { return false }
        return zip(parameters, function.parameters).allSatisfy { $0.conforms(to: $1.type) }
            && (function.result.isAny || function.result.conforms(to: result))
    }

    private var isAny: Bool { if case .any = self { true } else { false } }

    /// Whether every value of this type belongs to `other` too.
    public func conforms(to other: FEELType) -> Bool {
        switch (self, other) {
        case (_, .any), (.null, _): return true
        case (.named(let a), .named(let b)) where a.name == b.name: return true
        case (.named(let a), _): return a.type.conforms(to: other)
        case (_, .named(let b)): return conforms(to: b.type)
        case (.boolean, .boolean), (.number, .number), (.string, .string), (.date, .date), (.time, .time),
            (.dateTime, .dateTime), (.daysDuration, .daysDuration), (.monthsDuration, .monthsDuration),
            (.daysDuration, .duration), (.monthsDuration, .duration), (.duration, .duration):
            return true
        case (.list(let a), .list(let b)), (.range(let a), .range(let b)): return a.conforms(to: b)
        case (.context(let a), .context(let b)):
            return b.allSatisfy { field in
                a.first { $0.name == field.name }.map { $0.type.conforms(to: field.type) } ?? false
            }
        case (.function(let a, let x), .function(let b, let y)):
            return a.count == b.count && zip(b, a).allSatisfy { $0.conforms(to: $1) } && x.conforms(to: y)
        default: return false
        }
    }

    /// The value as this type takes it: itself, the one item of a list, a list of it, or a date as midnight UTC;
    /// nil where it does not belong. DMN 1.5, 10.3.2.9.4.
    public func coerce(_ value: FEELValue) -> FEELValue? {
        if contains(value) { return value }
        if case .list(let items) = value, items.count == 1, contains(items[0]) { return items[0] }
        switch (resolved, value) {
        case (.list, .list): return nil
        case (.list, _):
            let list = FEELValue.list([value])
            return contains(list) ? list : nil
        case (.dateTime, .date(let date)):
            let midnight = FEELValue.dateTime(
                DateTime(date: date, time: ClockTime(second: 0, nanosecond: 0, zone: .offset(0))))
            return contains(midnight) ? midnight : nil
        default: return nil
        }
    }
}
