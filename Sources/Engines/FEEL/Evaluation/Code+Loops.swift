/// A variable of a loop and what it runs through.
struct IteratorCode: Sendable {
    enum Domain: Sendable {
        case items(any Code)
        case span(any Code, any Code)
    }

    let slot: Int
    let domain: Domain

    /// The values, or null with a reason.
    func values(_ frame: Frame) -> [FEELValue]? {
        switch domain {
        case .items(let code):
            let value = code.run(frame)
            switch value {
            case .list(let items): return items
            case .range(let range): return IteratorCode.values(of: range, frame.evaluation)
            case .null:
                frame.evaluation.null("there is nothing to go through: the list is null")
                return nil
            default: return [value]
            }
        case .span(let low, let high):
            return IteratorCode.span(low.run(frame), high.run(frame), frame.evaluation)
        }
    }

    private static func values(of range: FEELRange, _ evaluation: Evaluation) -> [FEELValue]? {
        guard let order = FEELValue.compare(range.start, range.end), order <= 0,
            var values = span(range.start, range.end, evaluation)
        else {
            evaluation.null("the range cannot be gone through")
            return nil
        }
        if !range.startIncluded, !values.isEmpty { values.removeFirst() }
        if !range.endIncluded, let last = values.last, FEELValue.equal(last, range.end) == true { values.removeLast() }
        return values
    }

    /// From one number or date to another, up or down in steps of one.
    static func span(_ low: FEELValue, _ high: FEELValue, _ evaluation: Evaluation) -> [FEELValue]? {
        switch (low, high) {
        case (.number(let a), .number(let b)):
            guard let size = (b - a)?.magnitude.rounded(scale: 0, .down)?.exactInt, evaluation.spend(size) else {
                break
            }
            let step = a > b ? Decimal128(-1) : .one
            var values: [FEELValue] = [low]
            values.reserveCapacity(size + 1)
            var value = a
            for _ in 0..<size {
                value = (value + step) ?? value
                values.append(.number(value))
            }
            return values
        case (.date(let a), .date(let b)):
            let size = abs(b.dayNumber - a.dayNumber)
            guard evaluation.spend(size) else { break }
            let step = a > b ? -1 : 1
            return (0...size).compactMap { CalendarDate(dayNumber: a.dayNumber + $0 * step).map { .date($0) } }
        default: break
        }
        evaluation.null("a loop cannot go from \(low.kind) to \(high.kind)")
        return nil
    }
}

extension [IteratorCode] {
    /// Runs `body` for every combination, the last variable fastest; stops where it returns false. False on errors.
    func run(_ frame: Frame, from index: Int = 0, _ body: () -> Bool) -> Bool {
        guard index < count else { return frame.evaluation.spend() && body() }
        guard let values = self[index].values(frame) else { return false }
        for value in values {
            frame.slots[self[index].slot] = value
            if !run(frame, from: index + 1, body) { return false }
        }
        return true
    }
}

final class LoopCode: Code {
    let iterators: [IteratorCode]
    let partial: Int
    let body: any Code
    /// Whether the body uses the results so far; each round then costs as many steps as there are.
    let readsPartial: Bool

    init(_ iterators: [IteratorCode], partial: Int, body: any Code, readsPartial: Bool) {
        (self.iterators, self.partial, self.body, self.readsPartial) = (iterators, partial, body, readsPartial)
    }

    func run(_ frame: Frame) -> FEELValue {
        frame.slots[partial] = .list([])
        let isComplete = iterators.run(frame) {
            let value = body.run(frame)
            // Taken out and put back, so that the list grows in place.
            guard case .list(var results) = frame.slots[partial] else { return false }
            frame.slots[partial] = .null
            results.append(value)
            let isPaid = !readsPartial || frame.evaluation.spend(results.count)
            frame.slots[partial] = .list(results)
            return isPaid
        }
        let result = frame.slots[partial]
        frame.slots[partial] = .null
        return isComplete ? result : .null
    }
}

final class QuantifiedCode: Code {
    let every: Bool
    let iterators: [IteratorCode]
    let condition: any Code

    init(every: Bool, _ iterators: [IteratorCode], condition: any Code) {
        (self.every, self.iterators, self.condition) = (every, iterators, condition)
    }

    /// `some` is a chain of `or`, `every` a chain of `and`: null where neither decides. DMN 1.5, table 53.
    func run(_ frame: Frame) -> FEELValue {
        var result: FEELValue = .boolean(every)
        var isDecided = false
        let isComplete = iterators.run(frame) {
            let value = condition.run(frame)
            guard case .boolean(let holds) = value else {
                result = .null
                if !value.isNull { frame.evaluation.null("a condition cannot be \(value.kind)") }
                return value.isNull
            }
            if holds != every {
                result = .boolean(holds)
                isDecided = true
            }
            return !isDecided
        }
        return isComplete || isDecided ? result : .null
    }
}
