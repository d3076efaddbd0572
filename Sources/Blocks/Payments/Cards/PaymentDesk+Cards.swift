import Base
import BuildingBlock
import Journal
import Logging
import Store

/// Paying by card. Three rules keep every request at one outcome:
///
/// 1. What we are about to do is written down first, under the key that the provider is given; so it can be done again.
/// 2. A message or a browser that comes back is a reason to ask the provider; only its answer counts.
/// 3. Its answer is applied in one transaction whose unique keys let each taking of money in once.
extension PaymentDesk {
    /// Begins a card payment, or finds the one that is under way, and returns the page to send the person to.
    ///
    /// Throws `PaymentError.notPossible` where nothing is owed or the bank's answer is awaited, `.cardsUnavailable`.
    public func beginCard(
        _ id: Identifier<PaymentRequest>, in language: Language, by actor: Act.Actor, at now: Instant
    ) async throws -> String {
        guard let provider else { throw PaymentError.cardsUnavailable }
        // One that has ended in the meantime gives way to a new one.
        for _ in 0..<2 {
            let attempt = try await database.write { transaction in
                try prepare(id, provider.name, language, at: now, in: transaction)
            }
            let session = try await learn(attempt, provider, by: actor, at: now)
            switch session.state {
            case .open: return session.page
            case .processing: throw PaymentError.notPossible(.cardBegun, .processing)
            default: continue
            }
        }
        throw PaymentError.cardsUnavailable
    }

    private func prepare(
        _ id: Identifier<PaymentRequest>, _ provider: String, _ language: Language, at now: Instant,
        in transaction: any WriteTransaction
    ) throws -> CardAttempt {
        let request = try require(id, in: transaction)
        guard request.state.isOwed else { throw PaymentError.notPossible(.cardBegun, request.state) }
        if let live = try transaction.liveAttempt(of: id) { return live }
        let attempt = CardAttempt(
            id: Identifier(at: now), request: id, provider: provider, session: nil, page: nil,
            amount: request.outstanding, language: language, state: .preparing, failure: nil, begunAt: now,
            endedAt: nil,
            checks: 0, checkAt: now + CardAttempt.delay(after: 0))
        try transaction.insert(attempt)
        return attempt
    }

    /// How an attempt stands at the provider, now applied on our side. Asks over the network.
    @discardableResult
    func learn(
        _ attempt: CardAttempt, _ provider: any CardProvider, by actor: Act.Actor, at now: Instant
    ) async throws -> CardSession {
        do {
            let session: CardSession
            if let known = attempt.session {
                session = try await provider.session(known)
            } else {
                session = try await provider.begin(try await order(for: attempt))
            }
            try await database.write { transaction in
                try apply(session, to: attempt.id, by: actor, at: now, in: transaction)
            }
            return session
        } catch CardProviderError.unknown {
            try await database.write { transaction in try lose(attempt.id, at: now, in: transaction) }
            throw PaymentError.cardsUnavailable
        } catch let error as CardProviderError {
            platform.logger.warning("the card provider", metadata: ["error": "\(error)"])
            throw PaymentError.cardsUnavailable
        }
    }

    private func order(for attempt: CardAttempt) async throws -> CardOrder {
        let request = try await database.read { transaction in try require(attempt.request, in: transaction) }
        return CardOrder(
            key: "\(attempt.id)", amount: attempt.amount, title: request.title(in: attempt.language),
            reference: request.reference.text, back: "\(platform.address)\(request.path)/result",
            messages: "\(platform.address)/payments/providers/\(attempt.provider)/events", language: attempt.language,
            seconds: settings.sessionMinutes * 60)
    }

