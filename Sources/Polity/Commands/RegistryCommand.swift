import ArgumentParser
import Base
import BuildingBlock
import Journal
import Registries

/// `polity registry`
struct RegistryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry", abstract: "Registers: what they hold, and loading records.",
        subcommands: [List.self, Show.self, Import.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists the registries, and what is wrong with their files.")
        @OptionGroup var flags: SettingsFlags

        func run() async throws {
            try await Government.with(flags) { government in
                let desk = government.desks.registries
                for line in try await desk.overview() { print(line) }
                for mistake in desk.mistakes { print(mistake) }
                if !desk.mistakes.isEmpty { throw ExitCode(1) }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Shows the fields of a registry and who may do what with them.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The registry, as `polity registry list` names it.") var registry: String

        func run() async throws {
            try await Government.with(flags) { government in
                do {
                    print(try government.desks.registries.definition(registry).outline)
                } catch RegistryError.unknownRegistry {
                    throw ValidationError("there is no registry \(registry); see polity registry list")
                }
            }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Checks a CSV file, and loads it with --apply.",
            discussion: """
                The first line names fields, and perhaps `valid from` and `valid until`. A row whose key is in force changes that record. \
                Every cell that is refused is told with its line; where anything is refused, nothing is loaded.
                """)
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The registry, as `polity registry list` names it.") var registry: String
        @Argument(help: "The CSV file (UTF-8, separated by commas).") var file: String
        @Flag(help: "Load the records; without it the file is only checked.") var apply = false
        @Option(help: "The day from which rows without `valid from` hold, as 2026-01-31; today without it.") var from:
            String?
        @Option(help: "Why, for the journal.") var reason: String = "Import"

        func run() async throws {
            try await Government.with(flags) { government in
                let zone = government.jurisdiction.calendar.zone
                let now = government.platform.time.now()
                guard let day = from.map({ LocalDate($0) }) ?? zone.date(at: now) else {
                    throw ValidationError("--from is a date like 2026-01-31")
                }
                let desk = government.desks.registries
                guard let definition = try? desk.definition(registry) else {
                    throw ValidationError("there is no registry \(registry); see polity registry list")
                }
                let change = RecordChange(by: .system("import"), for: definition.agency, at: now, reason: reason)
                let report = try await desk.load(
                    file, into: registry, apply: apply, validFrom: zone.startOfDay(day), by: change)
                for reject in report.rejects { print(reject) }
                print(
                    "\(report.rows) rows: \(report.created) new, \(report.changed) changed, \(report.unchanged) as they were, "
                        + "\(report.rejects.count) cells refused.")
                print(
                    report.isApplied
                        ? "Loaded." : report.isClean ? "Nothing was loaded: add --apply." : "Nothing was loaded.")
                if !report.isClean { throw ExitCode(1) }
            }
        }
    }
}
