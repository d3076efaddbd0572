import ArgumentParser

/// `polity bpmn`
struct BPMNCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bpmn", abstract: "Checks, draws and runs process models.",
        subcommands: [BPMNCheckCommand.self, BPMNDrawCommand.self, BPMNRunCommand.self])
}
