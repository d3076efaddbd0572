import ArgumentParser
import ServiceDefinition

/// `polity service preview`
struct ServicePreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Writes a service as people will meet it.",
        discussion: "All pages and routes, and what each example applicant meets: pages, fee, outcome, letters.")

    @Argument(help: "The service's folder.") var folder: String
    @Option(help: "The language (default: the service's own).") var language: String?
    @Option(help: "The name of one example, or a part of it (default: all).") var example: String?
    @Option(help: "The government's folder.") var jurisdiction: String?
    @Option(help: "The day that counts as today.") var date: String?

    func run() throws {
        let service = try ServiceFolder(folder, jurisdiction: jurisdiction)
        let reading = Service.reading(files: service.files, in: service.surroundings)
        guard let definition = reading.service else {
            for mistake in reading.errors { print("\(folder)/\(mistake)") }
            throw ExitCode(1)
        }
        if let language, !definition.languages.contains(language) {
            throw ValidationError(
                "the service does not speak '\(language)'; it speaks \(definition.languages.joined(separator: ", "))")
        }
        if let example, !definition.examples.contains(where: { $0.name.contains(example) }) {
            throw ValidationError("there is no example '\(example)'")
        }
        print(
            Preview(definition, language: language ?? definition.language).text(
                example: example, now: try ServiceFolder.now(date)))
    }
}
