/// A public holiday: its name and the rule that says when it falls.
public struct Holiday: Hashable, Sendable {
    public var name: LocalizedText
    public var rule: Rule
    /// What happens where it falls on a day of the weekend.
    public var observed: Observance
    /// The years in which the law knows the holiday.
    public var years: ClosedRange<Int>

    public enum Rule: Hashable, Sendable {
        /// The same date every year. 29 February falls only in leap years.
        case fixed(month: Int, day: Int)
        /// So many days after Easter Sunday: -2 for Good Friday, 39 for Ascension Day.
        case easter(days: Int, Easter)
        /// The `nth` weekday of a month, from the end where negative: the last Monday of May is -1.
        case weekday(nth: Int, Weekday, month: Int)
        /// Days that are announced, not reckoned: the feasts of the Islamic calendar, days of mourning.
        case dates([LocalDate])
    }

    public enum Observance: String, Hashable, Sendable, Codable {
        /// Nothing moves.
        case sameDay = "same-day"
        /// The next day that is neither weekend nor another holiday is free too.
        case nextWorkingDay = "next-working-day"
    }

    public init(
        _ name: LocalizedText, _ rule: Rule, observed: Observance = .sameDay, years: ClosedRange<Int> = 0...9999
    ) {
        self.name = name
        self.rule = rule
        self.observed = observed
        self.years = years
    }

    /// The days on which the holiday falls in `year`.
    public func dates(in year: Int) -> [LocalDate] {
        guard years.contains(year) else { return [] }
        switch rule {
        case .fixed(let month, let day):
            return [LocalDate(year: year, month: month, day: day)].compactMap(\.self)
        case .easter(let days, let easter): return [easter.sunday(year).adding(days: days)]
        case .weekday(let nth, let weekday, let month):
            return [Self.weekday(nth, weekday, month, year)].compactMap(\.self)
        case .dates(let dates): return dates.filter { $0.year == year }
        }
    }

    private static func weekday(_ nth: Int, _ weekday: Weekday, _ month: Int, _ year: Int) -> LocalDate? {
        guard nth != 0, (1...12).contains(month) else { return nil }
        let length = LocalDate.days(inMonth: month, of: year)
        guard let first = LocalDate(year: year, month: month, day: nth > 0 ? 1 : length) else { return nil }
        let gap =
            nth > 0 ? (weekday.number - first.weekday.number + 7) % 7 : (first.weekday.number - weekday.number + 7) % 7
        let day = nth > 0 ? 1 + gap + 7 * (nth - 1) : length - gap - 7 * (-nth - 1)
        return LocalDate(year: year, month: month, day: day)
    }
}

/// In YAML or JSON a holiday has a `name` and one of `fixed: "05-01"`, `easter: -2` (with `reckoning: orthodox`),
/// `weekday: {nth: -1, weekday: monday, month: 5}` and `dates: ["2026-03-20"]`; optional are `observed`, `from` and `until`
/// (years).
extension Holiday: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, fixed, easter, reckoning, weekday, dates, observed, from, until
    }
    private struct NthWeekday: Codable {
        var nth: Int
        var weekday: Weekday
        var month: Int
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let from = try container.decodeIfPresent(Int.self, forKey: .from) ?? 0
        let until = try container.decodeIfPresent(Int.self, forKey: .until) ?? 9999
        guard from <= until else {
            throw DecodingError.dataCorruptedError(
                forKey: .until, in: container, debugDescription: "ends before it begins")
        }
        self.init(
            try container.decode(LocalizedText.self, forKey: .name), try Self.rule(container),
            observed: try container.decodeIfPresent(Observance.self, forKey: .observed) ?? .sameDay,
            years: from...until)
    }

    private static func rule(_ container: KeyedDecodingContainer<CodingKeys>) throws -> Rule {
        if let text = try container.decodeIfPresent(String.self, forKey: .fixed) {
            // A leap year, so that 29 February is a date.
            guard let date = LocalDate("2000-" + text) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .fixed, in: container, debugDescription: "not a month and day: \(text)")
            }
            return .fixed(month: date.month, day: date.day)
        }
        if let days = try container.decodeIfPresent(Int.self, forKey: .easter) {
            return .easter(days: days, try container.decodeIfPresent(Easter.self, forKey: .reckoning) ?? .western)
        }
        if let nth = try container.decodeIfPresent(NthWeekday.self, forKey: .weekday) {
            return .weekday(nth: nth.nth, nth.weekday, month: nth.month)
        }
        return .dates(try container.decode([LocalDate].self, forKey: .dates))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        switch rule {
        case .fixed(let month, let day):
            let date = LocalDate(year: 2000, month: month, day: day)
            try container.encode(date.map { String($0.description.dropFirst(5)) } ?? "", forKey: .fixed)
        case .easter(let days, let easter):
            try container.encode(days, forKey: .easter)
            if easter != .western { try container.encode(easter, forKey: .reckoning) }
        case .weekday(let nth, let weekday, let month):
            try container.encode(NthWeekday(nth: nth, weekday: weekday, month: month), forKey: .weekday)
        case .dates(let dates): try container.encode(dates, forKey: .dates)
        }
        if observed != .sameDay { try container.encode(observed, forKey: .observed) }
        if years.lowerBound > 0 { try container.encode(years.lowerBound, forKey: .from) }
        if years.upperBound < 9999 { try container.encode(years.upperBound, forKey: .until) }
    }
}
