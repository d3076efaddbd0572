import Foundation
import Store
import Synchronization

extension PostgresDatabase: BackupSource {
    /// Writes an archive of the connection's schema: the migrations that made its tables, then the rows of each table in
    /// one snapshot, then the sequences. Needs no other program, and no right but to read.
    public func backUp(
        to path: String, progress: @escaping @Sendable (BackupProgress) throws -> Void
    ) async throws {
        try await Self.interruptibly(url) { connection, check in
            guard !FileManager.default.fileExists(atPath: path) else {
                throw DatabaseError.unavailable("there is a file already where the backup is to be")
            }
            do {
                let writer = try PostgresArchive.Writer(path: path)
                try PostgresExport(connection, writer).run { step in
                    try check()
                    try progress(step)
                }
            } catch {
                unlink(path)
                throw error
            }
        }
    }

    /// Puts an archive into a database that has no tables yet. All of it or nothing.
    public static func restore(
        from path: String, to url: String, progress: @escaping @Sendable (BackupProgress) throws -> Void = { _ in }
    ) async throws {
        try await interruptibly(url) { connection, check in
            try PostgresImport(connection, PostgresArchive.Reader(path: path)).run { step in
                try check()
                try progress(step)
            }
        }
    }

    /// Runs `body` on a connection and a thread of its own; `check` throws when the task was cancelled.
    private static func interruptibly(
        _ url: String,
        _ body: @escaping @Sendable (_ connection: PostgresConnection, _ check: () throws -> Void) throws -> Void
    ) async throws {
        let threads = BlockingThreads(name: "postgres-backup", count: 1)
        let isCancelled = CancellationFlag()
        try await withTaskCancellationHandler {
            try await threads.run {
                do {
                    try body(try PostgresConnection(url: url)) { try isCancelled.check() }
                } catch let failure as PostgresConnection.Failure {
                    throw failure.error
                } catch FileStoreError.unavailable(let reason) {
                    throw DatabaseError.unavailable(reason)
                }
            }
        } onCancel: {
            isCancelled.set()
        }
        await threads.close()
    }
}

private final class CancellationFlag: Sendable {
    private let flag = Mutex(false)
    func set() { flag.withLock { $0 = true } }
    func check() throws { if flag.withLock({ $0 }) { throw CancellationError() } }
}

/// Writes a database into an archive.
struct PostgresExport {
    private let connection: PostgresConnection
    private let writer: PostgresArchive.Writer

    init(_ connection: PostgresConnection, _ writer: PostgresArchive.Writer) {
        self.connection = connection
        self.writer = writer
    }

    func run(_ progress: (BackupProgress) throws -> Void) throws {
        // Waits for a moment at which no write that is under way could make the snapshot one of no order.
        try connection.run("BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE")
        for row in try connection.run("SELECT statements FROM store_migrations ORDER BY position" as SQL).rows() {
            try writer.write(.migration, Array((try row[0] as String).utf8))
        }
        let total = try estimate()
        var done = 0
        for table in try PostgresCatalogue.tables(connection) {
            try writer.write(.table, PostgresArchive.strings([table.name] + table.columns))
            try connection.copyOut("COPY \(table.quoted) TO STDOUT (FORMAT binary)") { piece in
                try writer.write(.rows, piece)
                done += 1
                if done % 5000 == 0 { try progress(BackupProgress(done: done, total: max(total, done))) }
            }
            try writer.write(.end, [])
        }
        for sequence in try PostgresCatalogue.sequences(connection) {
            try writer.write(.sequence, PostgresArchive.strings(sequence))
        }
        try writer.finish()
        try connection.run("COMMIT")
        try progress(BackupProgress(done: done, total: done))
    }

    private func estimate() throws -> Int {
        let sql: SQL = """
            SELECT coalesce(sum(greatest(reltuples, 0)), 0)::bigint FROM pg_class
            WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
            """
        return try connection.run(sql).rows().first?[0] ?? 0
    }
}

/// Reads an archive into an empty database.
struct PostgresImport {
    private let connection: PostgresConnection
    private let reader: PostgresArchive.Reader

    init(_ connection: PostgresConnection, _ reader: PostgresArchive.Reader) {
        self.connection = connection
        self.reader = reader
    }

    func run(_ progress: (BackupProgress) throws -> Void) throws {
        try connection.run("BEGIN")
        guard try PostgresCatalogue.tables(connection).isEmpty else {
            throw DatabaseError.unavailable("the database is not empty")
        }
        try Migrator.createTable(PostgresTransaction(connection))
        var done = 0
        var isFirstTable = true
        while let (kind, content) = try reader.next() {
            switch kind {
            case .migration: try connection.run(String(decoding: content, as: UTF8.self))
            case .table:
                // Rows that migrations wrote are in the archive too.
                if isFirstTable { try empty() }
                isFirstTable = false
                let names = PostgresArchive.strings(content)
                guard let name = names.first else { throw PostgresArchive.Reader.damaged }
                let table = PostgresCatalogue.Table(name: name, columns: Array(names.dropFirst()))
                try connection.startCopyIn("COPY \(table.quoted) FROM STDIN (FORMAT binary)")
            case .rows:
                try connection.copyIn(content)
                done += 1
                if done % 5000 == 0 { try progress(BackupProgress(done: done, total: nil)) }
            case .end: try connection.endCopyIn()
            case .sequence: try set(PostgresArchive.strings(content))
            case .digest: break
            }
        }
        try connection.run("COMMIT")
        try progress(BackupProgress(done: done, total: done))
    }

    private func empty() throws {
        let tables = try PostgresCatalogue.tables(connection).map { PostgresCatalogue.quoted($0.name) }
        if !tables.isEmpty { try connection.run("TRUNCATE \(tables.joined(separator: ", "))") }
    }

    private func set(_ sequence: [String]) throws {
        guard sequence.count == 3, let value = Int64(sequence[1]) else { throw PostgresArchive.Reader.damaged }
        let name = PostgresCatalogue.quoted(sequence[0])
        _ = try connection.run("SELECT setval(\(name)::regclass, \(value), \(sequence[2] == "t"))" as SQL)
    }
}
