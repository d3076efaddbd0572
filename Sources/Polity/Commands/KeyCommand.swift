import ArgumentParser
import Base
import BuildingBlock
import CitizenServices
import Journal
import ServiceRequests
import TransparencyLog

/// `polity key`
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Keys: of programs that use our interfaces, and of the log.",
        subcommands: [Create.self, List.self, Revoke.self, Log.self, Rotate.self, Retire.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Makes a key for a program and prints it, once.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "What the program is called.") var name: String
        @Flag(help: "May also tell what became of a request (an agency's own system).") var updates = false
        @Option(help: "An agency whose cases of public services the program reads, instead of filing requests.")
        var cases: String?

        func run() async throws {
            try await Government.with(flags) { government in
                if let cases { return try await agencyKey(cases, government) }
                let made = try await government.desks.requests.createKey(
                    name: name, scopes: updates ? [.file, .update] : [.file], by: .operatorCommand,
                    at: government.platform.time.now())
                print("Key \(made.id). It is shown only now:")
                print(made.key)
            }
        }

        private func agencyKey(_ agency: String, _ government: Government) async throws {
            guard government.jurisdiction.agency(agency) != nil else {
                let known = government.jurisdiction.agencies.map(\.key).joined(separator: ", ")
                throw ValidationError("there is no agency \(agency); known are \(known)")
            }
            let made = try await government.desks.services.createKey(
                name: name, agency: agency, by: .operatorCommand, at: government.platform.time.now())
            print("Key \(made.id). It is shown only now:")
            print(made.key)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the keys of programs.")
        @OptionGroup var flags: SettingsFlags

        func run() async throws {
            try await Government.with(flags) { government in
                for key in try await government.desks.requests.keys() {
                    let scopes = key.scopes.map(\.rawValue).sorted().joined(separator: ",")
                    let state = key.revokedAt.map { "revoked \($0.iso8601)" } ?? "in use"
                    print("\(key.id)\t\(scopes)\t\(state)\t\(key.name)")
                }
                for key in try await government.desks.services.keys() {
                    let state = key.revokedAt.map { "revoked \($0.iso8601)" } ?? "in use"
                    print("\(key.id)\tcases of \(key.agency)\t\(state)\t\(key.name)")
                }
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Ends a program's key now.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The key's identifier, as `polity key list` shows it.") var key: String

        func run() async throws {
            guard let id = Identifier<APIKey>(key) else { throw ValidationError("\(key) is no identifier of a key.") }
            try await Government.with(flags) { government in
                let now = government.platform.time.now()
                var isRevoked = try await government.desks.requests.revokeKey(id, by: .operatorCommand, at: now)
                if !isRevoked {
                    isRevoked = try await government.desks.services.revokeKey(
                        Identifier(id), by: .operatorCommand, at: now)
                }
                guard isRevoked else { throw ValidationError("No key in use has this identifier.") }
                print("Revoked.")
            }
        }
    }

    struct Log: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "log", abstract: "Prints the log's public keys, the newest first.")
        @OptionGroup var flags: SettingsFlags

        func run() async throws {
            let settings = try await Settings.load(flags)
            for key in try DataFolder(settings.data).logKeys(settings).verifiers { print(key.text) }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate", abstract: "Adds a new key to the log.",
            discussion:
                "From the next start it signs beside the present one. Publish it, and later run `polity key retire`.")
        @OptionGroup var flags: SettingsFlags

        func run() async throws {
            let settings = try await Settings.load(flags)
            let keys = try DataFolder(settings.data).logKeyFile(settings).rotate()
            print("From the next start the log is also signed with this key:")
            print(keys.verifiers.first?.text ?? "")
        }
    }

    struct Retire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retire", abstract: "Removes the private halves of all keys of the log but the newest.")
        @OptionGroup var flags: SettingsFlags

        func run() async throws {
            let settings = try await Settings.load(flags)
            let keys = try DataFolder(settings.data).logKeyFile(settings).retireOldKeys()
            print("From the next start the log is signed with this key alone:")
            print(keys.verifiers.first?.text ?? "")
        }
    }
}

extension Act.Actor {
    /// Whoever has the machine.
    static let operatorCommand = Act.Actor.system("operator")
}
