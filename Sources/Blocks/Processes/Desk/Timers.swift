import BPMN
import Base
import BuildingBlock
import Journal
import Logging
import Store

/// Timers are rows, swept. What was due while nobody swept (a restart, a clock that jumped) is due at the next sweep.
extension ProcessDesk {
    /// How timers fare, for operators.
    public struct TimerStatus: Sendable {
        /// How many are due and have not fired.
        public var overdue: Int
        public var nextDue: Instant?
        public var lastRanAt: Instant?
        public var lastError: String?
    }

    struct DueTimer: Sendable {
        var instance: Identifier<ProcessInstance>
        var key: Int
    }

    /// Fires everything that is due, the longest due first, and returns how many fired.
    @discardableResult
    public func sweep(at now: Instant, batch: Int = 100) async throws -> Int {
        try await sweepMessages(at: now)
        var fired = try await sweepStarts(at: now)
        // A repeated timer that catches up comes again and again: bounded, so that a sweep ends.
        for _ in 0..<100_000 {
            let due = try await database.read { transaction in
                try transaction.rows(
                    """
                    SELECT instance, key FROM processes_timers WHERE due_at <= \(now)
                    ORDER BY due_at, instance, key LIMIT \(batch)
                    """
                ).map { DueTimer(instance: try $0["instance"], key: try $0["key"]) }
            }
            if due.isEmpty { return fired }
            try Task.checkCancellation()
            do {
                fired += try await database.write { transaction in
                    try due.reduce(0) { try $0 + (fire($1, at: now, transaction) ? 1 : 0) }
                }
            } catch {
                fired += try await fireEach(due, at: now)
            }
        }
        return fired
    }

    /// Whether it fired; a timer that another copy fired first, or that the instance waits for no more, does not.
    private func fire(_ timer: DueTimer, at now: Instant, _ transaction: any WriteTransaction) throws -> Bool {
        let due = try transaction.value(
            Instant.self,
            "SELECT due_at FROM processes_timers WHERE instance = \(timer.instance) AND key = \(timer.key)")
        guard let due, due <= now else { return false }
        do {
            try advance(timer.instance, .timer(key: timer.key), by: .system("processes"), at: now, in: transaction)
            return true
        } catch ProcessError.notPossible, ProcessError.unknown {
            try transaction.execute(
                "DELETE FROM processes_timers WHERE instance = \(timer.instance) AND key = \(timer.key)")
            return false
        }
    }

    /// One transaction each, after one of them failed: it alone is put off. What fails because the database is busy or gone
    /// stays due, and fails the sweep, so that operators see it and the next one tries again.
    private func fireEach(_ timers: [DueTimer], at now: Instant) async throws -> Int {
        var fired = 0
        var passing: DatabaseError?
        for timer in timers {
            do {
                if try await database.write({ try fire(timer, at: now, $0) }) { fired += 1 }
            } catch let error as DatabaseError where error.isPassing {
                passing = error
            } catch {
                platform.logger.error(
                    "a timer could not fire",
                    metadata: ["instance": "\(timer.instance)", "key": "\(timer.key)", "error": "\(error)"])
                let later = now + .seconds(300)
                _ = try? await database.write { transaction in
                    try transaction.execute(
                        """
                        UPDATE processes_timers SET due_at = \(later)
                        WHERE instance = \(timer.instance) AND key = \(timer.key)
                        """)
                }
            }
        }
        if let passing { throw passing }
        return fired
    }

    /// Processes that begin by the clock.
    private func sweepStarts(at now: Instant) async throws -> Int {
        try await database.write { transaction in
            let rows = try transaction.rows(
                "SELECT process, element, due_at, fired FROM processes_starts WHERE due_at <= \(now) ORDER BY due_at LIMIT 100"
            )
            for row in rows {
                let (process, element): (String, String) = (try row["process"], try row["element"])
                let (due, count): (Instant, Int) = (try row["due_at"], try row["fired"])
                guard let revision = try newestRevision(of: process, in: transaction) else { continue }
                let definition = try shelf.definition(process, revision, in: transaction).executable
                let next = definition.nextStart(
                    of: element, after: Moment(now), previous: Moment(due), count: count + 1, options: handlers.options)
                let run = ProcessRun(self, transaction, by: .system("processes"), at: now)
                try run.begin(process, .start(trigger: .event(id: element)), businessKey: "", about: "", agency: nil)
                try run.finish()
                try transaction.execute(
                    """
                    UPDATE processes_starts SET due_at = \(next?.instant), fired = \(count + 1)
                    WHERE process = \(process) AND element = \(element) AND kind = 'timer'
                    """)
            }
            return rows.count
        }
    }

    public func timerStatus(at now: Instant) async throws -> TimerStatus {
        let ran = try await platform.jobs.recurrences().first { $0.name == ProcessJobs.timers }
        return try await database.read { transaction in
            TimerStatus(
                overdue: try transaction.value(
                    Int.self, "SELECT COUNT(*) FROM processes_timers WHERE due_at <= \(now)") ?? 0,
                nextDue: try transaction.value(
                    Instant.self, "SELECT due_at FROM processes_timers ORDER BY due_at LIMIT 1"),
                lastRanAt: ran?.lastEndedAt, lastError: ran?.lastError)
        }
    }
}

extension DatabaseError {
    /// Whether the same may well succeed in a moment.
    fileprivate var isPassing: Bool {
        switch self {
        case .busy, .unavailable: true
        default: false
        }
    }
}
