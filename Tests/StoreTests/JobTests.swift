import Base
import Logging
import Store
import StoreTesting
import Synchronization
import Testing

/// A clock that a test sets.
final class TestClock: Sendable {
    private let instant = Mutex(Instant(seconds: 1_700_000_000))
    var now: Instant { instant.withLock { $0 } }
    func advance(_ duration: Duration) { instant.withLock { $0 = $0 + duration } }
    var source: TimeSource { TimeSource { self.now } }
}

/// Collects what happened, from any thread.
final class Notes<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])
    func add(_ value: Value) { values.withLock { $0.append(value) } }
    var all: [Value] { values.withLock { $0 } }
}

func eventually(within limit: Duration = .seconds(90), _ condition: () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return false
}

@Suite("Jobs outlive the process that asked for them, on both engines")
struct JobTests {
    struct Refused: Error {}

    private func withQueue(
        _ engine: Engine, _ body: (JobQueue, TestClock) async throws -> Void
    ) async throws {
        try await TestDatabase.with(engine, migrations: StoreMigrations.all) { database in
            try await database.write { tx in
                try tx.execute("CREATE TABLE effects (job UUID NOT NULL)")
            }
            let clock = TestClock()
            try await body(JobQueue(database, time: clock.source), clock)
        }
    }

    private func quiet() -> Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

    private func work(_ queue: JobQueue, _ handlers: [JobHandler], recurrences: [Recurrence] = []) -> JobWorker {
        var options = JobWorker.Options()
        options.poll = .milliseconds(20)
        return JobWorker(queue, handlers: handlers, recurrences: recurrences, options: options, logger: quiet())
    }

    @Test("a job exists if and only if its transaction does", arguments: Engine.all)
    func transactional(engine: Engine) async throws {
        try await withQueue(engine) { queue, _ async throws in
            _ = try? await queue.database.write { tx in
                try queue.enqueue(NewJob("mail", payload: "lost"), in: tx)
                throw Refused()
            }
            let id = try await queue.enqueue(NewJob("mail", payload: "{\"to\":1}"))
            let jobs = try await queue.lease(kinds: ["mail"], limit: 10, for: .seconds(60))
            #expect(jobs.map(\.id) == [id])
            #expect(jobs.first?.payload == "{\"to\":1}")
            #expect(jobs.first?.attempts == 1)
        }
    }

