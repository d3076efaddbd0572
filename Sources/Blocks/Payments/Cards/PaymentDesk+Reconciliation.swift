import Base
import BuildingBlock
import Journal
import Store

/// Asking the provider: because it sent a message, because a person came back, because it is time.
extension PaymentDesk {
    /// Asks about one attempt; its payload is the attempt's identifier.
    static let checkJob = "payments.check"
    /// Ends the session of an attempt that must not be paid any more.
    static let endJob = "payments.end-session"
    /// Asks about all that never answered.
    static let reconcileJob = "payments.reconcile"
    static let expiryJob = "payments.expiry"

    /// Takes a message of the provider. It is not believed: its signature and time are proved, and then the provider is asked by a
    /// job. A message that comes again is the same one.
    ///
    /// Throws `CardProviderError.forged`, `.stale`, `.garbled`, and `.unknown` for a session that is not ours.
    public func accept(message body: [UInt8], signature: String?, at now: Instant) async throws {
        guard let provider else { throw CardProviderError.unknown }
        let event = try provider.event(body: body, signature: signature, at: now)
        try await database.write { transaction in
            guard
                let attempt = try transaction.attempts(
                    "provider = \(provider.name) AND session = \(event.session)", limit: 1
                ).first
            else { throw CardProviderError.unknown }
            try platform.jobs.enqueue(
                NewJob(Self.checkJob, payload: "\(attempt.id)", idempotencyKey: "message-\(event.id)"), in: transaction)
        }
    }

    /// Asks again in a while, for as long as nobody knows how it ended.
    func watch(_ attempt: CardAttempt, in transaction: any WriteTransaction) throws {
        let request = try require(attempt.request, in: transaction)
        if !request.state.isOwed { try enqueueEnd(attempt.id, in: transaction) }
        try platform.jobs.enqueue(
            NewJob(
                Self.checkJob, payload: "\(attempt.id)", at: attempt.checkAt,
                idempotencyKey: "\(attempt.id)-\(attempt.checks)"), in: transaction)
    }

    /// Asks about an attempt, if it has not ended. Throws `PaymentError.cardsUnavailable` where the provider does not answer.
    func check(_ id: Identifier<CardAttempt>, at now: Instant) async throws {
        guard let provider else { throw PaymentError.cardsUnavailable }
        guard let attempt = try await database.read({ try $0.attempt(id) }), attempt.state.isLive else { return }
        try await learn(attempt, provider, by: .system("payments.reconciliation"), at: now)
    }

    /// Asks about the newest attempt of a request, for somebody who came back from the provider's page.
    func checkNewest(of request: Identifier<PaymentRequest>, at now: Instant) async throws {
        guard let attempt = try await database.read({ try $0.liveAttempt(of: request) }) else { return }
        try await check(attempt.id, at: now)
    }

    /// Asks about every attempt whose time has come. One that cannot be asked is asked later; the others are not held up.
    func reconcile(at now: Instant) async throws {
        let due = try await database.read { transaction in
            try transaction.attempts("is_live AND check_at <= \(now)", limit: 200)
        }
        for attempt in due.reversed() {
            do {
                try await check(attempt.id, at: now)
            } catch PaymentError.cardsUnavailable {
                try await database.write { transaction in
                    guard var current = try transaction.attempt(attempt.id), current.state.isLive else { return }
                    current.checks += 1
                    current.checkAt = now + CardAttempt.delay(after: current.checks)
                    try transaction.update(current)
                }
            }
        }
    }

    /// The session of a request that is no longer owed is to be ended.
    func endLiveAttempt(of request: Identifier<PaymentRequest>, in transaction: any WriteTransaction) throws {
        guard let attempt = try transaction.liveAttempt(of: request), attempt.session != nil else { return }
        try enqueueEnd(attempt.id, in: transaction)
    }

    func enqueueEnd(_ id: Identifier<CardAttempt>, in transaction: any WriteTransaction) throws {
        try platform.jobs.enqueue(
            NewJob(Self.endJob, payload: "\(id)", idempotencyKey: "\(id)"), in: transaction)
    }

    /// Ends a session at the provider, and takes its word for how it ended: it may have been paid just before.
    func end(_ id: Identifier<CardAttempt>, at now: Instant) async throws {
        guard let provider else { throw PaymentError.cardsUnavailable }
        guard let attempt = try await database.read({ try $0.attempt(id) }), attempt.state.isLive,
            let session = attempt.session
        else { return }
        let ended = try await provider.end(session)
        try await database.write { transaction in
            try apply(ended, to: id, by: .system("payments.reconciliation"), at: now, in: transaction)
        }
    }
}
