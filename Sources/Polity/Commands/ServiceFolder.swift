import ArgumentParser
import FEEL
import CitizenServices
import Foundation
import ServiceDefinition
import Yams

/// A service's folder on disk, with the government around it.
struct ServiceFolder {
    let path: String
    let files: [String: Data]
    let surroundings: Surroundings

    /// - Parameter jurisdiction: the government's folder; else the one in which the service lies, or the sample of this house.
    init(_ path: String, jurisdiction: String?) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            throw ValidationError("\(path): there is no such folder")
        }
        self.path = path
        files = ServiceFolder.read(path)
        surroundings = ServiceFolder.surroundings(jurisdiction ?? ServiceFolder.jurisdiction(around: path))
    }

    /// All files by their paths in the folder, hidden ones left out; at most a thousand of 20 MB together.
    private static func read(_ path: String) -> [String: Data] {
        var files: [String: Data] = [:]
        var room = 20_000_000
        let root = URL(fileURLWithPath: path)
        guard let walk = FileManager.default.enumerator(atPath: path) else { return [:] }
        while let name = walk.nextObject() as? String {
            if name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) { continue }
            let url = root.appendingPathComponent(name)
            guard let values = try? url.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey]),
                values.isRegularFile == true,
                files.count < 1000
            else { continue }
            room -= values.fileSize ?? 0
            if room < 0 { break }
            files[name] = try? Data(contentsOf: url)
        }
        return files
    }

    /// The jurisdiction of a folder inside its `services`; for a folder elsewhere the one that is the default.
    private static func jurisdiction(around path: String) -> String? {
        var url = URL(fileURLWithPath: path).standardizedFileURL
        for _ in 0..<4 {
            url.deleteLastPathComponent()
            if FileManager.default.fileExists(atPath: url.appendingPathComponent("jurisdiction.yaml").path) {
                return url.path
            }
        }
        let sample = Setting.jurisdiction.fallback
        return FileManager.default.fileExists(atPath: sample + "/jurisdiction.yaml") ? sample : nil
    }

    private static func surroundings(_ folder: String?) -> Surroundings {
        guard let folder else { return Surroundings() }
        var surroundings = Surroundings(messages: CitizenServicesBlock.messages)
        if let root = yaml(folder + "/jurisdiction.yaml"),
            let languages = root["languages"]?.array().compactMap(\.string), !languages.isEmpty
        {
            surroundings.languages = languages
        }
        if let root = yaml(folder + "/agencies.yaml"),
            let agencies = root["agencies"]?.array().compactMap({ $0["agency"]?.string })
        {
            surroundings.agencies = agencies
        }
        let registries = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/registries")) ?? []
        let shapes = registries.sorted().filter { $0.hasSuffix(".yaml") }.compactMap {
            yaml(folder + "/registries/" + $0).flatMap(shape)
        }
        if !shapes.isEmpty { surroundings.registries = shapes }
        if let shared = try? FileManager.default.contentsOfDirectory(atPath: folder + "/processes") {
            surroundings.sharedProcesses = shared.filter { $0.hasSuffix(".bpmn") }.map { String($0.dropLast(5)) }
        }
        return surroundings
    }

    private static func yaml(_ path: String) -> Node? {
        FileManager.default.contents(atPath: path).flatMap {
            try? Yams.compose(yaml: String(decoding: $0, as: UTF8.self))
        }
    }

    /// What a service needs to know of a registry's definition.
    private static func shape(_ root: Node) -> RegistryShape? {
        guard let name = root["registry"]?.string, let fields = root["fields"]?.mapping else { return nil }
        var shape = RegistryShape(name, fields: [])
        for (key, value) in fields {
            guard let field = key.string else { continue }
            let type = value["type"]?.string ?? "text"
            shape.fields.append(
                .init(
                    field,
                    RegistryShape.type(named: type, several: ["yes", "true"].contains(value["several"]?.string ?? ""))))
            if let choices = value["choices"]?.mapping { shape.choices[field] = choices.keys.compactMap(\.string) }
        }
        return shape
    }

    /// Midday of today, in the day that the machine reckons with.
    static func now(_ text: String?) throws -> DateTime {
        let parts = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day], from: Date())
        let today = String(format: "%04d-%02d-%02d", parts.year ?? 2026, parts.month ?? 1, parts.day ?? 1)
        guard let moment = Service.moment(text ?? today) else {
            throw ValidationError("--date must be a day such as 2026-05-04")
        }
        return moment
    }
}
