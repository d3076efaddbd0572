/// One unary test: a value, a range, a list of them, or a condition on `?`. DMN 1.5, 7.3.5 and table 55.
package final class TestCode: Sendable {
    let code: any Code
    /// Whether the test mentions `?`, so that a boolean result is the answer and not a value to compare with.
    let asks: Bool
    private let form: Form

    /// The tests that need no evaluation.
    private enum Form: Sendable {
        case string(String)
        case boolean(Bool)
        case number(Decimal128)
        case numbers(NumberRange)
        case constant(FEELValue)
        case code
    }

    init(_ code: any Code, asks: Bool) {
        self.code = code
        self.asks = asks
        switch (code as? Constant)?.value {
        case .string(let text): form = .string(text)
        case .boolean(let value): form = .boolean(value)
        case .number(let number): form = .number(number)
        case .range(let range): form = NumberRange(range).map { .numbers($0) } ?? .constant(.range(range))
        case let value?: form = .constant(value)
        case nil: form = .code
        }
    }

    /// Whether the test must be evaluated, and may read `?`.
    package var isEvaluated: Bool { if case .code = form { true } else { false } }

    /// Whether the value passes; nil where that cannot be said. The value stands in the slot of `?` too, where the test is
    /// evaluated.
    @inline(__always)
    package func passes(_ value: FEELValue, _ frame: Frame) -> Bool? {
        // One switch inside the other: a switch over both at once would copy both.
        if case .code = form { return TestCode.passes(value, code.run(frame), asks: asks) }
        return passesConstant(value)
    }

    /// As `passes`, for a test that is not evaluated.
    @inline(__always)
    package func passesConstant(_ value: FEELValue) -> Bool? {
        switch form {
        case .string(let text): if case .string(let other) = value { return sameText(text, other) }
        case .boolean(let answer): if case .boolean(let other) = value { return answer == other }
        case .number(let number): if case .number(let other) = value { return number == other }
        case .numbers(let range): if case .number(let number) = value { return range.contains(number) }
        case .constant, .code: break
        }
        return passesOther(value)
    }

    private func passesOther(_ value: FEELValue) -> Bool? {
        guard let constant = code as? Constant else { return nil }
        if case .boolean = constant.value { return FEELValue.equal(value, constant.value) }
        return TestCode.passes(value, constant.value, asks: asks)
    }

    /// The numbers and texts at which the test may change its answer; nil where it looks at other things too.
    package var turningPoints: [FEELValue]? {
        switch form {
        case .string(let text): [.string(text)]
        case .number(let number): [.number(number)]
        case .numbers(let range): range.ends.map { .number($0) }
        case .boolean, .constant(.null): []
        case .constant, .code: nil
        }
    }

    private static func passes(_ value: FEELValue, _ test: FEELValue, asks: Bool) -> Bool? {
        switch test {
        case .boolean(let answer):
            if asks { return answer }
            if case .boolean(let value) = value { return value == answer }
            // A condition on other variables.
            return answer
        case .null: return asks ? nil : value.isNull
        case .range(let range):
            if case .range(let other) = value { return FEELRange.equal(range, other) }
            return range.contains(value)
        case .list(let items):
            if FEELValue.equal(value, test) == true { return true }
            return items.contains { passes(value, item: $0) }
        default: return FEELValue.equal(value, test)
        }
    }

    private static func passes(_ value: FEELValue, item: FEELValue) -> Bool {
        if case .range(let range) = item, range.contains(value) == true { return true }
        return FEELValue.equal(value, item) == true
    }
}

final class ContainedCode: Code {
    let value: any Code
    let slot: Int
    let tests: [TestCode]

    init(_ value: any Code, slot: Int, tests: [TestCode]) {
        (self.value, self.slot, self.tests) = (value, slot, tests)
    }

    func run(_ frame: Frame) -> FEELValue {
        let value = value.run(frame)
        frame.slots[slot] = value
        var isUndecided = false
        for test in tests {
            switch test.passes(value, frame) {
            case true?: return .boolean(true)
            case nil: isUndecided = true
            case false?: break
            }
        }
        if isUndecided { return frame.evaluation.null("\(value.kind) cannot be tested this way") }
        return .boolean(false)
    }
}

/// A range of numbers, unpacked.
struct NumberRange: Sendable {
    private let low: Decimal128?
    private let high: Decimal128?
    private let lowIncluded: Bool
    private let highIncluded: Bool

    /// nil for ranges of anything else, and for those that are not ranges in truth (`!= 5`).
    init?(_ range: FEELRange) {
        if range.form == .notEqual { return nil }
        switch (range.start, range.end) {
        case (.number(let a), .number(let b)): (low, high) = (a, b)
        case (.number(let a), .null) where range.form != .interval: (low, high) = (a, nil)
        case (.null, .number(let b)) where range.form != .interval: (low, high) = (nil, b)
        default: return nil
        }
        (lowIncluded, highIncluded) = (range.startIncluded, range.endIncluded)
    }

    var ends: [Decimal128] { [low, high].compactMap { $0 } }

    @inline(__always)
    func contains(_ number: Decimal128) -> Bool {
        if let low {
            let order = Decimal128.compare(number, low)
            if order < 0 || order == 0 && !lowIncluded { return false }
        }
        if let high {
            let order = Decimal128.compare(number, high)
            if order > 0 || order == 0 && !highIncluded { return false }
        }
        return true
    }
}
