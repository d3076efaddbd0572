/// The churches' two ways to reckon Easter.
public enum Easter: String, Hashable, Sendable, Codable {
    /// By the Gregorian calendar and its moon.
    case western
    /// By the Julian calendar and its moon.
    case orthodox

    /// Easter Sunday of `year`, as a date of the Gregorian calendar (the algorithms of Meeus, *Astronomical Algorithms*,
    /// chapter 8). For years 1583 to 9999.
    public func sunday(_ year: Int) -> LocalDate {
        switch self {
        case .western: Self.western(year)
        case .orthodox: Self.orthodox(year)
        }
    }

    private static func western(_ year: Int) -> LocalDate {
        let a = year % 19
        let (b, c) = (year / 100, year % 100)
        let (d, e) = (b / 4, b % 4)
        let g = (b - (b + 8) / 25 + 1) / 3
        let h = (19 * a + b - d - g + 15) % 30
        let (i, k) = (c / 4, c % 4)
        let l = (32 + 2 * e + 2 * i - h - k) % 7
        let m = (a + 11 * h + 22 * l) / 451
        // Days after 22 March.
        return marchFirst(year).adding(days: 21 + h + l - 7 * m)
    }

    private static func orthodox(_ year: Int) -> LocalDate {
        let d = (19 * (year % 19) + 15) % 30
        let e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
        // 22 March of the Julian calendar is so many days later in the Gregorian.
        let lag = year / 100 - year / 400 - 2
        return marchFirst(year).adding(days: 21 + d + e + lag)
    }

    private static func marchFirst(_ year: Int) -> LocalDate {
        LocalDate(year: min(max(year, 0), 9999), month: 3, day: 1) ?? LocalDate(dayNumber: 0)
    }
}
