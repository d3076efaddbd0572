import ArgumentParser
import Base
import BuildingBlock
import CitizenServices
import Journal
import ServiceDefinition

/// `polity service publish`
struct ServicePublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Checks services and puts them into force.",
        discussion: """
            The folder may lie anywhere. It is checked against this government's registers, agencies and languages, and its examples are \
            run; with a mistake, or an example whose outcome differs, it is refused, and what serves then serves on. A server that runs \
            offers the new revision within a few seconds. Open cases take over new wording and keep everything else.
            """)

    @OptionGroup var flags: SettingsFlags
    @Argument(help: "Folders of services.") var folders: [String]

    func run() async throws {
        let found = try folders.map { try ServiceFolder($0, jurisdiction: flags.jurisdiction) }
        let isInOrder = try await Government.with(flags) { government in
            var isInOrder = true
            for folder in found {
                let publication = try await government.desks.services.catalogue.publish(
                    folder.files, by: .operatorCommand, at: government.platform.time.now())
                Self.tell(publication, of: folder.path)
                isInOrder = isInOrder && publication.revision != nil
            }
            return isInOrder
        }
        if !isInOrder { throw ExitCode(1) }
    }

    private static func tell(_ publication: ServiceCatalogue.Publication, of path: String) {
        let report = publication.report
        for mistake in report.mistakes { print("\(path.hasSuffix("/") ? String(path.dropLast()) : path)/\(mistake)") }
        print("\(report.passed) passed, \(report.failed) failed")
        guard let revision = publication.revision else {
            print("\(path): refused; nothing was published")
            return
        }
        let name = "\(publication.key), revision \(revision.prefix(12))"
        if publication.isUnchanged {
            print("\(name): in force already")
            return
        }
        for kind in Change.Kind.allCases {
            for change in publication.changes where change.kind == kind { print(change) }
        }
        print("\(name): published")
        if !publication.changes.isEmpty {
            print(
                Service.movesToOpenCases(publication.changes)
                    ? "only wording: it moves to open cases" : "open cases stay on the earlier revision")
        }
    }
}

/// `polity service list`
struct ServiceListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the services in force, and what is wrong with folders that are refused.")

    @OptionGroup var flags: SettingsFlags

    func run() async throws {
        let isInOrder = try await Government.with(flags) { government in
            let catalogue = government.desks.services.catalogue
            for entry in catalogue.entries {
                print("\(entry.service.key)\t\(entry.revision.prefix(12))\t\(entry.service.title.original)")
            }
            for refusal in catalogue.refusals {
                for mistake in refusal.mistakes { print("services/\(refusal.folder)/\(mistake)") }
                print(
                    "services/\(refusal.folder): refused\(refusal.isServed ? "; its last good revision serves on" : "")"
                )
            }
            return catalogue.refusals.isEmpty
        }
        if !isInOrder { throw ExitCode(1) }
    }
}

/// `polity service withdraw`
struct ServiceWithdrawCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Takes a service out of force.",
        discussion: "Nobody can apply any more; open cases go on to their end. Publishing it again puts it back.")

    @OptionGroup var flags: SettingsFlags
    @Argument(help: "The service, as `polity service list` names it.") var name: String

    func run() async throws {
        try await Government.with(flags) { government in
            let was = try await government.desks.services.catalogue.withdraw(
                name, by: .operatorCommand, at: government.platform.time.now())
            guard was else { throw ValidationError("no service \(name) is in force; see polity service list") }
            print("\(name): withdrawn")
        }
    }
}
