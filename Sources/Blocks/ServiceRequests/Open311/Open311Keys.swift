import Base
import Journal
import Store
import Web

/// A program that may file or update requests over Open311.
public struct APIKey: Hashable, Sendable {
    public var id: Identifier<APIKey>
    public var name: String
    public var scopes: Set<Scope>
    public var createdAt: Instant
    public var revokedAt: Instant?

    public enum Scope: String, CaseIterable, Hashable, Sendable {
        /// POST Service Request.
        case file
        /// POST Service Request Updates: a system of an agency tells what it did.
        case update
    }
}

extension RequestDesk {
    /// Makes a key. Its text is given here and nowhere else: the database keeps its SHA-256.
    public func createKey(name: String, scopes: Set<APIKey.Scope>, by actor: Act.Actor, at now: Instant) async throws
        -> (key: String, id: Identifier<APIKey>)
    {
        let key = SecretKey()
        let id = Identifier<APIKey>(at: now)
        let words = scopes.map(\.rawValue).sorted().joined(separator: " ")
        try await database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO service_requests_keys (id, name, key_hash, scopes, created_at, revoked_at)
                VALUES (\(id), \(name), \(key.hash), \(words), \(now), NULL)
                """)
            try transaction.record(
                Act(
                    RequestActs.keyCreated, Act.Subject("service-request-key", id), by: actor, at: now,
                    detail: ["scopes": .string(words)]))
        }
        return (key.text, id)
    }

    /// Whether there was such a key in use.
    @discardableResult
    public func revokeKey(_ id: Identifier<APIKey>, by actor: Act.Actor, at now: Instant) async throws -> Bool {
        try await database.write { transaction in
            let changed = try transaction.execute(
                "UPDATE service_requests_keys SET revoked_at = \(now) WHERE id = \(id) AND revoked_at IS NULL")
            guard changed == 1 else { return false }
            try transaction.record(
                Act(RequestActs.keyRevoked, Act.Subject("service-request-key", id), by: actor, at: now))
            return true
        }
    }

    public func keys() async throws -> [APIKey] {
        try await database.read { transaction in
            try transaction.rows(
                "SELECT id, name, scopes, created_at, revoked_at FROM service_requests_keys ORDER BY id"
            ).map(APIKey.init(row:))
        }
    }

    /// The key of this text, where it is in use and has the scope.
    func key(_ text: String?, for scope: APIKey.Scope) async throws -> APIKey? {
        guard let key = text.flatMap(SecretKey.init) else { return nil }
        let hash = key.hash
        let found = try await database.read { transaction in
            try transaction.row(
                """
                SELECT id, name, scopes, created_at, revoked_at FROM service_requests_keys
                WHERE key_hash = \(hash) AND revoked_at IS NULL
                """
            ).map(APIKey.init(row:))
        }
        return found?.scopes.contains(scope) == true ? found : nil
    }
}

extension APIKey {
    init(row: Row) throws {
        let scopes: String = try row[2]
        self.init(
            id: try row[0], name: try row[1],
            scopes: Set(scopes.split(separator: " ").compactMap { Scope(rawValue: String($0)) }),
            createdAt: try row[3], revokedAt: try row[4])
    }
}
