import ArgumentParser
import Foundation
import Logging
import Store

/// `polity backup`
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies the whole government into a new folder, while it runs.",
        discussion: """
            Database, files and keys, as of one moment. The folder holds secrets and personal data: keep it as safe as the \
            system itself. Interrupted, it leaves nothing that looks like a backup.
            """)

    @OptionGroup var flags: SettingsFlags
    @Argument(help: "The folder to make.") var destination: String

    func run() async throws {
        let settings = try await Settings.load(flags)
        let folder = try DataFolder(settings.data)
        let backup = try BackupFolder(creating: destination)
        do {
            let database = try settings.openDatabase(in: folder, logger: Logger(label: "polity.backup"))
            guard let source = database as? any BackupSource else {
                throw StartError("this database cannot be backed up")
            }
            let progress = Progress("copied")
            try await source.backUp(to: backup.database(of: database.dialect)) { step in
                progress.show(step.done, of: step.total ?? step.done)
            }
            progress.end()
            await database.close()
            // Files are kept before the rows that name them, so none is missing that the database knows.
            if settings.files.isEmpty { try backup.copyFiles(from: folder) }
            try backup.copyKeys(from: folder)
            try backup.finish()
        } catch {
            backup.discard()
            throw error
        }
        if !settings.files.isEmpty { print("The files are in their own store; back that up as well.") }
        print("The backup is in \(destination).")
    }
}
