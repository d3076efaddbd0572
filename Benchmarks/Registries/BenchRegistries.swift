import Base
import BuildingBlock
import FEEL
import Foundation
import Journal
import Logging
import Registries
import Store
import StoreTesting

/// How many logged reads of a registry a second: each finds a person's licence by its holder, records the look as an act of the
/// journal, and is answered when the act is durable.
///
/// `BenchRegistries [SECONDS] [TASKS] [sqlite|postgres]`
@main
struct BenchRegistries {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let seconds = arguments.first.flatMap { Double($0) } ?? 5
        let tasks = arguments.dropFirst().first.flatMap { Int($0) } ?? 256
        let engines = arguments.dropFirst(2).compactMap { Engine(rawValue: $0) }
        for engine in engines.isEmpty ? [Engine.sqlite] : engines {
            let migrations = StoreMigrations.all + JournalTables.migrations + RegistriesBlock.migrations
            let (database, discard) = try await TestDatabase.fresh(engine)
            try await Migrator(migrations).run(on: database)
            try await measure(engine, database, seconds: seconds, tasks: tasks)
            await discard()
        }
    }

    private static let records = 20_000

    private static func measure(_ engine: Engine, _ database: any Database, seconds: Double, tasks: Int) async throws {
        let desk = RegistryDesk(on: try platform(database))
        try await desk.publish(at: TimeSource.system.now())
        let holders = try await fill(desk)
        let condition = try desk.condition("holder = applicant.id", on: "driving-licences", names: ["applicant"])
        let purpose = Purpose(
            LocalizedText("Deciding on an application", in: .english), case: "DL-2026-000017", path: "/cases/17")
        let officer = Identifier<Act.Party>(at: TimeSource.system.now())
        let start = ContinuousClock.now
        let end = start + .seconds(seconds)
        let times = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for _ in 0..<tasks {
                group.addTask {
                    var times: [Duration] = []
                    while true {
                        let begin = ContinuousClock.now
                        guard begin < end, let holder = holders.randomElement() else { return times }
                        let look = Look(by: .person(officer), for: "transport", purpose, at: TimeSource.system.now())
                        let found = try await desk.records(
                            where: condition, names: ["applicant": ["id": .string(holder.description)]], look)
                        precondition(found.count == 1, "the licence is found")
                        times.append(ContinuousClock.now - begin)
                    }
                }
            }
            return try await group.reduce(into: [Duration]()) { $0 += $1 }
        }
        let took = ContinuousClock.now - start
        let sorted = times.sorted()
        let rate = Int(Double(times.count) / (Double(took.microseconds) / 1_000_000))
        let looks = try await database.read { tx in try tx.value(Int.self, "SELECT count(*) FROM registries_looks") ?? 0
        }
        precondition(looks == times.count, "every look is recorded")
        print(
            "\(engine): logged registry reads, \(tasks) at once, \(records) records: \(rate)/s, "
                + "p50 \(sorted[sorted.count / 2].microseconds) µs, p99 \(sorted[sorted.count * 99 / 100].microseconds) µs"
        )
    }

    private static func fill(_ desk: RegistryDesk) async throws -> [Identifier<Act.Party>] {
        let now = TimeSource.system.now()
        let holders = (0..<records).map { _ in Identifier<Act.Party>(at: now) }
        for start in stride(from: 0, to: records, by: 2000) {
            try await desk.platform.database.write { tx in
                for index in start..<min(start + 2000, records) {
                    let number = String(String(1_000_000 + index).dropFirst())
                    let values: [String: JSON] = [
                        "number": .string("DL-\(number)"), "holder": .string(holders[index].description),
                        "categories": .array(["B"]), "issued": "2020-03-01", "expires": "2030-03-01", "status": "valid",
                    ]
                    let change = RecordChange(by: .system("bench"), for: "transport", at: now)
                    try desk.create(
                        in: "driving-licences", values, valid: Period(from: now - .seconds(86_400)), by: change, in: tx)
                }
            }
        }
        return holders
    }

    private static func platform(_ database: any Database) throws -> Platform {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let time = TimeSource.system
        let folder = try TemporaryFolder("polity-bench")
        return Platform(
            database: database, files: try FolderFileStore(path: folder.path), jobs: JobQueue(database, time: time),
            time: time,
            jurisdiction: try Jurisdiction.read(folder: root.appendingPathComponent("Jurisdictions/larkhaven").path),
            texts: Texts(),
            mailer: NoMail(), logger: Logger(label: "bench"), isDemo: false, address: "http://localhost")
    }
}

private struct NoMail: Mailer {
    func send(to address: String, subject: String, text: String) async throws {}
}
