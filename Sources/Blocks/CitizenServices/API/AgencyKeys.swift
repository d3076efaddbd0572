import Base
import Journal
import Store
import Web

/// A key with which a program of an agency reads that agency's cases.
public struct AgencyKey: Hashable, Sendable {
    public var id: Identifier<AgencyKey>
    /// What the program is called; the people whose cases it reads see this name.
    public var name: String
    public var agency: String
    public var createdAt: Instant
    public var revokedAt: Instant?
}

extension ServicesDesk {
    /// Makes a key. Its text is given here and nowhere else: the database keeps its SHA-256.
    public func createKey(name: String, agency: String, by actor: Act.Actor, at now: Instant) async throws -> (
        key: String, id: Identifier<AgencyKey>
    ) {
        let key = SecretKey()
        let id = Identifier<AgencyKey>(at: now)
        try await database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO citizen_services_keys (id, name, agency, key_hash, created_at, revoked_at)
                VALUES (\(id), \(name), \(agency), \(key.hash), \(now), NULL)
                """)
            try transaction.record(
                Act(CitizenServicesActs.keyCreated, Act.Subject("service-key", id), by: actor, at: now, agency: agency))
        }
        return (key.text, id)
    }

    /// Whether there was such a key in use.
    public func revokeKey(_ id: Identifier<AgencyKey>, by actor: Act.Actor, at now: Instant) async throws -> Bool {
        try await database.write { transaction in
            let changed = try transaction.execute(
                "UPDATE citizen_services_keys SET revoked_at = \(now) WHERE id = \(id) AND revoked_at IS NULL")
            guard changed == 1 else { return false }
            try transaction.record(
                Act(CitizenServicesActs.keyRevoked, Act.Subject("service-key", id), by: actor, at: now))
            return true
        }
    }

    public func keys() async throws -> [AgencyKey] {
        try await database.read { try Self.keys("1 = 1 ORDER BY id", $0) }
    }

    /// The key in use that a caller holds.
    func agencyKey(_ client: Client) async throws -> AgencyKey? {
        guard let id = Identifier<AgencyKey>(client.id) else { return nil }
        return try await database.read { try Self.keys("id = \(id) AND revoked_at IS NULL", $0).first }
    }

    /// Opens a case for a program of its agency: a look at someone's data, which is an act with the program's own words for why.
    func view(_ reference: CaseReference, with key: AgencyKey, for purpose: String, at now: Instant) async throws
        -> ServiceCase
    {
        try await database.write { transaction in
            guard
                let one = try CaseRows.list(
                    "reference = \(reference) AND agency = \(key.agency)", currency, transaction
                ).first
            else {
                throw CitizenServicesError.unknownCase
            }
            try transaction.record(
                Act(
                    CitizenServicesActs.viewed, CitizenServicesActs.subject(one.id), by: .system("program \(key.name)"),
                    at: now,
                    agency: key.agency, purpose: purpose, concerns: [one.party]))
            return one
        }
    }

    private static func keys(_ condition: SQL, _ transaction: any ReadTransaction) throws -> [AgencyKey] {
        try transaction.rows(
            "SELECT id, name, agency, created_at, revoked_at FROM citizen_services_keys WHERE \(condition)"
        ).map {
            AgencyKey(id: try $0[0], name: try $0[1], agency: try $0[2], createdAt: try $0[3], revokedAt: try $0[4])
        }
    }
}

/// Who holds a key of an agency.
extension ServicesDesk: ClientReader {
    public func client(key: String, at now: Instant) async throws -> Client? {
        guard let hash = SecretKey(key)?.hash else { return nil }
        return try await database.read { transaction in
            try transaction.row(
                "SELECT id, name FROM citizen_services_keys WHERE key_hash = \(hash) AND revoked_at IS NULL"
            ).map {
                Client(id: (try $0[0] as Identifier<AgencyKey>).description, name: try $0[1])
            }
        }
    }
}
