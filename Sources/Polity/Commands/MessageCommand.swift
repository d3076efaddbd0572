import ArgumentParser
import Base
import BuildingBlock
import Identity
import Journal
import Messages
import Store

/// `polity message`
struct MessageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "message", abstract: "Messages to people.", subcommands: [Send.self, Templates.self])

    struct Send: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "send",
            abstract: "Sends a message to an account: to see that messages arrive, and how a template reads.",
            discussion: "The message is in the mailbox at once; the server sends the e-mail.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The e-mail address of the account.") var email: String
        @Option(help: "The name of the template.") var template = "messages/test"
        @Option(name: .customLong("value"), help: "A value of the template, as NAME=TEXT.") var values: [String] = []
        @Option(help: "The path of the page that it is about.") var about = "/account"

        func run() async throws {
            let given = try values.map { value -> (String, MessageValue) in
                let parts = value.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else { throw ValidationError("\(value): write it as NAME=TEXT") }
                return (parts[0], .text(parts[1]))
            }
            try await Government.with(flags) { government in
                let id = try await send(Dictionary(given, uniquingKeysWith: { $1 }), government)
                print("Sent as \(id).")
            }
        }

        private func send(
            _ values: [String: MessageValue], _ government: Government
        ) async throws -> Identifier<Message> {
            let account = try await government.account(named: email)
            guard let found = government.desks.messages.templates[template] else {
                throw ValidationError("\(template): there is no such template; `polity message templates` lists them")
            }
            let message = Message(to: account.party, found, values: values, about: about)
            let now = government.platform.time.now()
            do {
                return try await government.database.write { transaction in
                    try government.desks.messages.send(message, by: .system("command"), at: now, in: transaction)
                }
            } catch MessageError.values(_, let missing, let unknown) {
                throw ValidationError(
                    (missing.map { "--value \($0)=… is missing" } + unknown.map { "\($0) is no value of \(template)" })
                        .joined(separator: "; "))
            }
        }
    }

    struct Templates: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "templates", abstract: "Lists the templates, each with the values that it needs.")
        @OptionGroup var flags: SettingsFlags

        func run() async throws {
            try await Government.with(flags, migrated: false) { government in
                let templates = government.desks.messages.templates
                for name in templates.names {
                    print("\(name)\t\((templates[name]?.values ?? []).sorted().joined(separator: ", "))")
                }
            }
        }
    }
}
