import Base

/// Why a password is too easy to guess (NIST SP 800-63B §3.1.1.2: length and known bad choices count, not the mix of characters).
public enum PasswordWeakness: Hashable, Sendable {
    case tooShort(minimum: Int)
    case tooLong(maximum: Int)
    /// One of those that everybody tries first, or little more than a repetition or a row of keys.
    case common
    /// Made of the person's own name or address.
    case personal
}

/// What a password must be.
public struct PasswordRules: Sendable, Hashable {
    /// In characters.
    public var minimum: Int
    public static let maximum = 200

    public init(minimum: Int = 12) { self.minimum = minimum }

    /// What is wrong with `password` for a person whose name, address and the like are `own`; `nil` where nothing is.
    public func weakness(of password: String, own: [String] = []) -> PasswordWeakness? {
        if password.count < minimum { return .tooShort(minimum: minimum) }
        if password.count > Self.maximum { return .tooLong(maximum: Self.maximum) }
        let lower = password.lowercased()
        let plain = Self.plain(lower)
        if Self.isRepetition(lower) || Self.isRow(lower) || Self.isCommon(lower) { return .common }
        let names = own.flatMap { Self.plain($0.lowercased()).split { !$0.isLetter && !$0.isNumber } }.filter {
            $0.count >= 3
        }
        var rest = plain
        for name in names.sorted(by: { $0.count > $1.count }) { rest = Self.removing(name, from: rest) }
        // What is left beside the person's own names must still be a secret.
        return rest != plain && rest.count < 8 ? .personal : nil
    }

    /// Whether it is a common word, or some, with a few figures and signs before, between and after, or in place of letters.
    private static func isCommon(_ lower: String) -> Bool {
        // More than a date and a sign or two are hard enough to guess by themselves.
        guard lower.count(where: { !$0.isLetter }) <= 10 else { return false }
        return [lower, plain(withoutEnds(lower)), plain(lower)].contains(where: CommonPasswords.isMadeOf)
    }

    /// With the usual replacements of letters undone.
    static func plain(_ lower: String) -> String {
        let replaced: [Character: Character] = [
            "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i",
        ]
        return String(lower.map { replaced[$0] ?? $0 })
    }

    /// Without the figures and signs that people put before and after a word.
    private static func withoutEnds(_ text: String) -> String {
        var view = text[...]
        while let first = view.first, !first.isLetter { view.removeFirst() }
        while let last = view.last, !last.isLetter { view.removeLast() }
        return String(view)
    }

    /// `abcabcabcabc`, `aaaaaaaaaaaa`: at most four characters, again and again.
    private static func isRepetition(_ text: String) -> Bool {
        let characters = Array(text)
        return (1...4).contains { period in
            characters.indices.dropFirst(period).allSatisfy { characters[$0] == characters[$0 - period] }
        }
    }

    /// `123456789012`, `qwertyuiopas`: keys beside each other, up or down.
    private static func isRow(_ text: String) -> Bool {
        let rows = [
            "012345678901234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm",
            "azertyuiopqsdfghjklmwxcvbn",
        ]
        return rows.contains { $0.contains(text) || String($0.reversed()).contains(text) }
    }

    private static func removing(_ word: Substring, from text: String) -> String {
        text.split(separator: String(word), omittingEmptySubsequences: false).joined()
    }
}
