import Base
import BuildingBlock
import Journal
import Store

/// What people ask for by mail. The page that takes the wish does the same whether or not there is an account: it writes the wish
/// down. A job looks who it is about and sends the letter; so neither words nor time tell a stranger who has an account.
extension IdentityService {
    static let wishJob = "identity.wish"

    struct Wish: Sendable {
        var kind: SecretLink.Kind
        var email: EmailAddress
        var name: String?
        var language: Language
    }

    /// Nobody gets more than a few letters an hour: what goes beyond is passed over in silence.
    func write(_ wish: Wish, at now: Instant) async throws {
        let id = Identifier<Wish>(at: now)
        try await database.write { [self] tx in
            let counters = AttemptStore.letters(to: wish.email)
            guard try AttemptStore.begin(counters, settings.attempts, at: now, tx) == nil else { return }
            try tx.execute(
                """
                INSERT INTO identity_wishes (id, kind, email, name, language, made_at)
                VALUES (\(id), \(wish.kind), \(wish.email), \(wish.name), \(wish.language.rawValue), \(now))
                """)
            try jobs.enqueue(NewJob(Self.wishJob, payload: id.description), in: tx)
        }
    }

    /// Fulfils a wish. Once the letter is sent the wish is gone; a crash in between sends the letter again, with a link that
    /// takes the place of the first.
    func fulfil(_ payload: String, at now: Instant) async throws {
        guard let id = Identifier<Wish>(payload) else { return }
        guard let wish = try await database.read({ tx in try Self.wish(id, tx) }) else { return }
        let token = Token.random()
        let letter = try await database.write { [self] tx -> Letter? in
            switch wish.kind {
            case .password: try passwordLetter(wish, token, at: now, tx)
            case .registration: try registrationLetter(wish, token, at: now, tx)
            }
        }
        if let letter { try await mailer.send(to: wish.email.description, subject: letter.subject, text: letter.text) }
        try await database.write { tx in _ = try tx.execute("DELETE FROM identity_wishes WHERE id = \(id)") }
    }

    private static func wish(_ id: Identifier<Wish>, _ tx: any ReadTransaction) throws -> Wish? {
        try tx.row("SELECT kind, email, name, language FROM identity_wishes WHERE id = \(id)").map { row in
            let language: String = try row["language"]
            return Wish(
                kind: try row["kind"], email: try row["email"], name: try row["name"],
                language: Language(rawValue: language) ?? .english)
        }
    }

    private func passwordLetter(_ wish: Wish, _ token: Token, at now: Instant, _ tx: any WriteTransaction) throws
        -> Letter?
    {
        guard let account = try AccountStore.account(email: wish.email, tx), account.status == .active else {
            return nil
        }
        try Self.insertPasswordLink(
            token, for: account.id, endsAt: now + settings.passwordLink, by: .system("identity"), at: now, tx)
        return letter(
            "password", in: account.language ?? wish.language, link: passwordAddress(token), settings.passwordLink)
    }

    private func registrationLetter(_ wish: Wish, _ token: Token, at now: Instant, _ tx: any WriteTransaction) throws
        -> Letter?
    {
        if let account = try AccountStore.account(email: wish.email, tx) {
            guard account.status == .active else { return nil }
            return letter("known", in: account.language ?? wish.language, link: "\(address)/password")
        }
        // No act yet: nobody is there whom it could concern, and nothing came of it.
        try LinkStore.insert(
            token,
            SecretLink(
                kind: .registration, email: wish.email, name: wish.name, language: wish.language,
                endsAt: now + settings.registrationLink), at: now, tx)
        return letter(
            "registration", in: wish.language, link: registrationAddress(token), settings.registrationLink)
    }

    struct Letter: Sendable {
        var subject: String
        var text: String
    }

    /// The link stands on a line of its own, where no mark of direction can become part of it.
    private func letter(_ name: String, in language: Language, link: String, _ lasts: Duration = .zero) -> Letter {
        let minutes = Int64(lasts.components.seconds / 60)
        let lasting =
            minutes >= 120
            ? texts("identity.mail.hours", in: language, ["count": .number(minutes / 60)])
            : texts("identity.mail.minutes", in: language, ["count": .number(minutes)])
        let site: Texts.Argument = .text(jurisdiction.title(in: language))
        return Letter(
            subject: texts("identity.mail.\(name).subject", in: language, ["site": site]),
            text: [
                texts("identity.mail.\(name).text", in: language, ["site": site]), link,
                lasts > .zero ? lasting : nil, texts("identity.mail.\(name).ignore", in: language),
                jurisdiction.title(in: language),
            ].compactMap { $0 }.joined(separator: "\n\n") + "\n")
    }
}

extension IdentityService {
    /// Asks for a letter with a link at which a new password is chosen. Does the same for every address.
    public func requestPasswordLink(email: EmailAddress, language: Language, at now: Instant) async throws {
        try await write(Wish(kind: .password, email: email, language: language), at: now)
    }

    /// Asks for a letter with a link by which an account is made. Does the same for every address. Throws `IdentityError.badName`.
    public func requestRegistration(email: EmailAddress, name: String, language: Language, at now: Instant) async throws
    {
        guard let name = PersonName.tidied(name) else { throw IdentityError.badName }
        try await write(Wish(kind: .registration, email: email, name: name, language: language), at: now)
    }

    /// What a registration link is about, as long as it works.
    func registration(_ text: String, at now: Instant) async throws -> SecretLink? {
        guard let token = Token(text) else { return nil }
        return try await database.read { tx in try LinkStore.link(token, .registration, at: now, tx) }
    }

    /// Makes the account of a registration link and uses the link up; signs the person in.
    ///
    /// Throws `IdentityError.linkSpent`, `.weakPassword`, `.emailTaken`, `.busy`.
    func register(link text: String, password: String, from place: SignInPlace, at now: Instant) async throws
        -> NewSession
    {
        guard let token = Token(text), let link = try await registration(text, at: now), let email = link.email,
            let name = link.name
        else { throw IdentityError.linkSpent }
        try check(password, name: name, email: email)
        let new = try NewAccount(email: email, name: name, language: link.language, kinds: [.resident])
        let hash = try await hasher.hash(password)
        let session = Token.random()
        return try await database.write { [self] tx in
            _ = try LinkStore.spend(token, .registration, at: now, tx)
            let account = try Self.insert(new, hash: hash, by: nil, at: now, tx)
            return try begin(
                for: account.id, device: place.device, replacing: place.session, token: session, at: now, tx)
        }
    }
}
