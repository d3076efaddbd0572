/// A language tag (BCP 47, RFC 5646) in its canonical letter case: `en`, `fr`, `ar`, `pt-BR`, `zh-Hant`.
public struct Language: Hashable, Sendable, RawRepresentable {
    public let rawValue: String

    /// From a tag of letters, digits and hyphens; `nil` for anything else.
    public init?(rawValue: String) {
        let parts = rawValue.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, (2...8).contains(first.count), first.allSatisfy(\.isASCIILetter),
            parts.dropFirst().allSatisfy({ (1...8).contains($0.count) && $0.allSatisfy(\.isASCIIAlphanumeric) })
        else { return nil }
        self.rawValue = parts.enumerated().map { index, part in
            switch (index, part.count) {
            case (0, _): part.lowercased()
            case (_, 2): part.uppercased()
            case (_, 4): part.prefix(1).uppercased() + part.dropFirst().lowercased()
            default: part.lowercased()
            }
        }.joined(separator: "-")
    }

    private init(known: String) { rawValue = known }

    public static let english = Language(known: "en")
    public static let french = Language(known: "fr")
    public static let arabic = Language(known: "ar")

    /// `pt` of `pt-BR`.
    public var primary: String { String(rawValue.prefix { $0 != "-" }) }

    /// Whether the language is written from right to left.
    public var isRightToLeft: Bool { Self.rightToLeft.contains(primary) }
    private static let rightToLeft: Set<String> = ["ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"]

    /// The tag, then its ancestors: `zh-Hant-TW`, `zh-Hant`, `zh` (RFC 4647 §3.4, lookup).
    public var fallbacks: [Language] {
        var parts = rawValue.split(separator: "-").map(String.init)
        var result: [Language] = []
        while !parts.isEmpty {
            result.append(Language(known: parts.joined(separator: "-")))
            parts.removeLast()
        }
        return result
    }
}

extension Language: CustomStringConvertible, Codable, CodingKeyRepresentable {
    public var description: String { rawValue }
}

extension Character {
    var isASCIILetter: Bool { isASCII && isLetter }
    var isASCIIAlphanumeric: Bool { isASCII && (isLetter || isNumber) }
}
