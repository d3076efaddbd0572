extension Format {
    /// How far `instant` is from `now`, in its largest whole unit: *in 3 days*, *2 hours ago*, *in a moment*.
    /// For a deadline that is a day, use `relative(day:today:)`: it counts days, not hours.
    public func relative(_ instant: Instant, to now: Instant) -> String {
        let seconds = (instant - now).components.seconds
        let span = seconds.magnitude
        switch span {
        case ..<60: return seconds > 0 ? relative.soon : relative.justNow
        case ..<3600: return relative(\.minute, Int64(span / 60), seconds > 0)
        case ..<86_400: return relative(\.hour, Int64(span / 3600), seconds > 0)
        default: return relative(day: zone.date(at: instant), today: zone.date(at: now))
        }
    }

    /// How far a day is from today: *today*, *tomorrow*, *in 12 days*, *3 months ago*.
    public func relative(day: LocalDate, today: LocalDate) -> String {
        let days = day - today
        switch days {
        case -1...1: return relative.near[days + 1]
        default: break
        }
        let months = Self.wholeMonths(from: min(day, today), to: max(day, today))
        if months >= 12 { return relative(\.year, Int64(months / 12), days > 0) }
        // Up to a month and a half people count days.
        if days.magnitude > 45 { return relative(\.month, Int64(max(months, 1)), days > 0) }
        return relative(\.day, Int64(days.magnitude), days > 0)
    }

    private static func wholeMonths(from start: LocalDate, to end: LocalDate) -> Int {
        let months = (end.year - start.year) * 12 + end.month - start.month
        return start.adding(months: months) > end ? months - 1 : months
    }

    private var relative: RelativeWords { RelativeWords.of(language) }

    private func relative(_ unit: KeyPath<RelativeWords, [PluralCategory: String]>, _ count: Int64, _ future: Bool)
        -> String
    {
        let forms = relative[keyPath: unit]
        let category = PluralCategory.of(count, in: relative.language)
        let form = forms[category] ?? forms[.other] ?? ""
        let span = form.split(separator: "#", omittingEmptySubsequences: false).joined(separator: number(count))
        let pattern = future ? relative.future : relative.past
        return pattern.split(separator: "#", omittingEmptySubsequences: false).joined(separator: span)
    }
}

/// How a language says how long ago, or how soon. `#` stands for the number or the span.
struct RelativeWords: Sendable {
    var language: Language
    var future: String
    var past: String
    var soon: String
    var justNow: String
    /// Yesterday, today, tomorrow.
    var near: [String]
    var minute: [PluralCategory: String]
    var hour: [PluralCategory: String]
    var day: [PluralCategory: String]
    var month: [PluralCategory: String]
    var year: [PluralCategory: String]

    static func of(_ language: Language) -> RelativeWords {
        switch language.primary {
        case "fr": french
        case "ar": arabic
        default: english
        }
    }

    private static let english = RelativeWords(
        language: .english, future: "in #", past: "# ago", soon: "in a moment", justNow: "just now",
        near: ["yesterday", "today", "tomorrow"],
        minute: [.one: "# minute", .other: "# minutes"], hour: [.one: "# hour", .other: "# hours"],
        day: [.one: "# day", .other: "# days"], month: [.one: "# month", .other: "# months"],
        year: [.one: "# year", .other: "# years"])

    private static let french = RelativeWords(
        language: .french, future: "dans #", past: "il y a #", soon: "dans un instant", justNow: "à l’instant",
        near: ["hier", "aujourd’hui", "demain"],
        minute: [.one: "# minute", .other: "# minutes"], hour: [.one: "# heure", .other: "# heures"],
        day: [.one: "# jour", .other: "# jours"], month: [.other: "# mois"], year: [.one: "# an", .other: "# ans"])

    private static let arabic = RelativeWords(
        language: .arabic, future: "خلال #", past: "قبل #", soon: "بعد لحظات", justNow: "الآن",
        near: ["أمس", "اليوم", "غدًا"],
        minute: [.one: "دقيقة واحدة", .two: "دقيقتين", .few: "# دقائق", .other: "# دقيقة"],
        hour: [.one: "ساعة واحدة", .two: "ساعتين", .few: "# ساعات", .other: "# ساعة"],
        day: [.one: "يوم واحد", .two: "يومين", .few: "# أيام", .many: "# يومًا", .other: "# يوم"],
        month: [.one: "شهر واحد", .two: "شهرين", .few: "# أشهر", .many: "# شهرًا", .other: "# شهر"],
        year: [.one: "سنة واحدة", .two: "سنتين", .few: "# سنوات", .other: "# سنة"])
}
