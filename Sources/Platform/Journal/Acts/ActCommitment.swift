import Base
import Crypto

/// Binds the log's entry to the rest of the act without telling it: SHA-256(`polity.act.v1` ‖ 0x0A ‖ salt ‖ the rest as
/// canonical JSON). Without the 16 random bytes of salt nobody can find the rest by trying; once the salt is erased, not
/// even we can.
public enum ActCommitment {
    public static let saltLength = 16

    /// The commitment to `opening`, which is what `ActRow.opening` or a disclosure holds.
    public static func of(opening: [UInt8], salt: [UInt8]) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(data: Array("polity.act.v1\n".utf8))
        hasher.update(data: salt)
        hasher.update(data: opening)
        return Array(hasher.finalize())
    }

    static func randomSalt() -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        let words = (random.next(), random.next())
        return withUnsafeBytes(of: words) { Array($0) }
    }
}
