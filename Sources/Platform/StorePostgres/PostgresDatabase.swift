import Base
import Foundation
import Logging
import Store

/// A database on a PostgreSQL server (13 or later), through libpq on threads of its own.
public final class PostgresDatabase: Database {
    /// How the server is used. The defaults suit one copy of the program among several.
    public struct Options: Sendable {
        /// How many connections; each has a thread. They are opened when first needed.
        public var connections = 16
        /// How long work may wait for a connection, or go on trying against others' writes.
        public var patience: Duration = .seconds(10)
        /// How much work may wait at once.
        public var queueLimit = 10_000
        /// How long a statement may wait for a lock.
        public var lockTimeout: Duration = .seconds(5)
        /// How long a statement may run.
        public var statementTimeout: Duration = .seconds(60)
        public init() {}
    }

    public var dialect: Dialect { .postgres }
    let url: String
    let options: Options
    private let work: WorkQueue<Work>
    private let threads: WorkerThreads

    struct Work: Sendable {
        let run: @Sendable (PostgresWorker) -> Void
        let refuse: @Sendable (any Error) -> Void
    }

    /// - Parameter url: `postgresql://user@host/name?sslmode=verify-full`, or `host=… dbname=…`
    ///   (PostgreSQL documentation, §34.1.1). Nothing is connected yet; `check()` says whether it can be.
    public init(url: String, options: Options = Options(), logger: Logger = Logger(label: "store.postgres")) {
        self.url = url
        self.options = options
        let work = WorkQueue<Work>(capacity: options.queueLimit, patience: options.patience) { $0.refuse($1) }
        self.work = work
        let turn = NSLock()
        threads = WorkerThreads(name: "postgres", count: options.connections) { _ in
            let worker = PostgresWorker(url: url, options: options, turn: turn, logger: logger)
            while let next = work.next() { next.run(worker) }
        }
    }

    public func read<Result: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Result
    ) async throws -> Result {
        try await run { worker in try worker.read(body) }
    }

    @discardableResult
    public func write<Result: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Result
    ) async throws -> Result {
        try await run { worker in try worker.write(body) }
    }

    public func check() async throws {
        try await write { tx in
            // A record in the server's log shows a standby and a full disk.
            _ = try tx.rows("SELECT pg_logical_emit_message(true, 'polity', 'check')::text")
        }
    }

    public func close() async {
        work.close()
        await threads.ended()
    }

    func run<Result: Sendable>(
        _ body: @escaping @Sendable (PostgresWorker) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            work.push(
                Work(
                    run: { worker in continuation.resume(with: Swift.Result { try body(worker) }) },
                    refuse: { continuation.resume(throwing: $0) }))
        }
    }
}

extension PostgresConnection {
    /// What every session relies on.
    func prepareSession(_ options: PostgresDatabase.Options) throws {
        do {
            try run(
                """
                SET lock_timeout = \(options.lockTimeout.milliseconds);
                SET statement_timeout = \(options.statementTimeout.milliseconds);
                SET client_min_messages = warning;
                SET bytea_output = hex;
                SET TIME ZONE 'UTC';
                -- An acknowledged write is on disk, whatever the server's default.
                SELECT set_config('synchronous_commit', 'on', false)
                    WHERE current_setting('synchronous_commit') = 'off';
                """)
            let facts = try run("SELECT current_setting('server_encoding')").rows()
            guard let encoding: String = try facts.first?[0], encoding == "UTF8" else {
                throw DatabaseError.unavailable("the database's encoding is not UTF8")
            }
        } catch let failure as Failure {
            throw failure.error
        }
        guard serverVersion >= 130_000 else { throw DatabaseError.unavailable("PostgreSQL 13 or later is needed") }
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 { microseconds / 1000 }
}
