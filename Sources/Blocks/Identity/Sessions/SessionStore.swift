import Base
import Store
import Web

/// A signed-in device.
public struct SignedInDevice: Sendable, Hashable {
    public var id: Identifier<SignedInDevice>
    /// What the browser says it is: "Firefox on Android".
    public var device: String
    public var beganAt: Instant
    /// To some minutes.
    public var seenAt: Instant
}

/// The SQL of sessions.
enum SessionStore {
    struct Found: Sendable {
        var session: Identifier<SignedInDevice>
        var seenAt: Instant
        var account: Identifier<Account>
        var name: String
        var language: Language?
        var isOfficer: Bool
    }

    /// Whose session a token is, as long as it lasts and the account is active.
    static func found(_ token: Token, at now: Instant, idle: Duration, _ tx: any ReadTransaction) throws -> Found? {
        try tx.row(
            """
            SELECT s.id, s.seen_at, a.id AS account, a.name, a.language, a.is_officer
            FROM identity_sessions s JOIN identity_accounts a ON a.id = s.account
            WHERE s.token = \(token.hash) AND s.ends_at > \(now) AND s.seen_at > \(now - idle)
                AND a.status = \(Account.Status.active)
            """
        ).map { row in
            let language: String? = try row["language"]
            return Found(
                session: try row["id"], seenAt: try row["seen_at"], account: try row["account"], name: try row["name"],
                language: language.flatMap(Language.init(rawValue:)), isOfficer: try row["is_officer"])
        }
    }

    static func insert(
        _ id: Identifier<SignedInDevice>, _ token: Token, account: Identifier<Account>, device: String, at now: Instant,
        endsAt: Instant, _ tx: any WriteTransaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO identity_sessions (id, token, account, device, began_at, seen_at, ends_at)
            VALUES (\(id), \(token.hash), \(account), \(device), \(now), \(now), \(endsAt))
            """)
    }

    static func touch(_ id: Identifier<SignedInDevice>, at now: Instant, _ tx: any WriteTransaction) throws {
        try tx.execute("UPDATE identity_sessions SET seen_at = \(now) WHERE id = \(id) AND seen_at < \(now)")
    }

    static func devices(of account: Identifier<Account>, at now: Instant, idle: Duration, _ tx: any ReadTransaction)
        throws
        -> [SignedInDevice]
    {
        try tx.rows(
            """
            SELECT id, device, began_at, seen_at FROM identity_sessions
            WHERE account = \(account) AND ends_at > \(now) AND seen_at > \(now - idle) ORDER BY seen_at DESC
            """
        ).map(device)
    }

    /// Also those that have ended but were not cleared away yet.
    static func all(of account: Identifier<Account>, _ tx: any ReadTransaction) throws -> [SignedInDevice] {
        try tx.rows(
            "SELECT id, device, began_at, seen_at FROM identity_sessions WHERE account = \(account) ORDER BY id DESC"
        ).map(device)
    }

    private static func device(_ row: Row) throws -> SignedInDevice {
        SignedInDevice(
            id: try row["id"], device: try row["device"], beganAt: try row["began_at"], seenAt: try row["seen_at"])
    }

    /// Ends one session of the account; whether there was one.
    static func delete(_ id: Identifier<SignedInDevice>, of account: Identifier<Account>, _ tx: any WriteTransaction)
        throws
        -> Bool
    {
        try tx.execute("DELETE FROM identity_sessions WHERE id = \(id) AND account = \(account)") == 1
    }

    /// Ends all sessions of the account but one; how many.
    @discardableResult
    static func deleteAll(
        of account: Identifier<Account>, except kept: Identifier<SignedInDevice>? = nil, _ tx: any WriteTransaction
    ) throws -> Int {
        let others: SQL = kept.map { "AND id <> \($0)" } ?? ""
        return try tx.execute("DELETE FROM identity_sessions WHERE account = \(account) \(others)")
    }

    static func deleteExpired(at now: Instant, idle: Duration, _ tx: any WriteTransaction) throws -> Int {
        try tx.execute("DELETE FROM identity_sessions WHERE ends_at <= \(now) OR seen_at <= \(now - idle)")
    }
}
