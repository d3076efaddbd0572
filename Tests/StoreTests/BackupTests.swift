import Base
import Foundation
import Store
import StorePostgres
import StoreSQLite
import StoreTesting
import Synchronization
import Testing

@Suite("A backup of a database in use comes back as it was, on both engines")
struct BackupTests {
    private static let search = SearchIndex("things_search")
    private static let places = SpatialIndex("things_map")

    private static let migrations =
        StoreMigrations.all + [
            Migration(
                block: "things", number: 1, name: "0001-things",
                statements: [
                    .sqlite: common,
                    .postgres: common + "CREATE SEQUENCE counter;\n",
                ]),
            search.migration(block: "things", number: 2),
            places.migration(block: "things", number: 3),
        ]

    /// `aaa` refers to `zzz`, so the order of names is not that of filling.
    private static let common = """
        CREATE TABLE zzz (id UUID PRIMARY KEY, r DOUBLE PRECISION, t TEXT, b BOOLEAN, x BYTEA, above UUID REFERENCES zzz (id));
        CREATE TABLE aaa (id BIGINT PRIMARY KEY, thing UUID NOT NULL REFERENCES zzz (id));
        INSERT INTO zzz (id, t) VALUES ('00000000-0000-0000-0000-000000000001', 'from a migration');
        """

    private static func fill(_ database: any Database, from first: Int, count: Int, counting: Bool = true) async throws
    {
        try await database.write { tx in
            for number in first..<first + count {
                let id = Identifier<BackupTests>(high: 0x7000, low: UInt64(number))
                try tx.execute(
                    """
                    INSERT INTO zzz (id, r, t, b, x) VALUES (\(id), \(Double(number) / 3), \("Ünïcödé 🏛️ \(number)\n\\"),
                        \(number % 2 == 0), \((0..<50).map { UInt8(truncatingIfNeeded: $0 &* number) }))
                    """)
                try tx.execute("INSERT INTO aaa VALUES (\(number), \(id))")
                try search.index(id, title: "thing \(number)", in: tx)
                try places.index(id, at: BoundingBox(latitude: 1, longitude: Double(number % 180)), in: tx)
                if counting, tx.dialect == .postgres { _ = try tx.rows("SELECT nextval('counter')") }
            }
        }
    }

    /// Every row of every table.
    private static func content(_ database: any Database) async throws -> [String: [[SQLValue]]] {
        try await database.read { tx in
            var content: [String: [[SQLValue]]] = [:]
            for table in ["zzz", "aaa", "store_migrations", "store_jobs", "things_map"] {
                content[table] = try tx.rows(SQL(trusted: "SELECT * FROM \(table) ORDER BY 1, 2")).map { row in
                    // PostgreSQL's computed box has no form of ours.
                    zip(row.columns.names, row.values).filter { $0.0 != "place" }.map(\.1)
                }
            }
            content["found"] = try search.find("thing 17", of: BackupTests.self, in: tx).map {
                [.uuid(Identifier($0.id))]
            }
            if tx.dialect == .postgres {
                content["counter"] = try tx.rows("SELECT last_value FROM counter").map(\.values)
            }
            return content
        }
    }

    @Test("bit for bit, though writers go on meanwhile", arguments: Engine.all)
    func roundTrip(engine: Engine) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = folder.path + "/backup"
        try await TestDatabase.with(engine, migrations: Self.migrations) { database async throws in
            try await Self.fill(database, from: 100, count: 6000)
            try await JobQueue(database).enqueue(NewJob("kept", payload: "{}"))
            let before = try await Self.content(database)
            let source = try #require(database as? any BackupSource)
            let steps = Notes<BackupProgress>()
            let written = Notes<Int>()
            try await source.backUp(to: file) { step in
                if steps.all.isEmpty {
                    // Nobody else's write is part of what was begun; a writer on SQLite is another connection.
                    let done = DispatchSemaphore(value: 0)
                    Task {
                        try await Self.fill(database, from: 90_000, count: 10, counting: false)
                        written.add(1)
                        done.signal()
                    }
                    done.wait()
                }
                steps.add(step)
            }
            #expect(written.all == [1])
            #expect(steps.all.count > 1)
            #expect(steps.all.last.map { $0.done == $0.total } == true)
            let restored = try await Self.restore(file, engine, folder)
            let after = try await Self.content(restored.database)
            // Tables one by one: to print thousands of rows that differ takes minutes.
            #expect(after.keys.sorted() == before.keys.sorted())
            for (table, rows) in before {
                let isSame = after[table] == rows
                #expect(isSame, "\(table): \(rows.count) rows, \(after[table]?.count ?? 0) restored")
            }
            #expect(try await Migrator(Self.migrations).run(on: restored.database) == [])
            try await Self.fill(restored.database, from: 200_000, count: 3)
            await restored.discard()
        }
    }

    private static func restore(
        _ file: String, _ engine: Engine, _ folder: TemporaryFolder
    ) async throws -> (database: any Database, discard: @Sendable () async -> Void) {
        switch engine {
        case .sqlite:
            let path = folder.path + "/restored.sqlite"
            // In the place of another database, whose log must not be played into it.
            let other = try SQLiteDatabase(path: path)
            try await other.write { tx in try tx.execute("CREATE TABLE other (id BIGINT)") }
            await other.close()
            try await SQLiteDatabase.restore(from: file, to: path)
            let database = try SQLiteDatabase(path: path)
            return (database, { await database.close() })
        case .postgres:
            let server = try await PostgresServer.shared()
            let url = try await server.createDatabase()
            try await PostgresDatabase.restore(from: file, to: url)
            let database = PostgresDatabase(url: url)
            return (
                database,
                {
                    await database.close()
                    await server.dropDatabase(url)
                }
            )
        }
    }

    @Test("one that is interrupted leaves nothing behind", arguments: Engine.all)
    func interrupted(engine: Engine) async throws {
        struct Enough: Error {}
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await TestDatabase.with(engine, migrations: Self.migrations) { database async throws in
            try await Self.fill(database, from: 100, count: 6000)
            let source = try #require(database as? any BackupSource)
            await #expect(throws: Enough.self) {
                try await source.backUp(to: folder.path + "/backup") { _ in throw Enough() }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
            try await source.backUp(to: folder.path + "/backup") { _ in }
        }
    }

    @Test("a damaged one is refused and changes nothing", arguments: Engine.all)
    func damaged(engine: Engine) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = folder.path + "/backup"
        try await TestDatabase.with(engine, migrations: Self.migrations) { database async throws in
            try await Self.fill(database, from: 100, count: 500)
            let source = try #require(database as? any BackupSource)
            try await source.backUp(to: file) { _ in }
        }
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        for index in bytes.count / 2..<bytes.count / 2 + 3000 { bytes[index] ^= 0x55 }
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        switch engine {
        case .sqlite:
            let path = folder.path + "/restored.sqlite"
            await #expect(throws: DatabaseError.self) { try await SQLiteDatabase.restore(from: file, to: path) }
            #expect(!FileManager.default.fileExists(atPath: path))
        case .postgres:
            let server = try await PostgresServer.shared()
            let url = try await server.createDatabase()
            await #expect(throws: DatabaseError.self) { try await PostgresDatabase.restore(from: file, to: url) }
            let database = PostgresDatabase(url: url)
            let tables = try await database.read { tx in
                try tx.value(Int.self, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
            }
            #expect(tables == 0)
            await database.close()
            await server.dropDatabase(url)
        }
    }
}
