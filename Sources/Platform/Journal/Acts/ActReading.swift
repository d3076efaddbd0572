import Base
import Store

/// Looking at acts. Where they concern someone else than the reader, looking is an act itself, which the caller records.
extension ReadTransaction {
    /// The act, or `nil`.
    public func act(_ id: Identifier<Act>) throws -> RecordedAct? {
        try row("SELECT \(ActRow.columns) FROM journal_numbered_acts WHERE id = \(id)").map { try ActRow($0).recorded }
    }

    /// What was done to a thing, the newest first. `before` is the last act of the page before.
    public func acts(
        about subject: Act.Subject, before: Identifier<Act>? = nil, limit: Int = 100
    ) throws -> [RecordedAct] {
        let page: SQL = before.map { "AND id < \($0)" } ?? ""
        return try rows(
            """
            SELECT \(ActRow.columns) FROM journal_numbered_acts
            WHERE subject_id = \(subject.id) AND subject_kind = \(subject.kind) \(page)
            ORDER BY id DESC LIMIT \(limit)
            """
        ).map { try ActRow($0).recorded }
    }

    /// What was done that concerns a person: who changed, and who looked at, their data; the newest first.
    public func acts(
        concerning party: Identifier<Act.Party>, before: Identifier<Act>? = nil, limit: Int = 100
    ) throws -> [RecordedAct] {
        let page: SQL = before.map { "AND act < \($0)" } ?? ""
        return try rows(
            """
            SELECT \(ActRow.columns) FROM journal_numbered_acts WHERE id IN (
                SELECT act FROM journal_concerns WHERE party = \(party) \(page) ORDER BY act DESC LIMIT \(limit))
            ORDER BY id DESC
            """
        ).map { try ActRow($0).recorded }
    }

    /// What opens the commitment of an act, for those who may know its content: whoever holds it can show the content and
    /// prove, with the act's receipt, that the government recorded exactly this. `nil` for an unknown or erased act.
    public func disclosure(of id: Identifier<Act>) throws -> ActDisclosure? {
        let found = try row("SELECT \(ActRow.columns) FROM journal_numbered_acts WHERE id = \(id)")
        guard let act = try found.map({ try ActRow($0) }), let salt = act.salt else { return nil }
        return ActDisclosure(entry: act.entry, salt: salt, opening: String(decoding: act.opening, as: UTF8.self))
    }
}

/// The content of an act with the salt of its commitment. Personal data.
public struct ActDisclosure: Hashable, Sendable {
    public var entry: LogEntry
    public var salt: [UInt8]
    /// Canonical JSON.
    public var opening: String

    public init(entry: LogEntry, salt: [UInt8], opening: String) {
        self.entry = entry
        self.salt = salt
        self.opening = opening
    }

    /// Whether this is what the log's entry commits to.
    public var isTrue: Bool { ActCommitment.of(opening: Array(opening.utf8), salt: salt) == entry.commitment }
}
