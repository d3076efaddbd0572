import Base
import BuildingBlock
import Store

/// The SQL of accounts.
enum AccountStore {
    private static let columns: SQL = """
        id, email, name, language, is_resident, is_officer, status, password IS NOT NULL AS has_password, created_at,
        assurance
        """

    private static func account(_ row: Row) throws -> Account {
        let language: String? = try row["language"]
        return Account(
            id: try row["id"], email: try row["email"], name: try row["name"],
            language: language.flatMap(Language.init(rawValue:)), isResident: try row["is_resident"],
            isOfficer: try row["is_officer"], status: try row["status"], hasPassword: try row["has_password"],
            createdAt: try row["created_at"], assurance: try row["assurance"])
    }

    static func account(_ id: Identifier<Account>, _ tx: any ReadTransaction) throws -> Account? {
        try tx.row("SELECT \(columns) FROM identity_accounts WHERE id = \(id)").map(account)
    }

    static func account(email: EmailAddress, _ tx: any ReadTransaction) throws -> Account? {
        try tx.row("SELECT \(columns) FROM identity_accounts WHERE email_key = \(email.key)").map(account)
    }

    /// Accounts whose name or address has `words` in it, the newest first. `before` is the last of the page before.
    static func list(
        matching words: String?, kind: Account.Kind?, statuses: [Account.Status] = [.active, .disabled],
        before: Identifier<Account>?, limit: Int,
        _ tx: any ReadTransaction
    ) throws -> [Account] {
        var conditions: [SQL] = ["status IN (\(list: statuses))"]
        for word in (words ?? "").lowercased().split(whereSeparator: \.isWhitespace).prefix(5) {
            let pattern = "%\(escaped(word))%"
            conditions.append("search_key LIKE \(pattern) ESCAPE '!'")
        }
        switch kind {
        case .resident: conditions.append("is_resident = \(true)")
        case .officer: conditions.append("is_officer = \(true)")
        case nil: break
        }
        if let before { conditions.append("id < \(before)") }
        return try tx.rows(
            """
            SELECT \(columns) FROM identity_accounts WHERE \(conditions.joined(separator: " AND "))
            ORDER BY id DESC LIMIT \(limit)
            """
        ).map(account)
    }

    private static func escaped(_ word: Substring) -> String {
        String(word.flatMap { "!%_".contains($0) ? ["!", $0] : [$0] })
    }

    /// Throws `IdentityError.emailTaken`.
    static func insert(_ id: Identifier<Account>, _ new: NewAccount, at now: Instant, _ tx: any WriteTransaction) throws
    {
        let added = try tx.execute(
            """
            INSERT INTO identity_accounts (id, email, email_key, name, search_key, language, is_resident, is_officer,
                status, created_at)
            VALUES (\(id), \(new.email), \(new.email?.key), \(new.name), \(searchKey(new.name, new.email)),
                \(new.language?.rawValue), \(new.kinds.contains(.resident)), \(new.kinds.contains(.officer)),
                \(Account.Status.active), \(now))
            ON CONFLICT (email_key) DO NOTHING
            """)
        if added == 0 { throw IdentityError.emailTaken }
    }

    static func update(
        _ id: Identifier<Account>, name: String, email: EmailAddress?, language: Language?, _ tx: any WriteTransaction
    ) throws {
        try tx.execute(
            """
            UPDATE identity_accounts SET name = \(name), language = \(language?.rawValue),
                search_key = \(searchKey(name, email)) WHERE id = \(id)
            """)
    }

    static func setStatus(_ status: Account.Status, of id: Identifier<Account>, _ tx: any WriteTransaction) throws {
        try tx.execute("UPDATE identity_accounts SET status = \(status) WHERE id = \(id)")
    }

    static func setAssurance(_ assurance: Assurance, of id: Identifier<Account>, _ tx: any WriteTransaction) throws {
        try tx.execute("UPDATE identity_accounts SET assurance = \(assurance) WHERE id = \(id)")
    }

    static func setOfficer(_ id: Identifier<Account>, _ tx: any WriteTransaction) throws {
        try tx.execute("UPDATE identity_accounts SET is_officer = \(true) WHERE id = \(id)")
    }

    static func erase(_ id: Identifier<Account>, _ tx: any WriteTransaction) throws {
        try tx.execute(
            """
            UPDATE identity_accounts SET email = NULL, email_key = NULL, name = '', search_key = '', language = NULL,
                password = NULL, password_changed_at = NULL, status = \(Account.Status.erased) WHERE id = \(id)
            """)
    }

    private static func searchKey(_ name: String, _ email: EmailAddress?) -> String {
        "\(name) \(email?.description ?? "")".lowercased()
    }
}

/// The SQL of passwords.
extension AccountStore {
    struct Credentials: Sendable {
        var account: Identifier<Account>
        /// `nil` where no password was ever set.
        var password: String?
        var status: Account.Status
    }

    static func credentials(_ email: EmailAddress, _ tx: any ReadTransaction) throws -> Credentials? {
        try tx.row("SELECT id, password, status FROM identity_accounts WHERE email_key = \(email.key)").map(credentials)
    }

    static func credentials(_ id: Identifier<Account>, _ tx: any ReadTransaction) throws -> Credentials? {
        try tx.row("SELECT id, password, status FROM identity_accounts WHERE id = \(id)").map(credentials)
    }

    private static func credentials(_ row: Row) throws -> Credentials {
        Credentials(account: try row["id"], password: try row["password"], status: try row["status"])
    }

    static func setPassword(
        _ hash: String, of id: Identifier<Account>, at now: Instant, _ tx: any WriteTransaction
    ) throws {
        try tx.execute(
            "UPDATE identity_accounts SET password = \(hash), password_changed_at = \(now) WHERE id = \(id)")
    }

    /// The same password under other parameters: only where nobody changed it meanwhile.
    static func replaceHash(_ old: String, by new: String, of id: Identifier<Account>, _ tx: any WriteTransaction)
        throws
    {
        try tx.execute("UPDATE identity_accounts SET password = \(new) WHERE id = \(id) AND password = \(old)")
    }
}
