import Base
import BuildingBlock
import Foundation
import Journal
import Logging
import Store
import StoreTesting
import TransparencyLog
import Web
import WebTesting

@testable import Transparency

/// The public journal of a government on a database of a test's own.
struct Office: Sendable {
    enum Thing {}

    let database: any Database
    let log: PublicLog
    let keys: LogKeys
    let application: WebApplication
    static let now = Instant(seconds: 1_800_000_000)
    static let origin = "larkhaven.example/log"
    static let secretName = "Nobody Inparticular"

    static func with(_ engine: Engine, _ body: (Office) async throws -> Void) async throws {
        try await TestDatabase.with(engine, migrations: StoreMigrations.all + JournalTables.migrations) { database in
            try await body(try Office(database))
        }
    }

    init(_ database: any Database) throws {
        self.database = database
        keys = LogKeys(
            origin: Self.origin, signers: [try SignerKey(name: Self.origin, seed: Array(repeating: 3, count: 32))])
        log = PublicLog(database: database, keys: keys)
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let jurisdiction = try Jurisdiction.read(folder: root + "/Jurisdictions/larkhaven")
        let sources = [ViewSource(block: "transparency", files: TransparencyBlock.assets)]
        let views = try ViewLibrary(sources, languages: jurisdiction.languages)
        let time = TimeSource.fixed(Self.now)
        let folder = NSTemporaryDirectory() + "polity-transparency-\(UUID().uuidString)"
        let platform = Platform(
            database: database, files: try FolderFileStore(path: folder), jobs: JobQueue(database, time: time),
            time: time,
            jurisdiction: jurisdiction, texts: views.texts, mailer: NoMail(), logger: Logger(label: "test"),
            isDemo: false,
            address: "https://larkhaven.example")
        var routes = Routes()
        TransparencyBlock.block(on: platform, log: log).routes(&routes)
        application = try WebApplication.testing(routes, sources: sources, time: time)
    }

    /// Records acts about a person, and brings them into the log.
    func record(_ count: Int) async throws -> [Act] {
        let acts = (0..<count).map { number in
            let at = Self.now + .milliseconds(number)
            return Act(
                "thing.changed", Act.Subject("thing", Identifier<Thing>(at: at)), by: .system("test"), at: at,
                agency: "works", detail: ["name": .string(Self.secretName)])
        }
        try await database.write { transaction in
            for act in acts { try transaction.record(act) }
        }
        let sequencer = Sequencer(
            database: database, keys: keys, time: .fixed(Self.now + .seconds(60)), logger: Logger(label: "test"))
        try await sequencer.prepare()
        while try await sequencer.catchUp() > 0 {}
        return acts
    }

    private struct NoMail: Mailer {
        func send(to address: String, subject: String, text: String) async throws {}
    }
}
