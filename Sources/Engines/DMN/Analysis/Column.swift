import FEEL

/// The values of one input, divided into regions within which every test of the table gives one answer.
struct Column {
    let label: String
    /// One value of each region; empty where the tests do not divide the values in a way that can be found.
    let samples: [FEELValue]
    /// Whether the type or its allowed values name all values there are.
    let isComplete: Bool
    private let allowed: Tester?

    init(_ input: TableSyntax.Column, tests: [(negated: Bool, tests: [Syntax])?]) {
        label = input.label
        let allowed = input.allowed.flatMap { Tester($0) }
        self.allowed = allowed
        let cells = tests.compactMap { $0 } + [input.allowed].compactMap { $0 }
        var constants = cells.flatMap { $0.tests.flatMap { Column.constants(in: $0) } }
        let listed = input.allowed.map { !$0.negated && $0.tests.allSatisfy { Column.isPlain($0) } } ?? false
        if case .boolean = Column.kind(input.type, constants) { constants = [true, false] }
        let regions = Column.regions(constants, input.type, isListed: listed)
        samples = regions.filter { value in
            input.type.contains(value) && (allowed?.passes(value) ?? true)
        }
        isComplete = !regions.isEmpty
    }

    /// Whether a constant may be a value of the input.
    func allows(_ value: FEELValue) -> Bool { allowed?.passes(value) ?? true }

    private enum Kind { case boolean, text, ordered, other }

    private static func kind(_ type: FEELType, _ constants: [FEELValue]) -> Kind {
        switch type.resolved {
        case .boolean: return .boolean
        case .string: return .text
        case .number, .date, .time, .dateTime, .daysDuration, .monthsDuration: return .ordered
        default: break
        }
        switch constants.first {
        case .boolean: return .boolean
        case .string: return .text
        case .number, .date, .time, .dateTime, .days, .months: return .ordered
        default: return .other
        }
    }

    /// A single value, not a range or a condition.
    private static func isPlain(_ syntax: Syntax) -> Bool {
        switch syntax.constant {
        case .range, .list, .function, nil: false
        default: true
        }
    }

    /// The values that tests compare with.
    static func constants(in syntax: Syntax) -> [FEELValue] {
        if let value = syntax.constant { return leaves(of: value) }
        return syntax.children.flatMap { constants(in: $0) }
    }

    private static func leaves(of value: FEELValue) -> [FEELValue] {
        switch value {
        case .list(let items): items.flatMap { leaves(of: $0) }
        case .range(let range): [range.start, range.end].filter { !$0.isNull }
        case .null, .context, .function: []
        default: [value]
        }
    }

    private static func regions(_ constants: [FEELValue], _ type: FEELType, isListed: Bool) -> [FEELValue] {
        switch kind(type, constants) {
        case .boolean: return [true, false]
        case .text: return texts(constants, isListed: isListed)
        case .ordered: return isListed ? sorted(constants) : ordered(constants, type)
        case .other: return []
        }
    }

    private static func texts(_ constants: [FEELValue], isListed: Bool) -> [FEELValue] {
        var values: [FEELValue] = []
        for case .string(let text) in constants where !values.contains(.string(text)) { values.append(.string(text)) }
        if isListed { return values }
        var other = "other"
        while values.contains(.string(other)) { other += "…" }
        return values + [.string(other)]
    }

    private static func sorted(_ constants: [FEELValue]) -> [FEELValue] {
        guard let first = constants.first else { return [] }
        let alike = constants.filter { FEELValue.order($0, first) != nil }
        var result: [FEELValue] = []
        for value in alike.sorted(by: { (FEELValue.order($0, $1) ?? 0) < 0 }) where result.last != value {
            result.append(value)
        }
        return result
    }

    /// The values themselves, one between each two, one below and one above.
    private static func ordered(_ constants: [FEELValue], _ type: FEELType) -> [FEELValue] {
        let bounds = sorted(constants.filter { type.resolved.contains($0) })
        guard let first = bounds.first, let last = bounds.last else { return [] }
        var result = [Between.below(first)].compactMap { $0 }
        for (index, bound) in bounds.enumerated() {
            result.append(bound)
            if index + 1 < bounds.count, let middle = Between.middle(bound, bounds[index + 1]) { result.append(middle) }
        }
        return result + [Between.above(last)].compactMap { $0 }
    }
}

/// The tests of a cell, compiled apart from the table.
struct Tester {
    private let cell: Cell
    private let slots: Int

    /// nil where the tests depend on more than the input.
    init?(_ tests: (negated: Bool, tests: [Syntax])) {
        guard tests.tests.allSatisfy({ $0.isClosed(except: ["?"]) }) else { return nil }
        var compiler = Compiler(variables: ["?"])
        cell = Cell(negated: tests.negated, tests: tests.tests.map { compiler.test($0, slot: 0) })
        slots = compiler.slots
    }

    func passes(_ value: FEELValue) -> Bool {
        Frame.with(slots, Evaluation(limits: .init(steps: 100_000))) { frame in
            frame.slots[0] = value
            return cell.passes(value, frame)
        }
    }
}

/// Values beside and between others.
enum Between {
    static func below(_ value: FEELValue) -> FEELValue? { moved(value, -1) }
    static func above(_ value: FEELValue) -> FEELValue? { moved(value, 1) }

    private static func moved(_ value: FEELValue, _ step: Int) -> FEELValue? {
        switch value {
        case .number(let number): (number + Decimal128(step)).map { .number($0) }
        case .date(let date): date.adding(days: step).map { .date($0) }
        case .dateTime(let value): value.adding(DaysDuration(second: step)).map { .dateTime($0) }
        case .time(let time):
            (0..<86_400).contains(Int(time.second) + step) ? .time(time.adding(DaysDuration(second: step))) : nil
        case .days(let duration): .days(DaysDuration(second: duration.second + step))
        case .months(let duration): .months(MonthsDuration(months: duration.months + step))
        default: nil
        }
    }

    /// A value between two; nil where they are neighbours.
    static func middle(_ a: FEELValue, _ b: FEELValue) -> FEELValue? {
        let candidate: FEELValue?
        switch (a, b) {
        case (.number(let x), .number(let y)): candidate = middle(x, y).map { .number($0) }
        case (.date(let x), .date(let y)):
            candidate = x.adding(days: (y.dayNumber - x.dayNumber) / 2).map { .date($0) }
        case (.dateTime(let x), .dateTime(let y)):
            candidate = x.adding(half(y.seconds - x.seconds)).map { .dateTime($0) }
        case (.time(let x), .time(let y)): candidate = .time(x.adding(half(Int(y.second - x.second))))
        case (.days(let x), .days(let y)): candidate = .days(DaysDuration(second: x.second + (y.second - x.second) / 2))
        case (.months(let x), .months(let y)): candidate = .months(MonthsDuration(months: (x.months + y.months) / 2))
        default: candidate = nil
        }
        guard let candidate, candidate != a, candidate != b else { return nil }
        return candidate
    }

    private static func half(_ seconds: Int) -> DaysDuration { DaysDuration(second: seconds / 2) }

    /// A whole number where one lies between.
    private static func middle(_ a: Decimal128, _ b: Decimal128) -> Decimal128? {
        guard let half = (a + b).flatMap({ $0 / 2 }) else { return nil }
        if let whole = half.rounded(scale: 0, .floor), whole > a, whole < b { return whole }
        return half
    }
}
