import Base
import Crypto

/// A secret that a browser or a letter holds, and of which we keep only the SHA-256: who reads our database cannot
/// use it. 256 random bits need no salt.
struct Token: Sendable, Hashable {
    /// 43 characters of base 64.
    let text: String
    let hash: [UInt8]

    static func random() -> Token { Token(Self.randomBytes(32)) }

    private init(_ bytes: [UInt8]) {
        text = Base64URL.encode(bytes)
        hash = Array(SHA256.hash(data: bytes))
    }

    /// From its text; `nil` for what cannot be one.
    init?(_ text: String) {
        guard text.utf8.count == 43, let bytes = Base64URL.decode(text), bytes.count == 32 else { return nil }
        self.init(bytes)
    }

    /// From the system's generator, which is fit for secrets.
    static func randomBytes(_ count: Int) -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }
}
