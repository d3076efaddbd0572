import Base
import BuildingBlock
import FEEL
import Foundation
import Journal
import Logging
import Processes
import ServiceDefinition
import Store
import StoreTesting
import Synchronization
import Testing
import Web
import WebTesting

@testable import CitizenServices

/// Larkhaven with its services on a database of a test's own: registries that say what the test tells them, a mailbox that keeps, a
/// clock that is moved.
struct Town: Sendable {
    let platform: Platform
    let desk: ServicesDesk
    let block: Block
    let application: WebApplication
    let sessions = TestSessions()
    let registers: Registers
    let mailbox: Kept
    let clock: ManualClock

    var database: any Database { platform.database }
    var now: Instant { clock.now }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static let larkhaven = root + "/Jurisdictions/larkhaven"
    static let migrations =
        StoreMigrations.all + JournalTables.migrations + ProcessesBlock.migrations + CitizenServicesBlock.migrations
    static let sources = [ViewSource(block: "citizen-services", files: CitizenServicesBlock.assets)]
    /// Monday 4 May 2026, 10:00 in Larkhaven.
    static let monday = Instant(iso8601: "2026-05-04T10:00:00Z") ?? Instant(seconds: 0)

    /// - Parameter services: the folder of services; Larkhaven's own where none is given.
    static func with(
        _ engine: Engine = .sqlite, services: [String: [String: String]]? = nil, _ body: (Town) async throws -> Void
    ) async throws {
        try await TestDatabase.with(engine, migrations: migrations) { database in
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let town = try Town(database, folder: folder.path)
            for (name, files) in try services ?? Self.larkhavenServices { try town.write(name, files) }
            try await town.desk.catalogue.publish(at: town.now)
            try await body(town)
        }
    }

    /// The driving licence renewal of the sample.
    static var larkhavenServices: [String: [String: String]] {
        get throws {
            let folder = larkhaven + "/services/driving-licence-renewal"
            var files: [String: String] = [:]
            let walk = try #require(FileManager.default.enumerator(atPath: folder))
            while let path = walk.nextObject() as? String {
                guard let data = FileManager.default.contents(atPath: "\(folder)/\(path)") else { continue }
                files[path] = String(decoding: data, as: UTF8.self)
            }
            return ["driving-licence-renewal": files]
        }
    }

    private init(_ database: any Database, folder: String) throws {
        for name in ["jurisdiction.yaml", "agencies.yaml", "roles.yaml", "people.yaml"] {
            try FileManager.default.copyItem(atPath: "\(Self.larkhaven)/\(name)", toPath: "\(folder)/\(name)")
        }
        let jurisdiction = try Jurisdiction.read(folder: folder)
        let views = try ViewLibrary(Self.sources, languages: jurisdiction.languages)
        let (clock, registers, mailbox) = (ManualClock(Self.monday), Registers(), Kept())
        (self.clock, self.registers, self.mailbox) = (clock, registers, mailbox)
        let time = clock.timeSource
        platform = Platform(
            database: database, files: MemoryFiles(), jobs: JobQueue(database, time: time), time: time,
            jurisdiction: jurisdiction,
            texts: views.texts, mailer: mailbox, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            isDemo: false,
            address: "https://larkhaven.example")
        var ports = ServicePorts(
            evidence: { look, _ in registers.answer(look) },
            applicant: { _, _ in
                [
                    "name": "Robin Sample", "phone": "+999 555 0177",
                    "assurance": .string(registers.assurance.withLock { $0.rawValue }),
                ]
            },
            officers: { agency, _, _ in agency == "transport" ? [(Person.mina.party, "Mina Sample")] : [] },
            names: { ids, _ in
                Dictionary([Person.mina, Person.robin].filter { ids.contains($0.party) }.map { ($0.party, $0.name) }) {
                    $1
                }
            },
            tell: { message, _ in mailbox.keep(message) })
        ports.organisations = { _, _, _ in registers.organisations.withLock { $0 } }
        ports.counter = Self.counter(registers)
        ports.write = { change, _ in registers.written.withLock { $0.append(change) } }
        ports.takeBack = { change, _ in registers.takenBack.withLock { $0.append(change) } }
        ports.issue = { order, _ in mailbox.papers.withLock { $0.append(order) } }
        ports.refund = { reference, _, _, _ in mailbox.refunds.withLock { $0.append(reference) } }
        let catalogue = ServiceCatalogue(on: platform)
        let handlers = ServicesDesk.handlers(on: platform, catalogue: catalogue, ports: ports)
        desk = ServicesDesk(
            on: platform, catalogue: catalogue, ports: ports,
            processes: ProcessesBlock.desk(on: platform, handlers: handlers))
        block = CitizenServicesBlock.block(on: platform, desk: desk)
        var routes = Routes()
        block.routes(&routes)
        application = try WebApplication.testing(routes, sources: Self.sources, sessions: sessions, time: time)
    }

