import Base
import Foundation
import GRDB
import Logging
import Store

/// A database in one SQLite file: one writer, many readers, every acknowledged write on disk.
///
/// The writer commits in groups: writes that arrive while one is being committed share the next commit, each under a
/// savepoint of its own, so that a write which fails takes no other with it.
public final class SQLiteDatabase: Store.Database {
    /// How the file is used. The defaults suit a server.
    public struct Options: Sendable {
        /// How many snapshots may be read at once; each has a connection and a thread.
        public var readers = 4
        /// How long to wait for another process that holds the file's lock.
        public var busyTimeout: Duration = .seconds(5)
        /// How long work may wait for a connection.
        public var patience: Duration = .seconds(10)
        /// How many reads, and how many writes, may wait at once.
        public var queueLimit = 10_000
        /// How many writes may share a commit.
        public var groupLimit = 512
        public init() {}
    }

    public var dialect: Dialect { .sqlite }
    public let path: String

    let pool: DatabasePool
    private let file: FileIdentity
    private let reads: WorkQueue<Reading>
    private let writes: WorkQueue<Writing>
    private let threads: [WorkerThreads]
    let leaders = SQLiteLeaders()

    /// Opens the file, or creates it. Throws `DatabaseError.unavailable` where that cannot be.
    public init(path: String, options: Options = Options(), logger: Logger = Logger(label: "store.sqlite")) throws {
        self.path = path
        do {
            pool = try DatabasePool(path: path, configuration: Self.configuration(options))
            try pool.writeWithoutTransaction { db in
                // What savepoints keep to undo a write of a group stays in memory instead of a file of its own.
                try db.execute(
                    sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY")
            }
            file = try FileIdentity(path: path)
        } catch let error as GRDB.DatabaseError {
            throw DatabaseError(error)
        }
        let reads = WorkQueue<Reading>(capacity: options.queueLimit, patience: options.patience) { $0.refuse($1) }
        let writes = WorkQueue<Writing>(capacity: options.queueLimit, patience: options.patience) { $0.refuse($1) }
        self.reads = reads
        self.writes = writes
        let groupLimit = options.groupLimit
        threads = [
            WorkerThreads(name: "sqlite-writer", count: 1) { [pool] _ in
                // The writer keeps its connection for as long as it lives.
                pool.writeWithoutTransaction { db in
                    let writer = SQLiteWriter(SQLiteSession(db))
                    while let group = writes.nextBatch(limit: groupLimit) { writer.commit(group) }
                }
            },
            WorkerThreads(name: "sqlite-reader", count: options.readers) { [pool] _ in
                Self.serve(reads, from: pool, logger)
            },
        ]
    }

    public func read<Result: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            reads.push(Reading(body, continuation))
        }
    }

    @discardableResult
    public func write<Result: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            writes.push(Writing(body, continuation))
        }
    }

    public func check() async throws {
        guard try FileIdentity(path: path) == file else {
            throw DatabaseError.unavailable("the database file was replaced")
        }
        // Writing the header back as it is shows a file that is locked, full or read-only.
        try await write { tx in
            let version = try tx.value(Int.self, "PRAGMA user_version") ?? 0
            try tx.executeScript("PRAGMA user_version = \(version)")
        }
        _ = try await read { tx in try tx.value(Int.self, "SELECT 1") }
    }

    public func close() async {
        writes.close()
        reads.close()
        for group in threads { await group.ended() }
        try? pool.close()
    }
}

extension SQLiteDatabase {
    private static func configuration(_ options: Options) -> Configuration {
        var configuration = Configuration()
        configuration.maximumReaderCount = options.readers + 1  // one more for a backup
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(Double(options.busyTimeout.microseconds) / 1_000_000)
        configuration.prepareDatabase { db in
            // As PostgreSQL compares.
            try db.execute(sql: "PRAGMA case_sensitive_like = ON")
        }
        return configuration
    }

    /// A reader's thread: it keeps one connection, and opens it when there is something to read.
    private static func serve(_ reads: WorkQueue<Reading>, from pool: DatabasePool, _ logger: Logger) {
        while let first = reads.next() {
            do {
                try pool.unsafeRead { db in
                    let session = SQLiteSession(db)
                    first.run(session)
                    while let next = reads.next() { next.run(session) }
                }
            } catch {
                let reason = (error as? GRDB.DatabaseError).map { DatabaseError($0) } ?? .unavailable("\(error)")
                logger.error("cannot read the database", metadata: ["reason": "\(reason)"])
                first.refuse(reason)
            }
        }
    }
}

/// Which file a path leads to. A file that was deleted or replaced stays readable to those who hold it open, and what
/// they write is lost.
struct FileIdentity: Hashable {
    private var device: UInt64
    private var inode: UInt64

    init(path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { throw DatabaseError.unavailable("the database file is gone") }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }
}
