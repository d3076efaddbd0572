/// The days and hours on which the law lets time run: weekend, holidays and opening hours of a jurisdiction or an
/// agency. All of it is data; the zone decides which day an instant falls on.
public struct LegalCalendar: Hashable, Sendable {
    public let zone: Zone
    public let weekend: Set<Weekday>
    public let holidays: [Holiday]
    /// Days that are worked although they fall on a weekend or holiday.
    public let workedDays: Set<LocalDate>
    /// Where there are none, a working day counts from midnight to midnight.
    public let openingHours: OpeningHours?

    /// `nil` where no weekday would be left to work on, or none of those left has opening hours.
    public init?(
        zone: Zone, weekend: Set<Weekday>, holidays: [Holiday] = [], workedDays: Set<LocalDate> = [],
        openingHours: OpeningHours? = nil
    ) {
        let left = Weekday.allCases.filter { !weekend.contains($0) }
        guard left.contains(where: { openingHours == nil || openingHours?.periods[$0] != nil }) else { return nil }
        self.zone = zone
        self.weekend = weekend
        self.holidays = holidays
        self.workedDays = workedDays
        self.openingHours = openingHours
    }

    /// The holidays of one year, by date; days off in lieu stand under the holiday's name.
    public func holidays(in year: Int) -> [LocalDate: LocalizedText] {
        var found: [LocalDate: LocalizedText] = [:]
        var moved: [(date: LocalDate, name: LocalizedText)] = []
        // A day in lieu can fall in the year after its holiday.
        for candidate in [year - 1, year] {
            for holiday in holidays {
                for date in holiday.dates(in: candidate) {
                    if found[date] == nil { found[date] = holiday.name }
                    if holiday.observed == .nextWorkingDay, weekend.contains(date.weekday) {
                        moved.append((date, holiday.name))
                    }
                }
            }
        }
        for (date, name) in moved.sorted(by: { $0.date < $1.date }) {
            var day = date
            repeat {
                let next = day.adding(days: 1)
                if next == day { break }
                day = next
            } while weekend.contains(day.weekday) || found[day] != nil
            found[day] = name
        }
        return found.filter { $0.key.year == year }
    }

    /// The name of the holiday on `date`, or `nil`.
    public func holiday(on date: LocalDate) -> LocalizedText? { holidays(in: date.year)[date] }

    public func isWorkingDay(_ date: LocalDate) -> Bool {
        var days = WorkingDays(self)
        return days.contains(date)
    }
}

/// Answers for many days in a row: the holidays of a year are reckoned once.
struct WorkingDays {
    private let calendar: LegalCalendar
    private var holidays: [Int: Set<LocalDate>] = [:]

    init(_ calendar: LegalCalendar) { self.calendar = calendar }

    mutating func contains(_ date: LocalDate) -> Bool {
        if calendar.workedDays.contains(date) { return true }
        if calendar.weekend.contains(date.weekday) { return false }
        if let known = holidays[date.year] { return !known.contains(date) }
        let found = Set(calendar.holidays(in: date.year).keys)
        holidays[date.year] = found
        return !found.contains(date)
    }

    /// The first working day at or after (`step` 1) or before (-1) `date`. The calendar ends with the year 9999.
    mutating func nearest(from date: LocalDate, step: Int) -> LocalDate {
        var date = date
        while !contains(date) {
            let next = date.adding(days: step)
            if next == date { return date }
            date = next
        }
        return date
    }
}

extension LegalCalendar: Codable {
    private enum CodingKeys: String, CodingKey { case zone, weekend, holidays, workedDays, openingHours }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let calendar = Self(
            zone: try container.decode(Zone.self, forKey: .zone),
            weekend: try container.decode(Set<Weekday>.self, forKey: .weekend),
            holidays: try container.decodeIfPresent([Holiday].self, forKey: .holidays) ?? [],
            workedDays: try container.decodeIfPresent(Set<LocalDate>.self, forKey: .workedDays) ?? [],
            openingHours: try container.decodeIfPresent(OpeningHours.self, forKey: .openingHours))
        guard let calendar else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "no day of the week is left to work on"))
        }
        self = calendar
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(zone, forKey: .zone)
        try container.encode(weekend.sorted { $0.number < $1.number }, forKey: .weekend)
        try container.encode(holidays, forKey: .holidays)
        try container.encode(workedDays.sorted(), forKey: .workedDays)
        try container.encodeIfPresent(openingHours, forKey: .openingHours)
    }
}
