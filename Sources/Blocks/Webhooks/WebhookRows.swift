import Base
import Journal
import Store

/// All SQL of this block.
enum WebhookRows {
    private static let subscriptionColumns: SQL =
        "id, client, address, verbs, secret_number, state, created_at, failing_since"
    private static let deliveryColumns: SQL =
        "id, subscription, verb, body, state, attempts, created_at, changed_at, outcome"

    static func subscriptions(_ tx: any ReadTransaction) throws -> [WebhookSubscription] {
        try tx.rows("SELECT \(subscriptionColumns) FROM webhooks_subscriptions ORDER BY id").map(subscription)
    }

    static func subscription(_ id: Identifier<WebhookSubscription>, _ tx: any ReadTransaction) throws
        -> WebhookSubscription?
    {
        try tx.row("SELECT \(subscriptionColumns) FROM webhooks_subscriptions WHERE id = \(id)").map(subscription)
    }

    static func save(_ new: WebhookSubscription, _ tx: any WriteTransaction) throws {
        let verbs = new.verbs.map(\.description).joined(separator: " ")
        try tx.execute(
            """
            INSERT INTO webhooks_subscriptions (\(subscriptionColumns))
            VALUES (\(new.id), \(new.client), \(new.address), \(verbs), \(new.secretNumber), \(new.state), \(new.createdAt),
                \(new.failingSince))
            ON CONFLICT (id) DO UPDATE SET client = \(new.client), address = \(new.address), verbs = \(verbs),
                secret_number = \(new.secretNumber), state = \(new.state), failing_since = \(new.failingSince)
            """)
    }

    static func remove(_ id: Identifier<WebhookSubscription>, _ tx: any WriteTransaction) throws {
        try tx.execute("DELETE FROM webhooks_deliveries WHERE subscription = \(id)")
        try tx.execute("DELETE FROM webhooks_subscriptions WHERE id = \(id)")
    }

    /// Whether it is new: an act is told to a program once, however often a listener sees it.
    static func insert(_ delivery: WebhookDelivery, act: Identifier<Act>, _ tx: any WriteTransaction) throws -> Bool {
        try tx.execute(
            """
            INSERT INTO webhooks_deliveries (id, subscription, act, verb, body, state, attempts, created_at, changed_at, outcome)
            VALUES (\(delivery.id), \(delivery.subscription), \(act), \(delivery.verb), \(delivery.body), \(delivery.state),
                \(delivery.attempts), \(delivery.createdAt), \(delivery.changedAt), NULL)
            ON CONFLICT DO NOTHING
            """) == 1
    }

    static func update(_ delivery: WebhookDelivery, _ tx: any WriteTransaction) throws {
        try tx.execute(
            """
            UPDATE webhooks_deliveries SET state = \(delivery.state), attempts = \(delivery.attempts),
                changed_at = \(delivery.changedAt), outcome = \(delivery.outcome?.description) WHERE id = \(delivery.id)
            """)
    }

    static func delivery(_ id: Identifier<WebhookDelivery>, _ tx: any ReadTransaction) throws -> WebhookDelivery? {
        try tx.row("SELECT \(deliveryColumns) FROM webhooks_deliveries WHERE id = \(id)").map(delivery)
    }

    /// The newest first, before the given one; or after it, the oldest first, where the page before is wanted.
    static func deliveries(
        of id: Identifier<WebhookSubscription>, beyond last: Identifier<WebhookDelivery>?, backward: Bool, limit: Int,
        _ tx: any ReadTransaction
    ) throws -> [WebhookDelivery] {
        let page: SQL = last.map { backward ? "AND id > \($0)" : "AND id < \($0)" } ?? ""
        let order: SQL = backward ? "ORDER BY id" : "ORDER BY id DESC"
        return try tx.rows(
            "SELECT \(deliveryColumns) FROM webhooks_deliveries WHERE subscription = \(id) \(page) \(order) LIMIT \(limit)"
        ).map(delivery)
    }

    /// How many were forgotten.
    static func forget(before instant: Instant, _ tx: any WriteTransaction) throws {
        try tx.execute("DELETE FROM webhooks_deliveries WHERE state <> 'waiting' AND changed_at < \(instant)")
    }

    private static func subscription(_ row: Row) throws -> WebhookSubscription {
        let verbs: String = try row["verbs"]
        return WebhookSubscription(
            id: try row["id"], client: try row["client"], address: try row["address"],
            verbs: verbs.split(separator: " ").compactMap { WebhookSubscription.VerbPattern(String($0)) },
            secretNumber: try row["secret_number"], state: try row["state"], createdAt: try row["created_at"],
            failingSince: try row["failing_since"])
    }

    private static func delivery(_ row: Row) throws -> WebhookDelivery {
        let outcome: String? = try row["outcome"]
        return WebhookDelivery(
            id: try row["id"], subscription: try row["subscription"], verb: try row["verb"], body: try row["body"],
            state: try row["state"], attempts: try row["attempts"], createdAt: try row["created_at"],
            changedAt: try row["changed_at"], outcome: outcome.flatMap(WebhookDelivery.Outcome.init))
    }
}
