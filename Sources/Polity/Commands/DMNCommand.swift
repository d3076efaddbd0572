import ArgumentParser

/// `polity dmn`
struct DMNCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dmn", abstract: "Tests, checks and evaluates decision models.",
        subcommands: [DMNTestCommand.self, DMNCheckCommand.self, DMNEvaluateCommand.self])
}
