import ArgumentParser

/// `polity bpmn`
struct BPMNCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bpmn", abstract: "Checks and draws process models.",
        subcommands: [BPMNCheckCommand.self, BPMNDrawCommand.self])
}
