import Base
import Foundation
import Store
import StorePostgres
import StoreTesting

struct PostgresBench {
    let seconds: Double

    func run() async throws {
        let server = try await PostgresServer.shared()
        let url = try await server.createDatabase()
        say("PostgreSQL, every commit on disk (fsync on)")
        let database = PostgresDatabase(url: url)
        try await database.write { tx in try tx.executeScript(Sample.table) }
        for (tasks, clients) in [(1, 1), (64, 16)] {
            let peer = try pgbench(url, clients: clients, each: 700, "durable commits") {
                """
                BEGIN ISOLATION LEVEL SERIALIZABLE;
                INSERT INTO samples (id, at, body) VALUES (gen_random_uuid(), 1700000000000000, '\(Sample().body)');
                COMMIT;
                """
            }
            let rate = try await measure("durable writes, \(tasks) writers", seconds: seconds, tasks: tasks) {
                let sample = Sample()
                try await database.write { tx in try tx.execute(sample.insert) }
            }
            ratio("of pgbench with \(clients)", rate, of: peer)
        }
        let ids = try await database.read { tx in
            try tx.rows("SELECT id FROM samples LIMIT 1000").map { try $0[0] as Identifier<Sample> }
        }
        for (tasks, clients) in [(1, 1), (64, 16)] {
            let peer = try pgbench(url, clients: clients, each: 4000 / clients, "reads of a row") {
                """
                BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
                SELECT * FROM samples WHERE id = '\(ids.first.map { "\($0)" } ?? "")';
                COMMIT;
                """
            }
            let rate = try await measure("reads of a row, \(tasks) readers", seconds: seconds, tasks: tasks) {
                guard let id = ids.randomElement() else { return }
                _ = try await database.read { tx in try tx.row("SELECT * FROM samples WHERE id = \(id)") }
            }
            ratio("of pgbench with \(clients)", rate, of: peer)
        }
        await database.close()
        await server.dropDatabase(url)
    }

    /// The same statements through PostgreSQL's own benchmark, prepared. It counts transactions, not seconds: its clock
    /// is a signal, which children of a Swift program do not get.
    private func pgbench(
        _ url: String, clients: Int, each rate: Int, _ name: String, _ script: () -> String
    ) throws -> Double {
        let folder = try TemporaryFolder("polity-bench")
        defer { folder.remove() }
        try script().write(toFile: folder.path + "/script", atomically: true, encoding: .utf8)
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: try PostgresServer.programs() + "/pgbench")
        process.arguments = [
            "-n", "-M", "prepared", "-c", "\(clients)", "-t", "\(max(100, Int(seconds * Double(rate))))", "-f",
            folder.path + "/script",
            url,
        ]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let line = text.split(separator: "\n").first { $0.hasPrefix("tps = ") } ?? ""
        let rate = line.dropFirst(6).split(separator: " ").first.flatMap { Double($0) } ?? 0
        report("pgbench: \(name), \(clients) clients", rate)
        return rate
    }
}
