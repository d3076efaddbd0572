import Base
import Foundation
import Logging
import Store

/// A thread's connection, and the patience to run a transaction again.
///
/// Writes are `SERIALIZABLE`: PostgreSQL lets them run side by side and refuses (SQLSTATE 40001) one whose outcome
/// would not be that of some order one after the other. A refused write is run again after a short random wait; after
/// a few refusals it waits for its turn among the contended writes of this process.
final class PostgresWorker {
    private let url: String
    private let options: PostgresDatabase.Options
    private let logger: Logger
    private let turn: NSLock
    private var open: PostgresConnection?

    init(url: String, options: PostgresDatabase.Options, turn: NSLock, logger: Logger) {
        self.url = url
        self.options = options
        self.turn = turn
        self.logger = logger
    }

    func read<Result>(_ body: (any ReadTransaction) throws -> Result) throws -> Result {
        try persistently(begin: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body).result
    }

    func write<Result>(_ body: (any WriteTransaction) throws -> Result) throws -> Result {
        let (result, callbacks) = try persistently(begin: "BEGIN ISOLATION LEVEL SERIALIZABLE", body)
        for call in callbacks { call() }
        return result
    }

    /// One attempt's outcome.
    private enum Attempt<Result> {
        case done(Result, [@Sendable () -> Void])
        /// Another transaction was in the way.
        case refused
        /// The connection was lost before anything could have been committed.
        case lost(any Error)
    }

    private func persistently<Result>(
        begin: String, _ body: (PostgresTransaction) throws -> Result
    ) throws -> (result: Result, callbacks: [@Sendable () -> Void]) {
        let deadline = ContinuousClock.now + options.patience
        var refusals = 0
        var losses = 0
        while true {
            let attempt =
                refusals < 3 ? try attempt(begin, body) : try turn.withLock { try self.attempt(begin, body) }
            switch attempt {
            case .done(let result, let callbacks): return (result, callbacks)
            case .refused:
                refusals += 1
                guard ContinuousClock.now < deadline else { throw DatabaseError.busy }
                let mostMilliseconds = Double(1 << min(refusals, 6))
                Thread.sleep(forTimeInterval: Double.random(in: 0...mostMilliseconds) / 1000)
            case .lost(let error):
                open = nil
                losses += 1
                logger.warning("the connection to the database was lost")
                if losses > 1 { throw error }
            }
        }
    }

    private func attempt<Result>(
        _ begin: String, _ body: (PostgresTransaction) throws -> Result
    ) throws -> Attempt<Result> {
        let connection = try connection()
        let transaction = PostgresTransaction(connection)
        let result: Result
        do {
            defer { transaction.end() }
            transaction.begin(begin)
            result = try body(transaction)
            try transaction.throwFailure()
            try transaction.beforeCommit()
        } catch {
            if connection.isLost { return .lost(error) }
            rollBack(connection)
            if transaction.mustRetry { return .refused }
            throw error
        }
        return try commit(connection, transaction, result)
    }

    private func commit<Result>(
        _ connection: PostgresConnection, _ transaction: PostgresTransaction, _ result: Result
    ) throws -> Attempt<Result> {
        do {
            try transaction.commit()
            return .done(result, transaction.callbacks)
        } catch let failure as PostgresConnection.Failure {
            if connection.isLost {
                open = nil
                throw DatabaseError.unavailable("the server was lost during a commit: its outcome is unknown")
            }
            rollBack(connection)
            if failure.mayRetry { return .refused }
            throw failure.error
        }
    }

    private func rollBack(_ connection: PostgresConnection) {
        guard connection.isInTransaction else { return }
        do { try connection.run("ROLLBACK") } catch { open = nil }
    }

    /// The connection, opened or opened again where needed.
    private func connection() throws -> PostgresConnection {
        if let open, !open.isLost { return open }
        open = nil
        let connection = try PostgresConnection(url: url)
        try connection.prepareSession(options)
        open = connection
        return connection
    }
}
