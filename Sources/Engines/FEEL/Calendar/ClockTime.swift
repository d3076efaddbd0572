/// A time of day, with or without a zone. DMN 1.5, 10.3.2.3.4.
public struct ClockTime: Sendable, Hashable {
    /// Seconds since midnight, 0 to 86,399.
    public let second: Int32
    /// Billionths of a second.
    public let nanosecond: Int32
    public let zone: TimeZoneRule

    /// nil where there is no such time.
    public init?(hour: Int, minute: Int, second: Int, nanosecond: Int = 0, zone: TimeZoneRule = .local) {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second),
            (0..<1_000_000_000).contains(nanosecond)
        else { return nil }
        self.init(second: hour * 3600 + minute * 60 + second, nanosecond: nanosecond, zone: zone)
    }

    init(second: Int, nanosecond: Int, zone: TimeZoneRule) {
        self.second = Int32(truncatingIfNeeded: second)
        self.nanosecond = Int32(truncatingIfNeeded: nanosecond)
        self.zone = zone
    }

    public var hour: Int { Int(second) / 3600 }
    public var minute: Int { Int(second) / 60 % 60 }
    public var secondOfMinute: Int { Int(second) % 60 }

    /// What times are compared by: whole seconds, moved to UTC where the zone is known.
    var comparable: (seconds: Int, isLocal: Bool) {
        guard let offset = zone.standardOffset else { return (Int(second), true) }
        return (Int(second) - offset, false)
    }

    /// The time `duration` later, around midnight where need be.
    package func adding(_ duration: DaysDuration) -> ClockTime {
        var nanos = Int(nanosecond) + Int(duration.nanosecond)
        let carry = nanos >= 1_000_000_000 ? 1 : 0
        nanos -= carry * 1_000_000_000
        let day = 86_400
        let seconds = (Int(second) + duration.second % day + carry) % day
        return ClockTime(second: seconds < 0 ? seconds + day : seconds, nanosecond: nanos, zone: zone)
    }
}

extension ClockTime: CustomStringConvertible {
    public var description: String {
        "\(twoDigits(hour)):\(twoDigits(minute)):\(twoDigits(secondOfMinute))\(fraction(nanosecond))\(zone.suffix)"
    }
}

/// `.5` for half a billion nanoseconds; nothing for none.
func fraction(_ nanosecond: Int32) -> String {
    if nanosecond == 0 { return "" }
    let digits = String(nanosecond)
    var padded = String(repeating: "0", count: 9 - digits.count) + digits
    while padded.hasSuffix("0") { padded.removeLast() }
    return "." + padded
}
