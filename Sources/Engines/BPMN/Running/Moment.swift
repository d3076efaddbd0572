import FEEL

/// A moment: microseconds since 1970-01-01T00:00:00Z.
public struct Moment: Sendable, Hashable, Comparable, Codable {
    public let microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    public init(seconds: Int) { microseconds = Int64(clamping: seconds).multipliedClamping(1_000_000) }

    /// Whole seconds, rounded down.
    public var seconds: Int {
        let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return Int(remainder < 0 ? quotient - 1 : quotient)
    }

    /// Microseconds of the second, 0 to 999,999.
    public var fraction: Int { Int(microseconds - Int64(seconds) * 1_000_000) }

    public static func < (a: Moment, b: Moment) -> Bool { a.microseconds < b.microseconds }

    public init(from decoder: any Decoder) throws {
        microseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(microseconds)
    }
}

extension Moment: CustomStringConvertible {
    /// `2026-03-29T09:30:00Z`.
    public var description: String {
        DateTime(moment: seconds, nanosecond: fraction * 1000, zone: .offset(0))?.description ?? "beyond the calendar"
    }
}

extension Moment {
    /// Shown on the clock of `zone`; nil beyond the calendar.
    func dateTime(in zone: TimeZoneRule) -> DateTime? {
        DateTime(moment: seconds, nanosecond: fraction * 1000, zone: zone)
    }

    /// The moment of a date and time; one without a zone is on the clock of `zone`. nil beyond the calendar.
    init?(_ value: DateTime, in zone: TimeZoneRule) {
        let known = value.offset
        let local = known == nil ? DateTime(date: value.date, time: value.time.with(zone)) : value
        let offset = known ?? local.offset ?? 0
        guard abs(Int(value.date.year)) < 200_000 else { return nil }
        let seconds = value.date.dayNumber * 86_400 + Int(value.time.second) - offset
        self.init(microseconds: Int64(seconds) * 1_000_000 + Int64(value.time.nanosecond) / 1000)
    }

    func adding(microseconds count: Int64) -> Moment {
        let (sum, overflow) = microseconds.addingReportingOverflow(count)
        return Moment(microseconds: overflow ? (count < 0 ? .min : .max) : sum)
    }
}

extension ClockTime {
    fileprivate func with(_ zone: TimeZoneRule) -> ClockTime {
        ClockTime(
            hour: hour, minute: minute, second: secondOfMinute, nanosecond: Int(nanosecond), zone: zone) ?? self
    }
}

extension Int64 {
    fileprivate func multipliedClamping(_ factor: Int64) -> Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        return overflow ? (self < 0 ? .min : .max) : product
    }
}
