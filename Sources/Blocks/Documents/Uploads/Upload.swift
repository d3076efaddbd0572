import Base
import Journal
import Store

/// A file that someone sent.
public struct Upload: Sendable, Hashable {
    public typealias ID = Identifier<Upload>
    public var id: ID
    public var file: FileDigest
    /// Bytes.
    public var size: Int
    public var kind: FileKind
    /// The name that it came with: shown, never used as a path.
    public var name: String
    public var owner: Identifier<Act.Party>?
    /// The case that it belongs to.
    public var about: String?
    /// Whether a scanner looked at it.
    public var wasScanned: Bool
    public var addedAt: Instant

    public var path: String { "/documents/uploads/\(id)" }
    /// The largest that is taken, where who asks says nothing else: 20 MB.
    public static let limit = 20_000_000
}

extension Upload {
    static let columns: SQL = "id, file, size, kind, name, owner, about, was_scanned, added_at"

    init(_ row: Row) throws {
        id = try row["id"]
        file = try row["file"]
        size = try row["size"]
        let kind: String = try row["kind"]
        self.kind = FileKind(rawValue: kind) ?? .text
        name = try row["name"]
        owner = try row["owner"]
        about = try row["about"]
        wasScanned = try row["was_scanned"]
        addedAt = try row["added_at"]
    }
}
