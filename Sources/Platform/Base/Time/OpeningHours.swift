/// When an office is open, by day of the week: each day's periods in their order, in the zone of its calendar.
public struct OpeningHours: Hashable, Sendable {
    public let periods: [Weekday: [Period]]

    public struct Period: Hashable, Sendable {
        public let opens: LocalTime
        public let closes: LocalTime

        /// `nil` where it would close before it opens.
        public init?(_ opens: LocalTime, _ closes: LocalTime) {
            guard opens < closes else { return nil }
            self.opens = opens
            self.closes = closes
        }
    }

    /// `nil` where periods of a day overlap or stand out of order.
    public init?(_ periods: [Weekday: [Period]]) {
        for day in periods.values {
            for (earlier, later) in zip(day, day.dropFirst()) where earlier.closes > later.opens { return nil }
        }
        self.periods = periods.filter { !$0.value.isEmpty }
    }
}

/// `{monday: ["09:00-12:30", "13:30-17:00"]}`
extension OpeningHours: Codable {
    public init(from decoder: any Decoder) throws {
        guard let hours = Self(try [Weekday: [Period]](from: decoder)) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "opening hours overlap or stand out of order"))
        }
        self = hours
    }

    public func encode(to encoder: any Encoder) throws { try periods.encode(to: encoder) }
}

extension OpeningHours.Period: LosslessStringConvertible, Codable {
    public var description: String { "\(opens)-\(closes)" }

    public init?(_ description: String) {
        let parts = description.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let opens = LocalTime(String(parts[0])), let closes = LocalTime(String(parts[1])) else {
            return nil
        }
        self.init(opens, closes)
    }

    public init(from decoder: any Decoder) throws { self = try decoder.decodeText(as: "opening hours") }
    public func encode(to encoder: any Encoder) throws { try encoder.encodeText(description) }
}
