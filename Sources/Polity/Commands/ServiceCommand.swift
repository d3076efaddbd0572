import ArgumentParser

/// `polity service`
struct ServiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service", abstract: "Writes, checks, previews and publishes services.",
        discussion: "A service is a folder; docs/services.md describes it.",
        subcommands: [
            ServiceNewCommand.self, ServiceCheckCommand.self, ServicePreviewCommand.self, ServiceDiffCommand.self,
            ServicePublishCommand.self, ServiceListCommand.self, ServiceWithdrawCommand.self,
        ])
}
