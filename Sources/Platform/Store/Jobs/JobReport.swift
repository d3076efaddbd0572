import Base

// What an operator sees of the queue and does about it.
extension JobQueue {
    /// How many jobs there are of each kind in each state, for figures and alarms.
    public struct Count: Sendable, Hashable {
        public var kind: String
        public var state: Job.State
        public var count: Int
        /// The longest time that a job has been due; zero where none is.
        public var longestDue: Duration
    }

    public func counts() async throws -> [Count] {
        let now = time.now()
        return try await database.read { tx in
            try tx.rows(
                """
                SELECT kind, state, count(*) AS count, min(due_at) AS due FROM store_jobs
                GROUP BY kind, state ORDER BY kind, state
                """
            ).map { row in
                let state: Job.State = try row["state"]
                let due: Instant = try row["due"]
                return Count(
                    kind: try row["kind"], state: state, count: try row["count"],
                    longestDue: state == .waiting && due < now ? now - due : .zero)
            }
        }
    }

    public func job(_ id: Job.ID) async throws -> Job? {
        try await database.read { tx in
            try tx.row("SELECT \(Job.columns) FROM store_jobs WHERE id = \(id)").map { try Job($0) }
        }
    }

    /// Jobs that were given up, the latest first.
    public func deadLetters(limit: Int = 100) async throws -> [Job] {
        try await database.read { tx in
            try tx.rows(
                """
                SELECT \(Job.columns) FROM store_jobs WHERE state = 'dead' ORDER BY ended_at DESC, id DESC
                LIMIT \(limit)
                """
            ).map { try Job($0) }
        }
    }

    /// Has a dead job tried again from its first attempt; `false` where it is not dead.
    public func retry(_ id: Job.ID) async throws -> Bool {
        let now = time.now()
        return try await database.write { [self] tx in
            let changes = try tx.execute(
                """
                UPDATE store_jobs SET state = 'waiting', attempts = 0, due_at = \(now), ended_at = NULL
                WHERE id = \(id) AND state = 'dead'
                """)
            tx.afterCommit { [weak self] in self?.wake() }
            return changes == 1
        }
    }

    /// Throws a dead job away; `false` where it is not dead.
    public func discard(_ id: Job.ID) async throws -> Bool {
        try await database.write { tx in
            try tx.execute("DELETE FROM store_jobs WHERE id = \(id) AND state = 'dead'") == 1
        }
    }

    /// Forgets jobs that were done before `instant`, and with them their idempotency keys.
    @discardableResult
    public func prune(doneBefore instant: Instant) async throws -> Int {
        try await database.write { tx in
            try tx.execute("DELETE FROM store_jobs WHERE state = 'done' AND ended_at < \(instant)")
        }
    }
}
