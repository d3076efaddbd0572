/// The texts of the program's pages and letters, by key and language.
///
/// A file holds one language. A message is a string with placeholders, or its plural forms; objects that are no plural
/// group keys with dots:
///
/// ```json
/// {
///   "queue": {
///     "title": "Requests of {agency}",
///     "open": {"one": "{count} open request", "other": "{count} open requests"}
///   }
/// }
/// ```
///
/// `texts("queue.open", in: .english, ["count": 3])`. The number called `count` chooses the form, or the one named by the
/// member `by`.
public struct Texts: Sendable {
    private var messages: [Language: [String: Message]] = [:]
    /// The language that speaks where a translation is missing.
    public let original: Language

    public init(original: Language = .english) { self.original = original }

    /// What takes the place of a placeholder.
    public enum Argument: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        case text(String)
        /// A number, written as the language writes numbers.
        case number(Int64)

        public init(stringLiteral value: String) { self = .text(value) }
        public init(integerLiteral value: Int64) { self = .number(value) }

        func text(in language: Language) -> String {
            switch self {
            case .number(let number): Format(language).number(number)
            // A name in another script must not turn the sentence around it (Unicode UAX 9, FSI … PDI).
            case .text(let text): language.isRightToLeft ? "\u{2068}\(text)\u{2069}" : text
            }
        }

        func category(in language: Language) -> PluralCategory {
            switch self {
            case .number(let number): PluralCategory.of(number, in: language)
            case .text(let text): PluralCategory.of(decimal: text, in: language)
            }
        }
    }

    /// The languages that have texts, the original first.
    public var languages: [Language] {
        [original] + messages.keys.filter { $0 != original }.sorted()
    }

    /// All keys of the original language, sorted.
    public var keys: [String] { (messages[original] ?? [:]).keys.sorted() }

    public func contains(_ key: String) -> Bool { messages[original]?[key] != nil }

    /// The message in `language`, else in one of its ancestors, else in the original. A key that nobody has shows as
    /// `⟦key⟧`: a mistake that can be seen and searched for.
    public func callAsFunction(_ key: String, in language: Language, _ arguments: [String: Argument] = [:]) -> String {
        resolved(key, in: language, arguments)?.text ?? "⟦\(key)⟧"
    }

    /// The message with the language it is really in (for the `lang` attribute), or `nil` where no language has the key.
    public func resolved(
        _ key: String, in language: Language, _ arguments: [String: Argument] = [:]
    ) -> (text: String, language: Language)? {
        if let message = messages[language]?[key] { return (message.text(in: language, arguments), language) }
        for candidate in language.fallbacks.dropFirst() + [original] {
            if let message = messages[candidate]?[key] { return (message.text(in: candidate, arguments), candidate) }
        }
        return nil
    }

    /// Adds messages; a later one takes the place of an earlier one of the same key.
    mutating func add(_ added: [String: Message], in language: Language) {
        messages[language, default: [:]].merge(added) { $1 }
    }

    /// Adds all of `other`, which wins where both have a message: an agency's words over the program's.
    public mutating func merge(_ other: Texts) {
        for (language, added) in other.messages { add(added, in: language) }
    }

    /// What a test must find empty: messages that a language lacks, that the original lacks, whose placeholders
    /// differ, or that lack a plural form of the language's grammar.
    public func problems() -> [String] {
        var problems: [String] = []
        let reference = messages[original] ?? [:]
        for language in languages {
            let own = messages[language] ?? [:]
            for key in Set(reference.keys).union(own.keys).sorted() {
                guard let message = own[key] else {
                    problems.append("\(language): \(key) is missing")
                    continue
                }
                guard let source = reference[key] else {
                    problems.append("\(language): \(key) is not in \(original)")
                    continue
                }
                if message.placeholders != source.placeholders {
                    problems.append("\(language): \(key) has other placeholders than in \(original)")
                }
                if case .plural(_, let forms) = message.content {
                    for category in PluralCategory.required(in: language) where forms[category] == nil {
                        problems.append("\(language): \(key) has no form for \(category)")
                    }
                }
            }
        }
        return problems
    }
}
