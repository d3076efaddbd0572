/// One unary test: a value, a range, a list of them, or a condition on `?`. DMN 1.5, 7.3.5 and table 55.
package final class TestCode: Sendable {
    let code: any Code
    /// Whether the test mentions `?`, so that a boolean result is the answer and not a value to compare with.
    let asks: Bool
    let constant: FEELValue?

    init(_ code: any Code, asks: Bool) {
        self.code = code
        self.asks = asks
        constant = (code as? Constant)?.value
    }

    /// Whether the value passes; nil where that cannot be said. The value stands in the slot of `?` too.
    @inline(__always)
    package func passes(_ value: FEELValue, _ frame: Frame) -> Bool? {
        if let constant {
            switch (constant, value) {
            case (.string(let a), .string(let b)): return sameText(a, b)
            case (.boolean(let a), .boolean(let b)): return a == b
            case (.number(let a), .number(let b)): return a == b
            default: return TestCode.passes(value, constant, asks: asks)
            }
        }
        return TestCode.passes(value, code.run(frame), asks: asks)
    }

    private static func passes(_ value: FEELValue, _ test: FEELValue, asks: Bool) -> Bool? {
        switch test {
        case .boolean(let answer):
            if asks { return answer }
            if case .boolean(let value) = value { return value == answer }
            // A condition on other variables.
            return value.isNull ? (answer ? true : false) : answer
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

