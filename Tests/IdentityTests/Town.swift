import Base
import BuildingBlock
import Foundation
import Identity
import Journal
import Logging
import Store
import StoreTesting
import Synchronization
import Testing
import Web
import WebTesting

/// A town hall for tests: a database, the sample jurisdiction, a clock that stands, letters that can be read.
struct Town {
    let platform: Platform
    let service: IdentityService
    let block: Block
    let application: WebApplication
    let clock: ManualClock
    let letters: Letters

    var database: any Database { platform.database }
    /// Later by a little each time, so that acts keep their order.
    var now: Instant { platform.time.now() }
    static let start = Instant(seconds: 1_790_000_000)
    static let password = "three quiet herons"

    /// Gives `body` a town on a fresh database of `engine`.
    static func with(
        _ engine: Engine, demo: Bool = false, settings change: (inout IdentitySettings) -> Void = { _ in },
        _ body: (Town) async throws -> Void
    ) async throws {
        let migrations = StoreMigrations.all + JournalTables.migrations + IdentityBlock.migrations
        var settings = IdentitySettings()
        // Cheap, so that tests are quick.
        settings.hashing = Argon2Parameters(memory: 64, passes: 1)
        change(&settings)
        let fixed = settings
        try await TestDatabase.with(engine, migrations: migrations) { database in
            try await body(try Town(database, demo: demo, settings: fixed))
        }
    }

    private init(_ database: any Database, demo: Bool, settings: IdentitySettings) throws {
        let clock = ManualClock(Self.start)
        self.clock = clock
        let time = TimeSource {
            clock.advance(by: .microseconds(10))
            return clock.now
        }
        letters = Letters()
        let views = try Self.views()
        platform = Platform(
            database: database, files: NoFiles(), jobs: JobQueue(database, time: time), time: time,
            jurisdiction: try Self.jurisdiction(), texts: views.texts, mailer: letters, logger: Logger(label: "test"),
            isDemo: demo, address: "http://localhost")
        service = IdentityService(on: platform, settings: settings)
        block = IdentityBlock.block(on: platform, service: service)
        var routes = Routes()
        block.routes(&routes)
        let site = Site(
            name: platform.jurisdiction.name, languages: platform.jurisdiction.languages, address: "http://localhost",
            secret: Array(repeating: 7, count: 32), isDemo: demo)
        application = try WebApplication(
            site: site, routes: routes.declared, views: views, ports: .init(sessions: service), time: time,
            rateLimits: .off, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    static func views() throws -> ViewLibrary {
        try ViewLibrary(
            [ViewSource(block: "identity", files: IdentityBlock.assets)], languages: [.english, .french, .arabic])
    }

    static func jurisdiction() throws -> Jurisdiction {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try Jurisdiction.read(folder: root.appendingPathComponent("Jurisdictions/larkhaven").path)
    }

    func browser(_ language: Language = .english) -> Browser { Browser(application, language: language) }

    /// An account with the usual password.
    @discardableResult
    func account(
        _ email: String, name: String = "Noor Sample", password: String? = Town.password,
        kinds: Set<Account.Kind> = [.resident]
    ) async throws -> Account {
        let address = try #require(EmailAddress(email))
        let new = try NewAccount(email: address, name: name, kinds: kinds)
        return try await service.create(new, password: password, by: .system("test"), at: now)
    }

    /// The account that has an address.
    func known(_ email: String) async throws -> Account {
        let address = try #require(EmailAddress(email))
        return try #require(try await service.account(email: address))
    }

    func administrator(_ email: String = "admin@example.org") async throws -> Account {
        let account = try await account(email, name: "Ada Sample", kinds: [.officer])
        try await service.grant("administrator", in: "citizens-desk", to: account.id, by: .system("test"), at: now)
        return account
    }

    func place(_ address: String = "192.0.2.1") -> SignInPlace { SignInPlace(address: address, device: "Test") }

    @discardableResult
    func signIn(
        _ email: String, _ password: String = Town.password, from address: String = "192.0.2.1"
    ) async throws -> NewSession {
        try await service.signIn(email: email, password: password, from: place(address), at: now)
    }

    /// Does the jobs that wait.
    func work() async throws {
        let handlers = Dictionary(uniqueKeysWithValues: block.jobs.map { ($0.kind, $0) })
        for job in try await platform.jobs.lease(kinds: handlers.keys.sorted(), limit: 50, for: .seconds(60)) {
            let handler = try #require(handlers[job.kind])
            let outcome = try await handler.handle(job)
            try await platform.jobs.complete(job, writing: outcome.write)
        }
    }

    /// The verbs of the acts that concern an account, the oldest first.
    func verbs(_ account: Account) async throws -> [String] {
        try await database.read { tx in
            try tx.acts(concerning: account.party).map(\.act.verb.rawValue).reversed()
        }
    }

    func count(_ sql: SQL) async throws -> Int {
        try await database.read { tx in try tx.value(Int.self, sql) ?? -1 }
    }
}

/// Keeps letters instead of sending them.
final class Letters: Mailer {
    struct Letter: Sendable {
        var address: String
        var subject: String
        var text: String
        /// The path of the link in it.
        var path: String? {
            text.split(separator: "\n").first { $0.hasPrefix("http://localhost/") }.map {
                String($0.dropFirst("http://localhost".count))
            }
        }
    }
    struct Refused: Error {}

    private let state = Mutex<(letters: [Letter], refusals: Int)>(([], 0))
    var all: [Letter] { state.withLock { $0.letters } }
    /// The next letters cannot be sent.
    func refuse(_ count: Int) { state.withLock { $0.refusals = count } }

    func send(to address: String, subject: String, text: String) async throws {
        try state.withLock { state in
            if state.refusals > 0 {
                state.refusals -= 1
                throw Refused()
            }
            state.letters.append(Letter(address: address, subject: subject, text: text))
        }
    }
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
