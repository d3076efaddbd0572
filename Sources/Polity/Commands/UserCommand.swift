import ArgumentParser
import Base
import BuildingBlock
import Foundation
import Identity
import Journal

/// `polity user`
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Accounts.",
        subcommands: [Create.self, List.self, Link.self, Disable.self, Enable.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Makes an account and prints the link at which the person chooses a password.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The e-mail address.") var email: String
        @Option(help: "The person's name.") var name: String
        @Option(help: "The person's language, such as fr.") var language: String?
        @Flag(help: "Works for an agency.") var officer = false

        func run() async throws {
            try await Government.with(flags) { government in
                let new = try NewAccount(
                    email: try EmailAddress(argument: email), name: name,
                    language: try language.map { try Language(argument: $0) }, kinds: officer ? [.officer] : [.resident])
                let now = government.platform.time.now()
                let account = try await government.identity.create(new, by: .operatorCommand, at: now)
                print("Account \(account.id) is made. Its password is chosen here:")
                print(try await government.identity.makePasswordLink(for: account.id, by: .operatorCommand, at: now))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists accounts, the newest first.")
        @OptionGroup var flags: SettingsFlags
        @Option(help: "Words of the name or address.") var matching: String?
        @Option(help: "At most so many.") var limit = 50

        func run() async throws {
            try await Government.with(flags) { government in
                for account in try await government.identity.accounts(matching: matching, limit: limit) {
                    let kinds = [account.isResident ? "resident" : nil, account.isOfficer ? "officer" : nil]
                        .compactMap { $0 }.joined(separator: ",")
                    let email = account.email?.description ?? "-"
                    print("\(account.id)\t\(account.status.rawValue)\t\(kinds)\t\(email)\t\(account.name)")
                }
            }
        }
    }

    struct Link: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "link", abstract: "Prints a new link at which the person chooses a password.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The e-mail address.") var email: String

        func run() async throws {
            try await Government.with(flags) { government in
                let account = try await government.identity.require(email)
                let now = government.platform.time.now()
                print(try await government.identity.makePasswordLink(for: account.id, by: .operatorCommand, at: now))
            }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "disable", abstract: "Keeps a person from signing in, and ends their sessions.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The e-mail address.") var email: String

        func run() async throws { try await UserCommand.setDisabled(true, email, flags) }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "enable", abstract: "Lets a person sign in again.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The e-mail address.") var email: String

        func run() async throws { try await UserCommand.setDisabled(false, email, flags) }
    }

    private static func setDisabled(_ isDisabled: Bool, _ email: String, _ flags: SettingsFlags) async throws {
        try await Government.with(flags) { government in
            let account = try await government.identity.require(email)
            try await government.identity.setDisabled(
                isDisabled, account.id, by: .operatorCommand, at: government.platform.time.now())
            print(isDisabled ? "The account is disabled." : "The account is enabled.")
        }
    }
}

extension Act.Actor {
    /// Whoever has the machine.
    static let operatorCommand = Act.Actor.system("operator")
}

extension IdentityService {
    /// The account of an address that was typed. Throws a `ValidationError` where there is none.
    func require(_ text: String) async throws -> Account {
        guard let account = try await account(email: try EmailAddress(argument: text)) else {
            throw ValidationError("There is no account of \(text).")
        }
        return account
    }
}

extension EmailAddress {
    init(argument: String) throws {
        guard let address = EmailAddress(argument) else { throw ValidationError("\(argument) is no e-mail address.") }
        self = address
    }
}

extension Language {
    init(argument: String) throws {
        guard let language = Language(rawValue: argument) else { throw ValidationError("\(argument) is no language tag.") }
        self = language
    }
}
