final class ListCode: Code {
    let items: [any Code]
    init(_ items: [any Code]) { self.items = items }

    func run(_ frame: Frame) -> FEELValue {
        guard frame.evaluation.spend(items.count) else { return .null }
        return .list(items.map { $0.run(frame) })
    }
}

final class ContextCode: Code {
    let keys: [String]
    let values: [any Code]
    let slots: [Int]

    init(_ keys: [String], _ values: [any Code], _ slots: [Int]) {
        (self.keys, self.values, self.slots) = (keys, values, slots)
    }

    func run(_ frame: Frame) -> FEELValue {
        guard frame.evaluation.spend(keys.count) else { return .null }
        var results: [FEELValue] = []
        results.reserveCapacity(values.count)
        for (index, code) in values.enumerated() {
            let value = code.run(frame)
            frame.slots[slots[index]] = value
            results.append(value)
        }
        return .context(FEELContext(keys: keys, values: results))
    }
}

/// The last entry of a context alone.
final class ContextResultCode: Code {
    let values: [any Code]
    let slots: [Int]
    init(_ values: [any Code], _ slots: [Int]) { (self.values, self.slots) = (values, slots) }

    func run(_ frame: Frame) -> FEELValue {
        guard frame.evaluation.spend(values.count) else { return .null }
        let last = values.count - 1
        for index in 0..<last { frame.slots[slots[index]] = values[index].run(frame) }
        return values[last].run(frame)
    }
}

final class RangeCode: Code {
    let start: any Code, end: any Code
    let startIncluded: Bool, endIncluded: Bool

    init(_ start: any Code, _ startIncluded: Bool, _ end: any Code, _ endIncluded: Bool) {
        (self.start, self.startIncluded, self.end, self.endIncluded) = (start, startIncluded, end, endIncluded)
    }

    func run(_ frame: Frame) -> FEELValue {
        let a = start.run(frame)
        let b = end.run(frame)
        if !a.isNull, !b.isNull, FEELValue.compare(a, b) == nil {
            return frame.evaluation.null("a range cannot go from \(a.kind) to \(b.kind)")
        }
        return .range(FEELRange(start: a, startIncluded: startIncluded, end: b, endIncluded: endIncluded))
    }
}

final class OpenRangeCode: Code {
    let form: FEELRange.Form
    let operand: any Code
    init(_ form: FEELRange.Form, _ operand: any Code) { (self.form, self.operand) = (form, operand) }
    func run(_ frame: Frame) -> FEELValue { .range(FEELRange(form, operand.run(frame))) }
}

final class PathCode: Code {
    let operand: any Code
    let name: String
    init(_ operand: any Code, _ name: String) { (self.operand, self.name) = (operand, name) }

    func run(_ frame: Frame) -> FEELValue {
        PathCode.property(name, of: operand.run(frame), frame.evaluation)
    }

    static func property(_ name: String, of value: FEELValue, _ evaluation: Evaluation) -> FEELValue {
        switch value {
        case .context(let context):
            return context[name] ?? evaluation.null("the context has no entry '\(name)'")
        case .list(let items):
            guard evaluation.spend(items.count), evaluation.enter() else { return .null }
            defer { evaluation.leave() }
            return .list(items.map { property(name, of: $0, evaluation) })
        default:
            return value.property(name) ?? evaluation.null("\(value.kind) has no '\(name)'")
        }
    }
}

final class FilterCode: Code {
    let list: any Code
    let slot: Int
    let condition: any Code
    /// Where the condition is a fixed number, the place in the list.
    let index: Decimal128?

    init(_ list: any Code, slot: Int, condition: any Code) {
        (self.list, self.slot, self.condition) = (list, slot, condition)
        if let constant = condition as? Constant, case .number(let number) = constant.value {
            index = number
        } else {
            index = nil
        }
    }

    func run(_ frame: Frame) -> FEELValue {
        let value = list.run(frame)
        if value.isNull { return .null }
        let items = value.items
        if let index { return FilterCode.item(items, at: index, frame.evaluation) }
        guard frame.evaluation.spend(items.count + 1) else { return .null }
        var result: [FEELValue] = []
        for item in items {
            frame.slots[slot] = item
            switch condition.run(frame) {
            case .boolean(true): result.append(item)
            case .boolean(false), .null: break
            case .number(let number): return FilterCode.item(items, at: number, frame.evaluation)
            case let other: return frame.evaluation.null("a filter cannot be \(other.kind)")
            }
        }
        if items.isEmpty, isIndexed(frame) { return .null }
        return .list(result)
    }

    /// Whether the filter of an empty list is a place rather than a condition.
    private func isIndexed(_ frame: Frame) -> Bool {
        let count = frame.evaluation.reasonCount
        frame.slots[slot] = .null
        let value = condition.run(frame)
        frame.evaluation.forgetReasons(after: count)
        if case .number = value { return true }
        return false
    }

    /// The item at a place: from 1, or from the end below 0.
    static func item(_ items: [FEELValue], at index: Decimal128, _ evaluation: Evaluation) -> FEELValue {
        guard let place = index.exactInt, place != 0, abs(place) <= items.count else {
            return evaluation.null("there is no item \(index) in a list of \(items.count)")
        }
        return place > 0 ? items[place - 1] : items[items.count + place]
    }
}

final class ConditionalCode: Code {
    let condition: any Code, then: any Code, otherwise: any Code

    init(_ condition: any Code, _ then: any Code, _ otherwise: any Code) {
        (self.condition, self.then, self.otherwise) = (condition, then, otherwise)
    }

    func run(_ frame: Frame) -> FEELValue {
        condition.run(frame).isTrue ? then.run(frame) : otherwise.run(frame)
    }
}
