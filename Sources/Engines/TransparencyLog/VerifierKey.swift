import Crypto

/// The first 4 bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key): tells keys apart, proves nothing.
public struct KeyID: Hashable, Sendable, CustomStringConvertible {
    public let value: UInt32

    init(name: String, type: VerifierKey.Kind, publicKey: [UInt8]) {
        let hash = SHA256.hash(data: Array(name.utf8) + [0x0A, type.rawValue] + publicKey)
        value = hash.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// From 4 bytes.
    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 4 else { return nil }
        value = bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    var bytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }

    /// 8 hexadecimal digits.
    public var description: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}

/// What is needed to verify signatures by a key, as its owner publishes it (C2SP signed-note, "Verifier keys"):
/// `name+key id+base64(type ‖ public key)`.
public struct VerifierKey: Hashable, Sendable {
    public enum Kind: UInt8, Sendable {
        /// A log's own signature.
        case ed25519 = 1
        /// A witness's cosignature with its time (C2SP tlog-cosignature, v1).
        case cosignature = 4
    }

    public let name: String
    public let kind: Kind
    /// 32 bytes.
    public let publicKey: [UInt8]
    public let id: KeyID
    private let key: Curve25519.Signing.PublicKey

    /// Throws `LogError.malformed` where the name has spaces or `+`, or the key is no Ed25519 public key.
    public init(name: String, kind: Kind, publicKey: [UInt8]) throws {
        guard Self.isName(name) else { throw LogError.malformed("key name") }
        guard publicKey.count == 32, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
            throw LogError.malformed("public key of \(name)")
        }
        self.name = name
        self.kind = kind
        self.publicKey = publicKey
        self.key = key
        id = KeyID(name: name, type: kind, publicKey: publicKey)
    }

    /// From its text. Throws `LogError.malformed` where the key id is not that of the key.
    public init(text: String) throws {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let blob = Base64.decode(parts[2]), let first = blob.first,
            let kind = Kind(rawValue: first)
        else { throw LogError.malformed("verifier key") }
        try self.init(name: String(parts[0]), kind: kind, publicKey: Array(blob.dropFirst()))
        guard parts[1] == id.description else { throw LogError.malformed("key id of \(name)") }
    }

    public var text: String { "\(name)+\(id)+\(Base64.encode([kind.rawValue] + publicKey))" }

    public static func == (a: VerifierKey, b: VerifierKey) -> Bool {
        a.name == b.name && a.kind == b.kind && a.publicKey == b.publicKey
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(publicKey)
    }

    /// Not empty, at most 255 bytes, no space, no `+`, no control character (C2SP signed-note, tlog-cosignature).
    static func isName(_ name: some StringProtocol) -> Bool {
        !name.isEmpty && name.utf8.count <= 255
            && name.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0 != "+" && $0.value >= 0x20 }
    }

    /// Whether `signature` over `message` is valid.
    func isValid(_ signature: some Sequence<UInt8>, of message: [UInt8]) -> Bool {
        key.isValidSignature(Array(signature), for: message)
    }
}

extension SignedNote {
    /// Verifies the signature by `key`. Returns the time that a cosignature states, in seconds since 1970; `nil` for a
    /// log's own signature.
    ///
    /// Throws `LogError.notSigned` where no line is by this key, `.badSignature` where one is and is not valid.
    @discardableResult
    public func verify(_ key: VerifierKey) throws -> Int64? {
        let own = signatures.filter { $0.name == key.name && $0.keyID == key.id }
        guard !own.isEmpty else { throw LogError.notSigned(key.name) }
        var time: Int64?
        for signature in own {
            switch key.kind {
            case .ed25519:
                guard key.isValid(signature.bytes, of: Array(text.utf8)) else { throw LogError.badSignature(key.name) }
            case .cosignature:
                guard let stated = Cosignature.time(of: signature.bytes),
                    key.isValid(signature.bytes.dropFirst(8), of: Cosignature.message(time: stated, text: text))
                else { throw LogError.badSignature(key.name) }
                time = max(time ?? stated, stated)
            }
        }
        return time
    }
}
