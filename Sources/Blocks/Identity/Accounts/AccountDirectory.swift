import Base
import BuildingBlock
import Store

/// What other blocks may know of accounts, within their own transactions. To show it to anyone but the person is a look at
/// personal data, which the caller records.
public enum AccountDirectory {
    public static func account(_ id: Identifier<Account>, in tx: any ReadTransaction) throws -> Account? {
        try AccountStore.account(id, tx)
    }

    /// The account of an address of mail.
    public static func account(_ email: EmailAddress, in tx: any ReadTransaction) throws -> Account? {
        try AccountStore.account(email: email, tx)
    }

    /// People whose account is neither erased nor disabled, and whose name or address has all of `words` in it, the newest first.
    public static func people(matching words: String, limit: Int, in tx: any ReadTransaction) throws -> [Account] {
        try AccountStore.list(matching: words, kind: nil, statuses: [.active], before: nil, limit: limit, tx)
    }

    /// The names of accounts; those that are erased or never were are missing.
    public static func names(
        of accounts: some Collection<Identifier<Account>>, in tx: any ReadTransaction
    ) throws -> [Identifier<Account>: String] {
        var names: [Identifier<Account>: String] = [:]
        let wanted = Array(Set(accounts))
        for start in stride(from: 0, to: wanted.count, by: 500) {
            let chunk = Array(wanted[start..<min(start + 500, wanted.count)])
            try tx.forEach(
                "SELECT id, name FROM identity_accounts WHERE id IN (\(list: chunk)) AND status <> \(Account.Status.erased)"
            ) { row in
                names[try row["id"]] = try row["name"]
                return true
            }
        }
        return names
    }
}

extension IdentityService {
    /// Officers who hold `permission` in `agency` at `now`, by name: to whom work there may be assigned.
    public func officers(
        of agency: String, holding permission: String, at now: Instant, in tx: any ReadTransaction
    ) throws -> [(account: Identifier<Account>, name: String)] {
        let roles = jurisdiction.roles.filter { $0.permissions.contains(permission) }.map(\.key)
        return try GrantStore.holders(of: roles, in: agency, at: now, tx)
    }
}
