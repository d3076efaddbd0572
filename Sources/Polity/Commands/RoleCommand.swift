import ArgumentParser
import Base
import BuildingBlock
import Identity

/// `polity role`
struct RoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "role", abstract: "What officers may do: roles, granted per agency.",
        subcommands: [List.self, Grant.self, Revoke.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists the roles of the jurisdiction, or those of one account.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The e-mail address of an account.") var email: String?

        func run() async throws {
            try await Government.with(flags) { government in
                guard let email else {
                    for role in government.jurisdiction.roles {
                        print("\(role.key)\t\(role.permissions.sorted().joined(separator: ","))")
                    }
                    return
                }
                let account = try await government.identity.require(email)
                for grant in try await government.identity.grants(of: account.id) {
                    let until = grant.until.map { "until \($0.iso8601)" } ?? ""
                    print("\(grant.id)\t\(grant.role)\t\(grant.agency)\tfrom \(grant.from.iso8601)\t\(until)")
                }
            }
        }
    }

    struct Grant: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "grant", abstract: "Grants a role in an agency.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The e-mail address of the account.") var email: String
        @Argument(help: "The role, as in roles.yaml.") var role: String
        @Option(help: "The agency, as in agencies.yaml.") var agency: String

        func run() async throws {
            try await Government.with(flags) { government in
                let account = try await government.identity.require(email)
                let grant = try await government.identity.grant(
                    role, in: agency, to: account.id, by: .operatorCommand, at: government.platform.time.now())
                print("Granted: \(grant.id)")
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Ends a grant now.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The grant's identifier, as `polity role list EMAIL` shows it.") var grant: String

        func run() async throws {
            guard let id = Identifier<RoleGrant>(grant) else { throw ValidationError("\(grant) is no identifier of a grant.") }
            try await Government.with(flags) { government in
                try await government.identity.revoke(id, by: .operatorCommand, at: government.platform.time.now())
                print("Revoked.")
            }
        }
    }
}
