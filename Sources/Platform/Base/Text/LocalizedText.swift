/// A text in one or more languages. It is never empty.
public struct LocalizedText: Hashable, Sendable {
    /// The language that speaks where a translation is missing.
    public let original: Language
    public private(set) var translations: [Language: String]

    public init(_ text: String, in original: Language, translations: [Language: String] = [:]) {
        self.original = original
        self.translations = translations
        self.translations[original] = text
    }

    /// The text in `language`, else in one of its ancestors (`zh` for `zh-Hant`), else in the original.
    public func callAsFunction(in language: Language) -> String { resolved(in: language).text }

    /// The text for a reader of `language`, with the language it is really in (for the `lang` attribute).
    public func resolved(in language: Language) -> (text: String, language: Language) {
        for candidate in language.fallbacks {
            if let text = translations[candidate] { return (text, candidate) }
        }
        return (translations[original] ?? "", original)
    }
}
