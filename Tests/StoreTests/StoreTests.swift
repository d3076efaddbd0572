import Base
import Store
import StoreTesting
import Testing

@Suite("What a database promises")
struct StoreTests {
    @Test("what was written is read back", arguments: Engine.all)
    func roundTrip(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            try await database.write { tx in
                try tx.execute("CREATE TABLE t (id BIGINT PRIMARY KEY, name TEXT)")
                try tx.execute("INSERT INTO t VALUES (\(1), \("o'neil 🌍"))")
            }
            let name = try await database.read { tx in try tx.value(String.self, "SELECT name FROM t WHERE id = \(1)") }
            #expect(name == "o'neil 🌍")
        }
    }
}
