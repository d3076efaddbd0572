/// A date and a time, with or without a zone. DMN 1.5, 10.3.2.3.6.
public struct DateTime: Sendable, Hashable {
    public let date: CalendarDate
    public let time: ClockTime

    public init(date: CalendarDate, time: ClockTime) {
        self.date = date
        self.time = time
    }

    /// A moment, shown in a zone: seconds and billionths since 1970-01-01T00:00:00Z.
    public init?(moment: Int, nanosecond: Int = 0, zone: TimeZoneRule) {
        let offset: Int =
            switch zone {
            case .local: 0
            case .offset(let seconds): Int(seconds)
            case .region(let region): region.offset(at: moment)
            }
        self.init(local: moment + offset, nanosecond: nanosecond, zone: zone)
    }

    /// A moment within the calendar, or the first or last second of it: seconds since 1970-01-01T00:00:00Z, shown `offset` seconds
    /// east of UTC.
    public init(clamping moment: Int, offset: Int32) {
        let (local, overflow) = moment.addingReportingOverflow(Int(offset))
        let wanted = overflow ? moment : local
        let day = min(
            max(wanted / 86_400 - (wanted % 86_400 < 0 ? 1 : 0), CalendarDate.first.dayNumber),
            CalendarDate.last.dayNumber)
        let second = min(max(wanted.subtractingReportingOverflow(day * 86_400).partialValue, 0), 86_399)
        self.init(
            date: CalendarDate(dayNumber: day) ?? .first,
            time: ClockTime(second: second, nanosecond: 0, zone: .offset(offset)))
    }

    /// Seconds since 1970 on the local clock.
    var local: Int { date.dayNumber * 86_400 + Int(time.second) }

    init?(local: Int, nanosecond: Int, zone: TimeZoneRule) {
        let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        guard let date = CalendarDate(dayNumber: day) else { return nil }
        self.init(date: date, time: ClockTime(second: local - day * 86_400, nanosecond: nanosecond, zone: zone))
    }

    /// What dates and times are compared by: whole seconds, in UTC where the zone is known.
    var comparable: (seconds: Int, isLocal: Bool) {
        guard let offset = time.zone.offset(atLocal: local) else { return (local, true) }
        return (local - offset, false)
    }

    /// Seconds east of UTC, where the zone is known.
    public var offset: Int? { time.zone.offset(atLocal: local) }

    /// Seconds since 1970, on the local clock where there is no zone.
    package var seconds: Int { comparable.seconds }

    package func adding(_ duration: DaysDuration) -> DateTime? {
        var nanos = Int(time.nanosecond) + Int(duration.nanosecond)
        let carry = nanos >= 1_000_000_000 ? 1 : 0
        nanos -= carry * 1_000_000_000
        let (seconds, overflow) = local.addingReportingOverflow(duration.second)
        return overflow ? nil : DateTime(local: seconds + carry, nanosecond: nanos, zone: time.zone)
    }

    func adding(months: Int) -> DateTime? {
        date.adding(months: months).map { DateTime(date: $0, time: time) }
    }
}

extension DateTime: CustomStringConvertible {
    public var description: String { "\(date)T\(time)" }
}
