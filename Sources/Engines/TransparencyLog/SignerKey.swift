import Crypto

/// A private key that signs notes. Its text is a secret: `PRIVATE+KEY+name+key id+base64(type ‖ seed)`, the form that Go's
/// `note` package reads.
public struct SignerKey: Sendable {
    public let verifier: VerifierKey
    private let key: Curve25519.Signing.PrivateKey

    public var name: String { verifier.name }

    /// A key from its 32-byte seed, which must be random and secret.
    public init(name: String, kind: VerifierKey.Kind = .ed25519, seed: [UInt8]) throws {
        guard seed.count == 32, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            throw LogError.malformed("seed")
        }
        self.key = key
        verifier = try VerifierKey(name: name, kind: kind, publicKey: Array(key.publicKey.rawRepresentation))
    }

    public init(text: String) throws {
        let parts = text.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "PRIVATE", parts[1] == "KEY", let blob = Base64.decode(parts[4]),
            let first = blob.first, let kind = VerifierKey.Kind(rawValue: first)
        else { throw LogError.malformed("private key") }
        try self.init(name: String(parts[2]), kind: kind, seed: Array(blob.dropFirst()))
        guard parts[3] == verifier.id.description else { throw LogError.malformed("key id of the private key") }
    }

    /// Secret.
    public var text: String {
        "PRIVATE+KEY+\(name)+\(verifier.id)+\(Base64.encode([verifier.kind.rawValue] + key.rawRepresentation))"
    }

    /// The signature line of this key for a text. `time`, in seconds since 1970, is stated by a cosignature and not by a
    /// log's own signature.
    public func sign(_ text: String, time: Int64 = 0) throws -> NoteSignature {
        switch verifier.kind {
        case .ed25519:
            let signature = try key.signature(for: Array(text.utf8))
            return NoteSignature(name: name, keyID: verifier.id, bytes: Array(signature))
        case .cosignature:
            let signature = try key.signature(for: Cosignature.message(time: time, text: text))
            return NoteSignature(
                name: name, keyID: verifier.id, bytes: Cosignature.bytes(time: time) + Array(signature))
        }
    }
}

/// What a witness signs (C2SP tlog-cosignature, `cosignature/v1`).
enum Cosignature {
    static func message(time: Int64, text: String) -> [UInt8] { Array("cosignature/v1\ntime \(time)\n\(text)".utf8) }

    static func bytes(time: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: UInt64(bitPattern: time) >> (56 - 8 * $0)) }
    }

    /// The time at the start of a cosignature of 72 bytes; `nil` where it is of another length or beyond 63 bits.
    static func time(of bytes: [UInt8]) -> Int64? {
        guard bytes.count == 72 else { return nil }
        return Int64(exactly: bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
}
