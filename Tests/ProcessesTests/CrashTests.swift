import BPMN
import Base
import Foundation
import Store
import StorePostgres
import StoreSQLite
import StoreTesting
import Testing

@testable import Processes

/// A program that drives processes is killed (SIGKILL) in the middle of its steps, again and again; then the books are read.
@Suite("Processes, killed", .serialized)
struct CrashTests {
    @Test("No token is lost or doubled, and every effect is there as often as it must be", arguments: Engine.all)
    func killed(on engine: Engine) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let place =
            engine == .sqlite
            ? folder.path + "/crash.sqlite" : try await PostgresServer.shared().createDatabase()
        let effects = folder.path + "/effects"
        let seed = ProcessInfo.processInfo.environment["POLITY_SEED"].flatMap { UInt64($0) } ?? .random(in: 0..<1 << 32)
        var random = SplitMix(seed)
        var started: [String] = []
        for _ in 0..<6 {
            let life = try Life(place, effects, folder.path + "/started")
            await life.promises(Int.random(in: 5...25, using: &random), within: .seconds(6))
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...200, using: &random)))
            started += try life.kill()
        }
        let last = try Life(place, effects, folder.path + "/started", "drain")
        #expect(try await last.ends(within: .seconds(45)) == 0, "seed \(seed)")
        print("\(engine): 6 kills, \(started.count) instances acknowledged, seed \(seed)")
        #expect(started.count > 10, "hardly anything was started: the test proves nothing")
        let database: any Database =
            engine == .sqlite ? try SQLiteDatabase(path: place) : PostgresDatabase(url: place)
        try await account(database, started, effects, seed)
        await database.close()
        if engine == .postgres { await (try PostgresServer.shared()).dropDatabase(place) }
    }

    private func account(_ database: any Database, _ started: [String], _ effects: String, _ seed: UInt64) async throws
    {
        func count(_ sql: SQL) async throws -> Int {
            try await database.read { try $0.value(Int.self, sql) ?? 0 }
        }
        let instances = try await database.read { transaction in
            try transaction.rows("SELECT \(ProcessInstance.columns) FROM processes_instances ORDER BY id").map {
                try ProcessInstance($0)
            }
        }
        let parents = instances.filter { $0.process == "p" }
        // Nothing that was promised is lost, and everything came to its end, once.
        #expect(Set(started).isSubset(of: parents.map(\.id.description)), "seed \(seed)")
        #expect(instances.allSatisfy { $0.status == .completed && $0.openIncidents == 0 }, "seed \(seed)")
        #expect(instances.count == 2 * parents.count, "seed \(seed): each calls one other")
        let steps = try await database.read { transaction in
            try transaction.rows("SELECT instance, version, movements FROM processes_steps ORDER BY instance, version")
                .map {
                    row -> (String, Int, [Movement]) in
                    let id: Identifier<ProcessInstance> = try row["instance"]
                    return (id.description, try row["version"], try Stored.value(row["movements"]))
                }
        }
        let byInstance = Dictionary(grouping: steps) { $0.0 }
        for instance in instances {
            let own = byInstance[instance.id.description] ?? []
            #expect(own.map(\.1) == Array(1...max(1, instance.version)), "seed \(seed): a step is missing or doubled")
            var completed: [String: Int] = [:]
            for case .completed(let element, _) in own.flatMap(\.2) { completed[element, default: 0] += 1 }
            let expected =
                instance.process == "p"
                ? ["s", "f", "a", "b", "c", "t", "w", "k", "j", "e", "p"] : ["qs", "qa", "qe", "q"]
            #expect(
                completed == Dictionary(uniqueKeysWithValues: expected.map { ($0, 1) }), "seed \(seed): \(instance.id)")
        }
        // Effects within a step are there exactly once; effects outside at least once, under the same key.
        #expect(try await count("SELECT COUNT(*) FROM driver_counts") == parents.count, "seed \(seed)")
        #expect(try await count("SELECT COUNT(DISTINCT instance) FROM driver_counts") == parents.count, "seed \(seed)")
        let stamps = try String(contentsOfFile: effects, encoding: .utf8).split(separator: "\n")
        #expect(Set(stamps).count == parents.count, "seed \(seed)")
        // Acts and rows agree, and nothing is left over.
        let acts: SQL = "SELECT COUNT(*) FROM journal_acts WHERE verb = "
        #expect(try await count(acts + "'process.started'") == instances.count, "seed \(seed)")
        #expect(try await count(acts + "'process.completed'") == instances.count, "seed \(seed)")
        #expect(try await count(acts + "'process-task.completed'") == instances.count, "seed \(seed)")
        let delivered = try await count(acts + "'process-message.delivered'")
        let kept = try await count(acts + "'process-message.kept'")
        let waiting = try await count("SELECT COUNT(*) FROM processes_messages")
        #expect(kept == delivered + waiting && delivered > 0, "seed \(seed)")
        for table in ["timers", "subscriptions", "orders", "incidents"] {
            #expect(
                try await count("SELECT COUNT(*) FROM processes_\(SQL(trusted: table))") == 0, "seed \(seed): \(table)")
        }
    }
}

/// One life of the driver: a process of the system's.
private final class Life {
    private let process = Process()
    private let output: String

    init(_ place: String, _ effects: String, _ output: String, _ more: String...) throws {
        self.output = output
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent()
        process.executableURL = folder.appendingPathComponent("ProcessDriver")
        process.arguments = [place, effects] + more
        try Data().write(to: URL(fileURLWithPath: output))
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle.standardError
        try process.run()
    }

    /// Returns when it has promised so much, or has had its time: a machine with much to do starts slowly.
    func promises(_ count: Int, within time: Duration) async {
        let end = ContinuousClock.now + time
        while ContinuousClock.now < end, ((try? promised()) ?? []).count < count {
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    /// A line that was cut off promised nothing.
    private func promised() throws -> [String] {
        try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n").filter { $0.count == 36 }.map(
            String.init)
    }

    /// As the power would go. Returns what it had promised.
    func kill() throws -> [String] {
        #expect(process.isRunning, "it ended by itself")
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return try promised()
    }

    func ends(within time: Duration) async throws -> Int32 {
        let end = ContinuousClock.now + time
        while process.isRunning, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(50)) }
        if process.isRunning {
            Foundation.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            return -1
        }
        return process.terminationStatus
    }
}

/// Numbers from a seed (SplitMix64).
private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
