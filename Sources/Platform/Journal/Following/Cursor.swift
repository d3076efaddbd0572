import Base
import Store

/// How far a listener is; for the operator, and for tests that wait.
public struct ListenerStatus: Hashable, Sendable {
    public var name: String
    /// How many acts it has seen.
    public var position: Int
    /// How many acts it has still to see. Acts that it does not follow are passed over and counted off now and then.
    public var lag: Int
    public var movedAt: Instant
    /// How often in a row it failed at the act after `position`.
    public var failures: Int
    public var failedAt: Instant?
    public var error: String?
}

extension ReadTransaction {
    /// How it stands with the listeners that have ever run.
    public func listenerStatus() throws -> [ListenerStatus] {
        let last = try lastActNumber()
        return try rows(
            "SELECT listener, position, moved_at, failures, failed_at, error FROM journal_cursors ORDER BY listener"
        ).map { row in
            let position: Int = try row[1]
            return ListenerStatus(
                name: try row[0], position: position, lag: max(0, last - position), movedAt: try row[2],
                failures: try row[3], failedAt: try row[4], error: try row[5])
        }
    }

    /// The number of the last act that has one; 0 where there is none.
    func lastActNumber() throws -> Int {
        try value(Int.self, "SELECT coalesce(max(number), 0) FROM journal_numbers") ?? 0
    }

    /// How many acts a listener has seen; 0 before it first ran.
    func position(of listener: String) throws -> Int {
        try value(Int.self, "SELECT position FROM journal_cursors WHERE listener = \(listener)") ?? 0
    }
}

extension WriteTransaction {
    /// The position of a listener, for this transaction alone.
    func lockedPosition(of listener: String, at now: Instant) throws -> Int {
        try execute(
            """
            INSERT INTO journal_cursors (listener, position, moved_at, failures) VALUES (\(listener), 0, \(now), 0)
            ON CONFLICT (listener) DO NOTHING
            """)
        let lock: SQL = dialect == .postgres ? "FOR UPDATE" : ""
        return try value(Int.self, "SELECT position FROM journal_cursors WHERE listener = \(listener) \(lock)") ?? 0
    }

    func move(_ listener: String, to position: Int, at now: Instant) throws {
        try execute(
            """
            UPDATE journal_cursors SET position = \(position), moved_at = \(now), failures = 0, failed_at = NULL, error = NULL
            WHERE listener = \(listener)
            """)
    }

    func note(failure: String, of listener: String, at now: Instant) throws -> Int {
        try execute(
            """
            UPDATE journal_cursors SET failures = failures + 1, failed_at = \(now), error = \(failure)
            WHERE listener = \(listener)
            """)
        return try value(Int.self, "SELECT failures FROM journal_cursors WHERE listener = \(listener)") ?? 1
    }
}
