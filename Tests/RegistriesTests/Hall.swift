import Base
import BuildingBlock
import Foundation
import Journal
import Logging
import Store
import StoreTesting
import Synchronization
import Testing

@testable import Registries

/// Larkhaven's registries, or a test's own, on a database of a test's own.
struct Hall: Sendable {
    let desk: RegistryDesk
    let clock: ManualClock
    var database: any Database { desk.platform.database }
    var now: Instant { clock.now }

    /// Monday 2 November 2026, 10:00 in Larkhaven (one hour behind UTC).
    static let monday = Instant(iso8601: "2026-11-02T11:00:00Z") ?? Instant(seconds: 0)
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static func jurisdiction() throws -> Jurisdiction {
        try Jurisdiction.read(folder: root + "/Jurisdictions/larkhaven")
    }
    static let migrations = StoreMigrations.all + JournalTables.migrations + RegistriesBlock.migrations

    /// Larkhaven's own definitions where `files` is `nil`.
    static func with(
        _ engine: Engine = .sqlite, files: [(path: String, text: String)]? = nil, _ body: (Hall) async throws -> Void
    ) async throws {
        try await TestDatabase.with(engine, migrations: migrations) { database in
            try await body(try Hall(database, files: files))
        }
    }

    init(_ database: any Database, files: [(path: String, text: String)]?, texts: Texts = Texts()) throws {
        let jurisdiction = try Self.jurisdiction()
        let clock = ManualClock(Self.monday)
        self.clock = clock
        let time = TimeSource { clock.now }
        let platform = Platform(
            database: database, files: NoFiles(), jobs: JobQueue(database, time: time), time: time,
            jurisdiction: jurisdiction,
            texts: texts, mailer: NoMail(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            isDemo: true,
            address: "http://localhost")
        let catalogue =
            files.map { RegistryCatalogue(files: $0, jurisdiction: jurisdiction) } ?? .read(for: jurisdiction)
        desk = RegistryDesk(on: platform, parties: Self.book, catalogue: catalogue)
    }

    /// Everybody with an address has a party: always the same.
    static let book = PartyBook(
        find: { address, _ in party(address) },
        names: { parties, _ in Dictionary(uniqueKeysWithValues: parties.map { ($0, "Officer Sample") }) })

    static func party(_ address: String) -> Identifier<Act.Party> {
        let sum = address.utf8.reduce(UInt64(17)) { $0 &* 31 &+ UInt64($1) }
        return Identifier(high: 0x018f_0000_0000_7000 | (sum & 0xfff), low: 0x8000_0000_0000_0000 | (sum >> 2))
    }

    func change(_ reason: String = "Test") -> RecordChange {
        clock.advance(by: .milliseconds(1))
        return RecordChange(by: .system("test"), for: "transport", at: clock.now, reason: reason)
    }

    func look(_ text: LocalizedText = "Deciding on an application", fields: Set<String>? = nil) -> Look {
        clock.advance(by: .milliseconds(1))
        return Look(
            by: .person(Self.party("officer@example.org")), for: "transport", Purpose(text, case: "DL-2026-000017"),
            at: clock.now,
            fields: fields)
    }

    func day(_ text: String) throws -> Instant {
        desk.platform.jurisdiction.calendar.zone.startOfDay(try #require(LocalDate(text)))
    }

    func acts(_ verb: Act.Verb) async throws -> [Act] {
        try await database.read { tx in
            try tx.rows("SELECT id FROM journal_acts WHERE verb = \(verb.rawValue) ORDER BY id").compactMap { row in
                try tx.act(try row[0])?.act
            }
        }
    }

    func count(_ table: SQL) async throws -> Int {
        try await database.read { tx in try tx.value(Int.self, "SELECT count(*) FROM \(table)") ?? -1 }
    }

    /// Writes a CSV file and loads it.
    func load(_ csv: String, into registry: String, apply: Bool = true) async throws -> ImportReport {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = folder.path + "/records.csv"
        try csv.write(toFile: path, atomically: true, encoding: .utf8)
        var report = try await desk.load(
            path, into: registry, apply: apply, validFrom: try day("2020-01-01"), by: change())
        for index in report.rejects.indices { report.rejects[index].file = "records.csv" }
        return report
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

/// Small registries for tests: boats and their berths.
enum Boats {
    static let berths = """
        registry: berths
        title: { en: Berths, fr: Postes, ar: مراسٍ }
        agency: transport
        named by: code
        key: code
        fields:
          code: { type: text, label: { en: Code, fr: Code, ar: رمز }, required: yes, search: yes }
        access:
          - { agency: transport, read: all, change: all, create: yes, correct: yes }
        public: { fields: [code] }
        """
    static let boats = """
        registry: boats
        title: { en: Boats, fr: Bateaux, ar: قوارب }
        agency: transport
        about: owner
        named by: name
        key: mark
        fields:
          mark:
            type: text
            label: { en: Mark, fr: Marque, ar: علامة }
            required: yes
            constraints:
              - { require: 'matches(mark, "^LH[0-9]+$")', otherwise: { en: A mark is LH and figures., fr: LH et chiffres., ar: رقم } }
          name: { type: text, label: { en: Name, fr: Nom, ar: اسم }, required: yes, search: yes }
          owner: { type: person, label: { en: Owner, fr: Propriétaire, ar: مالك }, required: yes }
          berth: { type: reference, registry: berths, label: { en: Berth, fr: Poste, ar: مرسى } }
          length: { type: number, label: { en: Length, fr: Longueur, ar: طول } }
          built: { type: date, label: { en: Built, fr: Construit, ar: بناء } }
          fee: { type: money, label: { en: Fee, fr: Redevance, ar: رسم } }
          gear:
            type: choice
            several: yes
            label: { en: Gear, fr: Équipement, ar: تجهيز }
            choices: { sail: { en: Sail, fr: Voile, ar: شراع }, motor: { en: Motor, fr: Moteur, ar: محرك } }
          insured: { type: yes-no, label: { en: Insured, fr: Assuré, ar: مؤمن } }
        constraints:
          - require: length = null or length < 40 or insured = true
            otherwise: { en: Long boats are insured., fr: Assurance requise., ar: تأمين }
        purposes:
          check: { en: A check, fr: Un contrôle, ar: تفتيش }
        access:
          - { agency: transport, read: all, change: [name, berth, owner], create: yes, correct: yes }
          - { agency: parks, read: [mark, name] }
        public: { fields: [mark, name], dataset: yes }
        retention: { erase: yes }
        """
    static let files = [(path: "registries/berths.yaml", text: berths), (path: "registries/boats.yaml", text: boats)]
    static let owner = Hall.party("owner@example.org")

    static func boat(_ mark: String, name: String = "Petrel", owner: Identifier<Act.Party> = Boats.owner) -> [String:
        JSON]
    {
        ["mark": .string(mark), "name": .string(name), "owner": .string(owner.description)]
    }
}
