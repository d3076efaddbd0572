import Store

/// The reference by which people name a request: `K7M2-94QT`. Seven random characters of Crockford's base 32 and a check
/// character, so that a slip of the pen is noticed and nobody can count the requests.
public struct RequestReference: Hashable, Sendable, CustomStringConvertible, SQLConvertible {
    public let description: String

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    public init(using random: inout some RandomNumberGenerator) {
        let digits = (0..<7).map { _ in Int.random(in: 0..<32, using: &random) }
        self.init(digits: digits)
    }

    private init(digits: [Int]) {
        var text = ""
        for (index, digit) in (digits + [Self.check(digits)]).enumerated() {
            if index == 4 { text.append("-") }
            text.append(Self.alphabet[digit])
        }
        description = text
    }

    /// Reads what a person typed: in either case, with or without the hyphen, with O for 0 and I or L for 1.
    /// `nil` where it is no reference.
    public init?(_ text: String) {
        var digits: [Int] = []
        for character in text.uppercased() where character != "-" && character != " " {
            let plain: Character = character == "O" ? "0" : character == "I" || character == "L" ? "1" : character
            guard let digit = Self.alphabet.firstIndex(of: plain), digits.count < 8 else { return nil }
            digits.append(digit)
        }
        guard digits.count == 8, let check = digits.popLast(), check == Self.check(digits) else { return nil }
        self.init(digits: digits)
    }

    /// A weighted sum with odd weights, so that one wrong character always and most swapped neighbours are noticed.
    private static func check(_ digits: [Int]) -> Int {
        digits.enumerated().reduce(0) { $0 + $1.element * (2 * $1.offset + 1) } % 32
    }

    public var sqlValue: SQLValue { .text(description) }
    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(text)
    }
}
