import Base
import BuildingBlock
import Foundation

/// What sample reports and answers say: `service-requests/demo.yaml` of a jurisdiction.
public struct DemoWords: Sendable {
    /// By code of category: how many times as often it is reported as the rarest, which need not be named. 1 to 100.
    var frequencies: [String: Int]
    /// By code of category, then language.
    var reports: [String: [Language: [String]]]
    /// By kind of note, then language.
    var notes: [String: [Language: [String]]]

    /// Throws `DefinitionError`.
    public static func read(_ jurisdiction: Jurisdiction) throws -> DemoWords {
        let path = jurisdiction.folder + "/service-requests/demo.yaml"
        guard let data = FileManager.default.contents(atPath: path), let text = String(bytes: data, encoding: .utf8)
        else {
            throw DefinitionError(file: path, line: nil, message: "the file is missing or not UTF-8 text")
        }
        let file = try DefinitionNode.parse(text, file: path, languages: jurisdiction.languages)
        let members = try file.members(["frequencies", "reports", "notes"])
        return DemoWords(
            frequencies: try members["frequencies"].map(frequencies) ?? [:],
            reports: try members["reports"].map(table) ?? [:], notes: try members["notes"].map(table) ?? [:])
    }

    private static func frequencies(_ node: DefinitionNode) throws -> [String: Int] {
        var frequencies: [String: Int] = [:]
        for (code, value) in try node.pairs() {
            guard let times = Int(try value.text()), (1...100).contains(times) else {
                throw value.fault("a frequency is a whole number from 1 to 100")
            }
            frequencies[code] = times
        }
        return frequencies
    }

    private static func table(_ node: DefinitionNode) throws -> [String: [Language: [String]]] {
        var table: [String: [Language: [String]]] = [:]
        for (name, value) in try node.pairs() {
            for (tag, texts) in try value.pairs() {
                guard let language = Language(rawValue: tag) else { throw texts.fault("“\(tag)” is no language") }
                table[name, default: [:]][language] = try texts.elements().map { try $0.text() }
            }
        }
        return table
    }

    func note(_ kind: String, in language: Language, using random: inout SplitMix64) -> String {
        notes[kind]?[language]?.randomElement(using: &random) ?? ""
    }
}
