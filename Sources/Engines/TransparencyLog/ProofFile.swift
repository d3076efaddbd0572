/// A proof that can be verified without asking the log: an inclusion proof with the checkpoint that it leads to
/// (C2SP tlog-proof, `.tlog-proof`).
public struct ProofFile: Hashable, Sendable {
    static let header = "c2sp.org/tlog-proof@v1"

    /// What the application adds; Polity puts the entry here, so that the file proves something by itself.
    public var extra: [UInt8]?
    public var index: Int
    /// From the leaf's sibling up.
    public var hashes: [TreeHash]
    public var checkpoint: SignedNote

    public init(extra: [UInt8]? = nil, index: Int, hashes: [TreeHash], checkpoint: SignedNote) {
        self.extra = extra
        self.index = index
        self.hashes = hashes
        self.checkpoint = checkpoint
    }

    /// The file's text.
    public var encoded: String {
        var text = Self.header + "\n"
        if let extra { text += "extra \(Base64.encode(extra))\n" }
        text += "index \(index)\n"
        for hash in hashes { text += "\(hash)\n" }
        return text + "\n" + checkpoint.encoded
    }

    /// Reads a file's text. Throws `LogError.malformed`.
    public init(encoded: String) throws {
        var lines = encoded.split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard lines.popFirst()?.elementsEqual(Self.header) == true else {
            throw LogError.malformed("proof file's first line")
        }
        if let line = lines.first, line.hasPrefix("extra ") {
            guard let bytes = Base64.decode(line.dropFirst(6)) else {
                throw LogError.malformed("extra of a proof file")
            }
            extra = bytes
            lines.removeFirst()
        }
        guard let line = lines.popFirst(), line.hasPrefix("index "), let index = Decimal.parse(line.dropFirst(6)) else {
            throw LogError.malformed("index of a proof file")
        }
        self.index = index
        hashes = []
        while let line = lines.popFirst(), !line.isEmpty {
            guard hashes.count < 63, let hash = TreeHash(base64: line) else {
                throw LogError.malformed("hash of a proof file")
            }
            hashes.append(hash)
        }
        checkpoint = try SignedNote(encoded: lines.joined(separator: "\n"))
    }

    /// Verifies, offline, that `entry` is in the log of `origin`: its signature by one of `logKeys`, cosignatures by at least
    /// `quorum` of the `witnesses`, and the inclusion. Returns the checkpoint.
    ///
    /// Throws `LogError`: `.otherOrigin`, `.notSigned`, `.badSignature`, `.tooFewWitnesses`, `.proofFails`.
    @discardableResult
    public func verify(
        entry: [UInt8], origin: String, logKeys: [VerifierKey], witnesses: [VerifierKey] = [], quorum: Int = 0
    ) throws -> Checkpoint {
        let commitment = try checkpoint.checkpoint(origin: origin, keys: logKeys)
        let found = try checkpoint.cosignatures(by: witnesses).count
        guard found >= quorum else { throw LogError.tooFewWitnesses(found: found, needed: quorum) }
        try InclusionProof(index: index, size: commitment.size, hashes: hashes)
            .verify(leaf: .leaf(entry), root: commitment.root)
        return commitment
    }
}
