import Base
import Foundation
import Mustache

extension UI {
    /// The words of the pages in one language: a table from keys (`form.optional`) to texts.
    ///
    /// A text may hold gaps, `{count}`. A text that depends on a number has one key for each plural form of its
    /// language (CLDR): `results.one`, `results.other`. A key that a language lacks is taken from the next table.
    /// In templates: `{{t.form.optional}}`.
    public struct Texts: Component {
        public static let partial = "ui-text"
        public let language: Language
        private var tables: [[String: String]]

        /// The tables in the order they are asked, the language's own first.
        public init(_ language: Language, tables: [[String: String]]) {
            (self.language, self.tables) = (language, tables)
        }

        /// From the text of JSON files: objects of texts or of objects, flattened with dots.
        public init(_ language: Language, json: [String]) throws {
            self.init(language, tables: try json.map { try Self.table(json: $0) })
        }

        /// Objects of texts and of objects as one table, keys joined with dots.
        public static func table(json: String) throws -> [String: String] {
            let tree = try JSONDecoder().decode([String: Node].self, from: Data(json.utf8))
            var table: [String: String] = [:]
            func add(_ nodes: [String: Node], under prefix: String) {
                for (key, node) in nodes {
                    switch node {
                    case .text(let text): table[prefix + key] = text
                    case .group(let inner): add(inner, under: prefix + key + ".")
                    }
                }
            }
            add(tree, under: "")
            return table
        }

        /// The text, with its gaps filled; the key itself where no table has it.
        public func callAsFunction(_ key: String, _ gaps: [String: String] = [:]) -> String {
            guard let text = tables.lazy.compactMap({ $0[key] }).first else { return key }
            return gaps.reduce(text) { $0.replacingOccurrences(of: "{\($1.key)}", with: $1.value) }
        }

        /// The text for a number of things, in the plural form of the language; `{count}` is the number.
        public func callAsFunction(_ key: String, count: Int, _ gaps: [String: String] = [:]) -> String {
            let form = PluralForm(count, in: language)
            let chosen = has("\(key).\(form.rawValue)") ? form : .other
            return self("\(key).\(chosen.rawValue)", gaps.merging(["count": String(count)]) { given, _ in given })
        }

        public func has(_ key: String) -> Bool { tables.contains { $0[key] != nil } }

        public func value(_ key: String) -> Any? { Group(texts: self, prefix: key).resolved }

        private enum Node: Decodable {
            case text(String), group([String: Node])

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let text = try? container.decode(String.self) { self = .text(text) } else {
                    self = .group(try container.decode([String: Node].self))
                }
            }
        }

        private struct Group: MustacheParent {
            let texts: Texts
            let prefix: String

            var resolved: Any { texts.has(prefix) ? texts(prefix) : self }

            func child(named key: String) -> Any? { Group(texts: texts, prefix: "\(prefix).\(key)").resolved }
        }
    }

    /// The plural forms of a language: Unicode CLDR 46, cardinal rules, whole numbers only.
    public enum PluralForm: String, Sendable {
        case zero, one, two, few, many, other

        public init(_ count: Int, in language: Language) {
            let hundredth = count % 100
            self =
                switch (language.primary, count) {
                case ("ar", 0): .zero
                case ("ar", 1): .one
                case ("ar", 2): .two
                case ("ar", _) where (3...10).contains(hundredth): .few
                case ("ar", _) where (11...99).contains(hundredth): .many
                case ("ar", _): .other
                case ("fr", 0), ("fr", 1), ("pt", 0), ("pt", 1): .one
                case (_, 1): .one
                default: .other
                }
        }
    }
}
