/// What a log commits to: its name, its size, its root (C2SP tlog-checkpoint).
public struct Checkpoint: Hashable, Sendable {
    /// The log's prefix without scheme and trailing slash: `example.org/log`.
    public let origin: String
    public let size: Int
    public let root: TreeHash
    /// Lines after the root, of the log's own making; seldom any.
    public let extensions: [String]

    public init(origin: String, size: Int, root: TreeHash, extensions: [String] = []) {
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    /// The text that is signed.
    public var text: String {
        "\(origin)\n\(size)\n\(root)\n" + extensions.map { $0 + "\n" }.joined()
    }

    /// Reads the text of a note. Throws `LogError.malformed`.
    public init(text: String) throws {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 4, lines.last == "", !lines[0].isEmpty else { throw LogError.malformed("checkpoint") }
        guard let size = Decimal.parse(lines[1]) else { throw LogError.malformed("size of a checkpoint") }
        guard let root = TreeHash(base64: lines[2]) else { throw LogError.malformed("root of a checkpoint") }
        let extensions = lines[3...].dropLast()
        guard extensions.allSatisfy({ !$0.isEmpty }) else { throw LogError.malformed("empty line in a checkpoint") }
        self.init(origin: String(lines[0]), size: size, root: root, extensions: extensions.map(String.init))
    }

    /// The signed checkpoint, with one line for each key. While a log changes its key it signs with both.
    public func signed(by keys: [SignerKey]) throws -> SignedNote {
        try SignedNote(text: text, signatures: keys.map { try $0.sign(text) })
    }
}

extension SignedNote {
    /// The checkpoint in this note, after verifying that the log of `origin` signed it with one of its `keys`.
    ///
    /// Throws `LogError.malformed`, `.otherOrigin`, `.notSigned`, `.badSignature`.
    public func checkpoint(origin: String, keys: [VerifierKey]) throws -> Checkpoint {
        let checkpoint = try Checkpoint(text: text)
        guard checkpoint.origin == origin else {
            throw LogError.otherOrigin(expected: origin, found: checkpoint.origin)
        }
        var signed = false
        // A cosignature, even by a key that is trusted otherwise, is not the log's own word.
        for key in keys where key.kind == .ed25519 {
            do {
                try verify(key)
                signed = true
            } catch LogError.notSigned {}
        }
        guard signed else { throw LogError.notSigned(origin) }
        return checkpoint
    }

    /// The witnesses among `keys` that have cosigned, each with the time it states. A line that is by one of them and not
    /// valid throws `LogError.badSignature`.
    public func cosignatures(by keys: [VerifierKey]) throws -> [(key: VerifierKey, time: Int64)] {
        var found: [(key: VerifierKey, time: Int64)] = []
        for key in keys where key.kind == .cosignature {
            do {
                if let time = try verify(key) { found.append((key, time)) }
            } catch LogError.notSigned {}
        }
        return found
    }
}
