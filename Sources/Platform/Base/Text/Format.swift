/// Writes dates, times, numbers and money for people, as their language writes them (Unicode CLDR).
///
/// English is written as outside North America: day before month, twenty-four hours. Digits are Western in Arabic too, as
/// public offices of the Maghreb and the Gulf write them, and as references and amounts are typed back; a minus sign is
/// held to its number by a left-to-right mark. A language that is not known here is written as English.
public struct Format: Sendable {
    public let language: Language
    /// The zone whose clock people read.
    public let zone: Zone
    let words: FormatWords

    public init(_ language: Language, zone: Zone = .utc) {
        self.language = language
        self.zone = zone
        words = FormatWords.of(language)
    }

    // MARK: Dates and times

    public enum DateStyle: Hashable, Sendable {
        /// Monday 23 November 2026
        case full
        /// 23 November 2026
        case long
        /// 23 Nov 2026
        case short
    }

    public func date(_ date: LocalDate, _ style: DateStyle = .long) -> String {
        let months = style == .short ? words.shortMonths : words.months
        // French counts the first of a month: 1er mai.
        let day = date.day == 1 ? words.firstDay : String(date.day)
        let text = "\(day) \(months[date.month - 1]) \(date.year)"
        return style == .full ? words.weekdays[date.weekday.number - 1] + words.afterWeekday + text : text
    }

    public func date(_ instant: Instant, _ style: DateStyle = .long) -> String { date(zone.date(at: instant), style) }

    /// `16:54`
    public func time(_ time: LocalTime) -> String {
        let minute = time.minute < 10 ? "0\(time.minute)" : String(time.minute)
        return (time.hour < 10 ? "0\(time.hour):" : "\(time.hour):") + minute
    }

    public func time(_ instant: Instant) -> String { time(zone.local(instant).time) }

    /// 23 November 2026 at 16:54
    public func dateTime(_ instant: Instant, _ style: DateStyle = .long) -> String {
        let local = zone.local(instant)
        return date(local.date, style) + words.beforeTime + time(local.time)
    }

    public func weekday(_ weekday: Weekday) -> String { words.weekdays[weekday.number - 1] }

    /// November 2026
    public func month(_ month: Int, of year: Int) -> String {
        guard (1...12).contains(month) else { return String(year) }
        return "\(words.months[month - 1]) \(year)"
    }

    // MARK: Numbers

    /// `1,234,567`, `1 234 567`
    public func number(_ number: Int64) -> String { signed(number < 0, grouped(String(number.magnitude))) }

    /// A number with so many decimals, rounded to the nearest.
    public func number(_ number: Double, decimals: Int) -> String {
        guard number.isFinite else { return "–" }
        let text = FormatWords.fixed(number.magnitude, decimals: decimals)
        let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
        return signed(number < 0 && !isZero, decimal(text))
    }

    /// `12.5%`, `12,5 %`, of 0.125.
    public func percent(_ share: Double, decimals: Int = 0) -> String {
        number(share * 100, decimals: decimals) + words.percent
    }

    /// `€1,234.50`, `1 234,50 €`
    public func money(_ money: Money) -> String {
        let amount = decimal(money.decimal.hasPrefix("-") ? String(money.decimal.dropFirst()) : money.decimal)
        let symbol = words.symbols[money.currency.rawValue] ?? money.currency.rawValue
        guard words.symbolFirst else { return signed(money.isNegative, amount) + "\u{A0}" + symbol }
        // A code stands apart from the number, a sign does not.
        let gap = symbol.last?.isLetter == true ? "\u{A0}" : ""
        return signed(money.isNegative, symbol + gap + amount)
    }

    /// `2.3 MB`: decimal units, at most one decimal.
    public func bytes(_ count: Int64) -> String {
        var value = Double(max(0, count))
        var unit = 0
        while value >= 999.5, unit < words.bytes.count - 1 {
            value /= 1000
            unit += 1
        }
        let decimals = unit > 0 && value < 99.95 && (value * 10).rounded() != value.rounded() * 10 ? 1 : 0
        return number(value, decimals: decimals) + "\u{A0}" + words.bytes[unit]
    }

    // MARK: Lists

    /// `a, b and c`
    public func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: words.comma) + words.and + last
    }

    private func signed(_ isNegative: Bool, _ text: String) -> String { isNegative ? words.minus + text : text }

    private func decimal(_ text: String) -> String {
        let parts = text.split(separator: ".", maxSplits: 1)
        let whole = grouped(String(parts.first ?? "0"))
        return parts.count == 2 ? whole + words.decimalSign + parts[1] : whole
    }

    private func grouped(_ digits: String) -> String {
        guard digits.count > 3 else { return digits }
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += words.groupSign }
            text.append(digit)
        }
        return text
    }
}
