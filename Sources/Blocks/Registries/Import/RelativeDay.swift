import Base

/// A day counted from another, as sample data writes it so that it does not grow old: `today`, `today+60d`, `today-2m`, `today-3y`.
enum RelativeDay {
    /// `nil` for any other text.
    static func date(_ text: String, from today: LocalDate) -> LocalDate? {
        guard text.hasPrefix("today") else { return nil }
        let rest = text.dropFirst(5)
        guard let unit = rest.last else { return today }
        guard let count = Int(rest.dropLast()), abs(count) < 4000 else { return nil }
        switch unit {
        case "d": return today.adding(days: count)
        case "m": return today.adding(months: count)
        case "y": return today.adding(years: count)
        default: return nil
        }
    }
}
