import Base
import Crypto

/// All that a jurisdiction says about service requests: its groups, categories and settings.
public struct CategoryCatalogue: Sendable {
    public let groups: [CategoryGroup]
    public let categories: [Category]
    public let settings: RequestSettings
    private let byCode: [String: Category]
    private let revisions: [String: String]

    public init(groups: [CategoryGroup], categories: [Category], settings: RequestSettings = RequestSettings()) {
        self.groups = groups
        self.categories = categories
        self.settings = settings
        byCode = Dictionary(categories.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        revisions = byCode.mapValues(\.revision)
    }

    public subscript(code: String) -> Category? { byCode[code] }

    /// The revision of a category's definition: it changes whenever a question or its words do.
    public func revision(of code: String) -> String { revisions[code] ?? "" }

    /// The groups that have categories, each with its own.
    public var grouped: [(group: CategoryGroup, categories: [Category])] {
        groups.map { group in (group, categories.filter { $0.group == group.key }) }.filter { !$0.categories.isEmpty }
    }

    /// The categories whose name, description or keywords hold every word of `text`, those with it in their name first.
    public func search(_ text: String, in language: Language) -> [Category] {
        let words = text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map(String.init)
        guard !words.isEmpty else { return categories }
        var inName: [Category] = []
        var elsewhere: [Category] = []
        for category in categories {
            let name = category.name(in: language).lowercased()
            let rest =
                category.description(in: language).lowercased() + " "
                + (category.keywords?(in: language).lowercased() ?? "")
            if words.allSatisfy(name.contains) {
                inName.append(category)
            } else if words.allSatisfy({ name.contains($0) || rest.contains($0) }) {
                elsewhere.append(category)
            }
        }
        return inName + elsewhere
    }
}

extension Category {
    /// The definition as data: what a request keeps of the category under which it was filed.
    public var definition: JSON {
        .object([
            .init("code", .string(code)), .init("name", name.json),
            .init("questions", .array(questions.map(\.definition))),
        ])
    }

    /// The first 16 hexadecimal digits of the SHA-256 of the definition.
    var revision: String { Hex.encode(SHA256.hash(data: definition.bytes()).prefix(8)) }
}

extension Question {
    var definition: JSON {
        .object([
            .init("code", .string(code)), .init("kind", .string(kind.rawValue)), .init("required", .bool(isRequired)),
            .init("asked", .bool(isAsked)), .init("text", text.json),
            .init("values", .array(values.map { ["key": .string($0.key), "name": $0.name.json] })),
        ])
    }
}

/// The definition of a category as a request keeps it: enough to read its answers years later.
public struct KeptDefinition: Sendable {
    public let questions: [(code: String, text: LocalizedText, values: [String: LocalizedText])]

    public init(_ category: Category) {
        questions = category.asked.map { question in
            (question.code, question.text, Dictionary(question.values.map { ($0.key, $0.name) }) { $1 })
        }
    }

    public init(json: JSON) {
        questions = (json["questions"]?.array ?? []).compactMap { question in
            guard let code = question["code"]?.string, let text = question["text"].flatMap(LocalizedText.init(json:)),
                question["asked"]?.bool ?? true
            else { return nil }
            let values = (question["values"]?.array ?? []).compactMap { value -> (String, LocalizedText)? in
                guard let key = value["key"]?.string, let name = value["name"].flatMap(LocalizedText.init(json:))
                else { return nil }
                return (key, name)
            }
            return (code, text, Dictionary(values) { $1 })
        }
    }

    /// Questions and answers in words, unanswered ones left out.
    public func readable(_ answers: Answers, in language: Language) -> [(question: String, answer: String)] {
        questions.compactMap { question in
            let given = answers[question.code]
            guard !given.isEmpty else { return nil }
            let words = given.map { question.values[$0]?(in: language) ?? $0 }
            return (question.text(in: language), words.joined(separator: ", "))
        }
    }
}

extension LocalizedText {
    /// `{"en": "…", "fr": "…"}`, the original language first.
    var json: JSON {
        let others = translations.filter { $0.key != original }.sorted { $0.key.rawValue < $1.key.rawValue }
        return .object(
            [JSON.Member(original.rawValue, .string(self(in: original)))]
                + others.map { JSON.Member($0.key.rawValue, .string($0.value)) })
    }

    init?(json: JSON) {
        let pairs = (json.object ?? []).compactMap { member -> (Language, String)? in
            guard let language = Language(rawValue: member.name), let text = member.value.string else { return nil }
            return (language, text)
        }
        guard let first = pairs.first else { return nil }
        self.init(first.1, in: first.0, translations: Dictionary(pairs) { $1 })
    }
}
