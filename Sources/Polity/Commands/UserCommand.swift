import ArgumentParser
import BuildingBlock
import Identity

/// `polity user`
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Accounts.",
        subcommands: [Create.self, List.self, Password.self, Disable.self, Enable.self, Assure.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Makes an account and prints the link at which the person chooses a password.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The e-mail address.") var email: String
        @Option(help: "The person's name.") var name: String
        @Option(help: "The person's language, such as fr.") var language: String?
        @Flag(help: "Works for an agency.") var officer = false
        @Option(help: "Makes them an administrator of this agency: for the first account.") var administrator: String?

        func run() async throws {
            try await IdentityCommands.run(flags) {
                try await $0.create(
                    email: email, name: name, language: language, isOfficer: officer, administratorOf: administrator)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists accounts, the newest first. The look is recorded.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "Words of the name or address.") var words: String?
        @Option(help: "At most so many.") var limit = 200

        func run() async throws {
            try await IdentityCommands.run(flags) { try await $0.list(matching: words, limit: limit) }
        }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "password", abstract: "Prints a new link at which the person chooses a password.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The e-mail address.") var email: String

        func run() async throws {
            try await IdentityCommands.run(flags) { try await $0.password(of: email) }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "disable", abstract: "Keeps a person from signing in, and ends their sessions.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The e-mail address.") var email: String

        func run() async throws {
            try await IdentityCommands.run(flags) { try await $0.setDisabled(true, email) }
        }
    }

    struct Assure: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "assure", abstract: "Records how sure the government is of who somebody is.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The e-mail address.") var email: String
        @Argument(help: "low, substantial (an officer saw a document) or high (proved as for a passport).")
        var level: Assurance

        func run() async throws {
            try await IdentityCommands.run(flags) { try await $0.assure(email, level) }
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "enable", abstract: "Lets a person sign in again.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The e-mail address.") var email: String

        func run() async throws {
            try await IdentityCommands.run(flags) { try await $0.setDisabled(false, email) }
        }
    }
}

extension Assurance: ExpressibleByArgument {}

extension IdentityCommands {
    /// Opens the government, does one thing as its operator and prints what it says.
    static func run(_ flags: SettingsFlags, _ body: (IdentityCommands) async throws -> String) async throws {
        try await Government.with(flags) { government in
            print(try await body(IdentityCommands(government.identity, time: government.platform.time)))
        }
    }
}
