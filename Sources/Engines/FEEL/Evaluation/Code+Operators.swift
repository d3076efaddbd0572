final class OrCode: Code {
    let left: any Code, right: any Code
    init(_ left: any Code, _ right: any Code) { (self.left, self.right) = (left, right) }

    func run(_ frame: Frame) -> FEELValue {
        let a = left.run(frame)
        if case .boolean(true) = a { return a }
        let b = right.run(frame)
        if case .boolean(true) = b { return b }
        if case .boolean = a, case .boolean = b { return .boolean(false) }
        return .null
    }
}

final class AndCode: Code {
    let left: any Code, right: any Code
    init(_ left: any Code, _ right: any Code) { (self.left, self.right) = (left, right) }

    func run(_ frame: Frame) -> FEELValue {
        let a = left.run(frame)
        if case .boolean(false) = a { return a }
        let b = right.run(frame)
        if case .boolean(false) = b { return b }
        if case .boolean = a, case .boolean = b { return .boolean(true) }
        return .null
    }
}

final class EqualCode: Code {
    let left: any Code, right: any Code
    init(_ left: any Code, _ right: any Code) { (self.left, self.right) = (left, right) }

    func run(_ frame: Frame) -> FEELValue {
        let a = left.run(frame)
        let b = right.run(frame)
        if let result = FEELValue.equal(a, b) { return .boolean(result) }
        return frame.evaluation.null("\(a.kind) and \(b.kind) cannot be compared")
    }
}

final class NotEqualCode: Code {
    let left: any Code, right: any Code
    init(_ left: any Code, _ right: any Code) { (self.left, self.right) = (left, right) }

    func run(_ frame: Frame) -> FEELValue {
        let a = left.run(frame)
        let b = right.run(frame)
        if let result = FEELValue.equal(a, b) { return .boolean(!result) }
        return frame.evaluation.null("\(a.kind) and \(b.kind) cannot be compared")
    }
}

final class CompareCode: Code {
    let left: any Code, right: any Code
    let op: Syntax.Operator

    init(_ op: Syntax.Operator, _ left: any Code, _ right: any Code) {
        (self.op, self.left, self.right) = (op, left, right)
    }

    func run(_ frame: Frame) -> FEELValue {
        let a = left.run(frame)
        let b = right.run(frame)
        guard let order = FEELValue.compare(a, b) else {
            return frame.evaluation.null("\(a.kind) and \(b.kind) have no order")
        }
        switch op {
        case .less: return .boolean(order < 0)
        case .lessOrEqual: return .boolean(order <= 0)
        case .greater: return .boolean(order > 0)
        default: return .boolean(order >= 0)
        }
    }
}

final class BetweenCode: Code {
    let value: any Code, low: any Code, high: any Code

    init(_ value: any Code, _ low: any Code, _ high: any Code) {
        (self.value, self.low, self.high) = (value, low, high)
    }

    func run(_ frame: Frame) -> FEELValue {
        let x = value.run(frame)
        let a = low.run(frame)
        let b = high.run(frame)
        guard let first = FEELValue.compare(x, a), let second = FEELValue.compare(x, b) else {
            return frame.evaluation.null("\(x.kind) has no order with \(a.kind) and \(b.kind)")
        }
        return .boolean(first >= 0 && second <= 0)
    }
}

final class NegateCode: Code {
    let operand: any Code
    init(_ operand: any Code) { self.operand = operand }

    func run(_ frame: Frame) -> FEELValue {
        let value = operand.run(frame)
        switch value {
        case .number(let number): return .number(-number)
        case .days(let duration): return .days(-duration)
        case .months(let duration): return .months(MonthsDuration(months: -duration.months))
        default: return frame.evaluation.null("\(value.kind) cannot be negated")
        }
    }
}

final class InstanceCode: Code {
    let operand: any Code
    let type: FEELType
    init(_ operand: any Code, _ type: FEELType) { (self.operand, self.type) = (operand, type) }
    func run(_ frame: Frame) -> FEELValue { .boolean(type.hasInstance(operand.run(frame))) }
}

final class TypedCode: Code {
    let operand: any Code
    let type: FEELType
    let subject: String

    init(_ operand: any Code, _ type: FEELType, _ subject: String) {
        (self.operand, self.type, self.subject) = (operand, type, subject)
    }

    func run(_ frame: Frame) -> FEELValue {
        type.coerce(operand.run(frame), subject, frame.evaluation)
    }
}

extension FEELType {
    /// The value as this type takes it, or null with a reason that names `subject`.
    @inline(__always)
    package func coerce(_ value: FEELValue, _ subject: String, _ evaluation: Evaluation) -> FEELValue {
        plainlyContains(value) ? value : coerceSlowly(value, subject, evaluation)
    }

    /// Whether the value belongs to the type, told at a glance; false where that takes a look.
    @inline(__always)
    package func plainlyContains(_ value: FEELValue) -> Bool {
        switch (self, value) {
        case (.any, _), (_, .null), (.number, .number), (.string, .string), (.boolean, .boolean): true
        default: false
        }
    }

    private func coerceSlowly(_ value: FEELValue, _ subject: String, _ evaluation: Evaluation) -> FEELValue {
        if let result = coerce(value) { return result }
        if case .named(let named) = self, named.type.contains(value) {
            return evaluation.null("\(subject): the value is not among those allowed (\(named.restriction))")
        }
        return evaluation.null("\(subject): \(value.kind) is not of type \(self)")
    }
}
