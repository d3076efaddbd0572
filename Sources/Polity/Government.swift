import Base
import BuildingBlock
import CitizenServices
import Foundation
import Identity
import Journal
import Logging
import Registries
import Store
import StorePostgres
import StoreSQLite
import Web

/// A government, opened: its database, files, keys and building blocks. Every command begins with one.
struct Government: Sendable {
    let settings: Settings
    let folder: DataFolder
    let keys: LogKeys
    let witnesses: [Witness]
    let views: ViewLibrary
    let platform: Platform
    let desks: Desks
    let log: PublicLog
    let blocks: [Block]

    var database: any Database { platform.database }
    var jurisdiction: Jurisdiction { platform.jurisdiction }
    var identity: IdentityService { desks.identity }

    /// Opens what the settings say. The database's tables are as the last migration left them.
    static func open(_ settings: Settings, time: TimeSource = .system) async throws -> Government {
        var logger = Logger(label: "polity") { label in JSONLogHandler(label: label) }
        logger.logLevel = settings.logLevel
        let jurisdiction = try Jurisdiction.read(folder: settings.jurisdiction)
        let folder = try DataFolder(settings.data)
        let keys = try folder.logKeys(settings)
        let witnesses = try settings.witnesses.map { try witness($0) }
        let views = try ViewLibrary(
            Blocks.sources, languages: jurisdiction.languages, folder: settings.views, reloads: settings.views != nil)
        let database = try settings.openDatabase(in: folder, logger: logger)
        let mail = settings.mail.mailSender(
            outbox: folder.outbox, jurisdiction: jurisdiction, isDemo: settings.isDemo, time: time)
        let platform = Platform(
            database: database, files: try settings.fileStore(in: folder), jobs: JobQueue(database, time: time),
            time: time,
            jurisdiction: jurisdiction, texts: views.texts,
            mailer: mail, logger: logger, isDemo: settings.isDemo, address: settings.address)
        let log = PublicLog(database: database, keys: keys, witnesses: witnesses.map(\.key))
        let desks = try Desks(on: platform, settings: settings, folder: folder, mail: mail, log: log)
        return Government(
            settings: settings, folder: folder, keys: keys, witnesses: witnesses, views: views, platform: platform,
            desks: desks,
            log: log, blocks: try Blocks.make(on: platform, desks: desks, log: log))
    }

    /// Opens, does and closes: the frame of every command.
    static func with<Result: Sendable>(
        _ flags: SettingsFlags, migrated: Bool = true, _ body: (Government) async throws -> Result
    ) async throws -> Result {
        try await with(try await Settings.load(flags), migrated: migrated, body)
    }

    static func with<Result: Sendable>(
        _ settings: Settings, migrated: Bool = true, _ body: (Government) async throws -> Result
    ) async throws -> Result {
        let government = try await open(settings)
        do {
            if migrated { try await government.migrate() }
            let result = try await body(government)
            await government.close()
            return result
        } catch {
            await government.close()
            throw error
        }
    }

    func close() async {
        await platform.files.close()
        await database.close()
    }

    /// Brings the tables of the platform and of every block up to this program. Safe to run at any time, by any copy.
    /// Brings the tables of the platform and of every block up to this program, and publishes definitions that are new. Safe to run
    /// at any time, by any copy.
    func migrate() async throws {
        try await Migrator(migrations).run(on: database)
        try await desks.registries.publish(at: platform.time.now())
        try await desks.services.catalogue.publish(at: platform.time.now())
    }

    var migrations: [Migration] { StoreMigrations.all + JournalTables.migrations + blocks.flatMap(\.migrations) }

    private static func witness(_ text: String) throws -> Witness {
        guard let bar = text.firstIndex(of: "|") else { throw StartError("witnesses: write each as URL|VERIFIER-KEY") }
        let key = String(text[text.index(after: bar)...])
        do {
            return try Witness(address: String(text[..<bar]), key: key)
        } catch {
            throw StartError("witnesses: \(key) is no key of a witness")
        }
    }
}

extension Settings {
    func openDatabase(in folder: DataFolder, logger: Logger) throws -> any Database {
        if database.isEmpty { return try SQLiteDatabase(path: folder.database, logger: logger) }
        guard database.hasPrefix("postgres://") || database.hasPrefix("postgresql://") else {
            throw StartError("database: write it as postgres://USER@HOST/NAME, or leave it out for SQLite")
        }
        return PostgresDatabase(url: database, logger: logger)
    }
}
