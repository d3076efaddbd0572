import Base
import Store

/// A role in an agency that somebody holds for a time.
public struct RoleGrant: Sendable, Hashable {
    public var id: Identifier<RoleGrant>
    public var account: Identifier<Account>
    /// The keys of the jurisdiction's role and agency.
    public var role: String
    public var agency: String
    public var from: Instant
    /// `nil` until it is revoked.
    public var until: Instant?
    public var grantedAt: Instant
    public var revokedAt: Instant?

    public func isValid(at now: Instant) -> Bool {
        from <= now && (until.map { now < $0 } ?? true) && (revokedAt.map { now < $0 } ?? true)
    }
}

/// The SQL of grants.
enum GrantStore {
    private static let columns: SQL = "id, account, role, agency, from_at, until_at, granted_at, revoked_at"

    private static func grant(_ row: Row) throws -> RoleGrant {
        RoleGrant(
            id: try row["id"], account: try row["account"], role: try row["role"], agency: try row["agency"],
            from: try row["from_at"], until: try row["until_at"], grantedAt: try row["granted_at"],
            revokedAt: try row["revoked_at"])
    }

    private static func valid(at now: Instant) -> SQL {
        "from_at <= \(now) AND (until_at IS NULL OR until_at > \(now)) AND revoked_at IS NULL"
    }

    static func valid(of account: Identifier<Account>, at now: Instant, _ tx: any ReadTransaction) throws -> [RoleGrant]
    {
        try tx.rows("SELECT \(columns) FROM identity_grants WHERE account = \(account) AND \(valid(at: now))").map(
            grant)
    }

    /// All grants of an account that were not revoked, the newest first.
    static func all(of account: Identifier<Account>, _ tx: any ReadTransaction) throws -> [RoleGrant] {
        try tx.rows(
            "SELECT \(columns) FROM identity_grants WHERE account = \(account) AND revoked_at IS NULL ORDER BY id DESC"
        ).map(grant)
    }

    /// All grants that an account ever had.
    static func history(of account: Identifier<Account>, _ tx: any ReadTransaction) throws -> [RoleGrant] {
        try tx.rows("SELECT \(columns) FROM identity_grants WHERE account = \(account) ORDER BY id DESC").map(grant)
    }

    static func grant(_ id: Identifier<RoleGrant>, _ tx: any ReadTransaction) throws -> RoleGrant? {
        try tx.row("SELECT \(columns) FROM identity_grants WHERE id = \(id)").map(grant)
    }

    static func insert(_ grant: RoleGrant, _ tx: any WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO identity_grants (id, account, role, agency, from_at, until_at, granted_at)
            VALUES (\(grant.id), \(grant.account), \(grant.role), \(grant.agency), \(grant.from), \(grant.until),
                \(grant.grantedAt))
            """)
    }

    /// Whether there was a grant to revoke.
    static func revoke(_ id: Identifier<RoleGrant>, at now: Instant, _ tx: any WriteTransaction) throws -> Bool {
        try tx.execute("UPDATE identity_grants SET revoked_at = \(now) WHERE id = \(id) AND revoked_at IS NULL") == 1
    }

    static func revokeAll(of account: Identifier<Account>, at now: Instant, _ tx: any WriteTransaction) throws {
        try tx.execute(
            "UPDATE identity_grants SET revoked_at = \(now) WHERE account = \(account) AND revoked_at IS NULL")
    }

    /// Active accounts that hold one of `roles` at `now`, in `agency` or in any; each once.
    static func holders(
        of roles: [String], in agency: String?, at now: Instant, _ tx: any ReadTransaction
    ) throws -> [(account: Identifier<Account>, name: String)] {
        let place: SQL = agency.map { "AND g.agency = \($0)" } ?? ""
        return try tx.rows(
            """
            SELECT a.id, a.name FROM identity_accounts a
            WHERE a.status = \(Account.Status.active) AND EXISTS (
                SELECT 1 FROM identity_grants g
                WHERE g.account = a.id AND g.role IN (\(list: roles)) AND \(valid(at: now)) \(place))
            ORDER BY a.name, a.id
            """
        ).map { (account: try $0["id"], name: try $0["name"]) }
    }
}
