import ArgumentParser
import Base
import BuildingBlock
import Documents
import Foundation
import Identity
import Journal
import Store

/// `polity document`
struct DocumentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "document", abstract: "Documents: templates, how they look, and issuing one at the counter.",
        subcommands: [List.self, Preview.self, Issue.self, Revoke.self])

    struct Order: ParsableArguments {
        @Argument(help: "The template's name, as `polity document list` shows it.") var name: String
        @Option(help: "The language: en, fr, ar…") var language = "en"
        @Option(help: "The agency in whose name it is written.") var agency = "citizens-desk"
        @Option(help: "A JSON file of the template's values; - reads it from standard input.") var values: String?
        @Option(help: "Where to write the PDF file.") var output: String?

        func template(_ government: Government) throws -> DocumentTemplate {
            guard let language = Language(rawValue: language) else {
                throw ValidationError("\(language) is no language")
            }
            guard let template = government.desks.documents.templates.template(name, in: language) else {
                throw ValidationError("There is no template \(name); see `polity document list`.")
            }
            return template
        }

        func json() throws -> JSON {
            guard let values else { return [:] }
            let data =
                values == "-"
                ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: values)
            guard let data else { throw ValidationError("\(values) cannot be read") }
            return try JSON(parsing: Array(data))
        }

        func write(_ file: [UInt8]) throws {
            guard let output else { return }
            guard FileManager.default.createFile(atPath: output, contents: Data(file)) else {
                throw ValidationError("\(output) cannot be written")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists the jurisdiction's templates.")
        @OptionGroup var flags: SettingsFlags

        func run() async throws {
            try await Government.with(flags) { government in
                for (name, templates) in government.desks.documents.templates.templates.sorted(by: { $0.key < $1.key })
                {
                    let kind = templates.values.first?.kind.rawValue ?? ""
                    print("\(name)\t\(kind)\t\(templates.keys.map(\.rawValue).sorted().joined(separator: ","))")
                }
            }
        }
    }

    struct Preview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "preview", abstract: "Draws a template without signing or recording it, marked as a sample.")
        @OptionGroup var flags: SettingsFlags
        @OptionGroup var order: Order

        func run() async throws {
            try await Government.with(flags) { government in
                let file = try await government.desks.documents.preview(
                    try order.template(government), values: try order.json(), agency: order.agency,
                    at: government.platform.time.now())
                try order.write(file)
            }
        }
    }

    struct Issue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "issue", abstract: "Issues a document: recorded, drawn, signed and kept. Prints its code.")
        @OptionGroup var flags: SettingsFlags
        @OptionGroup var order: Order
        @Option(help: "The e-mail address of the account that receives it.") var recipient: String?

        func run() async throws {
            try await Government.with(flags) { government in
                let template = try order.template(government)
                var party: Identifier<Act.Party>?
                if let recipient { party = Identifier(try await government.account(named: recipient).id) }
                let wanted = DocumentOrder(
                    order.name, template: template, values: try order.json(), agency: order.agency, recipient: party)
                let issued = try await government.desks.documents.issueNow(
                    wanted, by: .operatorCommand, at: government.platform.time.now())
                if let digest = issued.file { try order.write(try await government.platform.files.bytes(of: digest)) }
                print("\(issued.id)\t\(issued.code)\t\(government.platform.address)/verify/\(issued.code)")
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Takes a document back.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "Its identifier, as `polity document issue` printed it.") var document: String
        @Option(help: "Why: shown to whoever checks it, so without anyone's data.") var reason: String

        func run() async throws {
            guard let id = IssuedDocument.ID(document) else {
                throw ValidationError("\(document) is no identifier of a document.")
            }
            try await Government.with(flags) { government in
                let now = government.platform.time.now()
                let (desk, reason) = (government.desks.documents, reason)
                try await government.database.write {
                    try desk.revoke(id, reason: reason, by: .operatorCommand, at: now, in: $0)
                }
                print("Revoked.")
            }
        }
    }
}
