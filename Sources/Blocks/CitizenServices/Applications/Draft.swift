import Base
import Journal
import ServiceDefinition
import Store

/// An application in the making: what a person has answered so far, on any device. There is one for each person, service and organisation.
public struct Draft: Sendable {
    /// Also the identifier of the case that it becomes, so that sending twice makes one case.
    public var id: Identifier<ServiceCase>
    public var party: Identifier<Act.Party>
    /// For which organisation the person applies; `nil`: for themselves.
    public var organisation: Identifier<Act.Party>?
    public var channel: Channel = .online
    /// When its paper came, where there is one.
    public var receivedAt: Instant?
    /// The officer at a counter who saw it last; `nil`: none did.
    public var officer: Identifier<Act.Party>?
    public var service: String
    public var answers: Answers
    public var facts: CaseFacts
    /// Counts savings.
    public var version: Int64
    public var begunAt: Instant
    public var savedAt: Instant
}

/// How drafts stand in the database.
enum DraftRows {
    static func list(_ condition: SQL, _ transaction: any ReadTransaction) throws -> [Draft] {
        try transaction.rows(
            """
            SELECT id, party, organisation, channel, received_at, officer, service, answers, facts, version, begun_at, saved_at
            FROM citizen_services_drafts
            WHERE \(condition)
            """
        ).map { row in
            Draft(
                id: try row[0], party: try row[1], organisation: try row[2], channel: try row[3],
                receivedAt: try row[4], officer: try row[5], service: try row[6],
                answers: Answers(json: try JSON(parsing: try row[7] as String)),
                facts: CaseFacts(json: try JSON(parsing: try row[8] as String)), version: try row[9],
                begunAt: try row[10], savedAt: try row[11])
        }
    }

    static func insert(_ draft: Draft, _ transaction: any WriteTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO citizen_services_drafts (id, party, organisation, channel, received_at, officer, service, answers, facts,
                version, begun_at, saved_at)
            VALUES (\(draft.id), \(draft.party), \(draft.organisation), \(draft.channel), \(draft.receivedAt), \(draft.officer),
                \(draft.service), \(draft.answers.json.description), \(draft.facts.json.description), \(draft.version),
                \(draft.begunAt), \(draft.savedAt))
            """)
    }

    /// Saves the answers, where no other device has saved since.
    static func save(_ draft: inout Draft, _ transaction: any WriteTransaction) throws {
        let changed = try transaction.execute(
            """
            UPDATE citizen_services_drafts SET answers = \(draft.answers.json.description), facts = \(draft.facts.json.description),
                channel = \(draft.channel), received_at = \(draft.receivedAt), officer = \(draft.officer),
                version = \(draft.version + 1), saved_at = \(draft.savedAt), warned_at = NULL
            WHERE id = \(draft.id) AND version = \(draft.version)
            """)
        guard changed == 1 else { throw CitizenServicesError.changedMeanwhile }
        draft.version += 1
    }

    static func delete(_ id: Identifier<ServiceCase>, _ transaction: any WriteTransaction) throws {
        try transaction.execute("DELETE FROM citizen_services_drafts WHERE id = \(id)")
    }
}
