/// A value of FEEL. DMN 1.5, 10.3.2.
public enum FEELValue: Sendable {
    case null
    case boolean(Bool)
    case number(Decimal128)
    case string(String)
    case date(CalendarDate)
    case time(ClockTime)
    indirect case dateTime(DateTime)
    case days(DaysDuration)
    case months(MonthsDuration)
    case list([FEELValue])
    case context(FEELContext)
    case range(FEELRange)
    case function(FEELFunction)

    public var isNull: Bool { if case .null = self { true } else { false } }

    @inline(__always)
    var isTrue: Bool { if case .boolean(true) = self { true } else { false } }

    /// What kind of value it is, in words for messages.
    public var kind: String {
        switch self {
        case .null: "null"
        case .boolean: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .date: "a date"
        case .time: "a time"
        case .dateTime: "a date and time"
        case .days: "a days and time duration"
        case .months: "a years and months duration"
        case .list: "a list"
        case .context: "a context"
        case .range: "a range"
        case .function: "a function"
        }
    }

    public static func number(_ value: Int) -> FEELValue { .number(Decimal128(value)) }

    @inline(__always)
    static func number(_ value: Decimal128?) -> FEELValue { value.map { .number($0) } ?? .null }

    static func boolean(_ value: Bool?) -> FEELValue { value.map { .boolean($0) } ?? .null }

    /// The items of a list; a single value is a list of one (DMN 1.5, 10.3.2.9.4).
    var items: [FEELValue] { if case .list(let items) = self { items } else { [self] } }
}

extension FEELValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(integerLiteral value: Int) { self = .number(Decimal128(value)) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(arrayLiteral elements: FEELValue...) { self = .list(elements) }
    public init(nilLiteral: ()) { self = .null }

    public init(dictionaryLiteral elements: (String, FEELValue)...) {
        self = .context(FEELContext(elements))
    }
}

extension FEELValue: Equatable {
    /// Same kind and same value, null equal to null; unlike FEEL's own `=` never undecided.
    public static func == (a: FEELValue, b: FEELValue) -> Bool { FEELValue.equal(a, b) == true }
}