    private static func counter(_ registers: Registers) -> CounterPorts {
        let people = [Person.mina, .robin].map { person in
            CounterPerson(
                party: person.party, name: person.name,
                contact: CounterPerson.veiled("\(person.name.lowercased().prefix { $0 != " " })@larkhaven.example"),
                language: nil, assurance: .low)
        }
        return CounterPorts(
            find: { words, limit, _ in
                Array(people.filter { $0.name.lowercased().contains(words.lowercased()) }.prefix(limit))
            }, person: { party, _ in people.first { $0.party == party } },
            open: { _, _, _ in throw CounterRefusal.badName },
            prove: { party, assurance, hand, _ in
                if party == hand.officer { throw CitizenServicesError.ownDecision }
                registers.assurance.withLock { $0 = assurance }
            })
    }

    func write(_ name: String, _ files: [String: String]) throws {
        for (path, text) in files {
            let url = URL(fileURLWithPath: "\(platform.jurisdiction.folder)/services/\(name)/\(path)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
    }

    func browser(_ language: Language = .english, as person: Person? = nil) -> Browser {
        let browser = Browser(application, language: language)
        if let person { browser.signIn(as: person, in: sessions) }
        return browser
    }

    /// The acts of this block; those of processes stand beside them.
    func acts() async throws -> [Act] {
        try await database.read { transaction in
            try transaction.rows("SELECT id FROM journal_acts WHERE verb LIKE 'services.%' ORDER BY id").compactMap {
                try transaction.act(try $0[0])?.act
            }
        }
    }

    /// The rules leave it to an officer: something in the register is wrong.
    static let answers: Answers = [
        "details right": false, "what is wrong": "I moved.", "eyesight changed": false, "glasses": false,
        "illness": "none", "delivery": "post", "declared": true,
    ]

    /// A renewal that was submitted by Robin.
    func renewal(_ answers: Answers = Town.answers) async throws -> ServiceCase {
        var draft = try await desk.begin("driving-licence-renewal", by: Person.robin.party, at: now)
        draft.answers = answers
        _ = try await desk.save(draft, at: now)
        return try await desk.submit(draft.id, by: Person.robin.party, in: .english, at: now)
    }

    func one(_ id: Identifier<ServiceCase>) async throws -> ServiceCase {
        let found = try await database.read { [desk] in try CaseRows.one(id, desk.currency, $0) }
        return try #require(found)
    }

    func theOnlyCase() async throws -> ServiceCase {
        let found = try await database.read { [desk] in try CaseRows.list("TRUE", desk.currency, $0) }
        #expect(found.count == 1)
        return try #require(found.first)
    }

    static let mina = CaseWorker(actor: .person(Person.mina.party), agencies: ["transport"])
    static let robin = CaseWorker(actor: .person(Person.robin.party), agencies: [])
}

/// What registries say.
final class Registers: Sendable {
    private let records = Mutex<[String: FEELValue?]>([:])
    let written = Mutex<[RegistryChange]>([])
    let takenBack = Mutex<[RegistryChange]>([])
    /// For whom the applicant acts.
    let organisations = Mutex<[RepresentedOrganisation]>([])
    /// How sure it is who the applicant is.
    let assurance = Mutex(Assurance.substantial)
    init() {
        set(
            "licence",
            #"{number: "DL-104233", holder: "x", categories: ["B"], issued: @"2016-06-20", expires: @"2026-06-20", status: "valid", glasses: false}"#
        )
        set(
            "person",
            #"{person number: "LH-204518", given names: "Robin", family name: "Sample", date of birth: @"1981-03-14"}"#)
    }
    func set(_ name: String, _ literal: String?) {
        let value = literal.map { (try? Expression($0))?.evaluate().value ?? .null }
        records.withLock { $0[name] = .some(value) }
    }
    private let asked = Mutex<[EvidenceLook]>([])
    /// Every look that was taken.
    var looks: [EvidenceLook] { asked.withLock { $0 } }
    func answer(_ look: EvidenceLook) -> FEELValue? {
        asked.withLock { $0.append(look) }
        return records.withLock { $0[look.evidence.name] ?? nil }
    }
}

/// Messages that were sent, kept.
final class Kept: Mailer {
    /// The cases whose money was to go back.
    let refunds = Mutex<[String]>([])
    let papers = Mutex<[PaperOrder]>([])
    private let sent = Mutex<[ServiceMessage]>([])
    var messages: [ServiceMessage] { sent.withLock { $0 } }
    func keep(_ message: ServiceMessage) { sent.withLock { $0.append(message) } }
    func send(to address: String, subject: String, text: String) async throws {}
}

final class MemoryFiles: FileStore {
    private let files = Mutex<[FileDigest: [UInt8]]>([:])
    func put(_ chunks: some AsyncSequence<[UInt8], any Error> & Sendable, limit: Int) async throws -> StoredFile {
        var bytes: [UInt8] = []
        for try await chunk in chunks { bytes += chunk }
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

extension Person {
    static let robin = Person(
        account: Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0009), name: "Robin Sample",
        language: nil,
        session: Identifier(at: Instant(seconds: 1_800_000_001)), grants: [])
    static let mina = Person(
        account: Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001), name: "Mina Sample",
        language: nil,
        session: Identifier(at: Instant(seconds: 1_800_000_002)),
        grants: [Grant(agency: "transport", permissions: Set(CitizenServicesPermissions.all.map(\.key)))])

    var party: Identifier<Act.Party> { Identifier(account) }
}
