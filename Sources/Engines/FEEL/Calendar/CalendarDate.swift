/// A day of the proleptic Gregorian calendar, in the years -999,999,999 to 999,999,999. DMN 1.5, 10.3.2.3.5.
public struct CalendarDate: Sendable, Hashable {
    public let year: Int32
    public let month: UInt8
    public let day: UInt8

    static let years = -999_999_999...999_999_999

    /// nil where there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard CalendarDate.years.contains(year), (1...12).contains(month), day >= 1,
            day <= CalendarDate.days(inMonth: month, of: year)
        else { return nil }
        self.year = Int32(year)
        self.month = UInt8(month)
        self.day = UInt8(day)
    }

    private init(first year: Int32, month: UInt8, day: UInt8) { (self.year, self.month, self.day) = (year, month, day) }

    /// The ends of the calendar.
    static let first = CalendarDate(first: Int32(years.lowerBound), month: 1, day: 1)
    static let last = CalendarDate(first: Int32(years.upperBound), month: 12, day: 31)

    static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    /// Days since 1970-01-01.
    public var dayNumber: Int {
        // Years are counted from March, so that the leap day is the last day of its year.
        let year = Int(self.year) - (month <= 2 ? 1 : 0)
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (Int(month) + (month > 2 ? -3 : 9)) + 2) / 5 + Int(day) - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// nil outside the calendar's years.
    public init?(dayNumber: Int) {
        guard abs(dayNumber) < 400_000_000_000 else { return nil }
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.init(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// 1 for Monday to 7 for Sunday (ISO 8601).
    public var weekday: Int {
        let number = (dayNumber + 3) % 7
        return (number < 0 ? number + 7 : number) + 1
    }

    /// 1 to 366.
    public var dayOfYear: Int {
        (1..<Int(month)).reduce(Int(day)) { $0 + CalendarDate.days(inMonth: $1, of: Int(year)) }
    }

    /// 1 to 53 (ISO 8601): the week of the year's first Thursday is the first.
    public var weekOfYear: Int {
        let week = (dayOfYear - weekday + 10) / 7
        if week < 1 { return CalendarDate.weeks(in: Int(year) - 1) }
        return week > CalendarDate.weeks(in: Int(year)) ? 1 : week
    }

    private static func weeks(in year: Int) -> Int {
        guard let last = CalendarDate(year: year, month: 12, day: 31) else { return 52 }
        return last.weekday == 4 || last.weekday == 5 && isLeap(year) ? 53 : 52
    }

    /// The same day `months` later, or the last day of that month where it is shorter.
    public func adding(months: Int) -> CalendarDate? {
        let (total, overflow) = (Int(year) * 12 + Int(month) - 1).addingReportingOverflow(months)
        if overflow { return nil }
        let year = total >= 0 ? total / 12 : (total - 11) / 12
        let month = total - year * 12 + 1
        guard CalendarDate.years.contains(year) else { return nil }
        return CalendarDate(
            year: year, month: month, day: min(Int(day), CalendarDate.days(inMonth: month, of: year)))
    }

    public func adding(days: Int) -> CalendarDate? {
        let (number, overflow) = dayNumber.addingReportingOverflow(days)
        return overflow ? nil : CalendarDate(dayNumber: number)
    }
}

extension CalendarDate: Comparable {
    public static func < (a: CalendarDate, b: CalendarDate) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }
}

extension CalendarDate: CustomStringConvertible {
    /// `2026-03-01`; years beyond four digits stand as they are, years before 0 with a minus.
    public var description: String {
        let digits = String(year.magnitude)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return "\(year < 0 ? "-" : "")\(padded)-\(twoDigits(Int(month)))-\(twoDigits(Int(day)))"
    }
}

func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
