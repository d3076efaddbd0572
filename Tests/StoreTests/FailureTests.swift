import Base
import Foundation
import Store
import StorePostgres
import StoreSQLite
import StoreTesting
import Testing

@Suite("A SQLite database in trouble says so and loses nothing")
struct SQLiteFailureTests {
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await body(folder.path)
    }

    private func isUnavailable(_ error: any Error) -> Bool {
        if case DatabaseError.unavailable = error { true } else { false }
    }

    @Test("what was acknowledged is there after a crash: a copy of the files holds it all")
    func durability() async throws {
        try await withFolder { path in
            let database = try SQLiteDatabase(path: path + "/a.sqlite")
            try await database.write { tx in try tx.execute("CREATE TABLE t (id BIGINT)") }
            for id in 0..<200 { try await database.write { tx in try tx.execute("INSERT INTO t VALUES (\(id))") } }
            for ending in ["", "-wal"] {
                try FileManager.default.copyItem(
                    atPath: path + "/a.sqlite" + ending, toPath: path + "/b.sqlite" + ending)
            }
            let copy = try SQLiteDatabase(path: path + "/b.sqlite")
            let count = try await copy.read { tx in try tx.value(Int.self, "SELECT count(*) FROM t") }
            #expect(count == 200)
            await copy.close()
            await database.close()
            let again = try SQLiteDatabase(path: path + "/a.sqlite")
            let after = try await again.read { tx in try tx.value(Int.self, "SELECT count(*) FROM t") }
            #expect(after == 200)
            await again.close()
        }
    }

    @Test("every commit is brought to the disk, and foreign keys are checked")
    func settings() async throws {
        try await withFolder { path in
            let database = try SQLiteDatabase(path: path + "/a.sqlite")
            let settings = try await database.write { tx in
                try ["synchronous", "foreign_keys", "case_sensitive_like"].map { name in
                    try tx.value(Int.self, SQL(trusted: "PRAGMA \(name)"))
                }
            }
            // FULL is 2; the last pragma has no answer.
            #expect(settings == [2, 1, nil])
            let mode = try await database.read { tx in try tx.value(String.self, "PRAGMA journal_mode") }
            #expect(mode == "wal")
            await database.close()
        }
    }

    @Test("locked by another process for too long: busy")
    func locked() async throws {
        try await withFolder { path in
            var options = SQLiteDatabase.Options()
            options.busyTimeout = .milliseconds(100)
            let holder = try SQLiteDatabase(path: path + "/a.sqlite")
            try await holder.write { tx in try tx.execute("CREATE TABLE t (id BIGINT)") }
            let waiter = try SQLiteDatabase(path: path + "/a.sqlite", options: options)
            let isHeld = DispatchSemaphore(value: 0)
            let mayEnd = DispatchSemaphore(value: 0)
            async let held: Void = holder.write { tx in
                isHeld.signal()
                mayEnd.wait()
            }
            try await blocking { isHeld.wait() }
            await #expect(throws: DatabaseError.busy) {
                try await waiter.write { tx in try tx.execute("INSERT INTO t VALUES (1)") }
            }
            await #expect(throws: DatabaseError.busy) { try await waiter.check() }
            mayEnd.signal()
            try await held
            try await waiter.write { tx in try tx.execute("INSERT INTO t VALUES (1)") }
            await holder.close()
            await waiter.close()
        }
    }

    @Test("full: unavailable, also to the readiness check, and well again when there is room")
    func full() async throws {
        try await withFolder { path in
            let database = try SQLiteDatabase(path: path + "/a.sqlite")
            try await database.write { tx in try tx.execute("CREATE TABLE t (x BYTEA)") }
            let pages = try await database.write { tx in try tx.value(Int.self, "PRAGMA page_count") ?? 0 }
            try await database.write { tx in _ = try tx.rows(SQL(trusted: "PRAGMA max_page_count = \(pages + 2)")) }
            let large = [UInt8](repeating: 1, count: 100_000)
            // In a group, too, those that do not fit fail and those that fit do not.
            let outcomes = await withTaskGroup(of: (Int, (any Error)?).self) { group in
                for id in 0..<8 {
                    group.addTask {
                        do {
                            try await database.write { tx in
                                try tx.execute("INSERT INTO t VALUES (\(id % 2 == 0 ? large : [UInt8(id)]))")
                            }
                            return (id, nil)
                        } catch { return (id, error) }
                    }
                }
                return await group.reduce(into: [Int: (any Error)?]()) { $0[$1.0] = .some($1.1) }
            }
            for (id, error) in outcomes {
                if id % 2 == 0 {
                    #expect(error.map { isUnavailable($0) } == true, "\(id)")
                } else {
                    #expect(error == nil)
                }
            }
            let count = try await database.read { tx in try tx.value(Int.self, "SELECT count(*) FROM t") }
            #expect(count == 4)
            try await database.write { tx in _ = try tx.rows("PRAGMA max_page_count = 1000000") }
            try await database.write { tx in try tx.execute("INSERT INTO t VALUES (\(large))") }
            try await database.check()
            await database.close()
        }
    }

    @Test("taking no writes: unavailable")
    func readOnly() async throws {
        try await withFolder { path in
            let database = try SQLiteDatabase(path: path + "/a.sqlite")
            try await database.write { tx in try tx.execute("CREATE TABLE t (id BIGINT)") }
            try await database.write { tx in _ = try tx.rows("PRAGMA query_only = ON") }
            do {
                try await database.check()
                Issue.record("a database that takes no writes is not ready")
            } catch { #expect(isUnavailable(error)) }
            await database.close()
        }
    }

    @Test("gone or replaced: the readiness check fails")
    func gone() async throws {
        try await withFolder { path in
            let database = try SQLiteDatabase(path: path + "/a.sqlite")
            try await database.check()
            try FileManager.default.removeItem(atPath: path + "/a.sqlite")
            await #expect(throws: DatabaseError.unavailable("the database file is gone")) { try await database.check() }
            try Data().write(to: URL(fileURLWithPath: path + "/a.sqlite"))
            await #expect(throws: DatabaseError.unavailable("the database file was replaced")) {
                try await database.check()
            }
            await database.close()
        }
    }

    @Test("no database, or no place for one: unavailable")
    func notADatabase() async throws {
        try await withFolder { path in
            try Data(repeating: 7, count: 5000).write(to: URL(fileURLWithPath: path + "/noise"))
            for place in ["/noise", "/nowhere/a.sqlite"] {
                do {
                    _ = try SQLiteDatabase(path: path + place)
                    Issue.record("opened \(place)")
                } catch { #expect(isUnavailable(error), "\(error)") }
            }
        }
    }

    @Test("work that finds the queue full, or waits too long in it, is refused as busy")
    func overload() async throws {
        try await withFolder { path in
            var options = SQLiteDatabase.Options()
            options.queueLimit = 2
            options.patience = .milliseconds(200)
            let database = try SQLiteDatabase(path: path + "/a.sqlite", options: options)
            let isHeld = DispatchSemaphore(value: 0)
            let mayEnd = DispatchSemaphore(value: 0)
            async let held: Void = database.write { tx in
                isHeld.signal()
                mayEnd.wait()
            }
            try await blocking { isHeld.wait() }
            await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<5 {
                    group.addTask {
                        do {
                            try await database.write { _ in }
                            return false
                        } catch { return error as? DatabaseError == .busy }
                    }
                }
                for await wasRefused in group { #expect(wasRefused) }
            }
            mayEnd.signal()
            try await held
            try await database.write { _ in }
            await database.close()
        }
    }
}

