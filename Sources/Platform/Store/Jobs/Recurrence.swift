import Base

/// Work that runs again and again. Each time it is a job of the kind `name`, of which all copies of the program
/// together start one; times that passed while nobody ran are made up for once.
public struct Recurrence: Sendable {
    public let name: String
    /// The next time after a given one.
    public let next: @Sendable (Instant) -> Instant
    public let maximumAttempts: Int

    public init(_ name: String, maximumAttempts: Int = 3, next: @escaping @Sendable (Instant) -> Instant) {
        self.name = name
        self.next = next
        self.maximumAttempts = maximumAttempts
    }

    /// Every so often, at whole multiples of `interval` since 1970.
    public init(_ name: String, every interval: Duration, maximumAttempts: Int = 3) {
        let step = max(interval.microseconds, 1)
        self.init(name, maximumAttempts: maximumAttempts) { instant in
            let passed = instant.microseconds / step
            return Instant(microseconds: (passed + 1) * step)
        }
    }
}

extension Recurrence {
    /// How a recurrence fares, for the operator.
    public struct Status: Sendable, Hashable {
        public var name: String
        public var nextAt: Instant
        public var lastStartedAt: Instant?
        public var lastEndedAt: Instant?
        /// Why the last attempt failed; `nil` where it did not.
        public var lastError: String?
    }

    /// Enqueues what is due; called from the worker's loop.
    static func enqueueDue(_ recurrences: [Recurrence], in queue: JobQueue) async throws {
        guard !recurrences.isEmpty else { return }
        let now = queue.time.now()
        let known = try await queue.database.read { tx in
            try tx.rows("SELECT name, next_at FROM store_recurrences").reduce(into: [String: Instant]()) {
                $0[try $1["name"]] = try $1["next_at"]
            }
        }
        for recurrence in recurrences where known[recurrence.name].map({ $0 <= now }) ?? true {
            try await queue.database.write { tx in try recurrence.enqueueIfDue(in: queue, tx, now) }
        }
    }

    private func enqueueIfDue(in queue: JobQueue, _ tx: any WriteTransaction, _ now: Instant) throws {
        let planned = try tx.value(Instant.self, "SELECT next_at FROM store_recurrences WHERE name = \(name)")
        guard let planned else {
            try tx.execute("INSERT INTO store_recurrences (name, next_at) VALUES (\(name), \(next(now)))")
            return
        }
        guard planned <= now else { return }
        try queue.enqueue(
            NewJob(name, idempotencyKey: "\(planned.microseconds)", maximumAttempts: maximumAttempts), in: tx)
        try tx.execute(
            "UPDATE store_recurrences SET next_at = \(next(now)), last_started_at = \(now) WHERE name = \(name)")
    }

    static func ended(_ job: Job, at now: Instant, error: String?, _ tx: any WriteTransaction) throws {
        try tx.execute(
            "UPDATE store_recurrences SET last_ended_at = \(now), last_error = \(error) WHERE name = \(job.kind)")
    }
}

extension JobQueue {
    /// How each recurrence fares.
    public func recurrences() async throws -> [Recurrence.Status] {
        try await database.read { tx in
            try tx.rows("SELECT * FROM store_recurrences ORDER BY name").map { row in
                try Recurrence.Status(
                    name: row["name"], nextAt: row["next_at"], lastStartedAt: row["last_started_at"],
                    lastEndedAt: row["last_ended_at"], lastError: row["last_error"])
            }
        }
    }
}
