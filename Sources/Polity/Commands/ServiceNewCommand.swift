import ArgumentParser
import Foundation
import ServiceDefinition

/// `polity service new`
struct ServiceNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Writes the folder of a new service, small and in order.",
        discussion: "The folder's name is the service's key. Change it piece by piece, and check it after each.")

    @Argument(help: "The folder to write; it must not exist.") var folder: String
    @Option(help: "What people call the service.") var title: String?
    @Option(help: "Its languages, the first being the one you write in.") var languages: String = "en"

    func run() throws {
        let url = URL(fileURLWithPath: folder).standardizedFileURL
        guard !FileManager.default.fileExists(atPath: url.path) else {
            throw ValidationError("\(folder) exists already")
        }
        let names = languages.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        let files: [String: String]
        do {
            files = try Service.skeleton(key: url.lastPathComponent, title: title, languages: names)
        } catch {
            throw ValidationError(error.message)
        }
        for (path, text) in files {
            let file = url.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        print("\(folder): written. Next: polity service check \(folder)")
    }
}
