import ArgumentParser
import ServiceDefinition

/// `polity service diff`
struct ServiceDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Says what changes between two revisions of a service.",
        discussion:
            "Changes are of wording, rules, questions, the process or the fee. Only wording moves to cases that are open."
    )

    @Argument(help: "The folder of the earlier revision.") var before: String
    @Argument(help: "The folder of the later revision.") var after: String
    @Option(help: "The government's folder.") var jurisdiction: String?

    func run() throws {
        let changes = try read(before).changes(to: read(after))
        for kind in Change.Kind.allCases { for change in changes where change.kind == kind { print(change) } }
        if changes.isEmpty {
            print("nothing changes")
        } else {
            print(
                Service.movesToOpenCases(changes)
                    ? "only wording: it moves to open cases" : "open cases stay on the earlier revision")
        }
    }

    private func read(_ path: String) throws -> Service {
        let folder = try ServiceFolder(path, jurisdiction: jurisdiction)
        let reading = Service.reading(files: folder.files, in: folder.surroundings)
        guard let service = reading.service else {
            for mistake in reading.errors { print("\(path)/\(mistake)") }
            throw ExitCode(1)
        }
        return service
    }
}
