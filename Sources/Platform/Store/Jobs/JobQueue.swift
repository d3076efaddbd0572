import Base
import Synchronization

/// The durable queue of jobs, in the database's own tables: what was enqueued in a transaction is there when the
/// transaction is, and only then.
///
/// A job is done at least once. Its handler's database effects are done exactly once, because they share the
/// transaction that marks it done (see `JobOutcome`).
public final class JobQueue: Sendable {
    public let database: any Database
    public let time: TimeSource
    private let alarm = Mutex(Alarm())

    public init(_ database: any Database, time: TimeSource = .system) {
        self.database = database
        self.time = time
    }

    /// Enqueues within a write and wakes a worker of this process when it is durable. Returns the job's id, or that of
    /// the job that already has its idempotency key.
    @discardableResult
    public func enqueue(_ job: NewJob, in tx: any WriteTransaction) throws -> Job.ID {
        let now = time.now()
        let id = Job.ID(at: now)
        let inserted = try tx.execute(
            """
            INSERT INTO store_jobs (id, kind, payload, idempotency_key, state, due_at, attempts, maximum_attempts,
                enqueued_at)
            VALUES (\(id), \(job.kind), \(job.payload), \(job.idempotencyKey), 'waiting', \(job.at ?? now), 0,
                \(job.maximumAttempts), \(now))
            ON CONFLICT DO NOTHING
            """)
        if inserted == 1 {
            tx.afterCommit { [weak self] in self?.wake() }
            return id
        }
        let earlier = try tx.value(
            Job.ID.self,
            "SELECT id FROM store_jobs WHERE kind = \(job.kind) AND idempotency_key = \(job.idempotencyKey)")
        guard let earlier else { throw DatabaseError.constraint("the job \(job.kind) was not accepted") }
        return earlier
    }

    /// Enqueues in a write of its own.
    @discardableResult
    public func enqueue(_ job: NewJob) async throws -> Job.ID {
        try await database.write { [self] tx in try enqueue(job, in: tx) }
    }
}

// What a worker does with jobs.
extension JobQueue {
    /// Takes jobs that are due, the longest due first, for the length of a lease. Nobody else has them until it ends.
    ///
    /// A job whose worker vanished on its last attempt is dead.
    public func lease(kinds: [String], limit: Int, for lease: Duration) async throws -> [Job] {
        let now = time.now()
        // Nothing is due most of the time; then a snapshot tells, and the writer is not troubled.
        let isAnyDue = try await database.read { tx in
            try tx.row(
                """
                SELECT 1 FROM store_jobs WHERE state IN ('waiting', 'running') AND due_at <= \(now)
                    AND kind IN (\(list: kinds)) LIMIT 1
                """) != nil
        }
        guard isAnyDue else { return [] }
        return try await database.write { tx in
            try tx.execute(
                """
                UPDATE store_jobs SET state = 'dead', ended_at = \(now),
                    last_error = 'its worker vanished on the last attempt'
                WHERE state = 'running' AND due_at <= \(now) AND attempts >= maximum_attempts
                """)
            // Workers on PostgreSQL take different jobs side by side.
            let skip: SQL = tx.dialect == .postgres ? "FOR UPDATE SKIP LOCKED" : ""
            let rows = try tx.rows(
                """
                UPDATE store_jobs SET state = 'running', attempts = attempts + 1, due_at = \(now + lease)
                WHERE id IN (
                    SELECT id FROM store_jobs WHERE state IN ('waiting', 'running') AND due_at <= \(now)
                        AND kind IN (\(list: kinds)) ORDER BY due_at LIMIT \(limit) \(skip))
                RETURNING \(Job.columns)
                """)
            return try rows.map { try Job($0) }.sorted { $0.id < $1.id }
        }
    }

    /// Marks a leased job done, with what its handler wants written in the same transaction. Returns `false`, and
    /// writes nothing, where the lease was lost meanwhile and another worker has the job.
    @discardableResult
    public func complete(
        _ job: Job, writing body: @escaping @Sendable (any WriteTransaction) throws -> Void = { _ in }
    ) async throws -> Bool {
        let now = time.now()
        return try await database.write { tx in
            let isOurs = try tx.execute(
                """
                UPDATE store_jobs SET state = 'done', ended_at = \(now), last_error = NULL
                WHERE id = \(job.id) AND state = 'running' AND attempts = \(job.attempts)
                """)
            guard isOurs == 1 else { return false }
            try body(tx)
            try Recurrence.ended(job, at: now, error: nil, tx)
            return true
        }
    }

    /// Puts a leased job back to be tried again after `delay`; it is dead after its last attempt.
    public func fail(_ job: Job, error: String, retryAfter delay: Duration) async throws {
        let now = time.now()
        let isDead = job.attempts >= job.maximumAttempts
        try await database.write { tx in
            let isOurs = try tx.execute(
                """
                UPDATE store_jobs SET state = \(isDead ? Job.State.dead : .waiting), due_at = \(now + delay),
                    ended_at = \(isDead ? now : nil), last_error = \(String(error.prefix(2000)))
                WHERE id = \(job.id) AND state = 'running' AND attempts = \(job.attempts)
                """)
            if isOurs == 1 { try Recurrence.ended(job, at: now, error: error, tx) }
        }
    }

    /// Gives a leased job back as if it had not been started: the worker is stopping.
    public func giveBack(_ job: Job) async throws {
        let now = time.now()
        try await database.write { tx in
            try tx.execute(
                """
                UPDATE store_jobs SET state = 'waiting', due_at = \(now), attempts = attempts - 1
                WHERE id = \(job.id) AND state = 'running' AND attempts = \(job.attempts)
                """)
        }
    }

    /// Extends a lease; `false` where it was lost.
    public func extend(_ job: Job, by lease: Duration) async throws -> Bool {
        let until = time.now() + lease
        return try await database.write { tx in
            try tx.execute(
                """
                UPDATE store_jobs SET due_at = \(until)
                WHERE id = \(job.id) AND state = 'running' AND attempts = \(job.attempts)
                """) == 1
        }
    }
}

// Waking the worker of this process, so that a job need not wait for the next poll.
extension JobQueue {
    struct Alarm: Sendable {
        /// Counts the calls, so that one which comes just before a sleep is not missed.
        var calls = 0
        var sleepers: [Int: CheckedContinuation<Void, Never>] = [:]
        var tickets = 0
    }

    /// To be noted before looking for work, and given to `sleep` when there was none.
    var calls: Int { alarm.withLock { $0.calls } }

    func wake() {
        let sleepers = alarm.withLock { alarm in
            alarm.calls += 1
            defer { alarm.sleepers = [:] }
            return alarm.sleepers
        }
        for continuation in sleepers.values { continuation.resume() }
    }

    /// Returns when `wake` is or was called since `calls`, after `longest`, or when the task is cancelled.
    func sleep(since calls: Int, atMost longest: Duration) async {
        let ticket = alarm.withLock { alarm in
            alarm.tickets += 1
            return alarm.tickets
        }
        let end: @Sendable () -> Void = { [self] in
            alarm.withLock { $0.sleepers.removeValue(forKey: ticket) }?.resume()
        }
        let timer = Task {
            try? await Task.sleep(for: longest)
            end()
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = alarm.withLock { alarm in
                    if alarm.calls != calls || Task.isCancelled { return true }
                    alarm.sleepers[ticket] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            end()
        }
        timer.cancel()
    }
}
