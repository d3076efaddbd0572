import Base
import Journal
import Store

/// What this block needs to know of officers: who may be given work in an agency, and their names. The accounts' block
/// tells.
public struct OfficerDirectory: Sendable {
    public struct Officer: Hashable, Sendable {
        public var id: Identifier<Act.Party>
        public var name: String
        public init(id: Identifier<Act.Party>, name: String) {
            self.id = id
            self.name = name
        }
    }

    /// Officers of an agency who work on requests, by name.
    public var officers: @Sendable (_ agency: String, Instant, any ReadTransaction) throws -> [Officer]
    /// The names of accounts; those that are erased are missing.
    public var names: @Sendable ([Identifier<Act.Party>], any ReadTransaction) throws -> [Identifier<Act.Party>: String]

    public init(
        officers: @escaping @Sendable (_ agency: String, Instant, any ReadTransaction) throws -> [Officer],
        names:
            @escaping @Sendable ([Identifier<Act.Party>], any ReadTransaction) throws -> [Identifier<Act.Party>: String]
    ) {
        self.officers = officers
        self.names = names
    }

    /// A government without accounts.
    public static let nobody = OfficerDirectory(officers: { _, _, _ in [] }, names: { _, _ in [:] })
}
