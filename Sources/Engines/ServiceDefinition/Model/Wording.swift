/// A text that people read, in the service's own language and its translations.
public struct Wording: Sendable, Hashable {
    /// Where it stands in the definition: `pages.health.title`.
    public var path: String
    public var line: Int
    /// In the service's default language.
    public var original: String
    /// By language tag (BCP 47).
    public var translations: [String: String]

    public init(_ original: String, path: String = "", line: Int = 0, translations: [String: String] = [:]) {
        (self.original, self.path, self.line, self.translations) = (original, path, line, translations)
    }

    /// In a language; the original where it was not translated.
    public func `in`(_ language: String) -> String { translations[language] ?? original }
}
