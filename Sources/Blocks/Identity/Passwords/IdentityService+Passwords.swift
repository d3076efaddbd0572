import Base
import Journal
import Store

extension IdentityService {
    /// Changes the password of a person who knows the present one. Other devices are signed out; the one that asks gets a
    /// new session.
    ///
    /// Throws `IdentityError.wrongPassword`, `.weakPassword`, `.tooManyAttempts`, `.busy`.
    public func changePassword(
        of id: Identifier<Account>, from present: String, to new: String, place: SignInPlace, at now: Instant
    ) async throws -> NewSession {
        let account = try await database.read { tx in try Self.existing(id, tx) }
        try check(new, name: account.name, email: account.email)
        // Whoever found an open browser must not guess the password here either.
        let counters = AttemptStore.counters(
            email: "change \(id)", place: ClientPlace.of(place.address), settings.attempts)
        try await beginAttempt(counters, at: now)
        let credentials = try await database.read { tx in try AccountStore.credentials(id, tx) }
        guard try await hasher.verify(present, against: credentials?.password) else {
            throw IdentityError.wrongPassword
        }
        let hash = try await hasher.hash(new)
        let token = Token.random()
        return try await database.write { [self] tx in
            try AttemptStore.succeed(counters, at: now, tx)
            try Self.setPassword(hash, of: id, by: .person(Identifier(id)), at: now, tx)
            return try begin(for: id, device: place.device, replacing: place.session, token: token, at: now, tx)
        }
    }

    /// Sets a password by order of the operator. Throws `IdentityError.weakPassword`, `.unknownAccount`.
    public func setPassword(_ password: String, of id: Identifier<Account>, by actor: Act.Actor, at now: Instant)
        async throws
    {
        let account = try await database.read { tx in try Self.existing(id, tx) }
        try check(password, name: account.name, email: account.email)
        let hash = try await hasher.hash(password)
        try await database.write { tx in
            _ = try Self.existing(id, tx)
            try Self.setPassword(hash, of: id, by: actor, at: now, tx)
        }
    }

    /// Sets the hash, ends all sessions and makes all links useless.
    private static func setPassword(
        _ hash: String, of id: Identifier<Account>, by actor: Act.Actor, at now: Instant, _ tx: any WriteTransaction
    ) throws {
        try AccountStore.setPassword(hash, of: id, at: now, tx)
        try SessionStore.deleteAll(of: id, tx)
        try LinkStore.delete(of: id, tx)
        try tx.record(.account(IdentityActs.passwordChanged, id, by: actor, at: now))
    }

    /// The account a password link leads to, as long as the link works.
    func account(ofLink token: String, at now: Instant) async throws -> Account? {
        guard let token = Token(token) else { return nil }
        return try await database.read { tx in
            guard let id = try LinkStore.link(token, .password, at: now, tx)?.account,
                let account = try AccountStore.account(id, tx), account.status == .active
            else { return nil }
            return account
        }
    }

    /// Sets the password that was chosen on the page of a link, and uses the link up.
    ///
    /// Throws `IdentityError.linkSpent`, `.weakPassword`, `.busy`.
    func resetPassword(link text: String, to password: String, at now: Instant) async throws {
        guard let token = Token(text), let account = try await account(ofLink: text, at: now) else {
            throw IdentityError.linkSpent
        }
        try check(password, name: account.name, email: account.email)
        let hash = try await hasher.hash(password)
        try await database.write { tx in
            let link = try LinkStore.spend(token, .password, at: now, tx)
            guard let id = link.account, try AccountStore.account(id, tx)?.status == .active else {
                throw IdentityError.linkSpent
            }
            try Self.setPassword(hash, of: id, by: .person(Identifier(id)), at: now, tx)
        }
    }

    /// A link at which the person chooses a password: for an operator or administrator who hands it over. Links that were
    /// made before stop working. Throws `IdentityError.unknownAccount`.
    public func makePasswordLink(
        for id: Identifier<Account>, lasting: Duration? = nil, by actor: Act.Actor, at now: Instant,
        agency: String? = nil
    ) async throws -> String {
        let token = Token.random()
        let ends = now + (lasting ?? settings.invitationLink)
        try await database.write { tx in
            guard try Self.existing(id, tx).status == .active else { throw IdentityError.unknownAccount }
            try Self.insertPasswordLink(token, for: id, endsAt: ends, by: actor, at: now, agency: agency, tx)
        }
        return passwordAddress(token)
    }

    static func insertPasswordLink(
        _ token: Token, for id: Identifier<Account>, endsAt: Instant, by actor: Act.Actor, at now: Instant,
        agency: String? = nil, _ tx: any WriteTransaction
    ) throws {
        try LinkStore.delete(of: id, tx)
        try LinkStore.insert(token, SecretLink(kind: .password, account: id, endsAt: endsAt), at: now, tx)
        try tx.record(.account(IdentityActs.linkMade, id, by: actor, at: now, agency: agency))
    }

    func passwordAddress(_ token: Token) -> String { "\(address)/password/\(token.text)" }
    func registrationAddress(_ token: Token) -> String { "\(address)/account/new/\(token.text)" }
}
