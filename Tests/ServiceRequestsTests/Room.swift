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

@testable import ServiceRequests

/// Larkhaven with its block of service requests on a database of a test's own.
struct Room: Sendable {
    let platform: Platform
    let desk: RequestDesk
    let block: Block
    let application: WebApplication
    let sessions: TestSessions
    let mail: Mailbox
    let files: MemoryFiles
    let clock: Clock

    var database: any Database { platform.database }
    var now: Instant { clock.now }

    /// Monday 2 November 2026, 10:00 in Larkhaven (one hour behind UTC).
    static let monday = Instant(iso8601: "2026-11-02T11:00:00Z") ?? Instant(seconds: 0)

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static func jurisdiction() throws -> Jurisdiction {
        try Jurisdiction.read(folder: root + "/Jurisdictions/larkhaven")
    }

    static let migrations = StoreMigrations.all + JournalTables.migrations + ServiceRequestsBlock.migrations

    static let sources = [ViewSource(block: "service-requests", files: ServiceRequestsBlock.assets)]

    static func with(_ engine: Engine = .sqlite, _ body: (Room) async throws -> Void) async throws {
        try await TestDatabase.with(engine, migrations: migrations) { database in
            try await body(try Room(database))
        }
    }

    init(_ database: any Database) throws {
        let jurisdiction = try Self.jurisdiction()
        let views = try ViewLibrary(Self.sources, languages: jurisdiction.languages)
        (mail, files, clock, sessions) = (Mailbox(), MemoryFiles(), Clock(Self.monday), TestSessions())
        let clock = clock
        let time = TimeSource { clock.now }
        platform = Platform(
            database: database, files: files, jobs: JobQueue(database, time: time), time: time,
            jurisdiction: jurisdiction,
            texts: views.texts, mailer: mail, logger: Logger(label: "test"), isDemo: false,
            address: "https://larkhaven.example")
        desk = try ServiceRequestsBlock.desk(on: platform)
        block = try ServiceRequestsBlock.block(on: platform, officers: .sample)
        var routes = Routes()
        block.routes(&routes)
        application = try WebApplication.testing(routes, sources: Self.sources, sessions: sessions, time: time)
    }

    func browser(_ language: Language = .english, as person: Person? = nil) -> Browser {
        let browser = Browser(application, language: language)
        if let person { browser.signIn(as: person, in: sessions) }
        return browser
    }

    /// Does the jobs that wait, of this block, as the worker would.
    func work() async throws {
        let kinds = block.jobs.map(\.kind)
        while true {
            let jobs = try await platform.jobs.lease(kinds: kinds, limit: 50, for: .seconds(60))
            if jobs.isEmpty { return }
            for job in jobs {
                for handler in block.jobs where handler.kind == job.kind { _ = try await handler.handle(job) }
                try await platform.jobs.complete(job)
            }
        }
    }

    /// Feeds this block's listeners with every act since the last call, and does what follows.
    func listen() async throws {
        let listeners = block.listeners
        try await database.write { transaction -> Void in
            let acts = try transaction.rows("SELECT id FROM journal_acts ORDER BY id").map { row -> Identifier<Act> in
                try row[0]
            }
            for id in acts {
                guard let recorded = try transaction.act(id) else { continue }
                for listener in listeners where listener.verbs.isEmpty || listener.verbs.contains(recorded.act.verb) {
                    try listener.handle(recorded, transaction)
                }
            }
        }
        try await work()
    }

    /// Every act so far, the oldest first.
    func acts() async throws -> [Act] {
        try await database.read { transaction in
            try transaction.rows("SELECT id FROM journal_acts ORDER BY id").compactMap { row in
                try transaction.act(try row[0])?.act
            }
        }
    }

    /// A pothole on Larkhaven's main street, filed.
    @discardableResult
    func pothole(
        _ description: String = "A deep hole", at point: GeoPoint? = Self.harbour, contact: Contact? = nil,
        category: String = "pothole", answers: [String: [String]] = ["depth": ["medium"]]
    ) async throws -> FiledRequest {
        let category = try #require(desk.catalogue[category])
        var filing = Filing(
            category, description: description, answers: Answers(answers),
            place: Place(point: point, address: "12 Drovers View"),
            contact: contact ?? Contact(language: .english), language: .english)
        #expect(filing.check(within: desk.extent) == [])
        return try await desk.file(filing, at: now)
    }

