/// A reference that people read out on the telephone: `SR-7K3M-29QX`. The letters before the first hyphen say what kind
/// of thing it names; seven symbols are drawn at random, so that nothing can be learned from their order; the last one
/// checks the others.
///
/// The alphabet has no vowels but one and no look-alikes (no 0 O, 1 I L, 8 B, U V): 29 symbols, a prime, so that the check finds
/// every single wrong symbol and every exchange of two (weighted sum modulo a prime, as ISBN-10 does, ISO 2108:1992).
///
/// A reference is a name, not a secret: what it opens still asks who is there.
public struct Reference: Hashable, Sendable {
    /// The kind: 1 to 4 capital letters.
    public let kind: String
    /// Eight symbols, the check last.
    private let symbols: [UInt8]

    static let alphabet = Array("23456789ACDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let values: [UInt8: Int] = Dictionary(
        uniqueKeysWithValues: alphabet.enumerated().map { ($0.element, $0.offset) })

    /// A new reference. `nil` where `kind` is not 1 to 4 capital letters.
    public init?(kind: String, using random: inout some RandomNumberGenerator) {
        guard Self.isKind(kind) else { return nil }
        self.kind = kind
        let values = (0..<7).map { _ in Int.random(in: 0..<Self.alphabet.count, using: &random) }
        symbols = (values + [Self.check(values)]).map { Self.alphabet[$0] }
    }

    /// From what people type: in either case, with or without hyphens and spaces. `nil` where the check does not hold.
    public init?(_ text: String) {
        let typed = text.uppercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ") }
        let kind = String(decoding: typed.dropLast(8), as: UTF8.self)
        let values = typed.suffix(8).compactMap { Self.values[$0] }
        guard Self.isKind(kind), values.count == 8, Self.check(Array(values.dropLast())) == values[7] else {
            return nil
        }
        self.kind = kind
        symbols = Array(typed.suffix(8))
    }

    private static func isKind(_ text: String) -> Bool {
        (1...4).contains(text.utf8.count)
            && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }

    /// Weights 2…8 differ and none is 0 or 1 (the check's own), so two exchanged symbols never go unseen.
    private static func check(_ values: [Int]) -> Int {
        let sum = values.enumerated().reduce(0) { $0 + ($1.offset + 2) * $1.element }
        return (alphabet.count - sum % alphabet.count) % alphabet.count
    }
}

extension Reference: LosslessStringConvertible, Codable {
    public var description: String {
        let text = String(decoding: symbols, as: UTF8.self)
        return "\(kind)-\(text.prefix(4))-\(text.suffix(4))"
    }
    public init(from decoder: any Decoder) throws { self = try decoder.decodeText(as: "a reference") }
    public func encode(to encoder: any Encoder) throws { try encoder.encodeText(description) }
}
