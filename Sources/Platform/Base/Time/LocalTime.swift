/// A time of day, in no particular zone: `09:30`, to the microsecond.
public struct LocalTime: Hashable, Comparable, Sendable {
    /// Microseconds since midnight, below 86,400,000,000.
    public let microseconds: Int64

    public static let midnight = LocalTime(known: 0)

    /// `nil` where there is no such time; 24:00 is none.
    public init?(hour: Int, minute: Int, second: Int = 0, microsecond: Int = 0) {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second),
            (0..<1_000_000).contains(microsecond)
        else { return nil }
        self.init(known: (Int64(hour) * 3600 + Int64(minute) * 60 + Int64(second)) * 1_000_000 + Int64(microsecond))
    }

    init(known microseconds: Int64) { self.microseconds = microseconds }

    public var hour: Int { Int(microseconds / 3_600_000_000) }
    public var minute: Int { Int(microseconds / 60_000_000 % 60) }
    public var second: Int { Int(microseconds / 1_000_000 % 60) }
    public var microsecond: Int { Int(microseconds % 1_000_000) }

    public static func < (a: Self, b: Self) -> Bool { a.microseconds < b.microseconds }
}

extension LocalTime: LosslessStringConvertible, Codable {
    /// `09:30`, `09:30:15` or `09:30:15.25`: no more parts than the time has.
    public var description: String {
        var text = ISOText()
        text.append(self, always: .minutes)
        return text.string
    }

    public init?(_ description: String) {
        var scanner = ISOScanner(description)
        guard let time = scanner.time(), scanner.isAtEnd else { return nil }
        self = time
    }

    public init(from decoder: any Decoder) throws { self = try decoder.decodeText(as: "a time of day") }
    public func encode(to encoder: any Encoder) throws { try encoder.encodeText(description) }
}

/// A day and a time of day, in no particular zone.
public struct LocalDateTime: Hashable, Comparable, Sendable {
    public var date: LocalDate
    public var time: LocalTime

    public init(_ date: LocalDate, _ time: LocalTime = .midnight) {
        self.date = date
        self.time = time
    }

    /// Microseconds since 1970-01-01T00:00 on the same clock.
    var microseconds: Int64 { Int64(date.dayNumber) * 86_400_000_000 + time.microseconds }

    init(microseconds: Int64) {
        let day = Int64(86_400_000_000)
        let number = (microseconds >= 0 ? microseconds : microseconds - day + 1) / day
        self.init(LocalDate(dayNumber: Int(number)), LocalTime(known: microseconds - number * day))
    }

    public static func < (a: Self, b: Self) -> Bool { (a.date, a.time) < (b.date, b.time) }
}
