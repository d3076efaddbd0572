import Base

/// Work to be done soon or later, outside the transaction that asked for it: a message to send, a page to fetch, a
/// figure to compute.
public struct Job: Sendable, Hashable {
    public typealias ID = Identifier<Job>

    public enum State: String, Sendable, SQLConvertible, CaseIterable {
        case waiting
        case running
        case done
        /// Given up after its last attempt; the operator may have it tried again.
        case dead
    }

    /// Also what to hand to another service as its idempotency key.
    public var id: ID
    /// Names the handler: `messages.send`.
    public var kind: String
    /// What the handler needs to know, in the form it chose; JSON as a rule. No personal data that must be erasable.
    public var payload: String
    public var idempotencyKey: String?
    public var state: State
    /// When it may start; while it runs, when its lease ends.
    public var dueAt: Instant
    /// How often it was started.
    public var attempts: Int
    public var maximumAttempts: Int
    public var enqueuedAt: Instant
    public var endedAt: Instant?
    public var lastError: String?
}

extension Job {
    static let columns: SQL = """
        id, kind, payload, idempotency_key, state, due_at, attempts, maximum_attempts, enqueued_at, ended_at, last_error
        """

    init(_ row: Row) throws {
        id = try row["id"]
        kind = try row["kind"]
        payload = try row["payload"]
        idempotencyKey = try row["idempotency_key"]
        state = try row["state"]
        dueAt = try row["due_at"]
        attempts = try row["attempts"]
        maximumAttempts = try row["maximum_attempts"]
        enqueuedAt = try row["enqueued_at"]
        endedAt = try row["ended_at"]
        lastError = try row["last_error"]
    }
}

/// A job to be enqueued.
public struct NewJob: Sendable, Hashable {
    public var kind: String
    public var payload: String
    /// Not before this time; `nil`: now.
    public var at: Instant?
    /// Of jobs of one kind with one key, only the first is kept.
    public var idempotencyKey: String?
    public var maximumAttempts: Int

    public init(
        _ kind: String, payload: String = "", at: Instant? = nil, idempotencyKey: String? = nil,
        maximumAttempts: Int = 12
    ) {
        self.kind = kind
        self.payload = payload
        self.at = at
        self.idempotencyKey = idempotencyKey
        self.maximumAttempts = maximumAttempts
    }
}

/// How long to wait before a failed job is tried again: twice as long each time, minus up to a half by chance, so that
/// jobs which failed together do not come back together.
public struct Backoff: Sendable, Hashable {
    public var first: Duration
    public var longest: Duration

    public init(first: Duration = .seconds(10), longest: Duration = .seconds(6 * 3600)) {
        self.first = first
        self.longest = longest
    }

    /// - Parameter attempt: the attempt that failed, from 1.
    public func delay(after attempt: Int, using random: inout some RandomNumberGenerator) -> Duration {
        let doubled = first * (1 << min(max(attempt - 1, 0), 30))
        let whole = min(doubled, longest)
        return whole * Double.random(in: 0.5...1, using: &random)
    }
}
