extension Instant {
    /// From ISO 8601 date, time and zone: `2026-03-29T09:30:00Z`, `2010-04-14T06:37:38-08:00` (RFC 3339 §5.6).
    /// A fraction is kept to the microsecond; `nil` for anything else.
    public init?(iso8601 text: String) {
        var scanner = ISOScanner(text)
        guard let date = scanner.date(), scanner.take("Tt "), let time = scanner.time(), let offset = scanner.offset(),
            scanner.isAtEnd
        else { return nil }
        self.init(utc: LocalDateTime(date, time), offset: offset)
    }

    /// From a date of the W3C profile (NOTE-datetime), which may be less precise: `2026`, `2026-03`, `2026-03-29` mean
    /// their first moment in `zone`.
    public init?(w3c text: String, in zone: Zone) {
        let date: String
        switch text.utf8.count {
        case 4: date = text + "-01-01"
        case 7: date = text + "-01"
        default: date = text
        }
        if let day = LocalDate(date) {
            self = zone.startOfDay(day)
        } else {
            self.init(iso8601: text)
        }
    }

    init(utc local: LocalDateTime, offset: Int) {
        self.init(microseconds: local.microseconds - Int64(offset) * 1_000_000)
    }

    /// `2026-03-29T09:30:00Z`, with a fraction only where there is one. An instant outside the years 0 to 9999 is
    /// written as the nearest that is within.
    public var iso8601: String { iso8601(offset: 0) }

    /// On the clock of `zone`: `2026-03-29T11:30:00+02:00`.
    public func iso8601(in zone: Zone) -> String { iso8601(offset: zone.offset(at: self)) }

    private func iso8601(offset: Int) -> String {
        let local = LocalDateTime(self, offset: offset)
        var text = ISOText()
        text.append(local.date)
        text.append("T")
        text.append(local.time, always: .seconds)
        text.append(offset: offset)
        return text.string
    }
}

extension LocalDateTime {
    /// What a clock shows that is `offset` seconds ahead of UTC.
    init(_ instant: Instant, offset: Int) {
        let range = Int64(-62_167_219_200_000_000)...Int64(253_402_300_799_999_999)
        let (shifted, overflow) = instant.microseconds.addingReportingOverflow(Int64(offset) * 1_000_000)
        self.init(microseconds: overflow ? range.upperBound : min(max(shifted, range.lowerBound), range.upperBound))
    }
}

extension Instant: CustomStringConvertible, Codable {
    public var description: String { iso8601 }

    /// Written as ISO 8601 text, exact to the microsecond.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let instant = Instant(iso8601: text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a date and time with a zone: \(text)"))
        }
        self = instant
    }

    public func encode(to encoder: any Encoder) throws { try encoder.encodeText(iso8601) }
}
