import Base
import BuildingBlock
import Foundation

/// The registries of a jurisdiction: every `registries/*.yaml` of its folder, and what is wrong with those that cannot be used.
public struct RegistryCatalogue: Sendable {
    /// In the order of their keys.
    public private(set) var definitions: [RegistryDefinition] = []
    public private(set) var mistakes: [DataFileError] = []

    /// Reads the folder; without one there are no registries.
    public static func read(for jurisdiction: Jurisdiction) -> RegistryCatalogue {
        let folder = jurisdiction.folder + "/registries"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
            $0.hasSuffix(".yaml")
        }
        let files = names.sorted().map { name in
            let data = FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
            return (path: "\(folder)/\(name)", text: String(decoding: data, as: UTF8.self))
        }
        return RegistryCatalogue(files: files, jurisdiction: jurisdiction)
    }

    init(files: [(path: String, text: String)], jurisdiction: Jurisdiction) {
        let agencies = Set(jurisdiction.agencies.map(\.key))
        for file in files {
            let read = DefinitionReader.read(
                file.text, file: file.path, languages: jurisdiction.languages, agencies: agencies)
            switch read {
            case .success(let definition): definitions.append(definition)
            case .failure(let failure): mistakes += failure.list
            }
        }
        checkTogether()
        definitions.sort { $0.key < $1.key }
    }

    public func definition(_ key: String) -> RegistryDefinition? { definitions.first { $0.key == key } }

    /// Adds the last good version of a definition whose file is broken now.
    mutating func keep(_ definition: RegistryDefinition) {
        guard self.definition(definition.key) == nil else { return }
        definitions.append(definition)
        definitions.sort { $0.key < $1.key }
    }

    /// Keys stand once, references lead to registries whose records have a key of one field.
    private mutating func checkTogether() {
        var seen: Set<String> = []
        for definition in definitions where !seen.insert(definition.key).inserted {
            mistakes.append(mistake(definition, "registry", "\(definition.key) is defined in another file too"))
        }
        for definition in definitions {
            for field in definition.fields where field.type == .reference {
                let target = field.registry.flatMap(self.definition)
                if target?.recordKey.count != 1 {
                    let name = field.registry ?? ""
                    let reason =
                        target == nil ? "\(name) is no registry here" : "\(name) has no key of one field to refer to"
                    mistakes.append(mistake(definition, field.name, reason))
                }
            }
        }
        let broken = Set(mistakes.map(\.file))
        definitions.removeAll { broken.contains($0.file) }
    }

    private func mistake(_ definition: RegistryDefinition, _ place: String, _ message: String) -> DataFileError {
        guard let file = try? DataFile(definition.source, path: definition.file) else {
            return DataFileError(file: definition.file, line: nil, message: message)
        }
        let path: [DataFile.Place] = place == "registry" ? ["registry"] : ["fields", .key(place), "registry"]
        return file.mistake(at: path, message)
    }

    /// Every registry after those that it refers to, so that records can be loaded in this order. Registries that refer to each
    /// other keep the order of their keys.
    public var inOrderOfReference: [RegistryDefinition] {
        var done: Set<String> = []
        var result: [RegistryDefinition] = []
        // What identifies people before what does not, where a circle has to be broken.
        var waiting = definitions.filter { $0.identifies == .person } + definitions.filter { $0.identifies != .person }
        while !waiting.isEmpty {
            let next = waiting.firstIndex { definition in
                definition.fields.allSatisfy { field in
                    needed(by: field).allSatisfy { $0 == definition.key || done.contains($0) }
                }
            }
            let definition = waiting.remove(at: next ?? 0)
            done.insert(definition.key)
            result.append(definition)
        }
        return result
    }

    /// The registries whose records a field names.
    private func needed(by field: Field) -> [String] {
        switch field.type {
        case .reference: [field.registry].compactMap { $0 }
        case .person: definitions.filter { $0.identifies == .person }.map(\.key)
        case .organisation: definitions.filter { $0.identifies == .organisation }.map(\.key)
        default: []
        }
    }
}
