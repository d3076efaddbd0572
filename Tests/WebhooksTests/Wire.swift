import Base
import BuildingBlock
import Foundation
import Journal
import Logging
import Store
import StoreTesting
import Synchronization
import Testing
import Web
import WebTesting

@testable import Webhooks

/// A government that tells a program of others, which answers as it was told.
struct Wire: Sendable {
    let platform: Platform
    let desk: WebhookDesk
    let block: Block
    let application: WebApplication
    let sessions = TestSessions()
    let program: Program
    let clock: ManualClock
    var database: any Database { platform.database }
    var now: Instant { platform.time.now() }

    static let key: [UInt8] = Array(0..<32)
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static func with(_ engine: Engine = .sqlite, _ body: (Wire) async throws -> Void) async throws {
        let migrations = StoreMigrations.all + JournalTables.migrations + WebhooksBlock.migrations
        try await TestDatabase.with(engine, migrations: migrations) { database in try await body(try Wire(database)) }
    }

    private init(_ database: any Database) throws {
        let jurisdiction = try Jurisdiction.read(folder: Self.root + "/Jurisdictions/larkhaven")
        let sources = [ViewSource(block: "webhooks", files: WebhooksBlock.assets)]
        let views = try ViewLibrary(sources, languages: jurisdiction.languages)
        let (clock, program) = (ManualClock(Instant(seconds: 1_793_620_800)), Program())
        (self.clock, self.program) = (clock, program)
        let time = TimeSource {
            clock.advance(by: .microseconds(1000))
            return clock.now
        }
        platform = Platform(
            database: database, files: NoFiles(), jobs: JobQueue(database, time: time), time: time,
            jurisdiction: jurisdiction,
            texts: views.texts, mailer: NoMail(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            isDemo: false,
            address: "https://larkhaven.example")
        let caller = WebhookCaller { address, headers, body in program.call(address, headers, body) }
        desk = WebhookDesk(on: platform, key: Self.key, caller: caller) { subject, _ in
            subject.kind == "case" ? "/api/cases/\(subject.id)" : nil
        }
        block = WebhooksBlock.block(on: platform, desk: desk)
        var routes = Routes()
        block.routes(&routes)
        application = try WebApplication.testing(routes, sources: sources, sessions: sessions, time: time)
    }

    func subscribe(_ verbs: String = "case.*") async throws -> WebhookSubscription {
        try await desk.subscribe(
            client: "Sample newspaper", address: "https://press.example/hook", verbs: verbs, by: .system("test"),
            agency: nil, at: now)
    }

    @discardableResult
    func act(_ verb: Act.Verb, person: Bool = false) async throws -> Act {
        let party = Identifier<Act.Party>(at: now)
        let act = Act(
            verb, person ? Act.Subject("account", party) : Act.Subject("case", Identifier<Act>(at: now)),
            by: .person(party), at: now,
            purpose: "a secret purpose", concerns: [party], detail: ["words": "personal words"])
        try await database.write { try $0.record(act) }
        return act
    }

    /// Feeds the listener with every act, twice if it is said: listeners see acts at least once.
    func listen() async throws {
        let listener = try #require(block.listeners.first)
        try await database.write { tx -> Void in
            for row in try tx.rows("SELECT id FROM journal_acts ORDER BY id") {
                if let recorded = try tx.act(try row[0]) { try listener.handle(recorded, tx) }
            }
        }
    }

    @discardableResult
    func work() async throws -> Int {
        let jobs = try await platform.jobs.lease(kinds: [WebhookDesk.job], limit: 50, for: .seconds(60))
        for job in jobs {
            let handler = try #require(block.jobs.first { $0.kind == job.kind })
            do {
                try await platform.jobs.complete(job, writing: try await handler.handle(job).write)
            } catch {
                try await platform.jobs.fail(job, error: "\(error)", retryAfter: .seconds(10))
            }
        }
        return jobs.count
    }

    func deliveries(_ subscription: WebhookSubscription) async throws -> [WebhookDelivery] {
        try await database.read {
            try WebhookRows.deliveries(of: subscription.id, beyond: nil, backward: false, limit: 100, $0)
        }
    }

    func verbs() async throws -> [String] {
        try await database.read { tx in
            try tx.rows("SELECT verb FROM journal_acts ORDER BY id").map { try $0[0] }
        }
    }
}

/// A program of others.
final class Program: Sendable {
    struct Call: Sendable {
        var address: String
        var headers: [String: String]
        var body: String
    }
    private let state = Mutex<(calls: [Call], answers: [WebhookDelivery.Outcome])>(([], []))
    var calls: [Call] { state.withLock { $0.calls } }
    func answer(_ answers: WebhookDelivery.Outcome...) { state.withLock { $0.answers += answers } }

    func call(_ address: WebhookAddress, _ headers: [(name: String, value: String)], _ body: String)
        -> WebhookDelivery.Outcome
    {
        state.withLock { state in
            let fields = Dictionary(headers.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
            state.calls.append(Call(address: address.text, headers: fields, body: body))
            return state.answers.isEmpty ? .status(204) : state.answers.removeFirst()
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
