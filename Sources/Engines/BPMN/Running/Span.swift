import FEEL

/// A length of time as timers have it: ISO 8601 `P1Y2M3W4DT5H6M7.5S`, with months and days in one, or working days
/// (`P10WD`, `10 working days`).
struct Span: Sendable, Hashable {
    var months = 0
    var days = 0
    var microseconds: Int64 = 0
    /// Days on which the calendar of the place works; alone if not nil.
    var workingDays: Int?

    /// Calendar units go by the clock of `options.zone`, so that a day over a clock change is a day; hours do not.
    /// nil where working days are asked for and there is no calendar, or beyond the calendar's years.
    func added(to start: Moment, _ options: ProcessOptions) -> Moment? {
        if let workingDays { return options.workingDays?(workingDays, start) }
        var moment = start
        if months != 0 || days != 0 {
            guard let local = start.dateTime(in: options.zone),
                let date = local.date.adding(months: months)?.adding(days: days),
                let later = Moment(DateTime(date: date, time: local.time), in: options.zone)
            else { return nil }
            moment = later
        }
        let end = moment.adding(microseconds: microseconds)
        return abs(end.seconds) < 300_000_000_000 ? end : nil
    }

    var isZero: Bool { months == 0 && days == 0 && microseconds == 0 && (workingDays ?? 0) == 0 }
    var isPositive: Bool { !isZero && months >= 0 && days >= 0 && microseconds >= 0 && (workingDays ?? 0) >= 0 }
}

extension Span {
    init?(_ value: FEELValue) {
        switch value {
        case .days(let duration):
            let micros = duration.second.multipliedReportingOverflow(by: 1_000_000)
            guard !micros.overflow else { return nil }
            // Whole days are days of the calendar, which may have 23 or 25 hours.
            let isDays = duration.second % 86_400 == 0 && duration.nanosecond == 0
            self.init(
                days: isDays ? duration.second / 86_400 : 0,
                microseconds: isDays ? 0 : Int64(micros.partialValue) + Int64(duration.nanosecond) / 1000)
        case .months(let duration): self.init(months: duration.months)
        case .string(let text): self.init(text)
        default: return nil
        }
    }

    init?(_ text: String) {
        let words = text.split(separator: " ")
        if words.count == 3, words[1] == "working", words[2] == "days" || words[2] == "day", let count = Int(words[0]) {
            self.init(workingDays: count)
            return
        }
        guard let span = Span.iso(text) else { return nil }
        self = span
    }

    private static func iso(_ text: String) -> Span? {
        var rest = text[...]
        let isNegative = rest.hasPrefix("-")
        if isNegative { rest = rest.dropFirst() }
        guard rest.first == "P" else { return nil }
        rest = rest.dropFirst()
        if rest.hasSuffix("WD"), let count = Int(rest.dropLast(2)) {
            return Span(workingDays: isNegative ? -count : count)
        }
        var span = Span()
        var isTime = false
        var isEmpty = true
        while !rest.isEmpty {
            if rest.first == "T" {
                guard !isTime else { return nil }
                isTime = true
                rest = rest.dropFirst()
                continue
            }
            let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == ",") }
            rest = rest.dropFirst(number.count)
            guard let unit = rest.popFirst(), span.add(String(number), unit, isTime: isTime) else { return nil }
            isEmpty = false
        }
        if isEmpty { return nil }
        return isNegative
            ? Span(months: -span.months, days: -span.days, microseconds: -span.microseconds) : span
    }

    private mutating func add(_ number: String, _ unit: Character, isTime: Bool) -> Bool {
        guard number.count < 12, let amount = Double(number.replacing(",", with: ".")) else { return false }
        let isWhole = amount == amount.rounded()
        switch (unit, isTime) {
        case ("Y", false) where isWhole: months += Int(amount) * 12
        case ("M", false) where isWhole: months += Int(amount)
        case ("W", false) where isWhole: days += Int(amount) * 7
        case ("D", false) where isWhole: days += Int(amount)
        case ("H", true): microseconds += Int64(amount * 3_600_000_000)
        case ("M", true): microseconds += Int64(amount * 60_000_000)
        case ("S", true): microseconds += Int64((amount * 1_000_000).rounded())
        default: return false
        }
        return true
    }
}

/// A repeated timer: ISO 8601 `R3/2026-01-01T00:00:00Z/P1D`, `R/PT10M`, `R2/P1D/2026-12-31T00:00:00Z`.
struct Recurrence: Sendable, Hashable {
    /// How often it fires; nil without end.
    var count: Int?
    var start: Moment?
    var end: Moment?
    var period: Span

    init?(_ text: String, _ options: ProcessOptions) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let first = parts.first, first.hasPrefix("R") else { return nil }
        let number = first.dropFirst()
        if !number.isEmpty, number != "-1" {
            guard let count = Int(number), count >= 0 else { return nil }
            self.count = count
        }
        var period: Span?
        for part in parts.dropFirst() {
            if let span = Span(part) {
                guard period == nil else { return nil }
                period = span
            } else if let moment = Moment(iso8601: part, options) {
                if period == nil { start = moment } else { end = moment }
            } else {
                return nil
            }
        }
        guard let period, period.isPositive, parts.count <= 4 else { return nil }
        self.period = period
    }

    /// The first moment that it fires, counted from `now`.
    func first(after now: Moment, _ options: ProcessOptions) -> Moment? {
        if let start { return start }
        guard let end else { return period.added(to: now, options) }
        return backwards(from: end, options)
    }

    /// Where only the end is given, the first of the repetitions that leads there.
    private func backwards(from end: Moment, _ options: ProcessOptions) -> Moment? {
        guard let count, count > 0, count <= 10_000, period.workingDays == nil else { return end }
        let back = Span(
            months: -period.months * (count - 1), days: -period.days * (count - 1),
            microseconds: -period.microseconds * Int64(count - 1))
        return back.added(to: end, options)
    }
}

extension Moment {
    /// An ISO 8601 date, or date and time; without a zone it is on the clock of `options.zone`.
    public init?(iso8601 text: String, _ options: ProcessOptions) {
        guard text.count < 80, let first = text.first, first.isNumber || first == "-" else { return nil }
        let literal = FEELValue.quoted(text)
        guard let expression = try? Expression("date and time(\(literal))"),
            case .dateTime(let value) = expression.evaluate().value
        else { return nil }
        self.init(value, in: options.zone)
    }

    init?(_ value: FEELValue, _ options: ProcessOptions) {
        switch value {
        case .dateTime(let dateTime): self.init(dateTime, in: options.zone)
        case .date(let date):
            guard let midnight = ClockTime(hour: 0, minute: 0, second: 0) else { return nil }
            self.init(DateTime(date: date, time: midnight), in: options.zone)
        case .string(let text): self.init(iso8601: text, options)
        default: return nil
        }
    }
}
