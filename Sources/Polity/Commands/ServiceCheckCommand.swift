import ArgumentParser
import Foundation
import ServiceDefinition

/// `polity service check`
struct ServiceCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Examines a service and runs its examples.",
        discussion: """
            Reports every mistake with file and line: what cannot be read, names that are not known, pages that no answer reaches, \
            tables with gaps or overlaps, missing translations, examples whose outcome differs. A warning does not stand in the way.
            """)

    @Argument(help: "Folders of services.") var folders: [String]
    @Option(help: "The government's folder (default: the one around the service).") var jurisdiction: String?
    @Option(help: "The day that counts as today for conditions that ask for it.") var date: String?

    func run() throws {
        var isInOrder = true
        for folder in folders {
            let service = try ServiceFolder(folder, jurisdiction: jurisdiction)
            let report = Service.check(files: service.files, in: service.surroundings, now: try ServiceFolder.now(date))
            for mistake in report.mistakes {
                print("\(folder.hasSuffix("/") ? String(folder.dropLast()) : folder)/\(mistake)")
            }
            let errors = report.mistakes.count { $0.severity == .error }
            let warnings = report.mistakes.count - errors
            if errors + warnings > 0 {
                print(
                    "\(errors) \(errors == 1 ? "mistake" : "mistakes"), \(warnings) \(warnings == 1 ? "warning" : "warnings")"
                )
            }
            print("\(report.passed) passed, \(report.failed) failed")
            isInOrder = isInOrder && report.isInOrder
        }
        if !isInOrder { throw ExitCode(1) }
    }
}
