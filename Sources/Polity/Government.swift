import Base
import BuildingBlock
import Foundation
import Identity
import Journal
import Logging
import Store
import StoreSQLite
import StorePostgres
import StoreS3
import TransparencyLog
import Web

/// A government, opened: its database, files, keys and building blocks. Every command begins with one.
struct Government: Sendable {
    let settings: Settings
    let folder: DataFolder
    let jurisdiction: Jurisdiction
    let database: any Database
    let files: any FileStore
    let keys: LogKeys
    let witnesses: [Witness]
    let views: ViewLibrary
    let platform: Platform
    let blocks: [Block]
    let logger: Logger

    /// Opens what the settings say. The database's tables are as the last migration left them.
    static func open(_ settings: Settings, time: TimeSource = .system) async throws -> Government {
        let logger = Logging.logger(level: settings.logLevel)
        let jurisdiction = try Jurisdiction.read(folder: settings.jurisdiction)
        let folder = try DataFolder(settings.data)
        let keys = try folder.logKeys(origin: settings.origin)
        let witnesses = try settings.witnesses.map { try witness($0) }
        let views = try ViewLibrary(
            Blocks.sources, languages: jurisdiction.languages, folder: settings.views, reloads: settings.views != nil)
        let database = try database(settings, folder, logger)
        let files = try files(settings, folder)
        let platform = Platform(
            database: database, files: files, jobs: JobQueue(database, time: time), time: time, jurisdiction: jurisdiction,
            texts: views.texts, mailer: OutboxMailer(folder: folder.outbox, sender: jurisdiction.sender, time: time),
            logger: logger, isDemo: settings.isDemo, address: settings.address)
        let log = PublicLog(database: database, keys: keys, witnesses: witnesses.map(\.key))
        return Government(
            settings: settings, folder: folder, jurisdiction: jurisdiction, database: database, files: files, keys: keys,
            witnesses: witnesses, views: views, platform: platform, blocks: try Blocks.make(on: platform, log: log),
            logger: logger)
    }

    /// Brings the tables of the platform and of every block up to this program. Safe to run at any time, by any copy.
    @discardableResult
    func migrate() async throws -> [Migration] {
        try await Migrator(StoreMigrations.all + JournalTables.migrations + blocks.flatMap(\.migrations)).run(on: database)
    }

    func close() async { await database.close() }

    private static func witness(_ text: String) throws -> Witness {
        guard let bar = text.firstIndex(of: "|") else {
            throw StartError("witnesses: write each as URL|VERIFIER-KEY")
        }
        do {
            return try Witness(address: String(text[..<bar]), key: String(text[text.index(after: bar)...]))
        } catch {
            throw StartError("witnesses: \(text[text.index(after: bar)...]) is no key of a witness")
        }
    }

    private static func database(_ settings: Settings, _ folder: DataFolder, _ logger: Logger) throws -> any Database {
        if settings.database.isEmpty { return try SQLiteDatabase(path: folder.database, logger: logger) }
        guard settings.database.hasPrefix("postgres://") || settings.database.hasPrefix("postgresql://") else {
            throw StartError("database: write it as postgres://USER@HOST/NAME, or leave it out for SQLite")
        }
        return try PostgresDatabase(settings.database, logger: logger)
    }

    private static func files(_ settings: Settings, _ folder: DataFolder) throws -> any FileStore {
        if settings.files.isEmpty { return try FolderFileStore(folder.files) }
        return try S3FileStore(address: settings.files)
    }
}

/// Why the program cannot start, in words for the operator.
struct StartError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

extension Jurisdiction {
    /// Who messages come from.
    var sender: String { contact.email.map { "no-reply@\($0.split(separator: "@").last ?? "localhost")" } ?? "no-reply@localhost" }
}
