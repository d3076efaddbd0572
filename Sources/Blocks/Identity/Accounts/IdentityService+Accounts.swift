import Base
import BuildingBlock
import Journal
import Store

extension IdentityService {
    /// Makes an account. It has no password yet, unless one is given: `makePasswordLink` leads to the choice of one.
    ///
    /// Throws `IdentityError.emailTaken`, `.weakPassword`.
    public func create(
        _ new: NewAccount, password: String? = nil, by actor: Act.Actor, at now: Instant, agency: String? = nil
    ) async throws -> Account {
        if let password {
            // Nobody signs in without an address.
            guard let email = new.email else { throw IdentityError.badEmail }
            try check(password, name: new.name, email: email)
        }
        return try await createUnchecked(new, password: password, by: actor, at: now, agency: agency)
    }

    /// Makes an account for somebody else, and writes to its address, where it has one, how to choose a password.
    ///
    /// Throws `IdentityError.emailTaken`.
    public func open(
        _ new: NewAccount, language: Language, by actor: Act.Actor, at now: Instant, agency: String?
    ) async throws -> Account {
        let account = try await create(new, by: actor, at: now, agency: agency)
        if let email = new.email { try await requestPasswordLink(email: email, language: language, at: now) }
        return account
    }

    /// Without asking whether the password is good: for sample people.
    func createUnchecked(
        _ new: NewAccount, password: String?, by actor: Act.Actor, at now: Instant, agency: String? = nil
    ) async throws -> Account {
        let hash = try await hash(password)
        return try await database.write { tx in
            try Self.insert(new, hash: hash, by: actor, at: now, agency: agency, tx)
        }
    }

    private func hash(_ password: String?) async throws -> String? {
        guard let password else { return nil }
        return try await hasher.hash(password)
    }

    static func insert(
        _ new: NewAccount, hash: String?, by actor: Act.Actor?, at now: Instant, agency: String? = nil,
        _ tx: any WriteTransaction
    ) throws -> Account {
        let id = Identifier<Account>(at: now)
        try AccountStore.insert(id, new, at: now, tx)
        if let hash { try AccountStore.setPassword(hash, of: id, at: now, tx) }
        let kinds = JSON.array(new.kinds.map(\.rawValue).sorted().map { .string($0) })
        // Who registers is the first to act under the new identifier.
        let actor = actor ?? .person(Identifier(id))
        try tx.record(.account(IdentityActs.created, id, by: actor, at: now, agency: agency, detail: ["kinds": kinds]))
        guard let account = try AccountStore.account(id, tx) else { throw IdentityError.unknownAccount }
        return account
    }

    public func account(_ id: Identifier<Account>) async throws -> Account? {
        try await database.read { tx in try AccountStore.account(id, tx) }
    }

    public func account(email: EmailAddress) async throws -> Account? {
        try await database.read { tx in try AccountStore.account(email: email, tx) }
    }

    /// Accounts whose name or address has all of `words` in it, the newest first.
    public func accounts(
        matching words: String? = nil, kind: Account.Kind? = nil, before: Identifier<Account>? = nil, limit: Int = 50
    ) async throws -> [Account] {
        try await database.read { tx in
            try AccountStore.list(matching: words, kind: kind, before: before, limit: limit, tx)
        }
    }

    /// Changes the name and the language. Throws `IdentityError.badName`, `.unknownAccount`.
    public func edit(
        _ id: Identifier<Account>, name: String, language: Language?, by actor: Act.Actor, at now: Instant
    ) async throws {
        guard let name = PersonName.tidied(name) else { throw IdentityError.badName }
        try await database.write { tx in
            let account = try Self.existing(id, tx)
            guard account.name != name || account.language != language else { return }
            try AccountStore.update(id, name: name, email: account.email, language: language, tx)
            let changed = [account.name != name ? "name" : nil, account.language != language ? "language" : nil]
            let detail: JSON = ["changed": .array(changed.compactMap { $0 }.map { .string($0) })]
            try tx.record(.account(IdentityActs.edited, id, by: actor, at: now, detail: detail))
        }
    }

    /// Keeps a person from signing in, and ends their sessions; or lets them in again.
    ///
    /// Throws `IdentityError.unknownAccount`, `.lastAdministrator`.
    public func setDisabled(
        _ isDisabled: Bool, _ id: Identifier<Account>, by actor: Act.Actor, at now: Instant, agency: String? = nil
    ) async throws {
        try await database.write { [self] tx in
            let account = try Self.existing(id, tx)
            let status: Account.Status = isDisabled ? .disabled : .active
            guard account.status != status else { return }
            try AccountStore.setStatus(status, of: id, tx)
            if isDisabled {
                try SessionStore.deleteAll(of: id, tx)
                try LinkStore.delete(of: id, tx)
                try requireAdministrator(ifLost: id, at: now, tx)
            }
            let verb = isDisabled ? IdentityActs.disabled : IdentityActs.enabled
            try tx.record(.account(verb, id, by: actor, at: now, agency: agency))
        }
    }

    /// Records how sure an officer is of who the person is: after seeing a document that proves it, or finding a doubt.
    ///
    /// Throws `IdentityError.unknownAccount`, `.ownAccount`: nobody vouches for themselves.
    public func setAssurance(
        _ assurance: Assurance, of id: Identifier<Account>, by actor: Act.Actor, at now: Instant, agency: String? = nil
    ) async throws {
        guard actor != .person(Identifier(id)) else { throw IdentityError.ownAccount }
        try await database.write { tx in
            guard try Self.existing(id, tx).assurance != assurance else { return }
            try AccountStore.setAssurance(assurance, of: id, tx)
            let detail: JSON = ["assurance": .string(assurance.rawValue)]
            try tx.record(.account(IdentityActs.assured, id, by: actor, at: now, agency: agency, detail: detail))
        }
    }

    /// Takes away what identifies the person. That there was an account, and what it was allowed to do, stays.
    static func erase(_ id: Identifier<Account>, by actor: Act.Actor, at now: Instant, _ tx: any WriteTransaction)
        throws
    {
        guard let account = try AccountStore.account(id, tx), account.status != .erased else { return }
        try SessionStore.deleteAll(of: id, tx)
        try LinkStore.delete(of: id, tx)
        try GrantStore.revokeAll(of: id, at: now, tx)
        try AccountStore.erase(id, tx)
        try tx.record(.account(IdentityActs.erased, id, by: actor, at: now))
    }

    /// The account, unless it is erased or never was.
    static func existing(_ id: Identifier<Account>, _ tx: any ReadTransaction) throws -> Account {
        guard let account = try AccountStore.account(id, tx), account.status != .erased else {
            throw IdentityError.unknownAccount
        }
        return account
    }
}
