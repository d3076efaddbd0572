extension CodingUserInfoKey {
    /// The `Language` in which a `LocalizedText` is written that is a plain string, and which is the original where it
    /// is among the translations. English where a decoder is not told.
    public static let originalLanguage: CodingUserInfoKey = {
        guard let key = CodingUserInfoKey(rawValue: "polity.original-language") else {
            preconditionFailure("a key with a name is always one")
        }
        return key
    }()
}

/// In YAML or JSON a localized text is a string (in the original language) or a map of language tag to text:
/// `{en: Street light, fr: Éclairage public}`. The original of a map is the file's original language where it is there, else
/// the tag under `original`, else the first in alphabetical order.
extension LocalizedText: Codable {
    public init(from decoder: any Decoder) throws {
        let usual = decoder.userInfo[.originalLanguage] as? Language ?? .english
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            self.init(text, in: usual)
            return
        }
        var texts = try [String: String](from: decoder)
        let named = texts.removeValue(forKey: "original")
        var translations: [Language: String] = [:]
        for (tag, text) in texts {
            guard let language = Language(rawValue: tag) else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "not a language tag: \(tag)"))
            }
            translations[language] = text
        }
        let candidates = [named.flatMap(Language.init(rawValue:)), usual, translations.keys.min()].compactMap(\.self)
        guard let original = candidates.first(where: { translations[$0] != nil }), let text = translations[original]
        else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a text in no language"))
        }
        self.init(text, in: original, translations: translations)
    }

    public func encode(to encoder: any Encoder) throws {
        let usual = encoder.userInfo[.originalLanguage] as? Language ?? .english
        if translations.count == 1, original == usual { return try encoder.encodeText(self(in: original)) }
        var container = encoder.container(keyedBy: JSONKey.self)
        for (language, text) in translations.sorted(by: { $0.key < $1.key }) {
            try container.encode(text, forKey: JSONKey(language.rawValue))
        }
        if original != usual, translations.count > 1 {
            try container.encode(original.rawValue, forKey: JSONKey("original"))
        }
    }
}

extension Language: Comparable {
    public static func < (a: Language, b: Language) -> Bool { a.rawValue < b.rawValue }
}

extension LocalizedText: ExpressibleByStringLiteral {
    /// An English text, for tests and for texts of the program itself.
    public init(stringLiteral text: String) { self.init(text, in: .english) }
}
