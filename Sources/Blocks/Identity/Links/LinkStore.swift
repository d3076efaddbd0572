import Base
import Store

/// A link that was sent by mail and works once.
struct SecretLink: Sendable, Hashable {
    enum Kind: String, Sendable, SQLConvertible {
        /// Leads to the choice of a new password.
        case password
        /// Leads to the choice of the first password of an account that is made thereby.
        case registration
    }
    var kind: Kind
    var account: Identifier<Account>?
    var email: EmailAddress?
    var name: String?
    var language: Language?
    var endsAt: Instant
}

/// The SQL of links.
enum LinkStore {
    static func insert(_ token: Token, _ link: SecretLink, at now: Instant, _ tx: any WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO identity_links (token, kind, account, email, name, language, made_at, ends_at)
            VALUES (\(token.hash), \(link.kind), \(link.account), \(link.email), \(link.name), \(link.language?.rawValue),
                \(now), \(link.endsAt))
            """)
    }

    /// The link, as long as it works.
    static func link(_ token: Token, _ kind: SecretLink.Kind, at now: Instant, _ tx: any ReadTransaction) throws
        -> SecretLink?
    {
        try tx.row(
            """
            SELECT kind, account, email, name, language, ends_at FROM identity_links
            WHERE token = \(token.hash) AND kind = \(kind) AND ends_at > \(now)
            """
        ).map { row in
            let language: String? = try row["language"]
            return SecretLink(
                kind: try row["kind"], account: try row["account"], email: try row["email"], name: try row["name"],
                language: language.flatMap(Language.init(rawValue:)), endsAt: try row["ends_at"])
        }
    }

    /// Uses the link up. Throws `IdentityError.linkSpent` for one that does not work (any more).
    static func spend(_ token: Token, _ kind: SecretLink.Kind, at now: Instant, _ tx: any WriteTransaction) throws
        -> SecretLink
    {
        guard let link = try link(token, kind, at: now, tx),
            try tx.execute("DELETE FROM identity_links WHERE token = \(token.hash)") == 1
        else { throw IdentityError.linkSpent }
        return link
    }

    /// Only the newest link of an account works.
    static func delete(of account: Identifier<Account>, _ tx: any WriteTransaction) throws {
        try tx.execute("DELETE FROM identity_links WHERE account = \(account)")
    }

    static func deleteExpired(at now: Instant, _ tx: any WriteTransaction) throws -> Int {
        try tx.execute("DELETE FROM identity_links WHERE ends_at <= \(now)")
    }
}
