import Base
import Store

/// What a paper says of itself: sixteen symbols in groups of four, by which anyone asks whether we issued it. Seventy bits of
/// chance, so that none can be guessed; the last symbol finds typing mistakes. Symbols that look alike are not used.
public struct VerificationCode: Hashable, Sendable {
    private let symbols: [UInt8]
    private static let alphabet = Array("23456789ACDEFGHJKMNPQRSTVWXYZ".utf8)

    public init(using random: inout some RandomNumberGenerator) {
        self.init((0..<15).map { _ in Int.random(in: 0..<Self.alphabet.count, using: &random) })
    }

    private init(_ values: [Int]) { symbols = (values + [Self.check(values)]).map { Self.alphabet[$0] } }

    /// All of one symbol, for previews: chance never makes it.
    static let sample = VerificationCode(Array(repeating: 0, count: 15))

    /// As it was typed: in small letters, with or without hyphens and spaces. `nil` where it cannot be one of ours.
    public init?(_ text: String) {
        let typed = text.uppercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ") }
        let values = typed.compactMap { Self.alphabet.firstIndex(of: $0) }
        guard typed.count == 16, values.count == 16, Self.check(Array(values.dropLast())) == values[15] else {
            return nil
        }
        symbols = Array(typed)
    }

    /// Weights that are all different modulo a prime: one wrong symbol, or two that changed places, are found.
    private static func check(_ values: [Int]) -> Int {
        let sum = values.enumerated().reduce(0) { $0 + ($1.offset + 2) * $1.element }
        return (alphabet.count - sum % alphabet.count) % alphabet.count
    }
}

extension VerificationCode: CustomStringConvertible, SQLConvertible {
    /// `2345-6789-ACDE-FGHJ`
    public var description: String {
        stride(from: 0, to: 16, by: 4).map { String(decoding: symbols[$0..<$0 + 4], as: UTF8.self) }.joined(
            separator: "-")
    }
    public var sqlValue: SQLValue { .text(description) }
    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(text)
    }
}
