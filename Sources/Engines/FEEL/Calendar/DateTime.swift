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
