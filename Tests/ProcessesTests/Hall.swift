import BPMN
import Base
import BuildingBlock
import FEEL
import Foundation
import Journal
import Logging
import Store
import StoreTesting
import Synchronization
import Testing
import Web
import WebTesting

@testable import Processes

/// A town hall with processes on a database of a test's own.
struct Hall: Sendable {
    let platform: Platform
    let desk: ProcessDesk
    let block: Block
    let application: WebApplication
    let sessions: TestSessions
    let clock: ManualClock

    var database: any Database { platform.database }
    var now: Instant { clock.now }
    static let start = Instant(iso8601: "2028-02-28T09:00:00Z") ?? Instant(seconds: 0)
    static let migrations = StoreMigrations.all + JournalTables.migrations + ProcessesBlock.migrations
    static let officer = Act.Actor.system("test")

    static func with(
        _ engine: Engine, handlers: ProcessHandlers = ProcessHandlers(), _ body: (Hall) async throws -> Void
    ) async throws {
        try await TestDatabase.with(engine, migrations: migrations) { database in
            try await body(try Hall(database, handlers: handlers, clock: ManualClock(start)))
        }
    }

    /// Another copy of the program on the same database.
    init(_ database: any Database, handlers: ProcessHandlers, clock: ManualClock) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let jurisdiction = try Jurisdiction.read(folder: root + "/Jurisdictions/larkhaven")
        let sources = [ViewSource(block: "processes", files: ProcessesBlock.assets)]
        let views = try ViewLibrary(sources, languages: jurisdiction.languages)
        let time = TimeSource { clock.now }
        self.clock = clock
        sessions = TestSessions()
        platform = Platform(
            database: database, files: NoFiles(), jobs: JobQueue(database, time: time), time: time,
            jurisdiction: jurisdiction, texts: views.texts, mailer: NoMail(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, isDemo: false, address: "http://localhost")
        desk = ProcessesBlock.desk(on: platform, handlers: handlers)
        block = ProcessesBlock.block(on: platform, desk: desk)
        var routes = Routes()
        block.routes(&routes)
        application = try WebApplication.testing(routes, sources: sources, sessions: sessions, time: time)
    }

    func publish(_ inside: String, around: String = "", process: String = "p", at: Instant? = nil) async throws
        -> ProcessRevision
    {
        let source = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">
            \(around)<process id="\(process)" name="Licence" isExecutable="true">\(inside)</process></definitions>
            """
        return try await database.write { try desk.publish(source, by: Self.officer, at: at ?? now, in: $0) }
    }

    @discardableResult
    func start(_ process: String = "p", _ variables: Variables = [:]) async throws -> Identifier<ProcessInstance> {
        try await database.write {
            try desk.start(
                process, variables: variables, businessKey: "LH-1", agency: "works", by: Self.officer, at: now, in: $0)
        }
    }

    func instance(_ id: Identifier<ProcessInstance>) async throws -> ProcessInstance {
        try #require(try await database.read { try desk.instance(id, in: $0) })
    }

    func variables(_ id: Identifier<ProcessInstance>) async throws -> Variables {
        try await database.read { try desk.variables(of: id, in: $0) }
    }

    func tasks() async throws -> [ProcessTask] { try await database.read { try desk.tasks(.init(), in: $0) } }

    func complete(_ task: ProcessTask, _ values: Variables = [:]) async throws {
        try await database.write { try desk.complete(task.id, values: values, by: Self.officer, at: now, in: $0) }
    }

    func verbs() async throws -> [String] {
        try await database.read { try $0.rows("SELECT verb FROM journal_acts ORDER BY id").map { try $0["verb"] } }
    }

    func count(_ table: String) async throws -> Int {
        try await database.read { try $0.value(Int.self, "SELECT COUNT(*) FROM \(SQL(trusted: table))") ?? 0 }
    }

    /// Does the jobs that wait, as the worker would; a failure is recorded. Returns how many ran.
    @discardableResult
    func work() async throws -> Int {
        var count = 0
        while true {
            let jobs = try await platform.jobs.lease(kinds: block.jobs.map(\.kind), limit: 20, for: .seconds(60))
            if jobs.isEmpty { return count }
            for job in jobs {
                count += 1
                guard let handler = block.jobs.first(where: { $0.kind == job.kind }) else { continue }
                do {
                    let outcome = try await handler.handle(job)
                    try await platform.jobs.complete(job, writing: outcome.write)
                } catch {
                    try await platform.jobs.fail(job, error: "\(error)", retryAfter: .seconds(10))
                }
            }
        }
    }
}

struct NoMail: Mailer {
    func send(to address: String, subject: String, text: String) async throws {}
}

struct NoFiles: FileStore {
    func put(_ chunks: some AsyncSequence<[UInt8], any Error> & Sendable, limit: Int) async throws -> StoredFile {
        throw FileStoreError.unavailable("no files here")
    }
    func get(_ digest: FileDigest, range: Range<Int>?, _ each: @Sendable ([UInt8]) async throws -> Void) async throws {
        throw FileStoreError.notFound
    }
    func exists(_ digest: FileDigest) async throws -> Bool { false }
    func delete(_ digest: FileDigest) async throws {}
}

/// Definitions for tests.
enum Sample {
    static func flow(_ id: String, _ source: String, _ target: String, _ condition: String? = nil) -> String {
        let inside = condition.map { "<conditionExpression>\($0)</conditionExpression>" } ?? ""
        return "<sequenceFlow id=\"\(id)\" sourceRef=\"\(source)\" targetRef=\"\(target)\">\(inside)</sequenceFlow>"
    }

    static let review = """
        <startEvent id="s" name="Asked"/><userTask id="review" name="Review"/><endEvent id="e" name="Done"/>
        """ + flow("f1", "s", "review") + flow("f2", "review", "e")

    static func waiting(_ timer: String) -> String {
        """
        <startEvent id="s"/><intermediateCatchEvent id="wait" name="Wait"><timerEventDefinition>\(timer)</timerEventDefinition>
        </intermediateCatchEvent><endEvent id="e"/>
        """ + flow("f1", "s", "wait") + flow("f2", "wait", "e")
    }

    static let service = """
        <startEvent id="s"/><serviceTask id="call" name="Call" implementation="registry"/><endEvent id="e"/>
        """ + flow("f1", "s", "call") + flow("f2", "call", "e")
}
