import ArgumentParser
import DMN
import Foundation

/// `polity dmn check`
struct DMNCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Examines decision models before they are used.",
        discussion: """
            Reports what cannot be read, and in decision tables: gaps, overlaps, rules that never match or never count, values \
            that are not allowed and types that cannot meet, each with values that show it.
            """)

    @Argument(help: "DMN files.") var files: [String]

    func run() throws {
        var hasError = false
        for file in files {
            let model = try TestFolder.model(at: URL(fileURLWithPath: file))
            for problem in model.problems { print("\(file): \(problem)") }
            let findings = model.analyse()
            for finding in findings { print("\(file): \(finding.kind.rawValue): \(finding)") }
            let errors = model.problems.count { $0.severity == .error }
            hasError = hasError || errors > 0
            print("\(file): \(model.problems.count) problems, \(findings.count) findings")
        }
        if hasError { throw ExitCode(1) }
    }
}
