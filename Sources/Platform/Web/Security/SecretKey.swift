import Base
import Crypto

/// A secret that stands in an address or is given to a program: 20 random bytes. The database keeps its SHA-256.
public struct SecretKey: Hashable, Sendable {
    /// 27 characters of base 64 for addresses.
    public let text: String

    public init(using random: inout some RandomNumberGenerator) {
        let words = (0..<3).map { _ in UInt64.random(in: .min ... .max, using: &random) }
        text = Base64URL.encode(
            words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }.prefix(20))
    }

    public init() {
        var random = SystemRandomNumberGenerator()
        self.init(using: &random)
    }

    /// `nil` unless it is as long as ours are and holds only their characters.
    public init?(_ text: String) {
        guard text.utf8.count == 27, Base64URL.decode(text) != nil else { return nil }
        self.text = text
    }

    public var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}
