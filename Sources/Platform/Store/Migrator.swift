import Base
import Crypto

/// Brings the tables of the blocks to the shape that the program expects: forward only, each step whole or not at
/// all, under a lock, so that any number of copies may start at once.
///
/// ```swift
/// try await Migrator(Journal.migrations + Identity.migrations).run(on: database)
/// ```
public struct Migrator: Sendable {
    public let migrations: [Migration]

    /// The migrations of any number of blocks. Within a block they run in the order of their numbers; blocks run in
    /// the order in which they are first named.
    public init(_ migrations: [Migration]) { self.migrations = migrations }

    /// Applies what is missing, and returns it.
    ///
    /// Throws `DatabaseError.migration` where a step that was applied before has changed since, a step is missing
    /// for this engine, or the database has steps of a block that this program does not know (it is newer).
    @discardableResult
    public func run(on database: any Database, time: TimeSource = .system) async throws -> [Migration] {
        let steps = try ordered()
        let now = time.now()
        try await database.write { tx in try Self.createTable(tx) }
        try await database.write { tx in
            try Self.lock(tx)
            try Self.compare(steps, with: Self.applied(tx), dialect: tx.dialect)
        }
        var done: [Migration] = []
        for step in steps {
            let ran = try await database.write { tx in
                try Self.lock(tx)
                // Asked again under the lock: another copy may have come first.
                let applied = try Self.applied(tx)
                if applied.contains(where: { $0.block == step.block && $0.number == step.number }) { return false }
                try Self.apply(step, tx, at: now)
                return true
            }
            if ran { done.append(step) }
        }
        return done
    }

    /// The steps that `run` would apply.
    public func pending(on database: any Database) async throws -> [Migration] {
        let steps = try ordered()
        try await database.write { tx in try Self.createTable(tx) }
        return try await database.read { tx in
            let applied = try Self.applied(tx)
            try Self.compare(steps, with: applied, dialect: tx.dialect)
            return steps.filter { step in
                !applied.contains { $0.block == step.block && $0.number == step.number }
            }
        }
    }
}

extension Migrator {
    private struct Applied {
        var block: String
        var number: Int
        var name: String
        var checksum: [UInt8]
    }

    private func ordered() throws -> [Migration] {
        var blocks: [String] = []
        for migration in migrations where !blocks.contains(migration.block) { blocks.append(migration.block) }
        return try blocks.flatMap { block in
            let steps = migrations.filter { $0.block == block }.sorted { $0.number < $1.number }
            for (one, next) in zip(steps, steps.dropFirst()) where one.number == next.number {
                throw DatabaseError.migration("\(block) has two steps numbered \(one.number)")
            }
            return steps
        }
    }

    /// The record of what was applied: in which order, and the statements themselves, so that a backup can be put
    /// back into an empty database without the program that made it.
    package static func createTable(_ tx: any WriteTransaction) throws {
        // Two copies that create the same table at once would meet in PostgreSQL's catalogue.
        if tx.dialect == .postgres { _ = try tx.rows("SELECT pg_advisory_xact_lock(7308895218476245615)") }
        try tx.execute(
            """
            CREATE TABLE IF NOT EXISTS store_migrations (
                block TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, checksum BYTEA NOT NULL,
                applied_at BIGINT NOT NULL, position BIGINT NOT NULL UNIQUE, statements TEXT NOT NULL,
                PRIMARY KEY (block, number))
            """)
    }

    /// A write on SQLite is alone as it is. On PostgreSQL the lock comes before the snapshot, so what the holder
    /// before us wrote is seen.
    private static func lock(_ tx: any WriteTransaction) throws {
        guard tx.dialect == .postgres else { return }
        // A step on a large table may take its time, and others wait for it.
        try tx.executeScript("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
        try tx.execute("LOCK TABLE store_migrations IN EXCLUSIVE MODE")
    }

    private static func applied(_ tx: any ReadTransaction) throws -> [Applied] {
        try tx.rows("SELECT block, number, name, checksum FROM store_migrations ORDER BY block, number").map { row in
            try Applied(
                block: row["block"], number: row["number"], name: row["name"], checksum: row["checksum"])
        }
    }

    private static func compare(_ steps: [Migration], with applied: [Applied], dialect: Dialect) throws {
        for record in applied {
            let block = steps.filter { $0.block == record.block }
            guard let last = block.last else { continue }
            guard let step = block.first(where: { $0.number == record.number }) else {
                throw DatabaseError.migration(
                    record.number > last.number
                        ? "the database is newer than this program: it has \(record.block) \(record.name)"
                        : "\(record.block) \(record.name) was applied, but this program does not have it")
            }
            guard try checksum(step, dialect) == record.checksum else {
                throw DatabaseError.migration("\(step.block) \(step.name) has changed since it was applied")
            }
        }
    }

    private static func apply(_ step: Migration, _ tx: any WriteTransaction, at now: Instant) throws {
        let text = try text(step, tx.dialect)
        try tx.executeScript(text)
        try tx.execute(
            """
            INSERT INTO store_migrations (block, number, name, checksum, applied_at, position, statements)
            VALUES (\(step.block), \(step.number), \(step.name), \(checksum(step, tx.dialect)), \(now),
                (SELECT coalesce(max(position), 0) + 1 FROM store_migrations), \(text))
            """)
    }

    private static func text(_ step: Migration, _ dialect: Dialect) throws -> String {
        guard let text = step.statements[dialect] else {
            throw DatabaseError.migration("\(step.block) \(step.name) has no statements for \(dialect.rawValue)")
        }
        return text
    }

    private static func checksum(_ step: Migration, _ dialect: Dialect) throws -> [UInt8] {
        Array(SHA256.hash(data: Array(try text(step, dialect).utf8)))
    }
}
