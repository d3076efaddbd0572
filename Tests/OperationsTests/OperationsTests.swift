import Base
import BuildingBlock
import Foundation
import Journal
import Logging
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import Operations

@Suite("The operator's page") struct OperationsPageTests {
    private static let now = Instant(seconds: 1_800_000_000)

    private struct NoMail: Mailer {
        func send(to address: String, subject: String, text: String) async throws {}
    }

    private struct Room {
        let database: any Database
        let jobs: JobQueue
        let browser: Browser
        let stranger: Browser
    }

    private static func with(_ engine: Engine, _ body: (Room) async throws -> Void) async throws {
        try await TestDatabase.with(engine, migrations: StoreMigrations.all + JournalTables.migrations) { database in
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().path
            let jurisdiction = try Jurisdiction.read(folder: root + "/Jurisdictions/larkhaven")
            let sources = [ViewSource(block: "operations", files: OperationsBlock.assets)]
            let views = try ViewLibrary(sources, languages: jurisdiction.languages)
            let time = TimeSource.fixed(now)
            let folder = NSTemporaryDirectory() + "polity-operations-\(UUID().uuidString)"
            let platform = Platform(
                database: database, files: try FolderFileStore(path: folder), jobs: JobQueue(database, time: time),
                time: time,
                jurisdiction: jurisdiction, texts: views.texts, mailer: NoMail(), logger: Logger(label: "test"),
                isDemo: false,
                address: "https://larkhaven.example")
            var routes = Routes()
            OperationsBlock.block(on: platform).routes(&routes)
            let sessions = TestSessions()
            let application = try WebApplication.testing(routes, sources: sources, sessions: sessions, time: time)
            let (browser, stranger) = (Browser(application), Browser(application))
            browser.signIn(
                as: .sample(grants: ["works": [OperationsPermissions.operate.key]]), in: sessions)
            try await body(Room(database: database, jobs: platform.jobs, browser: browser, stranger: stranger))
        }
    }

    /// A job that was given up.
    private static func dead(_ jobs: JobQueue) async throws -> Job.ID {
        let id = try await jobs.enqueue(NewJob("letters.send", maximumAttempts: 1))
        for job in try await jobs.lease(kinds: ["letters.send"], limit: 1, for: .seconds(60)) {
            try await jobs.fail(job, error: "the post office was closed", retryAfter: .seconds(1))
        }
        return id
    }

    @Test(
        "What was given up is shown with its reason, tried again on demand, and that is an act",
        arguments: Engine.allCases)
    func retrying(_ engine: Engine) async throws {
        try await Self.with(engine) { room in
            let id = try await Self.dead(room.jobs)
            let page = try await room.browser.get("/office/operations")
            #expect(page.status == 200 && page.text.contains("letters.send"))
            #expect(page.text.contains("the post office was closed"))
            #expect(try await room.browser.post("/office/operations/jobs/\(id)/attempts", [:]).status == 200)
            #expect(try await room.jobs.job(id)?.state == .waiting)
            let verbs = try await room.database.read { transaction in
                try transaction.rows("SELECT id FROM journal_acts").compactMap {
                    try transaction.act(try $0[0])?.act.verb
                }
            }
            #expect(verbs == ["job.retried"])
            #expect(
                try await room.browser.post("/office/operations/jobs/\(id)/attempts", [:]).status == 404,
                "it waits already")
        }
    }

    @Test("What was given up can be removed", arguments: Engine.allCases)
    func removing(_ engine: Engine) async throws {
        try await Self.with(engine) { room in
            let id = try await Self.dead(room.jobs)
            #expect(try await room.browser.post("/office/operations/jobs/\(id)/removal", [:]).status == 200)
            #expect(try await room.jobs.job(id) == nil)
        }
    }

    @Test("Who may not operate does not learn that there is such a page")
    func forbidden() async throws {
        try await Self.with(.sqlite) { room in
            let visit = try await room.stranger.get("/office/operations", following: false)
            #expect(visit.status == 404)
        }
    }
}
