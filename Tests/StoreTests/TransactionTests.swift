import Base
import Foundation
import Store
import StoreTesting
import Synchronization
import Testing

@Suite("What a transaction promises, on both engines")
struct TransactionTests {
    struct Refused: Error {}

    private func withAccounts(_ engine: Engine, _ body: (any Database) async throws -> Void) async throws {
        try await TestDatabase.with(engine) { database async throws in
            try await database.write { tx throws in
                try tx.execute(
                    "CREATE TABLE accounts (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE, amount BIGINT)")
                try tx.execute("CREATE TABLE entries (account BIGINT NOT NULL REFERENCES accounts (id))")
                for id in 1...2 { try tx.execute("INSERT INTO accounts VALUES (\(id), \("n\(id)"), \(100))") }
            }
            try await body(database)
        }
    }

    private static func total(_ tx: any ReadTransaction) throws -> Int {
        try tx.value(Int.self, "SELECT sum(amount) FROM accounts") ?? 0
    }

    private static func total(_ database: any Database) async throws -> Int {
        try await database.read { tx in try total(tx) }
    }

    @Test("a closure that throws has written nothing", arguments: Engine.all)
    func rollback(engine: Engine) async throws {
        try await withAccounts(engine) { database async throws in
            let called = Mutex(false)
            await #expect(throws: Refused.self) {
                try await database.write { tx throws in
                    tx.afterCommit { called.withLock { $0 = true } }
                    try tx.execute("UPDATE accounts SET amount = 0")
                    throw Refused()
                }
            }
            #expect(try await Self.total(database) == 200)
            #expect(called.withLock { $0 } == false)
        }
    }

    @Test("what is to run after the commit finds the write done", arguments: Engine.all)
    func afterCommit(engine: Engine) async throws {
        try await withAccounts(engine) { database async throws in
            let calls = Mutex(0)
            try await database.write { tx throws in
                try tx.execute("UPDATE accounts SET amount = 1")
                tx.afterCommit { calls.withLock { $0 += 1 } }
            }
            #expect(calls.withLock { $0 } == 1)
        }
    }

    @Test("a failed statement undoes the write, even where its error was caught", arguments: Engine.all)
    func caughtFailure(engine: Engine) async throws {
        try await withAccounts(engine) { database async throws in
            await #expect(throws: DatabaseError.self) {
                try await database.write { tx throws in
                    try tx.execute("UPDATE accounts SET amount = 0")
                    _ = try? tx.execute("INSERT INTO accounts VALUES (1, 'again', 0)")
                }
            }
            #expect(try await Self.total(database) == 200)
        }
    }

    @Test("a savepoint contains a failure that was expected", arguments: Engine.all)
    func savepoint(engine: Engine) async throws {
        try await withAccounts(engine) { database async throws in
            let taken = try await database.write { tx throws in
                try tx.execute("UPDATE accounts SET amount = amount + 1 WHERE id = 1")
                do {
                    try tx.savepoint {
                        try tx.execute("UPDATE accounts SET amount = 0")
                        try tx.execute("INSERT INTO accounts VALUES (3, 'n1', 0)")
                    }
                    return false
                } catch DatabaseError.notUnique {
                    try tx.savepoint { try tx.execute("UPDATE accounts SET amount = amount + 1 WHERE id = 2") }
                    return true
                }
            }
            #expect(taken)
            #expect(try await Self.total(database) == 202)
        }
    }

    @Test("a read never sees half of a write, and its snapshot stays", arguments: Engine.all)
    func snapshot(engine: Engine) async throws {
        try await withAccounts(engine) { database async throws in
            let hasRead = DispatchSemaphore(value: 0)
            let hasWritten = DispatchSemaphore(value: 0)
            async let sums = database.read { tx throws in
                let before = try Self.total(tx)
                hasRead.signal()
                hasWritten.wait()
                return [before, try Self.total(tx)]
            }
            try await blocking { hasRead.wait() }
            try await database.write { tx in try tx.execute("UPDATE accounts SET amount = 7") }
            hasWritten.signal()
            #expect(try await sums == [200, 200])
            #expect(try await Self.total(database) == 14)
        }
    }

    @Test("what a write has not committed is seen by nobody else", arguments: Engine.all)
    func dirtyRead(engine: Engine) async throws {
        try await withAccounts(engine) { database async throws in
            let hasWritten = DispatchSemaphore(value: 0)
            let hasRead = DispatchSemaphore(value: 0)
            async let write: Void = database.write { tx throws in
                try tx.execute("UPDATE accounts SET amount = 0")
                hasWritten.signal()
                hasRead.wait()
            }
            try await blocking { hasWritten.wait() }
            #expect(try await Self.total(database) == 200)
            hasRead.signal()
            try await write
        }
    }

    @Test("writers that count together lose nothing", arguments: Engine.all)
    func counting(engine: Engine) async throws {
        try await withAccounts(engine) { database async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        for _ in 0..<10 {
                            try await database.write { tx throws in
                                let amount = try tx.value(Int.self, "SELECT amount FROM accounts WHERE id = 1") ?? 0
                                try tx.execute("UPDATE accounts SET amount = \(amount + 1) WHERE id = 1")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await Self.total(database) == 400)
        }
    }

    @Test("a rule over two rows holds against writers side by side (write skew)", arguments: Engine.all)
    func writeSkew(engine: Engine) async throws {
        try await withAccounts(engine) { database async throws in
            // Each may take 150 from one account where both together hold as much: only one of each pair may.
            for _ in 0..<10 {
                try await database.write { tx in try tx.execute("UPDATE accounts SET amount = 100") }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for id in 1...2 {
                        group.addTask {
                            try await database.write { tx throws in
                                guard try Self.total(tx) >= 150 else { return }
                                try tx.execute("UPDATE accounts SET amount = amount - 150 WHERE id = \(id)")
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(try await Self.total(database) == 50)
            }
        }
    }

    @Test("writes that fail take none with them that arrived at the same moment", arguments: Engine.all)
    func groupIsolation(engine: Engine) async throws {
        try await withAccounts(engine) { database async throws in
            let outcomes = await withTaskGroup(of: (Int, Bool).self) { group in
                for id in 100..<400 {
                    group.addTask {
                        do {
                            try await database.write { tx throws in
                                try tx.execute("INSERT INTO accounts VALUES (\(id), \("n\(id)"), 0)")
                                if id % 3 == 0 { throw Refused() }
                                if id % 7 == 0 { try tx.execute("INSERT INTO accounts VALUES (1, 'again', 0)") }
                            }
                            return (id, true)
                        } catch {
                            return (id, false)
                        }
                    }
                }
                return await group.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
            }
            for (id, succeeded) in outcomes { #expect(succeeded == (id % 3 != 0 && id % 7 != 0), "write \(id)") }
            let present = try await database.read { tx throws in
                try tx.rows("SELECT id FROM accounts WHERE id >= 100").map { try $0["id"] as Int }
            }
            #expect(Set(present) == Set(outcomes.filter(\.value).keys))
        }
    }

    @Test("a constraint that is checked at the commit fails its own write alone", arguments: Engine.all)
    func deferredConstraint(engine: Engine) async throws {
        try await withAccounts(engine) { database async throws in
            try await database.write { tx throws in
                try tx.execute(
                    """
                    CREATE TABLE later (account BIGINT NOT NULL
                        REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED)
                    """)
            }
            let failures = await withTaskGroup(of: Int?.self) { group in
                for id in 1...60 {
                    group.addTask {
                        let account = id % 10 == 0 ? 999 : 1
                        do {
                            try await database.write { tx in try tx.execute("INSERT INTO later VALUES (\(account))") }
                            return nil
                        } catch DatabaseError.constraint {
                            return id
                        } catch {
                            return -1
                        }
                    }
                }
                return await group.reduce(into: Set<Int>()) { if let id = $1 { $0.insert(id) } }
            }
            #expect(failures == [10, 20, 30, 40, 50, 60])
            let count = try await database.read { try $0.value(Int.self, "SELECT count(*) FROM later") }
            #expect(count == 54)
        }
    }

    @Test("rows are fetched in turn, other statements run in between, and one may stop", arguments: Engine.all)
    func forEach(engine: Engine) async throws {
        try await withAccounts(engine) { database async throws in
            try await database.write { tx throws in
                for id in 10..<3000 { try tx.execute("INSERT INTO accounts VALUES (\(id), \("n\(id)"), \(id))") }
                var seen = 0
                try tx.forEach("SELECT id, amount FROM accounts WHERE id >= \(10) ORDER BY id") { row in
                    let id: Int = try row["id"]
                    #expect(try row["amount"] == id)
                    if id % 500 == 0 { try tx.execute("UPDATE accounts SET name = \("x\(id)") WHERE id = \(id)") }
                    seen += 1
                    return id < 2500
                }
                #expect(seen == 2491)
                #expect(try tx.value(Int.self, "SELECT count(*) FROM accounts WHERE name LIKE 'x%'") == 5)
                var returned = 0
                try tx.forEach("UPDATE accounts SET amount = 0 WHERE id < 100 AND id >= 10 RETURNING id") { _ in
                    returned += 1
                    return true
                }
                #expect(returned == 90)
            }
            await #expect(throws: Refused.self) {
                try await database.read { tx in try tx.forEach("SELECT id FROM accounts") { _ in throw Refused() } }
            }
        }
    }

    @Test("a read cannot write", arguments: Engine.all)
    func readOnly(engine: Engine) async throws {
        try await withAccounts(engine) { database async throws in
            await #expect(throws: DatabaseError.self) {
                try await database.read { tx in _ = try tx.rows("UPDATE accounts SET amount = 0 RETURNING id") }
            }
            #expect(try await Self.total(database) == 200)
        }
    }

    @Test("violations are named for what they are", arguments: Engine.all)
    func violations(engine: Engine) async throws {
        try await withAccounts(engine) { database async throws in
            func failure(_ sql: SQL) async -> DatabaseError? {
                do {
                    try await database.write { tx in try tx.execute(sql) }
                    return nil
                } catch {
                    return error as? DatabaseError
                }
            }
            for sql: SQL in [
                "INSERT INTO accounts VALUES (\(1), 'x', 0)", "INSERT INTO accounts VALUES (\(9), 'n1', 0)",
            ] {
                guard case .notUnique(let name) = await failure(sql) else {
                    Issue.record("not a violation of uniqueness: \(sql.text)")
                    continue
                }
                #expect(name.contains("accounts"))
            }
            for sql: SQL in [
                "INSERT INTO entries VALUES (\(999))", "INSERT INTO accounts VALUES (\(9), \(String?.none), 0)",
            ] {
                guard case .constraint = await failure(sql) else {
                    Issue.record("not a violation of a constraint: \(sql.text)")
                    continue
                }
            }
            for sql: SQL in ["SELEC 1", "SELECT nothing FROM accounts", "SELECT 1 FROM nowhere", "SELECT 1; SELECT 2"] {
                guard case .statement = await failure(sql) else {
                    Issue.record("not a mistaken statement: \(sql.text)")
                    continue
                }
            }
        }
    }

    @Test("a table whose shape changed is read in its new shape by who read it before", arguments: Engine.all)
    func shapeChange(engine: Engine) async throws {
        try await withAccounts(engine) { database async throws in
            for _ in 0..<20 { _ = try await database.read { try $0.rows("SELECT * FROM accounts") } }
            try await database.write { tx in try tx.execute("ALTER TABLE accounts ADD COLUMN note TEXT") }
            for _ in 0..<20 {
                let row = try await database.read { try $0.row("SELECT * FROM accounts WHERE id = \(1)") }
                #expect(row?.columns.names.contains("note") == true)
                let all = try await database.read { try $0.rows("SELECT * FROM accounts") }
                #expect(all.first?.columns.names.contains("note") == true)
            }
        }
    }

    @Test("the database says that it is well", arguments: Engine.all)
    func check(engine: Engine) async throws {
        try await withAccounts(engine) { database async throws in try await database.check() }
    }

    @Test("a closed database refuses with a reason", arguments: Engine.all)
    func closed(engine: Engine) async throws {
        let (database, discard) = try await TestDatabase.fresh(engine)
        await database.close()
        await #expect(throws: DatabaseError.unavailable("the database is closed")) {
            try await database.read { try $0.rows("SELECT 1") }
        }
        await discard()
    }
}

/// Waits for something that blocks, off the cooperative pool.
func blocking<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Swift.Result(catching: body)) }
    }
}
