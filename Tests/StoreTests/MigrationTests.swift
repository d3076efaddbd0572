import Base
import Store
import StoreTesting
import Testing

@Suite("Migrations go forward, once, whole or not at all")
struct MigrationTests {
    private func step(_ number: Int, _ text: String, block: String = "registry") -> Migration {
        Migration(
            block: block, number: number, name: "000\(number)-step", statements: [.sqlite: text, .postgres: text])
    }

    private var first: Migration {
        step(1, "CREATE TABLE things (id BIGINT PRIMARY KEY);\nCREATE TABLE others (id BIGINT);")
    }
    private var second: Migration { step(2, "ALTER TABLE things ADD COLUMN name TEXT;") }

    @Test("they run once and in order of their numbers", arguments: Engine.all)
    func order(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database async throws in
            #expect(try await Migrator([second, first]).pending(on: database) == [first, second])
            #expect(try await Migrator([second, first]).run(on: database) == [first, second])
            #expect(try await Migrator([second, first]).run(on: database) == [])
            try await database.write { tx in try tx.execute("INSERT INTO things VALUES (1, 'x')") }
        }
    }

    @Test("a step that changed after it was applied is refused", arguments: Engine.all)
    func changed(engine: Engine) async throws {
        try await TestDatabase.with(engine, migrations: [first]) { database async throws in
            let altered = step(1, "CREATE TABLE things (id TEXT);")
            await #expect(throws: DatabaseError.migration("registry 0001-step has changed since it was applied")) {
                try await Migrator([altered, second]).run(on: database)
            }
            await #expect(throws: DatabaseError.self) {
                try await database.read { try $0.rows("SELECT name FROM things") }
            }
        }
    }

    @Test("a program older than its database is refused", arguments: Engine.all)
    func newer(engine: Engine) async throws {
        try await TestDatabase.with(engine, migrations: [first, second]) { database async throws in
            await #expect(
                throws: DatabaseError.migration("the database is newer than this program: it has registry 0002-step")
            ) { try await Migrator([first]).run(on: database) }
        }
    }

    @Test("a step that fails leaves nothing of itself, and what came before it", arguments: Engine.all)
    func atomic(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database async throws in
            let broken = step(2, "CREATE TABLE half (id BIGINT);\nCREATE TABLE things (id BIGINT);")
            await #expect(throws: DatabaseError.self) { try await Migrator([first, broken]).run(on: database) }
            await #expect(throws: DatabaseError.self) { try await database.read { try $0.rows("SELECT * FROM half") } }
            let things = try await database.read { try $0.rows("SELECT * FROM things") }
            #expect(things.isEmpty)
            #expect(try await Migrator([first, second]).run(on: database) == [second])
        }
    }

    @Test("copies that start at once apply each step once", arguments: Engine.all)
    func together(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database async throws in
            let steps = (1...5).map { step($0, "CREATE TABLE t\($0) (id BIGINT);") }
            let applied = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { try await Migrator(steps).run(on: database).count } }
                return try await group.reduce(0, +)
            }
            #expect(applied == 5)
        }
    }

    @Test("two steps of one number are a mistake")
    func duplicate() async throws {
        try await TestDatabase.with(.sqlite) { database async throws in
            await #expect(throws: DatabaseError.migration("registry has two steps numbered 1")) {
                try await Migrator([first, step(1, "SELECT 1;")]).run(on: database)
            }
        }
    }
}
