import Base

/// All that the sandbox provider knows, and its rules: a value, so that tests play it without a server.
struct SandboxBook: Sendable, Codable {
    struct Session: Sendable, Hashable, Codable {
        var id: String
        var amount: Money
        var title: String
        var reference: String
        var back: String
        var messages: String
        var language: Language
        var state: String
        var failure: String?
        var expiresAt: Instant
        /// When the bank answers, and what; while it is processing.
        var settlesAt: Instant?
        var willFail: String?
        /// Whether the bank's own page asks the person now.
        var isChallenged = false
        var refunded: Money

        var current: CardSession.State { CardSession.State(rawValue: state) ?? .open }
    }

    struct Refunded: Sendable, Hashable, Codable {
        var id: String
        var amount: Money
    }

    /// A message that is to be sent.
    struct Message: Sendable, Hashable, Codable {
        var id: String
        var session: String
        var address: String
        var at: Instant
        var tries = 0
    }

    enum Trouble: Error, Hashable { case unknown, refused(String) }
    enum Answer: Hashable { case over, challenge, badCard }

    var sessions: [String: Session] = [:]
    /// By the key of the order.
    var sessionKeys: [String: String] = [:]
    var refunds: [String: Refunded] = [:]
    var messages: [Message] = []
    var behaviour = SandboxBehaviour()
    /// Counts what was named; the names are the sandbox's own.
    var counter: UInt64 = 0
    var seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    private mutating func name(_ prefix: String) -> String {
        counter += 1
        var random = SplitMix64(seed: seed &+ counter)
        return prefix + Hex.encode((0..<2).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } })
    }

    mutating func begin(_ order: CardOrder, at now: Instant) -> Session {
        if let id = sessionKeys[order.key], let known = sessions[id] { return known }
        let session = Session(
            id: name("cs_"), amount: order.amount, title: order.title, reference: order.reference, back: order.back,
            messages: order.messages, language: order.language, state: CardSession.State.open.rawValue,
            expiresAt: now + .seconds(order.seconds), refunded: .zero(order.amount.currency))
        sessions[session.id] = session
        sessionKeys[order.key] = session.id
        return session
    }

    /// The session as it stands at `now`.
    mutating func session(_ id: String, at now: Instant) throws(Trouble) -> Session {
        advance(to: now)
        guard let session = sessions[id] else { throw .unknown }
        return session
    }

    /// What time brings: banks answer, pages expire.
    mutating func advance(to now: Instant) {
        for session in sessions.values.sorted(by: { $0.id < $1.id }) {
            if session.current == .processing, let at = session.settlesAt, at <= now {
                finish(session.id, session.willFail == nil ? .succeeded : .declined, failure: session.willFail, at: now)
            } else if session.current == .open, session.expiresAt <= now {
                finish(session.id, .expired, at: now)
            }
        }
    }

    /// The person typed a card.
    mutating func pay(_ id: String, card digits: String, at now: Instant) throws(Trouble) -> Answer {
        let session = try session(id, at: now)
        guard session.current == .open else { return .over }
        guard TestCard.hasCheckDigit(digits), let card = TestCard(rawValue: digits) else { return .badCard }
        switch card {
        case .good: finish(id, .succeeded, at: now)
        case .declined, .poor: finish(id, .declined, failure: card.failure, at: now)
        case .challenged:
            sessions[id]?.isChallenged = true
            return .challenge
        case .slow, .slowDeclined:
            sessions[id]?.state = CardSession.State.processing.rawValue
            sessions[id]?.settlesAt = now + .seconds(behaviour.slowSeconds)
            sessions[id]?.willFail = card.failure
        }
        return .over
    }

    /// The person confirmed at their bank, or did not.
    mutating func answerChallenge(_ id: String, confirmed: Bool, at now: Instant) throws(Trouble) {
        let session = try session(id, at: now)
        guard session.current == .open, session.isChallenged else { return }
        finish(id, confirmed ? .succeeded : .declined, failure: confirmed ? nil : "not-confirmed", at: now)
    }

    /// The person went back, or the merchant ends it. While the bank thinks, nobody can.
    mutating func end(_ id: String, at now: Instant) throws(Trouble) -> Session {
        if try session(id, at: now).current == .open { finish(id, .cancelled, at: now) }
        return try session(id, at: now)
    }

    mutating func refund(_ order: CardRefundOrder, at now: Instant) throws(Trouble) -> Refunded {
        if let known = refunds[order.key] { return known }
        let session = try session(order.session, at: now)
        guard session.current == .succeeded, order.amount.currency == session.amount.currency,
            session.refunded.minorUnits + order.amount.minorUnits <= session.amount.minorUnits
        else { throw .refused("refund-too-large") }
        let refund = Refunded(id: name("re_"), amount: order.amount)
        refunds[order.key] = refund
        sessions[order.session]?.refunded = Money(
            minorUnits: session.refunded.minorUnits + order.amount.minorUnits, session.amount.currency)
        return refund
    }

    private mutating func finish(
        _ id: String, _ state: CardSession.State, failure: String? = nil, at now: Instant
    ) {
        guard var session = sessions[id] else { return }
        session.state = state.rawValue
        session.failure = failure
        session.settlesAt = nil
        session.isChallenged = false
        if state == .succeeded, behaviour.overcharge != 0 {
            session.amount = Money(
                minorUnits: session.amount.minorUnits + behaviour.overcharge, session.amount.currency)
        }
        sessions[id] = session
        announce(session, at: now)
    }

    private mutating func announce(_ session: Session, at now: Instant) {
        let id = name("ev_")
        var random = SplitMix64(seed: seed &+ counter)
        guard Int.random(in: 0..<100, using: &random) >= behaviour.losePercent else { return }
        for _ in 0...behaviour.repeats {
            let delay = Int.random(in: 0...max(0, behaviour.shuffleSeconds), using: &random)
            messages.append(Message(id: id, session: session.id, address: session.messages, at: now + .seconds(delay)))
        }
    }

    /// Whether time has brought something: a message to send, a bank's answer, a page that ran out.
    func hasWork(at now: Instant) -> Bool {
        messages.contains { $0.at <= now }
            || sessions.values.contains { session in
                switch session.current {
                case .open: session.expiresAt <= now
                case .processing: session.settlesAt.map { $0 <= now } ?? false
                default: false
                }
            }
    }

    /// Takes what is due off the list.
    mutating func dueMessages(at now: Instant) -> [Message] {
        let due = messages.filter { $0.at <= now }
        messages.removeAll { $0.at <= now }
        return due
    }

    /// A message that was not taken is sent again, later each time, six times in all.
    mutating func retry(_ message: Message, at now: Instant) {
        guard message.tries < 5 else { return }
        var later = message
        later.tries += 1
        later.at = now + .seconds(5 << later.tries)
        messages.append(later)
    }
}
