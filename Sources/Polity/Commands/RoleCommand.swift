import ArgumentParser
import Identity

/// `polity role`
struct RoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "role", abstract: "What officers may do: roles, granted per agency.",
        subcommands: [List.self, Grant.self, Revoke.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists the roles of the jurisdiction, or those that somebody holds.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The e-mail address of an account.") var email: String?

        func run() async throws {
            try await IdentityCommands.run(flags) { try await $0.roles(of: email) }
        }
    }

    struct Grant: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "grant", abstract: "Grants a role in an agency.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The role, as in roles.yaml.") var role: String
        @Argument(help: "The agency, as in agencies.yaml.") var agency: String
        @Argument(help: "The e-mail address of the account.") var email: String
        @Option(help: "The last day, as 2027-12-31.") var until: String?

        func run() async throws {
            try await IdentityCommands.run(flags) { try await $0.grant(role, in: agency, to: email, until: until) }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke", abstract: "Ends a role in an agency now.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The role.") var role: String
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "The e-mail address of the account.") var email: String

        func run() async throws {
            try await IdentityCommands.run(flags) { try await $0.revoke(role, in: agency, from: email) }
        }
    }
}
