import Base
import Journal
import Store
import Web

/// A session that was begun, to be kept by the browser.
public struct NewSession: Sendable {
    public var token: String
    public var endsAt: Instant
}

extension IdentityService: SessionReader {
    /// How old `seenAt` may grow before it is written again: pages are read far more often.
    private static let seenPrecision = Duration.seconds(300)

    public func person(session token: String, at now: Instant) async throws -> Person? {
        try await person(session: token, at: now) { _, _ in }?.person
    }

    /// The person whose session it is, with what `more` reads of them in the same transaction: every page of a person who is
    /// signed in begins here.
    public func person<More: Sendable>(
        session token: String, at now: Instant,
        with more: @escaping @Sendable (Identifier<Account>, any ReadTransaction) throws -> More
    ) async throws -> (person: Person, more: More)? {
        guard let token = Token(token) else { return nil }
        let found = try await database.read { [self] tx -> (SessionStore.Found, [RoleGrant], More)? in
            guard let found = try SessionStore.found(token, at: now, idle: settings.sessionIdle, tx) else { return nil }
            let grants = found.isOfficer ? try GrantStore.valid(of: found.account, at: now, tx) : []
            return (found, grants, try more(found.account, tx))
        }
        guard let (session, grants, more) = found else { return nil }
        if now - session.seenAt > min(Self.seenPrecision, settings.sessionIdle / 4) {
            // Bookkeeping, no act: that somebody was here is nobody's business. Where it cannot be written (a full disk), pages
            // can still be read.
            try? await database.write { tx in try SessionStore.touch(session.session, at: now, tx) }
        }
        let person = Person(
            account: Identifier(session.account), name: session.name, language: session.language,
            session: Identifier(session.session), grants: permissions(grants))
        return (person, more)
    }

    /// Begins a session in the transaction of a successful sign-in, in place of the one that the browser had.
    func begin(
        for account: Identifier<Account>, device: String, replacing old: Identifier<SignedInDevice>?, token: Token,
        at now: Instant, _ tx: any WriteTransaction
    ) throws -> NewSession {
        let session = Identifier<SignedInDevice>(at: now)
        let endsAt = now + settings.sessionLength
        if let old { try tx.execute("DELETE FROM identity_sessions WHERE id = \(old)") }
        try SessionStore.insert(session, token, account: account, device: device, at: now, endsAt: endsAt, tx)
        try tx.record(.account(IdentityActs.signedIn, account, by: .person(Identifier(account)), at: now))
        return NewSession(token: token.text, endsAt: endsAt)
    }

    /// The devices on which a person is signed in, the one seen last first.
    public func devices(of account: Identifier<Account>, at now: Instant) async throws -> [SignedInDevice] {
        try await database.read { [self] tx in
            try SessionStore.devices(of: account, at: now, idle: settings.sessionIdle, tx)
        }
    }

    /// Signs one device out; nothing happens where it is not signed in.
    public func signOut(_ device: Identifier<SignedInDevice>, of account: Identifier<Account>, at now: Instant)
        async throws
    {
        try await database.write { tx in
            guard try SessionStore.delete(device, of: account, tx) else { return }
            try tx.record(.account(IdentityActs.signedOut, account, by: .person(Identifier(account)), at: now))
        }
    }

    /// Signs all devices out but the one that asks.
    public func signOutOthers(
        than device: Identifier<SignedInDevice>, of account: Identifier<Account>, at now: Instant
    ) async throws {
        try await database.write { tx in
            let count = try SessionStore.deleteAll(of: account, except: device, tx)
            guard count > 0 else { return }
            let detail: JSON = ["devices": .integer(Int64(count))]
            try tx.record(
                .account(IdentityActs.signedOut, account, by: .person(Identifier(account)), at: now, detail: detail))
        }
    }
}