    /// Applies what the provider says of a session. Saying it twice, late or in another order changes nothing more.
    func apply(
        _ session: CardSession, to id: Identifier<CardAttempt>, by actor: Act.Actor, at now: Instant,
        in transaction: any WriteTransaction
    ) throws {
        guard var attempt = try transaction.attempt(id) else { return }
        guard attempt.state.isLive || (attempt.state == .lost && session.state == .succeeded) else { return }
        if attempt.session == nil {
            (attempt.session, attempt.page) = (session.id, session.page)
            try begun(attempt, by: actor, at: now, in: transaction)
        }
        attempt.checks += 1
        attempt.checkAt = now + CardAttempt.delay(after: attempt.checks)
        attempt.endedAt = session.state.isOver ? now : nil
        attempt.failure = session.failure
        switch session.state {
        case .open: attempt.state = .open
        case .processing: attempt.state = .processing
        case .declined: attempt.state = .declined
        case .cancelled: attempt.state = .cancelled
        case .expired: attempt.state = .expired
        case .succeeded: attempt.state = session.amount == attempt.amount ? .succeeded : .mismatched
        }
        try transaction.update(attempt)
        switch attempt.state {
        case .succeeded, .mismatched: try take(session, for: attempt, at: now, in: transaction)
        case .declined:
            try follow(
                attempt, .cardRefused, PaymentActs.failed, reason: session.failure, at: now, in: transaction)
        case .cancelled, .expired:
            try follow(
                attempt, .cardAbandoned, PaymentActs.abandoned, reason: attempt.state.rawValue, at: now, in: transaction
            )
        default: try watch(attempt, in: transaction)
        }
    }

    /// The provider has made the session. Where nothing is owed any more, it is ended before somebody pays there.
    private func begun(
        _ attempt: CardAttempt, by actor: Act.Actor, at now: Instant, in transaction: any WriteTransaction
    ) throws {
        let request = try require(attempt.request, in: transaction)
        guard request.state.after(.cardBegun) != nil else { return try enqueueEnd(attempt.id, in: transaction) }
        let changed = try transaction.change(request, .cardBegun, at: now)
        try transaction.record(
            PaymentActs.act(PaymentActs.begun, changed, by: actor, at: now, amount: attempt.amount))
    }

    private func take(
        _ session: CardSession, for attempt: CardAttempt, at now: Instant, in transaction: any WriteTransaction
    ) throws {
        try receive(
            ReceivedMoney(.card, session.amount, key: "card:\(attempt.provider):\(session.id)", at: now),
            for: attempt.request, isOurs: attempt.state == .succeeded, by: .system("payments.card"), at: now,
            in: transaction)
        guard attempt.state == .mismatched else { return }
        let request = try require(attempt.request, in: transaction)
        let kind: PaymentIncident.Kind =
            session.amount.currency == attempt.amount.currency ? .amountMismatch : .currencyMismatch
        try report(
            kind, request, key: session.id, note: "\(attempt.amount) ≠ \(session.amount)", at: now, in: transaction)
        try follow(
            attempt, .cardAbandoned, PaymentActs.abandoned, reason: kind.rawValue, at: now, in: transaction)
    }

    private func lose(_ id: Identifier<CardAttempt>, at now: Instant, in transaction: any WriteTransaction) throws {
        guard var attempt = try transaction.attempt(id), attempt.state.isLive else { return }
        attempt.state = .lost
        attempt.endedAt = now
        try transaction.update(attempt)
        let request = try require(attempt.request, in: transaction)
        try report(
            .sessionLost, request, key: "\(id)", note: attempt.session ?? "", at: now, in: transaction)
        try follow(attempt, .cardAbandoned, PaymentActs.abandoned, reason: "lost", at: now, in: transaction)
    }

    /// The request follows its attempt, where it was waiting for it. Paid otherwise or closed meanwhile, it stays as it is.
    private func follow(
        _ attempt: CardAttempt, _ event: PaymentEvent, _ verb: Act.Verb, reason: String?, at now: Instant,
        in transaction: any WriteTransaction
    ) throws {
        let request = try require(attempt.request, in: transaction)
        guard request.state.after(event) != nil else { return }
        let changed = try transaction.change(request, event, at: now)
        try transaction.record(
            PaymentActs.act(
                verb, changed, by: .system("payments.card"), at: now, amount: attempt.amount, reason: reason))
    }
}
