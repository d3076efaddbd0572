import TransparencyLog

/// Someone else who follows the log and cosigns its checkpoints (C2SP tlog-witness): with their signature, the log cannot
/// show one history to some and another to others.
public struct Witness: Hashable, Sendable {
    /// The submission prefix, without a trailing slash: `https://witness.example.org`.
    public let address: String
    public let key: VerifierKey

    /// Throws `LogError.malformed` where the key is no cosigner's (type 0x04).
    public init(address: String, key: String) throws {
        self.key = try VerifierKey(text: key)
        guard self.key.kind == .cosignature else { throw LogError.malformed("\(self.key.name) is no witness's key") }
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
    }

    /// Tells keys of one witness apart as well.
    var id: String { "\(key.name)+\(key.id)" }
}

/// How it stands with a witness; for the operator.
public struct WitnessStatus: Hashable, Sendable {
    public var name: String
    /// The size of the newest checkpoint that it cosigned; 0 where none.
    public var size: Int
    public var failures: Int
    /// Why the last attempt failed.
    public var error: String?
}
