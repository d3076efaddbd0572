/// An international bank account number (ISO 13616) whose check digits fit.
public struct IBAN: Sendable, Hashable, CustomStringConvertible {
    /// Without spaces.
    public let text: String

    /// From what people type, with or without spaces; `nil` where the check digits (MOD 97-10) do not fit.
    public init?(_ typed: String) {
        let text = typed.uppercased().filter { $0 != " " && $0 != "\u{A0}" }
        guard (15...34).contains(text.utf8.count), text.prefix(2).allSatisfy({ $0.isASCII && $0.isLetter }),
            text.dropFirst(2).prefix(2).allSatisfy({ $0.isASCII && $0.isNumber }),
            MOD97.remainder(of: text.dropFirst(4) + text.prefix(4)) == 1
        else { return nil }
        self.text = text
    }

    /// In groups of four.
    public var grouped: String { text.groupedByFour }
    public var description: String { text }
}
