import BPMN
import Base
import Journal
import Store

/// What became of a message that was delivered.
public enum Delivery: Sendable, Hashable {
    /// An instance waited for it and has gone on.
    case reached(Identifier<ProcessInstance>)
    /// It started an instance.
    case started(Identifier<ProcessInstance>)
    /// Nothing waits for it yet; the first that does before then gets it, once.
    case kept(until: Instant)
}

/// A message that waits for its catcher.
public enum ProcessMessage {}

/// Messages that come before anything waits for them.
extension ProcessDesk {
    /// Brings a message to the instance that waits for it, or starts a process that begins with it, or keeps it: whatever
    /// waits for it within `time` gets it, in the transaction in which it begins to wait. A message reaches one instance, once.
    ///
    /// Kept messages are taken in the order in which they came. One that nobody wanted in time is forgotten by the sweep of
    /// timers. Its keeping, delivery and expiry are acts. A process that is published later and begins with the message is not
    /// started by it.
    /// - Parameters:
    ///   - correlation: what tells its conversation from others; found in the values where the definition says how.
    ///   - time: how long it is kept where nothing waits for it.
    @discardableResult
    public func deliver(
        _ message: String, correlation: String? = nil, values: Variables = Variables(), keptFor time: Duration,
        by actor: Act.Actor, at now: Instant, in transaction: any WriteTransaction
    ) throws -> Delivery {
        let run = ProcessRun(self, transaction, by: actor, at: now)
        if let delivery = try run.deliver(message, correlation, values, from: nil) {
            try run.finish()
            return delivery
        }
        let until = now + time
        let id = Identifier<ProcessMessage>(at: now)
        try transaction.execute(
            """
            INSERT INTO processes_messages (id, name, correlation, message_values, received_at, expires_at)
            VALUES (\(id), \(message), \(correlation), \(try Stored.text(values)), \(now), \(until))
            """)
        try transaction.record(
            Act(
                ProcessActs.messageKept, ProcessActs.subject(id), by: actor, at: now, detail: ["name": .string(message)]
            ))
        return .kept(until: until)
    }

    /// Forgets messages that nobody wanted in time, a batch in each transaction.
    func sweepMessages(at now: Instant) async throws {
        while true {
            let count = try await database.write { transaction in
                let rows = try transaction.rows(
                    "SELECT id, name FROM processes_messages WHERE expires_at <= \(now) ORDER BY expires_at LIMIT 100")
                for row in rows {
                    let id: Identifier<ProcessMessage> = try row["id"]
                    try transaction.execute("DELETE FROM processes_messages WHERE id = \(id)")
                    try transaction.record(
                        Act(
                            ProcessActs.messageExpired, ProcessActs.subject(id), by: .system("processes"), at: now,
                            detail: ["name": .string(try row["name"])]))
                }
                return rows.count
            }
            if count < 100 { return }
        }
    }
}

extension ProcessRun {
    /// Something that began to wait for a message in this run.
    struct FreshWait {
        var instance: Identifier<ProcessInstance>
        var key: Int
        var name: String
        var correlation: String?
    }

    /// Gives what began to wait the message that was kept for it; whether there was one.
    func giveKeptMessage(to wait: FreshWait) throws -> Bool {
        // What has stopped waiting in the same run gets nothing.
        let one = try load(wait.instance)
        guard one.state.subscriptions.contains(where: { $0.key == wait.key }) else { return false }
        let kept = try transaction.rows(
            """
            SELECT id, correlation, message_values FROM processes_messages
            WHERE name = \(wait.name) AND expires_at > \(now) ORDER BY received_at, id LIMIT 1000
            """)
        for row in kept {
            let values: Variables = try Stored.value(row["message_values"])
            let own: String? = try row["correlation"]
            let correlation = own ?? one.definition.correlation(of: wait.name, values: values.context)
            if let wanted = wait.correlation, wanted != correlation { continue }
            let id: Identifier<ProcessMessage> = try row["id"]
            do {
                try apply(.message(name: wait.name, key: correlation, values: values), to: wait.instance)
            } catch ProcessError.notPossible {
                continue
            }
            try transaction.execute("DELETE FROM processes_messages WHERE id = \(id)")
            try transaction.record(
                Act(
                    ProcessActs.messageDelivered, ProcessActs.subject(id), by: .system("processes"), at: now,
                    detail: ["name": .string(wait.name), "process": .string(wait.instance.description)]))
            return true
        }
        return false
    }
}