    @Test("one idempotency key, one job", arguments: Engine.all)
    func idempotency(engine: Engine) async throws {
        try await withQueue(engine) { queue, _ async throws in
            let ids = try await withThrowingTaskGroup(of: Job.ID.self) { group in
                for _ in 0..<10 {
                    group.addTask { try await queue.enqueue(NewJob("mail", idempotencyKey: "receipt-7")) }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            let other = try await queue.enqueue(NewJob("sms", idempotencyKey: "receipt-7"))
            #expect(!ids.contains(other))
        }
    }

    @Test("a job waits for its time", arguments: Engine.all)
    func schedule(engine: Engine) async throws {
        try await withQueue(engine) { queue, clock async throws in
            try await queue.enqueue(NewJob("mail", at: clock.now + .seconds(60)))
            var jobs = try await queue.lease(kinds: ["mail"], limit: 1, for: .seconds(60))
            #expect(jobs.isEmpty)
            clock.advance(.seconds(60))
            jobs = try await queue.lease(kinds: ["mail"], limit: 1, for: .seconds(60))
            #expect(jobs.count == 1)
        }
    }

    @Test("a worker that vanishes loses its job to another, and can no longer complete it", arguments: Engine.all)
    func leaseExpiry(engine: Engine) async throws {
        try await withQueue(engine) { queue, clock async throws in
            try await queue.enqueue(NewJob("mail"))
            let first = try #require(try await queue.lease(kinds: ["mail"], limit: 1, for: .seconds(30)).first)
            clock.advance(.seconds(29))
            #expect(try await queue.lease(kinds: ["mail"], limit: 1, for: .seconds(30)).isEmpty)
            clock.advance(.seconds(2))
            let second = try #require(try await queue.lease(kinds: ["mail"], limit: 1, for: .seconds(30)).first)
            #expect(second.id == first.id && second.attempts == 2)
            let write: @Sendable (any WriteTransaction) throws -> Void = { tx in
                try tx.execute("INSERT INTO effects VALUES (\(first.id))")
            }
            #expect(try await queue.complete(first, writing: write) == false)
            #expect(try await queue.extend(first, by: .seconds(30)) == false)
            #expect(try await queue.complete(second, writing: write) == true)
            #expect(try await queue.complete(second, writing: write) == false)
            let effects = try await queue.database.read { try $0.value(Int.self, "SELECT count(*) FROM effects") }
            #expect(effects == 1)
        }
    }

    @Test(
        "a job is tried again later each time, is dead after the last, and the operator can revive it",
        arguments: Engine.all)
    func deadLetters(engine: Engine) async throws {
        try await withQueue(engine) { queue, clock async throws in
            let id = try await queue.enqueue(NewJob("mail", maximumAttempts: 3))
            for attempt in 1...3 {
                let job = try #require(try await queue.lease(kinds: ["mail"], limit: 1, for: .seconds(30)).first)
                #expect(job.attempts == attempt)
                try await queue.fail(job, error: "no route", retryAfter: .seconds(10 * attempt))
                clock.advance(.seconds(10 * attempt - 1))
                #expect(try await queue.lease(kinds: ["mail"], limit: 1, for: .seconds(30)).isEmpty)
                clock.advance(.seconds(1))
            }
            let dead = try await queue.deadLetters()
            #expect(dead.map(\.id) == [id])
            #expect(dead.first?.lastError == "no route")
            #expect(try await queue.counts().map(\.state) == [.dead])
            #expect(try await queue.retry(id))
            #expect(try await queue.retry(id) == false)
            #expect(try await queue.lease(kinds: ["mail"], limit: 1, for: .seconds(30)).first?.attempts == 1)
        }
    }

    @Test("a job whose worker vanishes on the last attempt is dead", arguments: Engine.all)
    func vanishedOnLast(engine: Engine) async throws {
        try await withQueue(engine) { queue, clock async throws in
            let id = try await queue.enqueue(NewJob("mail", maximumAttempts: 1))
            _ = try await queue.lease(kinds: ["mail"], limit: 1, for: .seconds(30))
            clock.advance(.seconds(31))
            #expect(try await queue.lease(kinds: ["mail"], limit: 1, for: .seconds(30)).isEmpty)
            #expect(try await queue.job(id)?.state == .dead)
            #expect(try await queue.discard(id))
            #expect(try await queue.job(id) == nil)
        }
    }

    @Test("the wait doubles, minus up to a half by chance, up to a limit")
    func backoff() {
        var random = SystemRandomNumberGenerator()
        let backoff = Backoff(first: .seconds(10), longest: .seconds(100))
        for attempt in 1...40 {
            let whole = min(Duration.seconds(10) * (1 << min(attempt - 1, 20)), .seconds(100))
            let delay = backoff.delay(after: attempt, using: &random)
            #expect(delay <= whole && delay >= whole / 2, "attempt \(attempt): \(delay)")
        }
    }

    @Test("workers side by side do each job's effects once, though handlers fail and repeat", arguments: Engine.all)
    func exactlyOnce(engine: Engine) async throws {
        try await withQueue(engine) { queue, clock async throws in
            let count = 60
            try await queue.database.write { tx in
                for number in 0..<count { try queue.enqueue(NewJob("count", payload: "\(number)"), in: tx) }
            }
            let handler = JobHandler("count") { job in
                // Every third job fails on its first attempt.
                if job.attempts == 1, (Int(job.payload) ?? 0) % 3 == 0 { throw Refused() }
                return .done { tx in try tx.execute("INSERT INTO effects VALUES (\(job.id))") }
            }
            let workers = (0..<3).map { _ in work(queue, [handler]) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in workers { group.addTask { await worker.run() } }
                let isDone = try await eventually {
                    clock.advance(.seconds(1))
                    return try await queue.counts().allSatisfy { $0.state == .done }
                }
                #expect(isDone)
                for worker in workers { worker.stop() }
                try await group.waitForAll()
            }
            let effects = try await queue.database.read { tx in
                try tx.row("SELECT count(*) AS all_of_them, count(DISTINCT job) AS different FROM effects")
            }
            #expect(try effects?["all_of_them"] == count)
            #expect(try effects?["different"] == count)
        }
    }

    @Test("a worker that is stopped finishes what it began and begins nothing more", arguments: Engine.all)
    func gracefulStop(engine: Engine) async throws {
        try await withQueue(engine) { queue, _ async throws in
            for _ in 0..<3 { try await queue.enqueue(NewJob("slow")) }
            let begun = Notes<Job.ID>()
            let ended = Notes<Job.ID>()
            var options = JobWorker.Options()
            options.concurrency = 1
            let handler = JobHandler("slow") { job in
                begun.add(job.id)
                try await Task.sleep(for: .milliseconds(200))
                ended.add(job.id)
                return .done
            }
            let worker = JobWorker(queue, handlers: [handler], options: options, logger: quiet())
            let running = Task { await worker.run() }
            #expect(try await eventually { begun.all.count == 1 })
            worker.stop()
            await running.value
            #expect(begun.all.count == 1 && ended.all.count == 1)
            let states = try await queue.counts().reduce(into: [:]) { $0[$1.state] = $1.count }
            #expect(states == [.done: 1, .waiting: 2])
        }
    }

    @Test("a worker that is cancelled gives its jobs back as if they had not begun", arguments: Engine.all)
    func cancelled(engine: Engine) async throws {
        try await withQueue(engine) { queue, _ async throws in
            let id = try await queue.enqueue(NewJob("slow"))
            let begun = Notes<Job.ID>()
            let worker = work(
                queue,
                [
                    JobHandler("slow") { job in
                        begun.add(job.id)
                        try await Task.sleep(for: .seconds(600))
                        return .done
                    }
                ])
            let running = Task { await worker.run() }
            #expect(try await eventually { begun.all.count == 1 })
            running.cancel()
            await running.value
            let job = try await queue.job(id)
            #expect(job?.state == .waiting && job?.attempts == 0)
        }
    }

    @Test("what is enqueued here is begun at once, without waiting for the next look", arguments: Engine.all)
    func wakeUp(engine: Engine) async throws {
        try await withQueue(engine) { queue, _ async throws in
            var options = JobWorker.Options()
            options.poll = .seconds(600)
            let begun = Notes<String>()
            let handler = JobHandler("mail") { job in
                begun.add(job.payload)
                return .done
            }
            let worker = JobWorker(queue, handlers: [handler], options: options, logger: quiet())
            let running = Task { await worker.run() }
            for number in 0..<20 {
                try await queue.enqueue(NewJob("mail", payload: "\(number)"))
                #expect(try await eventually { begun.all.count == number + 1 })
            }
            worker.stop()
            await running.value
        }
    }

    @Test("a recurrence starts once each time among all copies, and says when it last ran", arguments: Engine.all)
    func recurrence(engine: Engine) async throws {
        try await withQueue(engine) { queue, clock async throws in
            let runs = Notes<Instant>()
            let handler = JobHandler("statistics") { _ in
                runs.add(clock.now)
                if runs.all.count == 2 { throw Refused() }
                return .done
            }
            let every = Recurrence("statistics", every: .seconds(3600))
            let workers = (0..<3).map { _ in work(queue, [handler], recurrences: [every]) }
            let running = workers.map { worker in Task { await worker.run() } }
            #expect(try await eventually { try await queue.recurrences().count == 1 })
            clock.advance(.seconds(3 * 3600))
            #expect(try await eventually { runs.all.count == 1 })
            #expect(
                try await eventually {
                    let status = try await queue.recurrences().first
                    return status?.lastEndedAt == clock.now && status?.lastError == nil
                })
            clock.advance(.seconds(3600))
            #expect(try await eventually { try await queue.recurrences().first?.lastError != nil })
            #expect(runs.all.count == 2)
            for worker in workers { worker.stop() }
            for task in running { await task.value }
        }
    }

    @Test("jobs that were done long ago are forgotten", arguments: Engine.all)
    func prune(engine: Engine) async throws {
        try await withQueue(engine) { queue, clock async throws in
            let id = try await queue.enqueue(NewJob("mail"))
            let job = try #require(try await queue.lease(kinds: ["mail"], limit: 1, for: .seconds(30)).first)
            try await queue.complete(job)
            #expect(try await queue.prune(doneBefore: clock.now) == 0)
            clock.advance(.seconds(1))
            #expect(try await queue.prune(doneBefore: clock.now) == 1)
            #expect(try await queue.job(id) == nil)
        }
    }
}
