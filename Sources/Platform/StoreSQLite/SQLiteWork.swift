import Store

/// A read that waits for a reader.
struct Reading: Sendable {
    let run: @Sendable (SQLiteSession) -> Void
    let refuse: @Sendable (any Error) -> Void

    init<Result: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Result,
        _ continuation: CheckedContinuation<Result, any Error>
    ) {
        refuse = { continuation.resume(throwing: $0) }
        run = { session in continuation.resume(with: Swift.Result { try session.read(body) }) }
    }
}

/// A write that waits for the writer.
struct Writing: Sendable {
    /// Runs the closure; returns what answers the caller once the write is durable.
    let attempt: @Sendable (SQLiteTransaction) throws -> @Sendable () -> Void
    let refuse: @Sendable (any Error) -> Void

    init<Result: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Result,
        _ continuation: CheckedContinuation<Result, any Error>
    ) {
        refuse = { continuation.resume(throwing: $0) }
        attempt = { transaction in
            let result = try body(transaction)
            return { continuation.resume(returning: result) }
        }
    }
}

extension SQLiteSession {
    /// Runs `body` on one snapshot.
    func read<Result>(_ body: (any ReadTransaction) throws -> Result) throws -> Result {
        try run("BEGIN DEFERRED")
        let transaction = SQLiteTransaction(self)
        defer {
            transaction.end()
            if isInTransaction { try? run("COMMIT") }
            if isInTransaction { try? run("ROLLBACK") }
        }
        let result = try body(transaction)
        try transaction.throwFailure()
        return result
    }
}
