/// The plural forms that a language's grammar may tell apart (Unicode CLDR, *Language Plural Rules*, cardinal numbers).
public enum PluralCategory: String, Hashable, Sendable, CaseIterable {
    case zero, one, two, few, many, other

    /// The form of a whole number in `language`: Arabic tells all six apart, French says *0 jour*, *1 million de jours*.
    public static func of(_ number: Int64, in language: Language) -> PluralCategory {
        rule(language.primary)(number.magnitude)
    }

    /// The form of a number as it is written, `1.5` or `1.0`. English says *1.0 days*.
    public static func of(decimal text: String, in language: Language) -> PluralCategory {
        let parts = text.drop { $0 == "-" }.split(separator: ".", maxSplits: 1)
        let whole = parts.first.flatMap { UInt64($0) } ?? .max
        guard parts.count == 2 else { return rule(language.primary)(whole) }
        switch language.primary {
        // i = 0,1 whatever follows the decimal sign.
        case "fr", "pt": return whole <= 1 ? .one : .other
        // n = 1: only the value counts.
        case "ar", "es", "tr", "el", "hu":
            let isWhole = parts[1].allSatisfy { $0 == "0" }
            return isWhole ? rule(language.primary)(whole) : .other
        case "zh", "ja", "ko", "vi", "id", "th": return .other
        case "ru", "uk", "be", "pl": return .other
        // v = 0 is asked for.
        default: return .other
        }
    }

    /// The forms a message must have in `language` to be right for every whole number. French *many* is not among
    /// them: it differs only from a million up, and `other` may stand for it.
    public static func required(in language: Language) -> [PluralCategory] {
        switch language.primary {
        case "ar": allCases
        case "zh", "ja", "ko", "vi", "id", "th": [.other]
        case "ru", "uk", "be", "pl": [.one, .few, .many]
        default: [.one, .other]
        }
    }

    private static func rule(_ language: String) -> (UInt64) -> PluralCategory {
        switch language {
        case "ar": arabic
        case "fr", "pt": french
        case "es", "it": { $0 == 1 ? .one : millions($0) }
        case "zh", "ja", "ko", "vi", "id", "th": { _ in .other }
        case "ru", "uk", "be": eastSlavic
        case "pl": polish
        default: { $0 == 1 ? .one : .other }
        }
    }

    private static func arabic(_ number: UInt64) -> PluralCategory {
        switch (number, number % 100) {
        case (0, _): .zero
        case (1, _): .one
        case (2, _): .two
        case (_, 3...10): .few
        case (_, 11...99): .many
        default: .other
        }
    }

    private static func french(_ number: UInt64) -> PluralCategory { number <= 1 ? .one : millions(number) }

    private static func millions(_ number: UInt64) -> PluralCategory {
        number != 0 && number % 1_000_000 == 0 ? .many : .other
    }

    private static func eastSlavic(_ number: UInt64) -> PluralCategory {
        switch (number % 10, number % 100) {
        case (1, let hundred) where hundred != 11: .one
        case (2...4, let hundred) where !(12...14).contains(hundred): .few
        default: .many
        }
    }

    private static func polish(_ number: UInt64) -> PluralCategory {
        if number == 1 { return .one }
        return (2...4).contains(number % 10) && !(12...14).contains(number % 100) ? .few : .many
    }
}
