import Base
import Logging
import Synchronization

/// What a handler achieved.
public struct JobOutcome: Sendable {
    /// Runs in the transaction that marks the job done: however often the job was started, this is written once.
    public let write: @Sendable (any WriteTransaction) throws -> Void

    /// Done; nothing to write.
    public static let done = JobOutcome { _ in }
    /// Done, and this is to be written.
    public static func done(writing write: @escaping @Sendable (any WriteTransaction) throws -> Void) -> JobOutcome {
        JobOutcome(write: write)
    }
}

/// Does jobs of one kind. What it throws is recorded as the job's error, and the job is tried again.
///
/// It may be run more than once for one job (its worker may vanish), so what it does elsewhere must bear that:
/// hand on the job's id as an idempotency key.
public struct JobHandler: Sendable {
    public let kind: String
    public let lane: Lane
    public let handle: @Sendable (Job) async throws -> JobOutcome

    /// Who does it.
    public enum Lane: Sendable, CaseIterable {
        case usual
        /// Work that waits for servers of others (mail, webhooks): a worker of its own, so that theirs may be slow.
        case network
    }

    public init(_ kind: String, lane: Lane = .usual, _ handle: @escaping @Sendable (Job) async throws -> JobOutcome) {
        self.kind = kind
        self.lane = lane
        self.handle = handle
    }
}

/// Runs a queue's jobs in this process until it is stopped.
public final class JobWorker: Sendable {
    public struct Options: Sendable {
        /// How many jobs at once.
        public var concurrency = 4
        /// How long a worker that vanished keeps its jobs; a living one extends its leases.
        public var lease: Duration = .seconds(60)
        /// How often to look for work that nobody here enqueued.
        public var poll: Duration = .seconds(1)
        public var backoff = Backoff()
        public init() {}
    }

    private let queue: JobQueue
    private let handlers: [String: JobHandler]
    private let recurrences: [Recurrence]
    private let options: Options
    private let logger: Logger
    private let isStopping = Mutex(false)
    private let running = Mutex(0)

    public init(
        _ queue: JobQueue, handlers: [JobHandler], recurrences: [Recurrence] = [], options: Options = Options(),
        logger: Logger = Logger(label: "store.jobs")
    ) {
        self.queue = queue
        self.handlers = Dictionary(handlers.map { ($0.kind, $0) }, uniquingKeysWith: { _, last in last })
        self.recurrences = recurrences
        self.options = options
        self.logger = logger
    }

    /// Runs until `stop()`; jobs that were started are finished before this returns. When the task is cancelled,
    /// the jobs' tasks are too, and what they left is given back to the queue.
    public func run() async {
        await withDiscardingTaskGroup { group in
            while !isStopping.withLock({ $0 }), !Task.isCancelled {
                let calls = queue.calls
                let jobs = await nextJobs(limit: options.concurrency - running.withLock { $0 })
                for job in jobs {
                    running.withLock { $0 += 1 }
                    group.addTask {
                        await self.run(job)
                        self.running.withLock { $0 -= 1 }
                        self.queue.wake()
                    }
                }
                if jobs.isEmpty { await queue.sleep(since: calls, atMost: options.poll) }
            }
        }
    }

    /// Starts no more jobs; `run()` returns when those that run have ended.
    public func stop() {
        isStopping.withLock { $0 = true }
        queue.wake()
    }

    private func nextJobs(limit: Int) async -> [Job] {
        do {
            try await Recurrence.enqueueDue(recurrences, in: queue)
            guard limit > 0 else { return [] }
            return try await queue.lease(kinds: handlers.keys.sorted(), limit: limit, for: options.lease)
        } catch {
            logger.error("cannot look for jobs", metadata: ["error": "\(error)"])
            return []
        }
    }
}

extension JobWorker {
    private struct LeaseLost: Error {}

    private func run(_ job: Job) async {
        guard let handler = handlers[job.kind] else { return }
        do {
            let outcome = try await keepingLease(of: job) { try await handler.handle(job) }
            if try await !queue.complete(job, writing: outcome.write) { throw LeaseLost() }
        } catch is LeaseLost {
            logger.warning("a job's lease was lost", metadata: describe(job))
        } catch {
            await record(error, of: job)
        }
    }

    private func record(_ error: any Error, of job: Job) async {
        do {
            if error is CancellationError, Task.isCancelled { return try await queue.giveBack(job) }
            logger.warning("a job failed", metadata: describe(job))
            var random = SystemRandomNumberGenerator()
            let delay = options.backoff.delay(after: job.attempts, using: &random)
            try await queue.fail(job, error: "\(error)", retryAfter: delay)
        } catch {
            // Its lease will end, and it will be tried again.
            logger.error("a job's failure could not be recorded", metadata: describe(job))
        }
    }

    /// Runs `body` while extending the job's lease; cancels it when the lease is lost.
    private func keepingLease(
        of job: Job, _ body: @escaping @Sendable () async throws -> JobOutcome
    ) async throws -> JobOutcome {
        try await withThrowingTaskGroup(of: JobOutcome.self) { group in
            group.addTask { try await body() }
            group.addTask { [queue, options] in
                while true {
                    try await Task.sleep(for: options.lease / 3)
                    // A database that does not answer may do so before the lease ends.
                    if let isOurs = try? await queue.extend(job, by: options.lease), !isOurs { throw LeaseLost() }
                }
            }
            defer { group.cancelAll() }
            guard let outcome = try await group.next() else { throw CancellationError() }
            return outcome
        }
    }

    private func describe(_ job: Job) -> Logger.Metadata {
        ["job": "\(job.id)", "kind": "\(job.kind)", "attempt": "\(job.attempts)"]
    }
}