@Suite("A PostgreSQL server in trouble is told apart from a mistake, and nothing is lost", .serialized)
struct PostgresFailureTests {
    private func database(_ url: String, connections: Int = 4, patience: Duration = .seconds(10)) -> PostgresDatabase {
        var options = PostgresDatabase.Options()
        options.connections = connections
        options.patience = patience
        return PostgresDatabase(url: url, options: options)
    }

    @Test("the server crashes under load and comes back: every acknowledged write is there")
    func crash() async throws {
        let server = try PostgresServer()
        defer { server.remove() }
        try await server.answers()
        let database = database(server.url)
        try await database.write { tx in try tx.execute("CREATE TABLE t (id BIGINT PRIMARY KEY)") }
        let acknowledged = Notes<Int>()
        let refused = Notes<any Error>()
        let writers = Task {
            await withTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        var number = 0
                        while !Task.isCancelled {
                            let id = writer * 1_000_000 + number
                            do {
                                try await database.write { tx in try tx.execute("INSERT INTO t VALUES (\(id))") }
                                acknowledged.add(id)
                            } catch {
                                refused.add(error)
                                try? await Task.sleep(for: .milliseconds(5))
                            }
                            number += 1
                        }
                    }
                }
            }
        }
        for _ in 0..<3 {
            let before = acknowledged.all.count
            #expect(try await eventually { acknowledged.all.count > before + 50 })
            let refusedBefore = refused.all.count
            server.crash()
            #expect(try await eventually { refused.all.count > refusedBefore + 20 })
            await #expect(throws: DatabaseError.self) { try await database.check() }
            server.restart()
        }
        try await server.answers()
        let before = acknowledged.all.count
        #expect(try await eventually { acknowledged.all.count > before + 50 })
        writers.cancel()
        await writers.value
        let kept = try await database.read { tx in Set(try tx.rows("SELECT id FROM t").map { try $0[0] as Int }) }
        #expect(Set(acknowledged.all).isSubset(of: kept))
        for error in refused.all {
            guard case DatabaseError.unavailable = error else {
                Issue.record("\(error)")
                continue
            }
        }
        try await database.check()
        await database.close()
    }

    @Test("a connection that was cut while idle is replaced without anyone noticing")
    func cutConnection() async throws {
        let server = try await PostgresServer.shared()
        let url = try await server.createDatabase()
        let database = database(url, connections: 1)
        let other = self.database(url, connections: 1)
        for _ in 0..<3 {
            let pid = try await database.read { tx in try tx.value(Int.self, "SELECT pg_backend_pid()") ?? 0 }
            try await other.write { tx in _ = try tx.rows("SELECT pg_terminate_backend(CAST(\(pid) AS int))") }
            try await database.write { tx in try tx.execute("CREATE TABLE IF NOT EXISTS t (id BIGINT)") }
        }
        await database.close()
        await other.close()
        await server.dropDatabase(url)
    }

    @Test("a server that is set up well needs no advice, one that is not says what to change")
    func advice() async throws {
        let server = try PostgresServer(settings: ["full_page_writes=off"])
        defer { server.remove() }
        try await server.answers()
        let database = database(server.url)
        let advice = try await database.advice()
        #expect(advice.count == 1 && advice[0].hasPrefix("full_page_writes is off"))
        await database.close()
    }

    @Test("no server: unavailable, at once")
    func noServer() async throws {
        let database = database("postgresql:///nothing?host=/nonexistent")
        let start = ContinuousClock.now
        do {
            try await database.check()
            Issue.record("a server that is not there answered")
        } catch DatabaseError.unavailable {}
        #expect(ContinuousClock.now - start < .seconds(5))
        await database.close()
    }

    @Test("no connection to be had in time: busy")
    func exhausted() async throws {
        let server = try await PostgresServer.shared()
        let url = try await server.createDatabase()
        let database = database(url, connections: 1, patience: .milliseconds(300))
        let isHeld = DispatchSemaphore(value: 0)
        let mayEnd = DispatchSemaphore(value: 0)
        async let held: Void = database.read { tx in
            isHeld.signal()
            mayEnd.wait()
        }
        try await blocking { isHeld.wait() }
        await #expect(throws: DatabaseError.busy) { try await database.read { _ in } }
        mayEnd.signal()
        try await held
        await database.close()
        await server.dropDatabase(url)
    }

    @Test("a connection over TLS, and none to a server that cannot prove who it is")
    func tls() async throws {
        let port = try freePort()
        let server = try PostgresServer(
            settings: ["ssl=on", "ssl_cert_file=../server.crt", "ssl_key_file=../server.key"],
            prepare: """
                openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
                -addext subjectAltName=DNS:localhost -keyout server.key -out server.crt && chmod 600 server.key \
                && chmod 644 server.crt && openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other \
                -keyout other.key -out other.crt
                """, port: port)
        defer { server.remove() }
        try await server.answers()
        let url = "postgresql://polity@localhost:\(port)/postgres?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert="
        let database = database(url + server.folder + "/server.crt")
        let isSecret = try await database.read { tx in
            try tx.value(Bool.self, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        }
        #expect(isSecret == true)
        await database.close()
        let deceived = self.database(url + server.folder + "/other.crt")
        do {
            _ = try await deceived.read { tx in try tx.rows("SELECT 1") }
            Issue.record("the server's certificate was not checked")
        } catch DatabaseError.unavailable {}
        await deceived.close()
    }
}

/// A port of the loopback interface that nobody uses now.
func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
        }
    }
    guard isBound else { throw DatabaseError.unavailable("no free port") }
    return Int(UInt16(bigEndian: address.sin_port))
}
