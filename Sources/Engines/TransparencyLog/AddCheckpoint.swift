/// What a log asks of a witness: to cosign a checkpoint that continues the one it cosigned before
/// (C2SP tlog-witness, `POST <prefix>/add-checkpoint`).
public struct AddCheckpoint: Hashable, Sendable {
    public var oldSize: Int
    /// From the tree of `oldSize` to the checkpoint's; none where `oldSize` is 0 or the checkpoint's size.
    public var proof: [TreeHash]
    public var checkpoint: SignedNote

    public init(oldSize: Int, proof: [TreeHash], checkpoint: SignedNote) {
        self.oldSize = oldSize
        self.proof = proof
        self.checkpoint = checkpoint
    }

    /// The body of the request.
    public var encoded: String {
        "old \(oldSize)\n" + proof.map { "\($0)\n" }.joined() + "\n" + checkpoint.encoded
    }

    /// Reads the body of a request. Throws `LogError.malformed`.
    public init(encoded: String) throws {
        var lines = encoded.split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard let line = lines.popFirst(), line.hasPrefix("old "), let size = Decimal.parse(line.dropFirst(4)) else {
            throw LogError.malformed("old size of a request to a witness")
        }
        oldSize = size
        proof = []
        while let line = lines.popFirst(), !line.isEmpty {
            guard proof.count < 63, let hash = TreeHash(base64: line) else {
                throw LogError.malformed("hash of a request to a witness")
            }
            proof.append(hash)
        }
        checkpoint = try SignedNote(encoded: lines.joined(separator: "\n"))
    }
}

/// What a witness answers.
public enum WitnessAnswer: Hashable, Sendable {
    /// It cosigned: one or more signature lines.
    case cosigned([NoteSignature])
    /// Its latest checkpoint of this log is of another size; ask again from there.
    case otherSize(Int)
    /// It does not cosign; the status says why (404 unknown log, 403 signature, 422 proof, 400 request).
    case refused(status: Int)

    /// Throws `LogError.malformed` where the body is not what the status promises.
    public init(status: Int, body: String) throws {
        switch status {
        case 200:
            self = .cosigned(try NoteSignature.parse(lines: body))
        case 409:
            guard body.hasSuffix("\n"), let size = Decimal.parse(body.dropLast()) else {
                throw LogError.malformed("size in a witness's answer")
            }
            self = .otherSize(size)
        default:
            self = .refused(status: status)
        }
    }
}
