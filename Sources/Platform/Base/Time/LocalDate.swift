/// A day of the Gregorian calendar, in no particular zone: `2026-03-29`. Years run from 0 to 9999.
public struct LocalDate: Hashable, Comparable, Sendable {
    public let year: Int
    /// 1…12
    public let month: Int
    /// 1…31
    public let day: Int

    /// `nil` where there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (0...9999).contains(year), (1...12).contains(month),
            (1...Self.days(inMonth: month, of: year)).contains(day)
        else { return nil }
        self.init(known: year, month, day)
    }

    private init(known year: Int, _ month: Int, _ day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that many days after 1970-01-01, held within the years 0 to 9999.
    ///
    /// Days are counted in eras of 400 years from 1 March, so that the leap day is the last of its year.
    public init(dayNumber: Int) {
        let shifted = min(max(dayNumber, -719_528), 2_932_896) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        self.init(known: year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// Days since 1970-01-01.
    public var dayNumber: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    public static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    public static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    public var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let index = ((dayNumber + 3) % 7 + 7) % 7
        return Weekday.allCases[index]
    }

    /// Days between, negative where `other` is later.
    public static func - (date: LocalDate, other: LocalDate) -> Int { date.dayNumber - other.dayNumber }

    public func adding(days: Int) -> LocalDate {
        LocalDate(dayNumber: dayNumber.addingReportingOverflow(days).overflow ? .max : dayNumber + days)
    }

    /// The same day that many months later, or the last day of a month that is too short: 31 January and one month
    /// is 28 or 29 February.
    public func adding(months: Int) -> LocalDate {
        let index = year * 12 + month - 1 + min(max(months, -120_000), 120_000)
        let year = min(max(index >= 0 ? index / 12 : -1, 0), 9999)
        let month = ((index % 12) + 12) % 12 + 1
        return LocalDate(known: year, month, min(day, Self.days(inMonth: month, of: year)))
    }

    public func adding(years: Int) -> LocalDate { adding(months: 12 * min(max(years, -10_000), 10_000)) }

    public static func < (a: Self, b: Self) -> Bool { (a.year, a.month, a.day) < (b.year, b.month, b.day) }
}

/// The days of the week as ISO 8601 counts them, from Monday = 1.
public enum Weekday: String, Hashable, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// 1 for Monday … 7 for Sunday.
    public var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }
}

extension LocalDate: LosslessStringConvertible, Codable {
    /// `2026-03-29` (ISO 8601, calendar date).
    public var description: String {
        var text = ISOText()
        text.append(self)
        return text.string
    }

    public init?(_ description: String) {
        var scanner = ISOScanner(description)
        guard let date = scanner.date(), scanner.isAtEnd else { return nil }
        self = date
    }

    public init(from decoder: any Decoder) throws { self = try decoder.decodeText(as: "a date") }
    public func encode(to encoder: any Encoder) throws { try encoder.encodeText(description) }
}

extension Decoder {
    /// A value whose form in JSON and YAML is its text.
    func decodeText<Value: LosslessStringConvertible>(as name: String) throws -> Value {
        let text = try singleValueContainer().decode(String.self)
        guard let value = Value(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: codingPath, debugDescription: "not \(name): \(text)"))
        }
        return value
    }
}

extension Encoder {
    func encodeText(_ text: String) throws {
        var container = singleValueContainer()
        try container.encode(text)
    }
}
