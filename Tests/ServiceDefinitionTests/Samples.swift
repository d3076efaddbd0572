import FEEL
import Foundation

@testable import ServiceDefinition

/// Services for tests, and the ones of Larkhaven.
enum Samples {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let now = moment("2026-05-04")

    static func moment(_ text: String) -> DateTime {
        guard let moment = Service.moment(text) else { preconditionFailure("\(text) is no day") }
        return moment
    }

    static func files(_ yaml: String, _ others: [String: String] = [:]) -> [String: Data] {
        var files = ["service.yaml": Data(yaml.utf8)]
        for (path, text) in others { files[path] = Data(text.utf8) }
        return files
    }

    static func folder(_ name: String) -> [String: Data] {
        let folder = root.appendingPathComponent("Jurisdictions/larkhaven/services/\(name)")
        var files: [String: Data] = [:]
        guard let walk = FileManager.default.enumerator(atPath: folder.path) else { return [:] }
        while let path = walk.nextObject() as? String {
            let url = folder.appendingPathComponent(path)
            if (try? url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true {
                files[path] = try? Data(contentsOf: url)
            }
        }
        return files
    }

    static let registries = [
        RegistryShape(
            "driving-licences",
            fields: [
                .init("number", .string), .init("holder", .string), .init("categories", .list(.string)),
                .init("issued", .date), .init("expires", .date),
                .init("status", .string), .init("glasses", .boolean),
            ], choices: ["status": ["valid", "suspended", "withdrawn"]]),
        RegistryShape(
            "persons",
            fields: [
                .init("person number", .string), .init("person", .string), .init("given names", .string),
                .init("family name", .string),
                .init("date of birth", .date),
            ]),
        RegistryShape(
            "vehicles",
            fields: [
                .init("plate", .string), .init("holder", .string), .init("company", .string), .init("make", .string),
                .init("model", .string),
                .init("kind", .string), .init("fuel", .string), .init("co2", .number), .init("weight", .number),
                .init("first registered", .date),
                .init("inspection due", .date), .init("tax paid until", .date),
            ]),
    ]
    static let larkhaven = Surroundings(registries: registriesOfLarkhaven, languages: ["en", "fr", "ar"])

    /// As the government's folder defines them.
    private static var registriesOfLarkhaven: [RegistryShape] {
        let folder = root.appendingPathComponent("Jurisdictions/larkhaven/registries")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().filter { $0.hasSuffix(".yaml") }.compactMap { name in
            guard let data = try? Data(contentsOf: folder.appendingPathComponent(name)),
                let item = try? Item.read(data, file: name), let key = item.member("registry")?.text
            else { return nil }
            var shape = RegistryShape(key, fields: [])
            for field in item.member("fields")?.members ?? [] {
                let isSeveral = field.value.member("several")?.text == "yes"
                let type = RegistryShape.type(named: field.value.member("type")?.text ?? "", several: isSeveral)
                shape.fields.append(.init(field.key, type))
                let choices = field.value.member("choices")?.members.map(\.key) ?? []
                if !choices.isEmpty { shape.choices[field.key] = choices }
            }
            return shape
        }
    }

    /// A service with `questions` on one page each, after a head that is in order.
    static func service(_ rest: String) -> String {
        "service: sample\ntitle: A sample\nlanguages: [en]\n" + rest
    }

    static func mistakes(_ yaml: String, _ others: [String: String] = [:]) -> [String] {
        Service.check(files: files(yaml, others), in: Surroundings(registries: registries), now: now).mistakes.filter {
            $0.severity == .error
        }.map(\.description)
    }
}
