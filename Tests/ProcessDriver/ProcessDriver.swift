import BPMN
import Base
import BuildingBlock
import FEEL
import Foundation
import Journal
import Logging
import Processes
import Store
import StorePostgres
import StoreSQLite
import Web

/// A program that does nothing but processes, as fast as it can, until it is killed: what `CrashTests` kills.
///
/// `ProcessDriver DATABASE EFFECTS [drain]`: the path of an SQLite file or the URL of a PostgreSQL database, the file that
/// stands for the world outside, and whether it finishes what is there and ends instead of starting more. Each instance that
/// was started is told on a line of standard output after its commit.
@main
struct ProcessDriver {
    static let actor = Act.Actor.system("driver")

    /// One of everything that leaves rows: tasks, a service in the step, a service outside, a timer, a message that may come
    /// before or after its catcher waits, a called process, a repeated loop.
    static let definition = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:z="http://camunda.org/schema/zeebe/1.0">
        <message id="m" name="paid"><extensionElements><z:subscription correlationKey="=number"/></extensionElements></message>
        <process id="p" isExecutable="true"><startEvent id="s"/><parallelGateway id="f"/><parallelGateway id="j"/><endEvent id="e"/>
        <userTask id="a"/><serviceTask id="b" implementation="count"/><serviceTask id="c" implementation="stamp"/>
        <intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>PT0.05S</timeDuration></timerEventDefinition></intermediateCatchEvent>
        <intermediateCatchEvent id="w"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
        <callActivity id="k" calledElement="q"/>
        <sequenceFlow id="1" sourceRef="s" targetRef="f"/><sequenceFlow id="2" sourceRef="f" targetRef="a"/>
        <sequenceFlow id="3" sourceRef="f" targetRef="b"/><sequenceFlow id="4" sourceRef="f" targetRef="c"/>
        <sequenceFlow id="5" sourceRef="b" targetRef="t"/><sequenceFlow id="6" sourceRef="c" targetRef="w"/>
        <sequenceFlow id="7" sourceRef="a" targetRef="k"/><sequenceFlow id="8" sourceRef="k" targetRef="j"/>
        <sequenceFlow id="9" sourceRef="t" targetRef="j"/><sequenceFlow id="10" sourceRef="w" targetRef="j"/>
        <sequenceFlow id="11" sourceRef="j" targetRef="e"/></process>
        <process id="q" isExecutable="true"><startEvent id="qs"/><userTask id="qa"/><endEvent id="qe"/>
        <sequenceFlow id="q1" sourceRef="qs" targetRef="qa"/><sequenceFlow id="q2" sourceRef="qa" targetRef="qe"/></process></definitions>
        """

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let place = arguments.first, let effects = arguments.dropFirst().first else { exit(64) }
        let isDraining = arguments.contains("drain")
        let driver = try Driver(
            place.contains("://") ? PostgresDatabase(url: place) : try SQLiteDatabase(path: place), effects: effects)
        try await driver.prepare()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<(isDraining ? 0 : 3) { group.addTask { try await driver.start(seed: number) } }
            for number in 0..<2 { group.addTask { try await driver.doTasks(number) } }
            for _ in 0..<2 { group.addTask { try await driver.doJobs() } }
            group.addTask { try await driver.sweep() }
            if isDraining {
                try await driver.untilNothingRuns()
                group.cancelAll()
            } else {
                try await group.waitForAll()
            }
        }
        await driver.database.close()
    }
}

struct Driver: Sendable {
    let database: any Database
    let desk: ProcessDesk
    let block: Block
    let effects: String

    init(_ database: any Database, effects: String) throws {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        let jurisdiction = try Jurisdiction.read(folder: root.path + "/Jurisdictions/larkhaven")
        let views = try ViewLibrary(
            [ViewSource(block: "processes", files: ProcessesBlock.assets)], languages: jurisdiction.languages)
        let platform = Platform(
            database: database, files: NoFiles(), jobs: JobQueue(database), time: .system, jurisdiction: jurisdiction,
            texts: views.texts, mailer: NoMail(),
            logger: Logger(label: "driver") { StreamLogHandler.standardError(label: $0) },
            isDemo: false, address: "")
        let handlers = ProcessHandlers(services: [
            "count": .within { call, transaction in
                try transaction.execute("INSERT INTO driver_counts (instance) VALUES (\(call.instance))")
                return Variables()
            },
            "stamp": .outside { call in
                try Driver.append("\(call.idempotencyKey)\n", to: effects)
                return Variables()
            },
        ])
        (self.database, self.effects) = (database, effects)
        desk = ProcessesBlock.desk(on: platform, handlers: handlers)
        block = ProcessesBlock.block(on: platform, desk: desk)
    }

    private static func append(_ line: String, to path: String) throws {
        guard let file = fopen(path, "a") else { throw CocoaError(.fileWriteUnknown) }
        defer { fclose(file) }
        fputs(line, file)
    }

    func prepare() async throws {
        try await Migrator(StoreMigrations.all + JournalTables.migrations + ProcessesBlock.migrations).run(on: database)
        let desk = desk
        try await database.write { transaction in
            try transaction.execute("CREATE TABLE IF NOT EXISTS driver_counts (instance UUID NOT NULL)")
            for process in ["p", "q"] {
                try desk.publish(
                    ProcessDriver.definition, process: process, by: ProcessDriver.actor,
                    at: desk.platform.time.now(), in: transaction)
            }
        }
    }

    // MARK: Work

    /// Starts instances, each with its message in a transaction of its own, before or after.
    func start(seed: Int) async throws {
        let desk = desk
        var count = seed
        while !Task.isCancelled {
            count += 1
            let number = UUID().uuidString
            if count.isMultiple(of: 2) { try await pay(number) }
            let id = try await database.write { transaction in
                try desk.start(
                    "p", variables: ["number": .string(number)], businessKey: number, by: ProcessDriver.actor,
                    at: desk.platform.time.now(), in: transaction)
            }
            print(id)
            fflush(nil)
            if !count.isMultiple(of: 2) { try await pay(number) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    func pay(_ number: String) async throws {
        let desk = desk
        try await database.write { transaction in
            try desk.deliver(
                "paid", correlation: number, keptFor: .seconds(3600), by: ProcessDriver.actor,
                at: desk.platform.time.now(), in: transaction)
        }
    }

    func doTasks(_ number: Int) async throws {
        let desk = desk
        while !Task.isCancelled {
            let tasks = try await database.read { try desk.tasks(.init(), limit: 40, in: $0) }
            for task in tasks.shuffled().prefix(8) {
                do {
                    try await database.write { transaction in
                        try desk.complete(
                            task.id, by: ProcessDriver.actor, at: desk.platform.time.now(), in: transaction)
                    }
                } catch ProcessError.notPossible, ProcessError.changedMeanwhile {
                    // The other one was faster.
                }
            }
            if tasks.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        }
    }

    func doJobs() async throws {
        let jobs = desk.platform.jobs
        while !Task.isCancelled {
            let leased = try await jobs.lease(kinds: block.jobs.map(\.kind), limit: 5, for: .seconds(1))
            for job in leased {
                guard let handler = block.jobs.first(where: { $0.kind == job.kind }) else { continue }
                do {
                    let outcome = try await handler.handle(job)
                    try await jobs.complete(job, writing: outcome.write)
                } catch {
                    try await jobs.fail(job, error: "\(error)", retryAfter: .milliseconds(50))
                }
            }
            if leased.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        }
    }

    func sweep() async throws {
        while !Task.isCancelled {
            do {
                try await desk.sweep(at: desk.platform.time.now())
            } catch let error as DatabaseError {
                FileHandle.standardError.write(Data("the sweep failed: \(error)\n".utf8))
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Pays for those whose payment went down with its payer, then waits until every instance has ended.
    func untilNothingRuns() async throws {
        let unpaid = try await database.read { transaction in
            try transaction.rows(
                """
                SELECT business_key FROM processes_instances i WHERE process = 'p' AND status = 'running'
                    AND NOT EXISTS (SELECT 1 FROM processes_messages m WHERE m.correlation = i.business_key)
                    AND NOT EXISTS (SELECT 1 FROM processes_steps s WHERE s.instance = i.id AND s.event = 'message')
                """
            ).map { row -> String in try row[0] }
        }
        for number in unpaid { try await pay(number) }
        for _ in 0..<2000 {
            let running = try await database.read {
                try $0.value(Int.self, "SELECT COUNT(*) FROM processes_instances WHERE status = 'running'") ?? 0
            }
            if running == 0 { return }
            try await Task.sleep(for: .milliseconds(20))
        }
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
