import Base
import BuildingBlock
import Journal
import Store

/// Telling: a listener of the Journal notes for each act which programs are to be told, and a job tells each.
extension WebhookDesk {
    static let job = "webhooks.deliver"
    static let forgetting = "webhooks.forgetting"
    /// With the queue's backoff (10 s, doubled up to 6 h, less up to a half by chance) about two days.
    static let maximumAttempts = 20
    /// A program that failed for so long is told nothing more until an administrator says so.
    static let patience = Duration.seconds(5 * 86_400)
    static let keptFor = Duration.seconds(30 * 86_400)

    var listener: Listener {
        Listener(name: "webhooks.deliveries") { recorded, tx in
            let act = recorded.act
            // News of last week is none: a listener that is fed again from the first act tells no old ones.
            guard platform.time.now() - act.at < .seconds(3 * 86_400) else { return }
            for subscription in try WebhookRows.subscriptions(tx) where subscription.wants(act.verb) {
                try enqueue(act, for: subscription, tx)
            }
        }
    }

    private func enqueue(_ act: Act, for subscription: WebhookSubscription, _ tx: any WriteTransaction) throws {
        let now = platform.time.now()
        let delivery = WebhookDelivery(
            id: Identifier(at: now), subscription: subscription.id, verb: act.verb.rawValue,
            body: try body(of: act, tx).description,
            state: .waiting, attempts: 0, createdAt: now, changedAt: now, outcome: nil)
        guard try WebhookRows.insert(delivery, act: act.id, tx) else { return }
        try enqueue(delivery, tx)
    }

    private func enqueue(_ delivery: WebhookDelivery, _ tx: any WriteTransaction) throws {
        try platform.jobs.enqueue(
            NewJob(
                Self.job, payload: delivery.id.description, idempotencyKey: "\(delivery.id).\(delivery.attempts)",
                maximumAttempts: Self.maximumAttempts), in: tx)
    }

    /// Which act, about what, when, and where to ask. Who did it, for whom and what it says is not told: a program that may know asks.
    func body(of act: Act, _ tx: any ReadTransaction) throws -> JSON {
        // An act about a person is told without the person.
        let isPerson = act.concerns.contains(Identifier(act.subject.id))
        var data: [JSON.Member] = [
            .init("act", .string(act.id.description)), .init("kind", .string(act.subject.kind)),
            .init("id", isPerson ? .null : .string(act.subject.id.description)),
        ]
        if !isPerson, let path = try path(act.subject, tx) {
            data.append(.init("address", .string(platform.address + path)))
        }
        return [
            "type": .string(act.verb.rawValue), "timestamp": .string(act.at.iso8601), "data": .object(data),
        ]
    }

    func deliver(_ job: Job) async throws -> JobOutcome {
        guard let id = Identifier<WebhookDelivery>(job.payload) else { return .done }
        let found = try await database.read { tx -> (WebhookDelivery, WebhookSubscription)? in
            guard let delivery = try WebhookRows.delivery(id, tx), delivery.state == .waiting,
                let subscription = try WebhookRows.subscription(delivery.subscription, tx)
            else { return nil }
            return (delivery, subscription)
        }
        guard let (delivery, subscription) = found else { return .done }
        guard subscription.state == .active, let address = WebhookAddress(subscription.address, isDemo: platform.isDemo)
        else {
            return finished(delivery, .failed, delivery.outcome)
        }
        let timestamp = platform.time.now().seconds
        let headers = secret(of: subscription).headers(
            id: delivery.id.description, timestamp: timestamp, body: delivery.body)
        let outcome = await caller.call(address, headers, delivery.body)
        if outcome.isDelivered { return finished(delivery, .delivered, outcome) }
        let isLast = job.attempts >= job.maximumAttempts || outcome == .status(410) || outcome == .forbidden
        if isLast { return finished(delivery, .failed, outcome) }
        try await database.write { try note(delivery, .waiting, outcome, $0) }
        throw DeliveryFailed(outcome: outcome)
    }

    private struct DeliveryFailed: Error, CustomStringConvertible {
        let outcome: WebhookDelivery.Outcome
        var description: String { "the program was not told: \(outcome)" }
    }

    private func finished(
        _ delivery: WebhookDelivery, _ state: WebhookDelivery.State, _ outcome: WebhookDelivery.Outcome?
    ) -> JobOutcome {
        .done { tx in try note(delivery, state, outcome, tx) }
    }

    /// Writes down how an attempt went, and what it means for the subscription.
    private func note(
        _ delivery: WebhookDelivery, _ state: WebhookDelivery.State, _ outcome: WebhookDelivery.Outcome?,
        _ tx: any WriteTransaction
    ) throws {
        let now = platform.time.now()
        var delivery = delivery
        (delivery.state, delivery.outcome, delivery.changedAt) = (state, outcome, now)
        delivery.attempts += 1
        try WebhookRows.update(delivery, tx)
        guard let outcome, var subscription = try WebhookRows.subscription(delivery.subscription, tx),
            subscription.state == .active
        else { return }
        let before = subscription
        subscription.failingSince = outcome.isDelivered ? nil : before.failingSince ?? now
        let isTooLong = subscription.failingSince.map { now - $0 >= Self.patience } ?? false
        // 410: the program wants no more (Standard Webhooks, "Disabling").
        if isTooLong || outcome == .status(410) { subscription.state = .disabled }
        guard subscription != before else { return }
        try WebhookRows.save(subscription, tx)
        guard subscription.state == .disabled else { return }
        try tx.record(
            Act(
                WebhookActs.disabled, WebhookActs.subject(subscription.id), by: .system(Self.job), at: now,
                detail: ["outcome": .string(outcome.description)]))
    }

    /// Tells a program again. Throws `WebhookError.unknownDelivery`. One that still waits is not told twice.
    public func redeliver(
        _ id: Identifier<WebhookDelivery>, of subscription: Identifier<WebhookSubscription>, by actor: Act.Actor,
        agency: String?,
        at now: Instant
    ) async throws {
        try await database.write { tx in
            guard var delivery = try WebhookRows.delivery(id, tx), delivery.subscription == subscription else {
                throw WebhookError.unknownDelivery
            }
            guard delivery.state != .waiting else { return }
            (delivery.state, delivery.changedAt) = (.waiting, now)
            try WebhookRows.update(delivery, tx)
            try enqueue(delivery, tx)
            try tx.record(
                Act(
                    WebhookActs.redelivered, WebhookActs.subject(subscription), by: actor, at: now, agency: agency,
                    detail: ["delivery": .string(id.description)]))
        }
    }

    func forget() async throws {
        let before = platform.time.now() - Self.keptFor
        try await database.write { try WebhookRows.forget(before: before, $0) }
    }
}
