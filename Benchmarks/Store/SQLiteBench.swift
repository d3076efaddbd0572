import Base
import Foundation
import GRDB
import Store
import StoreSQLite
import StoreTesting

struct SQLiteBench {
    let seconds: Double

    func run() async throws {
        let folder = try TemporaryFolder("polity-bench")
        defer { folder.remove() }
        say("SQLite, every commit on disk (WAL, synchronous FULL)")
        let (plainWrites, plainReads) = try plain(folder.path + "/plain.sqlite")

        let database = try SQLiteDatabase(path: folder.path + "/ours.sqlite")
        try await database.write { tx in try tx.executeScript(Sample.table) }
        let single = try await measure("durable commits, one after the other", seconds: seconds) {
            let sample = Sample()
            try await database.write { tx in try tx.execute(sample.insert) }
        }
        ratio("of plain GRDB", single, of: plainWrites)
        let group = try await measure("durable writes, 64 writers", seconds: seconds, tasks: 64) {
            let sample = Sample()
            try await database.write { tx in try tx.execute(sample.insert) }
        }
        ratio("of plain GRDB's one writer", group, of: plainWrites)

        let ids = try await database.read { tx in
            try tx.rows("SELECT id FROM samples LIMIT 1000").map { try $0[0] as Identifier<Sample> }
        }
        for tasks in [1, 64] {
            let reads = try await measure("reads of a row, \(tasks) readers", seconds: seconds, tasks: tasks) {
                guard let id = ids.randomElement() else { return }
                _ = try await database.read { tx in try tx.row("SELECT * FROM samples WHERE id = \(id)") }
            }
            ratio("of plain GRDB's one reader", reads, of: plainReads)
        }
        await database.close()
    }

    /// The same through GRDB alone, on the thread that calls.
    private func plain(_ path: String) throws -> (writes: Double, reads: Double) {
        let pool = try DatabasePool(path: path)
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: Sample.table)
        }
        let writes = try repeated("plain GRDB: durable commits") {
            let sample = Sample()
            try pool.write { db in
                let statement = try db.cachedStatement(sql: "INSERT INTO samples (id, at, body) VALUES (?, ?, ?)")
                try statement.execute(arguments: [Data(sample.id.bytes), sample.at.microseconds, sample.body])
            }
        }
        let ids = try pool.read { db in try GRDB.Row.fetchAll(db, sql: "SELECT id FROM samples LIMIT 1000") }
        let reads = try repeated("plain GRDB: reads of a row") {
            guard let id = ids.randomElement()?[0] as DatabaseValue? else { return }
            _ = try pool.read { db in
                let statement = try db.cachedStatement(sql: "SELECT * FROM samples WHERE id = ?")
                return try GRDB.Row.fetchOne(statement, arguments: [id])
            }
        }
        try pool.close()
        return (writes, reads)
    }

    private func repeated(_ name: String, _ body: () throws -> Void) throws -> Double {
        let start = ContinuousClock.now
        let end = start + .seconds(seconds)
        var count = 0
        while ContinuousClock.now < end {
            try body()
            count += 1
        }
        let rate = Double(count) / (Double((ContinuousClock.now - start).microseconds) / 1_000_000)
        report(name, rate)
        return rate
    }
}
