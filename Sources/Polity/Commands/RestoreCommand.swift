import ArgumentParser
import Foundation
import Store
import StorePostgres
import StoreSQLite

/// `polity restore`
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Brings a backup back into an empty data folder (and an empty PostgreSQL database).",
        discussion: "Run `polity verify` afterwards: it recomputes the journal and says whether anything is missing.")

    @OptionGroup var flags: SettingsFlags
    @Argument(help: "The folder that `polity backup` made.") var source: String

    func run() async throws {
        let settings = try await Settings.load(flags)
        let folder = try DataFolder(settings.data)
        let backup = try BackupFolder(existing: source)
        guard !FileManager.default.fileExists(atPath: folder.database), !folder.hasKeys else {
            throw StartError("\(folder.path) holds a government already; restore into another folder")
        }
        if settings.database.isEmpty {
            try await SQLiteDatabase.restore(from: try backup.existingDatabase(.sqlite), to: folder.database)
        } else {
            let progress = Progress("restored")
            try await PostgresDatabase.restore(from: try backup.existingDatabase(.postgres), to: settings.database) {
                step in
                progress.show(step.done, of: step.total ?? step.done)
            }
            progress.end()
        }
        try backup.restoreFiles(to: folder)
        try backup.restoreKeys(to: folder)
        print("The backup is restored to \(folder.path).")
    }
}