    func request(_ filed: FiledRequest) async throws -> ServiceRequest {
        try #require(try await database.read { try $0.request(filed.id) })
    }

    static let harbour = GeoPoint(longitude: -30.21114, latitude: 47.59283)

    /// `metres` to the east of the harbour.
    static func east(_ metres: Double) -> GeoPoint? {
        GeoPoint(longitude: -30.21114 + metres / (111_195 * cos(47.59283 * .pi / 180)), latitude: 47.59283)
    }

    static let works = Worker(actor: .person(OfficerDirectory.ines.id), agencies: ["public-works"])
}

/// A clock that a test moves.
final class Clock: Sendable {
    private let instant: Mutex<Instant>
    init(_ instant: Instant) { self.instant = Mutex(instant) }
    var now: Instant { instant.withLock { $0 } }
    func move(_ duration: Duration) { instant.withLock { $0 = $0 + duration } }
}

/// Mail that was sent, kept.
final class Mailbox: Mailer {
    struct Letter: Hashable, Sendable {
        var address: String
        var subject: String
        var text: String
    }
    private let sent = Mutex<[Letter]>([])
    var letters: [Letter] { sent.withLock { $0 } }
    func send(to address: String, subject: String, text: String) async throws {
        sent.withLock { $0.append(Letter(address: address, subject: subject, text: text)) }
    }
}

/// Files in memory.
final class MemoryFiles: FileStore {
    private let files = Mutex<[FileDigest: [UInt8]]>([:])
    var count: Int { files.withLock { $0.count } }
    var all: [[UInt8]] { files.withLock { Array($0.values) } }

    func put(_ chunks: some AsyncSequence<[UInt8], any Error> & Sendable, limit: Int) async throws -> StoredFile {
        var bytes: [UInt8] = []
        for try await chunk in chunks { bytes += chunk }
        guard bytes.count <= limit else { throw FileStoreError.tooLarge(limit: limit) }
        var hash: [UInt8] = Array(repeating: 0, count: 32)
        for (index, byte) in bytes.enumerated() { hash[index % 32] = hash[index % 32] &* 31 &+ byte }
        guard let digest = FileDigest(bytes: hash) else { throw FileStoreError.notFound }
        files.withLock { $0[digest] = bytes }
        return StoredFile(digest: digest, size: bytes.count)
    }

    func get(_ digest: FileDigest, range: Range<Int>?, _ each: @Sendable ([UInt8]) async throws -> Void) async throws {
        guard let bytes = files.withLock({ $0[digest] }) else { throw FileStoreError.notFound }
        try await each(range.map { Array(bytes[$0]) } ?? bytes)
    }
    func exists(_ digest: FileDigest) async throws -> Bool { files.withLock { $0[digest] != nil } }
    func delete(_ digest: FileDigest) async throws { files.withLock { _ = $0.removeValue(forKey: digest) } }
}

extension OfficerDirectory {
    static let ines = Officer(
        id: Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001), name: "Ines Sample")
    static let tomas = Officer(
        id: Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0002), name: "Tomas Sample")

    static let sample = OfficerDirectory(
        officers: { agency, _, _ in agency == "public-works" ? [ines, tomas] : agency == "parks" ? [tomas] : [] },
        names: { ids, _ in Dictionary([ines, tomas].filter { ids.contains($0.id) }.map { ($0.id, $0.name) }) { $1 } })
}

extension Person {
    /// Ines, an officer with all of this block's permissions in `agencies`.
    static func officer(in agencies: [String] = ["public-works"], _ permissions: Set<String>? = nil) -> Person {
        let all = permissions ?? Set(RequestPermissions.all.map(\.key))
        return Person(
            account: Identifier(OfficerDirectory.ines.id), name: "Ines Sample", language: nil,
            session: Identifier(at: Instant(seconds: 1_800_000_000)),
            grants: agencies.map { Person.Grant(agency: $0, permissions: all) })
    }

    static let resident = Person(
        account: Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0009), name: "Robin Sample",
        language: nil,
        session: Identifier(at: Instant(seconds: 1_800_000_001)), grants: [])
}
