/// Why a file of texts cannot be used.
public enum TextsError: Error, Hashable, Sendable, CustomStringConvertible {
    case notJSON(file: String, JSON.ParseError)
    /// A key whose value is neither a text, nor plural forms with `other`, nor a group of such.
    case notText(file: String, key: String)
    case notLanguage(file: String)

    public var description: String {
        switch self {
        case .notJSON(let file, let error): "\(file): \(error)"
        case .notText(let file, let key): "\(file): \(key) is neither a text nor plural forms"
        case .notLanguage(let file): "\(file) is not named by a language tag"
        }
    }
}

extension Texts {
    /// The texts among a target's embedded files: `Texts/en.json`, `Texts/fr.json`, …
    public init(embedded files: [String: String], original: Language = .english) throws(TextsError) {
        self.init(original: original)
        for (path, text) in files where path.hasPrefix("Texts/") && path.hasSuffix(".json") {
            guard let language = Language(rawValue: String(path.dropFirst("Texts/".count).dropLast(".json".count)))
            else { throw .notLanguage(file: path) }
            try add(json: text, named: path, in: language)
        }
    }

    /// Adds the messages of one file.
    public mutating func add(json text: String, named file: String, in language: Language) throws(TextsError) {
        let json: JSON
        do throws(JSON.ParseError) {
            json = try JSON(parsing: text)
        } catch {
            throw .notJSON(file: file, error)
        }
        var found: [String: Message] = [:]
        try Self.collect(json, key: "", file: file, into: &found)
        add(found, in: language)
    }

    private static func collect(
        _ json: JSON, key: String, file: String, into found: inout [String: Message]
    ) throws(TextsError) {
        switch json {
        case .string(let text) where !key.isEmpty: found[key] = Message(text)
        case .object(let members):
            if !key.isEmpty, let message = plural(members) {
                found[key] = message
                return
            }
            for member in members {
                let inner = key.isEmpty ? member.name : "\(key).\(member.name)"
                try collect(member.value, key: inner, file: file, into: &found)
            }
        default: throw .notText(file: file, key: key)
        }
    }

    /// Plural forms, where every member is one (or `by`) and there is one for `other` or `many`.
    private static func plural(_ members: [JSON.Member]) -> Message? {
        var by = "count"
        var forms: [PluralCategory: String] = [:]
        for member in members {
            guard let text = member.value.string else { return nil }
            if member.name == "by" {
                by = text
            } else {
                guard let category = PluralCategory(rawValue: member.name) else { return nil }
                forms[category] = text
            }
        }
        return forms[.other] ?? forms[.many] == nil ? nil : Message(by: by, forms: forms)
    }
}
