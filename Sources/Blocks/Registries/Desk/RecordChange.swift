import Base
import Journal
import Store

/// Who changes a record, in whose name, when and why.
public struct RecordChange: Sendable {
    public var actor: Act.Actor
    public var agency: String?
    public var at: Instant
    /// In the words of the jurisdiction or of the officer.
    public var reason: String?
    /// The case that it follows from; opaque here.
    public var caseReference: String?
    public var onBehalfOf: Identifier<Act.Party>?

    public init(
        by actor: Act.Actor, for agency: String?, at: Instant, reason: String? = nil, case reference: String? = nil,
        onBehalfOf: Identifier<Act.Party>? = nil
    ) {
        self.actor = actor
        self.agency = agency
        self.at = at
        self.reason = reason
        caseReference = reference
        self.onBehalfOf = onBehalfOf
    }
}

/// What the program knows of parties and this block does not: accounts and their names.
public struct PartyBook: Sendable {
    /// The party of somebody's address of mail, for sample data and imports.
    public var find: @Sendable (_ address: String, any ReadTransaction) throws -> Identifier<Act.Party>?
    /// What people are called who act here, for "who looked at my data".
    public var names: @Sendable ([Identifier<Act.Party>], any ReadTransaction) throws -> [Identifier<Act.Party>: String]

    public init(
        find: @escaping @Sendable (_ address: String, any ReadTransaction) throws -> Identifier<Act.Party>?,
        names:
            @escaping @Sendable ([Identifier<Act.Party>], any ReadTransaction) throws -> [Identifier<Act.Party>: String]
    ) {
        self.find = find
        self.names = names
    }

    /// Knows nobody.
    public static let empty = PartyBook(find: { _, _ in nil }, names: { _, _ in [:] })
}
