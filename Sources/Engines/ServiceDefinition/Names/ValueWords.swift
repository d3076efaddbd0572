import FEEL

/// Writes values as people read them in a language: dates with the month's name, yes and no, the label of a choice.
public struct ValueWords: Sendable {
    public let language: String
    /// The words of choices, by question and value.
    let labels: [String: [String: String]]

    init(_ service: Service, _ language: String) {
        self.language = language
        var labels: [String: [String: String]] = [:]
        for question in service.pages.flatMap(\.questions) {
            switch question.kind {
            case .choice(let choices, _), .choices(let choices, _):
                labels[question.name] = Dictionary(choices.map { ($0.value, $0.label.in(language)) }) { $1 }
            default: break
            }
        }
        self.labels = labels
    }

    func text(_ value: FEELValue, of formula: Formula) -> String {
        if case .name(let name, _) = formula.syntax, let words = labels[name] { return text(value, labels: words) }
        return text(value)
    }

    public func text(_ value: FEELValue) -> String { text(value, labels: [:]) }

    func text(_ value: FEELValue, labels: [String: String]) -> String {
        switch value {
        case .null: ""
        case .string(let text): labels[text] ?? text
        case .boolean(let flag): Phrases.word(flag ? "yes" : "no", language)
        case .date(let date): ValueWords.date(date, language)
        case .dateTime(let moment): ValueWords.date(moment.date, language)
        case .list(let items): items.map { text($0, labels: labels) }.joined(separator: language == "ar" ? "، " : ", ")
        case .context(let context):
            context.values.map { text($0) }.filter { !$0.isEmpty }.joined(separator: language == "ar" ? "، " : ", ")
        case .number(let number): ValueWords.number(number, language)
        default: "\(value)"
        }
    }

    /// With the decimal mark of the language, and as many decimals as the value has.
    static func number(_ number: Decimal128, _ language: String) -> String {
        if let whole = number.exactInt { return String(whole) }
        let hasComma = ["fr", "de", "es", "it", "nl", "pt", "pl", "ru", "uk", "tr", "sv", "da", "nb", "fi", "cs"]
        let text = number.description
        return hasComma.contains(String(language.prefix(2))) ? text.replacing(".", with: ",") : text
    }

    /// `4 May 2026`; ISO 8601 in languages whose months are not known here.
    public static func date(_ date: CalendarDate, _ language: String) -> String {
        guard let months = months[String(language.prefix(2))] else { return "\(date)" }
        let day = language.hasPrefix("fr") && date.day == 1 ? "1er" : "\(date.day)"
        return "\(day) \(months[Int(date.month) - 1]) \(date.year)"
    }

    private static let months = [
        "en": [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ],
        "fr": [
            "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
            "décembre",
        ],
        "ar": [
            "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر",
            "ديسمبر",
        ],
    ]
}
