/// A days and time duration. DMN 1.5, 10.3.2.3.7.
public struct DaysDuration: Sendable, Hashable {
    /// Whole seconds, rounded down.
    public let second: Int
    /// Billionths of a second to be added, 0 to 999,999,999.
    public let nanosecond: Int32

    public init(second: Int, nanosecond: Int = 0) {
        self.second = second
        self.nanosecond = Int32(truncatingIfNeeded: nanosecond)
    }

    /// The duration of so many billionths of a second; nil where it is too long.
    init?(nanoseconds: Int128) {
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let down = remainder < 0
        guard let second = Int(exactly: quotient - (down ? 1 : 0)), abs(second) < 1 << 60 else { return nil }
        self.init(second: second, nanosecond: Int(down ? remainder + 1_000_000_000 : remainder))
    }

    var nanoseconds: Int128 { Int128(second) * 1_000_000_000 + Int128(nanosecond) }

    static prefix func - (duration: DaysDuration) -> DaysDuration {
        DaysDuration(nanoseconds: -duration.nanoseconds) ?? duration
    }

    /// Days, hours, minutes, seconds and billionths of the magnitude.
    var parts: (days: Int, hours: Int, minutes: Int, seconds: Int, nanosecond: Int32) {
        let magnitude = nanoseconds.magnitude
        let whole = Int(magnitude / 1_000_000_000)
        return (
            whole / 86_400, whole / 3600 % 24, whole / 60 % 60, whole % 60, Int32(magnitude % 1_000_000_000)
        )
    }

    public var isNegative: Bool { second < 0 }

    /// The seconds as a number, with their fraction.
    var decimal: Decimal128 {
        Decimal128(negative: isNegative, coefficient: nanoseconds.magnitude, exponent: -9).trimmedFraction
    }

    /// `factor` times as long, cut to billionths of a second.
    func multiplied(by factor: Decimal128) -> DaysDuration? {
        guard let product = decimal * factor else { return nil }
        return DaysDuration(seconds: product)
    }

    /// As long as a number of seconds; nil where it is too long.
    init?(seconds: Decimal128) {
        guard let scaled = seconds.rounded(scale: 9, .halfEven) else { return nil }
        let (nanos, overflow) = scaled.coefficient.multipliedReportingOverflow(by: Powers.ten[scaled.exponent + 9])
        guard !overflow, nanos < UInt128(1) << 120 else { return nil }
        self.init(nanoseconds: scaled.isNegative ? -Int128(nanos) : Int128(nanos))
    }
}

extension DaysDuration: Comparable {
    public static func < (a: DaysDuration, b: DaysDuration) -> Bool {
        (a.second, a.nanosecond) < (b.second, b.nanosecond)
    }
}

extension DaysDuration: CustomStringConvertible {
    /// `P1DT2H3M4.5S`; none at all is `PT0S`.
    public var description: String {
        let (days, hours, minutes, seconds, nanosecond) = parts
        var text = isNegative ? "-P" : "P"
        if days > 0 { text += "\(days)D" }
        if hours > 0 || minutes > 0 || seconds > 0 || nanosecond > 0 || days == 0 { text += "T" }
        if hours > 0 { text += "\(hours)H" }
        if minutes > 0 { text += "\(minutes)M" }
        let isNothing = days == 0 && hours == 0 && minutes == 0
        if seconds > 0 || nanosecond > 0 || isNothing { text += "\(seconds)\(fraction(nanosecond))S" }
        return text
    }
}

/// A years and months duration. DMN 1.5, 10.3.2.3.8.
public struct MonthsDuration: Sendable, Hashable {
    public let months: Int

    public init(months: Int) { self.months = months }
}

extension MonthsDuration: Comparable {
    public static func < (a: MonthsDuration, b: MonthsDuration) -> Bool { a.months < b.months }
}

extension MonthsDuration: CustomStringConvertible {
    /// `P1Y2M`; none at all is `P0M`.
    public var description: String {
        let years = months.magnitude / 12
        let rest = months.magnitude % 12
        if months == 0 { return "P0M" }
        return "\(months < 0 ? "-" : "")P\(years > 0 ? "\(years)Y" : "")\(rest > 0 ? "\(rest)M" : "")"
    }
}
