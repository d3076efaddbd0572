import ArgumentParser

/// The program.
@main
struct PolityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "polity",
        abstract: "A digital government in one program.",
        discussion:
            "Start with `polity serve --demo`. Settings come from flags, the environment (POLITY_…) and a file.",
        version: Version.current,
        subcommands: [
            ServeCommand.self, MigrateCommand.self, UserCommand.self, RoleCommand.self, KeyCommand.self,
            BackupCommand.self, RestoreCommand.self, VerifyCommand.self, DoctorCommand.self, DemoCommand.self,
            DocumentCommand.self, MessageCommand.self, PaymentCommand.self, SandboxPaymentsCommand.self,
            RegistryCommand.self,
            ServiceCommand.self, FEELCommand.self, DMNCommand.self, BPMNCommand.self,
        ])
}

/// The program's version (Semantic Versioning 2.0.0).
enum Version {
    static let current = "0.1.0"
}
