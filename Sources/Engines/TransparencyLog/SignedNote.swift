/// A text with signature lines (C2SP signed-note). Signatures by unknown keys are kept and ignored.
public struct SignedNote: Hashable, Sendable {
    /// More signature lines than this are refused when reading.
    public static let maxSignatures = 100

    /// The signed text, ending with a newline.
    public let text: String
    public private(set) var signatures: [NoteSignature]

    /// Throws `LogError.malformed` unless the text ends with a newline and holds no other control character.
    public init(text: String, signatures: [NoteSignature] = []) throws {
        guard text.utf8.last == UInt8(ascii: "\n") else { throw LogError.malformed("note does not end with a newline") }
        guard text.utf8.allSatisfy({ $0 >= 0x20 || $0 == UInt8(ascii: "\n") }) else {
            throw LogError.malformed("control character in a note")
        }
        self.text = text
        self.signatures = signatures
    }

    /// Reads a note: a text, an empty line, one or more signature lines.
    public init(encoded: String) throws {
        guard let (text, lines) = Self.split(encoded) else { throw LogError.malformed("note without signatures") }
        let signatures = try NoteSignature.parse(lines: lines)
        guard !signatures.isEmpty else { throw LogError.malformed("note without signatures") }
        try self.init(text: text, signatures: signatures)
    }

    /// The note as it is served.
    public var encoded: String { text + "\n" + signatures.map { $0.line + "\n" }.joined() }

    /// Adds a signature line, unless the same line is there.
    public mutating func add(_ signature: NoteSignature) {
        if !signatures.contains(signature) { signatures.append(signature) }
    }

    /// Splits at the last empty line: the text with its newline, and the signature lines.
    private static func split(_ encoded: String) -> (text: String, lines: String)? {
        let bytes = Array(encoded.utf8)
        let newline = UInt8(ascii: "\n")
        guard bytes.count > 2, bytes.last == newline else { return nil }
        for position in stride(from: bytes.count - 2, to: 0, by: -1)
        where bytes[position] == newline && bytes[position - 1] == newline {
            return (
                String(decoding: bytes[..<position], as: UTF8.self),
                String(decoding: bytes[(position + 1)...], as: UTF8.self)
            )
        }
        return nil
    }
}

/// One signature line: `— name base64(key id ‖ signature)`.
public struct NoteSignature: Hashable, Sendable {
    public let name: String
    public let keyID: KeyID
    /// What the signature's type defines; for Ed25519 its 64 bytes.
    public let bytes: [UInt8]

    public init(name: String, keyID: KeyID, bytes: [UInt8]) {
        self.name = name
        self.keyID = keyID
        self.bytes = bytes
    }

    /// The line without its newline.
    public var line: String { "\u{2014} \(name) \(Base64.encode(keyID.bytes + bytes))" }

    /// Signature lines, each with its newline: a note's end, or what a witness answers.
    public static func parse(lines: String) throws -> [NoteSignature] {
        guard lines.utf8.last == UInt8(ascii: "\n") else {
            throw LogError.malformed("signature line without its newline")
        }
        let parts = lines.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
        guard parts.count <= SignedNote.maxSignatures else { throw LogError.malformed("more than 100 signatures") }
        return try parts.map { try parse(line: String(Substring($0))) }
    }

    private static func parse(line: String) throws -> NoteSignature {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "\u{2014}", VerifierKey.isName(parts[1]),
            let blob = Base64.decode(parts[2]), blob.count > 4, let id = KeyID(blob.prefix(4))
        else { throw LogError.malformed("signature line") }
        return NoteSignature(name: String(parts[1]), keyID: id, bytes: Array(blob.dropFirst(4)))
    }
}
