import Base
import BuildingBlock
import Foundation
import Journal
import Logging
import Store
import StoreTesting
import Synchronization
import Web
import WebTesting

@testable import Documents

/// An office for tests: a database, the sample jurisdiction, a clock that stands, a folder of files and keys.
struct Office {
    let platform: Platform
    let desk: DocumentDesk
    let application: WebApplication
    let sessions: TestSessions
    let clock: ManualClock
    let folder: TemporaryFolder

    var database: any Database { platform.database }
    var now: Instant { platform.time.now() }
    static let address = "https://larkhaven.example"

    static func with(
        _ engine: Engine, scanner: MalwareScanner? = nil, access: DocumentAccess = .nobody,
        _ body: (Office) async throws -> Void
    ) async throws {
        let migrations = StoreMigrations.all + JournalTables.migrations + DocumentsBlock.migrations
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await TestDatabase.with(engine, migrations: migrations) { database in
            try await body(try Office(database, folder, scanner, access))
        }
    }

    private init(
        _ database: any Database, _ folder: TemporaryFolder, _ scanner: MalwareScanner?, _ access: DocumentAccess
    ) throws {
        self.folder = folder
        let clock = ManualClock(Instant(seconds: 1_790_000_000))
        self.clock = clock
        let time = TimeSource {
            clock.advance(by: .microseconds(10))
            return clock.now
        }
        let views = try ViewLibrary(
            [ViewSource(block: "documents", files: DocumentsBlock.assets)], languages: [.english, .french, .arabic])
        platform = Platform(
            database: database, files: try FolderFileStore(path: "\(folder.path)/files"),
            jobs: JobQueue(database, time: time), time: time,
            jurisdiction: try Self.jurisdiction(), texts: views.texts, mailer: NoMail(), logger: Logger(label: "test"),
            isDemo: false,
            address: Self.address)
        let keys = LogKeys(origin: "larkhaven.example/log", signers: [])
        let log = PublicLog(database: database, keys: keys)
        desk = try DocumentDesk(
            on: platform, keys: SigningKeys(folder: "\(folder.path)/keys", government: "City of Larkhaven"), log: log,
            scanner: scanner,
            access: access)
        var routes = Routes()
        DocumentsBlock.block(on: platform, desk: desk).routes(&routes)
        sessions = TestSessions()
        application = try WebApplication.testing(
            routes, sources: [ViewSource(block: "documents", files: DocumentsBlock.assets)], sessions: sessions,
            time: time)
    }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func jurisdiction() throws -> Jurisdiction {
        try Jurisdiction.read(folder: root.appendingPathComponent("Jurisdictions/larkhaven").path)
    }

    /// What stands in a residence certificate.
    static let values: JSON = [
        "name": "Ada Marsh", "born": "1990-02-03", "address": "3 Mill Lane", "since": "2019-03-01",
        "number": "LH-2026-17",
        "officer": "Noor Haddad", "office": "Registrar",
    ]

    func order(
        _ language: Language = .english, recipient: Identifier<Act.Party>? = nil, about: String? = nil,
        validUntil: Instant? = nil,
        replaces: IssuedDocument.ID? = nil
    ) throws -> DocumentOrder {
        guard let template = desk.templates.template("residence-certificate", in: language) else {
            throw DocumentError.unknownDocument
        }
        return DocumentOrder(
            "residence-certificate", template: template, values: Self.values, agency: "citizens-desk",
            recipient: recipient, about: about,
            validUntil: validUntil, replaces: replaces)
    }

    func issued(_ order: DocumentOrder) async throws -> (document: IssuedDocument, bytes: [UInt8]) {
        let document = try await desk.issueNow(order, by: .system("test"), at: now)
        guard let digest = document.file else { throw DocumentError.unknownDocument }
        return (document, try await platform.files.bytes(of: digest))
    }

    func verbs() async throws -> [String] {
        try await database.read { try $0.rows("SELECT verb FROM journal_acts ORDER BY id").map { try $0[0] } }
    }

    /// A file of this machine, as an upload.
    func upload(_ bytes: [UInt8], name: String = "file") throws -> UploadedFile {
        let path = "\(folder.path)/\(UUID().uuidString)"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return UploadedFile(
            field: "file", name: name, contentType: "application/octet-stream", size: bytes.count, path: path)
    }
}

struct NoMail: Mailer {
    func send(to address: String, subject: String, text: String) async throws {}
}
