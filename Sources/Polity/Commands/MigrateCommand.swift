import ArgumentParser

/// `polity migrate`
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Brings the database up to this program.",
        discussion: "`polity serve` does so by itself; this is for doing it ahead, with nobody waiting.")

    @OptionGroup var flags: SettingsFlags

    func run() async throws {
        try await Government.with(flags) { government in
            print("The database is up to date: \(government.migrations.count) migrations.")
        }
    }
}
