/// Why something of a transparency log was not accepted.
public enum LogError: Error, Hashable, Sendable {
    /// The text or bytes do not follow the format; which, and where.
    case malformed(String)
    /// A proof does not lead to the root: the entry, the index, the size or a hash is not the one that was logged.
    case proofFails
    /// No signature by the key of this name is there.
    case notSigned(String)
    /// A signature by the key of this name is there and is not valid.
    case badSignature(String)
    /// The checkpoint belongs to another log.
    case otherOrigin(expected: String, found: String)
    /// Fewer witnesses have cosigned than were asked for.
    case tooFewWitnesses(found: Int, needed: Int)
    /// There is no such entry, size or tile in this log.
    case outOfRange
    /// A tile that the log must have was not of the width it must have.
    case wrongTile(Tile)
}
