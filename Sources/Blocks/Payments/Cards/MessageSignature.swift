import Base
import Crypto

/// How the sandbox provider signs its messages, as providers commonly do: `t=1700000000,v1=HEX`, where HEX is HMAC-SHA256
/// (RFC 2104) of the time, a full stop and the body. The time keeps an old message from being played again.
struct MessageSignature: Sendable {
    static let header = "Polity-Sandbox-Signature"
    /// How far the time of a message may be from ours.
    static let window: Int64 = 300
    let secret: [UInt8]

    func sign(_ body: [UInt8], at now: Instant) -> String {
        "t=\(now.seconds),v1=\(Hex.encode(code(body, now.seconds)))"
    }

    /// Throws `.forged` for a signature that does not fit, `.stale` for one that is too old or too early.
    func verify(_ body: [UInt8], _ signature: String?, at now: Instant) throws(CardProviderError) {
        var time: Int64?
        var codes: [[UInt8]] = []
        for part in (signature ?? "").split(separator: ",") {
            if part.hasPrefix("t=") { time = Int64(part.dropFirst(2)) }
            if part.hasPrefix("v1="), let code = Hex.decode(part.dropFirst(3)) { codes.append(code) }
        }
        guard let time else { throw .forged }
        let key = SymmetricKey(data: secret)
        let signed = Array("\(time).".utf8) + body
        let fits = codes.contains { code in
            HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: signed, using: key)
        }
        guard fits else { throw .forged }
        guard time > now.seconds - Self.window, time < now.seconds + Self.window else { throw .stale }
    }

    private func code(_ body: [UInt8], _ time: Int64) -> [UInt8] {
        let signed = Array("\(time).".utf8) + body
        return Array(HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: secret)))
    }
}
