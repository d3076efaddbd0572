import Base
import Journal
import Store

/// Where somebody tries to sign in from.
public struct SignInPlace: Sendable {
    /// The client's address.
    public var address: String
    /// What to call the device.
    public var device: String
    /// The session that the browser has already, which the new one replaces.
    public var session: Identifier<SignedInDevice>?

    public init(address: String, device: String, session: Identifier<SignedInDevice>? = nil) {
        self.address = address
        self.device = device
        self.session = session
    }
}

extension IdentityService {
    /// Signs in by address and password. What goes wrong does not tell whether there is such an account, neither in words
    /// nor in time: without one, a password is checked that nobody has.
    ///
    /// Throws `IdentityError.wrongCredentials`, `.tooManyAttempts`, `.busy`.
    public func signIn(
        email: String, password: String, from place: SignInPlace, at now: Instant
    ) async throws -> NewSession {
        let address = EmailAddress(email)
        let key = address?.key ?? email.lowercased()
        let counters = AttemptStore.counters(
            email: key, place: ClientPlace.of(place.address), settings.attempts)
        try await beginAttempt(counters, at: now)

        let credentials: AccountStore.Credentials?
        if let address {
            credentials = try await database.read { tx in try AccountStore.credentials(address, tx) }
        } else {
            credentials = nil
        }
        let isRight = try await hasher.verify(password, against: credentials?.password)
        guard isRight, let credentials, let hash = credentials.password, credentials.status == .active else {
            throw IdentityError.wrongCredentials
        }
        let renewed = hasher.isOutdated(hash) ? try await hasher.hash(password) : nil
        let token = Token.random()
        return try await database.write { [self] tx in
            // Disabled or given another password while we checked?
            let present = try AccountStore.credentials(credentials.account, tx)
            guard let present, present.status == .active, present.password == hash else {
                throw IdentityError.wrongCredentials
            }
            if let renewed { try AccountStore.replaceHash(hash, by: renewed, of: credentials.account, tx) }
            try AttemptStore.succeed(counters, at: now, tx)
            return try begin(
                for: credentials.account, device: place.device, replacing: place.session, token: token, at: now, tx)
        }
    }

    /// Counts an attempt. Throws `IdentityError.tooManyAttempts`.
    func beginAttempt(_ counters: [AttemptStore.Counter], at now: Instant) async throws {
        let wait = try await database.write { [self] tx in
            try AttemptStore.begin(counters, settings.attempts, at: now, tx)
        }
        if let wait {
            throw IdentityError.tooManyAttempts(seconds: max(1, Int((wait.microseconds + 999_999) / 1_000_000)))
        }
    }

    /// Signs in as one of the sample people, without a password. Only where the program runs as a demonstration.
    ///
    /// Throws `IdentityError.wrongCredentials`.
    func signInToDemo(email: String, from place: SignInPlace, at now: Instant) async throws -> NewSession {
        guard isDemo, let address = EmailAddress(email), let samples = try? sampleAddresses(), samples.contains(address)
        else {
            throw IdentityError.wrongCredentials
        }
        let token = Token.random()
        return try await database.write { [self] tx in
            guard let account = try AccountStore.account(email: address, tx), account.status == .active else {
                throw IdentityError.wrongCredentials
            }
            return try begin(
                for: account.id, device: place.device, replacing: place.session, token: token, at: now, tx)
        }
    }
}
