import BPMN
import Base
import BuildingBlock
import Foundation
import Journal
import Logging
import Processes
import Store
import StoreTesting
import Web

/// What durable processes cost: steps a second on both databases, and a million timers that wait.
///
/// `BenchProcessStore [SECONDS] [sqlite|postgres]`
@main
struct BenchProcessStore {
    static let start = Instant(seconds: 1_800_000_000)

    static func main() async throws {
        let seconds = CommandLine.arguments.dropFirst().first.flatMap { Double($0) } ?? 3
        let engines = CommandLine.arguments.dropFirst(2).compactMap { Engine(rawValue: $0) }
        let migrations = StoreMigrations.all + JournalTables.migrations + ProcessesBlock.migrations
        for engine in engines.isEmpty ? Engine.allCases : engines {
            let (database, discard) = try await TestDatabase.fresh(engine)
            try await Migrator(migrations).run(on: database)
            try await steps(on: database, engine, seconds)
            try await timers(on: database, engine)
            await discard()
        }
    }

    private static func desk(on database: any Database) throws -> ProcessDesk {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        let jurisdiction = try Jurisdiction.read(folder: root.path + "/Jurisdictions/larkhaven")
        let views = try ViewLibrary(
            [ViewSource(block: "processes", files: ProcessesBlock.assets)], languages: jurisdiction.languages)
        let time = TimeSource { start }
        return ProcessesBlock.desk(
            on: Platform(
                database: database, files: NoFiles(), jobs: JobQueue(database, time: time), time: time,
                jurisdiction: jurisdiction, texts: views.texts, mailer: NoMail(),
                logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }, isDemo: false, address: ""))
    }

    private static func publish(_ nodes: String, _ process: String, _ desk: ProcessDesk) async throws {
        let source = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="\(process)" isExecutable="true">
            <startEvent id="s"/>\(nodes)<endEvent id="e"/>
            <sequenceFlow id="1" sourceRef="s" targetRef="n"/><sequenceFlow id="2" sourceRef="n" targetRef="e"/>
            </process></definitions>
            """
        try await desk.platform.database.write {
            try desk.publish(source, by: .system("bench"), at: start, in: $0)
        }
    }

    /// Start, task, end: two steps, each with its acts, in two transactions.
    private static func steps(on database: any Database, _ engine: Engine, _ seconds: Double) async throws {
        let desk = try desk(on: database)
        try await publish("<userTask id=\"n\"/>", "review", desk)
        for width in [1, 8, 32] {
            let end = ContinuousClock.now + .seconds(seconds)
            let count = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<width {
                    group.addTask {
                        var count = 0
                        while ContinuousClock.now < end {
                            let id = try await database.write {
                                try desk.start("review", by: .system("bench"), at: start, in: $0)
                            }
                            try await database.write { transaction in
                                var filter = ProcessDesk.TaskFilter()
                                filter.instance = id
                                for task in try desk.tasks(filter, in: transaction) {
                                    try desk.complete(task.id, by: .system("bench"), at: start, in: transaction)
                                }
                            }
                            count += 2
                        }
                        return count
                    }
                }
                return try await group.reduce(0, +)
            }
            print("\(engine): \(Int(Double(count) / seconds)) durable steps/s, \(width) at once")
        }
    }

    /// A million that wait, ten thousand of them real and due.
    private static func timers(on database: any Database, _ engine: Engine) async throws {
        let desk = try desk(on: database)
        try await publish(
            "<intermediateCatchEvent id=\"n\"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>",
            "wait", desk)
        for _ in 0..<10 {
            try await database.write { transaction in
                for _ in 0..<1000 { try desk.start("wait", by: .system("bench"), at: start, in: transaction) }
            }
        }
        for part in 0..<99 {
            try await database.write { transaction in
                for chunk in 0..<100 {
                    let rows = (0..<100).map { index -> SQL in
                        let due = start + .seconds(86_400 + part * 10_000 + chunk * 100 + index)
                        return "(\(Identifier<ProcessInstance>(at: start)), 1, \(due), 'n')"
                    }
                    try transaction.execute(
                        "INSERT INTO processes_timers (instance, key, due_at, element) VALUES \(rows.joined(separator: ", "))"
                    )
                }
            }
        }
        let clock = ContinuousClock()
        let idle = try await clock.measure { _ = try await desk.sweep(at: start) }
        print("\(engine): a sweep over 1,000,000 timers of which none is due takes \(idle)")
        let due = start + .seconds(3600)
        let busy = try await clock.measure {
            let fired = try await desk.sweep(at: due)
            if fired != 10_000 { print("\(engine): \(fired) fired, not 10,000") }
        }
        let rate = 10_000 / (Double(busy.components.seconds) + Double(busy.components.attoseconds) / 1e18)
        print("\(engine): 10,000 of 1,000,000 timers were due; they fired in \(busy), \(Int(rate)) a second")
    }
}

private struct NoMail: Mailer {
    func send(to address: String, subject: String, text: String) async throws {}
}

private struct NoFiles: FileStore {
    func put(_ chunks: some AsyncSequence<[UInt8], any Error> & Sendable, limit: Int) async throws -> StoredFile {
        throw FileStoreError.unavailable("no files here")
    }
    func get(_ digest: FileDigest, range: Range<Int>?, _ each: @Sendable ([UInt8]) async throws -> Void) async throws {
        throw FileStoreError.notFound
    }
    func exists(_ digest: FileDigest) async throws -> Bool { false }
    func delete(_ digest: FileDigest) async throws {}
}
