import DMN
import FEEL
import Foundation

/// Reads one folder: collects mistakes instead of stopping at the first.
final class Reader {
    let files: [String: Data]
    let surroundings: Surroundings
    let file = "service.yaml"
    var mistakes: [Mistake] = []
    /// Whether something is wrong that examples would stumble over.
    var isBroken = false
    var names = Names()
    var wordings: [Wording] = []
    var models: [String: DecisionModel] = [:]
    /// Files that something names.
    var usedFiles: Set<String> = []
    var language: String
    var languages: [String]

    init(_ files: [String: Data], _ surroundings: Surroundings) {
        self.files = files
        self.surroundings = surroundings
        languages = surroundings.languages
        language = surroundings.languages.first ?? "en"
    }

    /// - Parameter isLight: the service can be tried out in spite of it.
    func mistake(_ message: String, _ line: Int, file: String? = nil, isLight: Bool = false) {
        if !isLight { isBroken = true }
        if mistakes.count < 1000 { mistakes.append(Mistake(message, file: file ?? self.file, line: line)) }
    }

    func warning(_ message: String, _ line: Int, file: String? = nil) {
        if mistakes.count < 1000 {
            mistakes.append(Mistake(message, file: file ?? self.file, line: line, severity: .warning))
        }
    }

    // MARK: Texts

    /// A text that people read: one text, or a map of languages.
    func wording(_ item: Item?, _ path: String) -> Wording? {
        guard let item, !item.isNull else { return nil }
        var wording: Wording
        switch item.content {
        case .scalar(let text):
            wording = Wording(text.trimmed, path: path, line: item.line)
        case .map(let members) where !members.isEmpty && members.allSatisfy({ Reader.isLanguage($0.key) }):
            let texts = Dictionary(members.map { ($0.key, $0.value.text?.trimmed ?? "") }) { $1 }
            guard let original = texts[language] else {
                mistake("\(path) is missing in '\(language)', the service's own language", item.line)
                return nil
            }
            for (tag, line, _) in members where !languages.contains(tag) {
                mistake("'\(tag)' is not a language of this service; they are \(list(languages))", line)
            }
            wording = Wording(original, path: path, line: item.line, translations: texts.filter { $0.key != language })
        default:
            mistake("\(path) must be a text; this is \(item.kind)", item.line)
            return nil
        }
        if wording.original.isEmpty { mistake("\(path) is empty", item.line) }
        if let place = wordings.firstIndex(where: { $0.original == wording.original }),
            !wordings[place].translations.isEmpty
        {
            wording.translations.merge(wordings[place].translations) { own, _ in own }
        }
        wording.translations.merge(translation(path, wording.original)) { own, _ in own }
        wordings.append(wording)
        return wording
    }

    func wordings(_ item: Item?, _ path: String) -> [Wording] {
        (item?.items ?? []).enumerated().compactMap { wording($1, "\(path).\($0 + 1)") }
    }

    static func isLanguage(_ key: String) -> Bool {
        let parts = key.split(separator: "-")
        guard let first = parts.first else { return false }
        return (2...3).contains(first.utf8.count) && first.utf8.allSatisfy { (0x61...0x7A).contains($0) }
            && parts.count <= 3
    }

    /// The translations by language, and by path or by original text, with their lines.
    var translations: [String: [String: (text: String, line: Int)]] = [:]
    var usedTranslations: [String: Set<String>] = [:]

    private func translation(_ path: String, _ original: String) -> [String: String] {
        var found: [String: String] = [:]
        for (language, texts) in translations {
            for key in [path, original] {
                guard let entry = texts[key] else { continue }
                found[language] = entry.text
                usedTranslations[language, default: []].insert(key)
            }
        }
        return found
    }

    // MARK: Simple values

    func number(_ item: Item?, _ about: String, in range: ClosedRange<Int>) -> Int? {
        guard let item, !item.isNull else { return nil }
        guard let text = item.text, let value = Int(text.trimmed), range.contains(value) else {
            mistake("\(about) must be a whole number from \(range.lowerBound) to \(range.upperBound)", item.line)
            return nil
        }
        return value
    }

    func flag(_ item: Item?, _ about: String, default value: Bool) -> Bool {
        guard let item, !item.isNull else { return value }
        switch item.text?.lowercased() {
        case "yes", "true", "on": return true
        case "no", "false", "off": return false
        default:
            mistake("\(about) must be yes or no", item.line)
            return value
        }
    }

    /// A word out of a few; spaces, hyphens and underscores are the same.
    func word<T: RawRepresentable & CaseIterable>(_ item: Item?, _ about: String, default value: T) -> T
    where T.RawValue == String {
        guard let item, !item.isNull else { return value }
        if let text = item.text, let found = T.allCases.first(where: { $0.rawValue.folded == text.folded }) {
            return found
        }
        let known = T.allCases.map(\.rawValue)
        mistake("\(about) must be one of \(list(known))" + didYouMean(item.text ?? "", known), item.line)
        return value
    }

    func texts(_ item: Item?, _ about: String) -> [String] {
        (item?.items ?? []).compactMap { item in
            guard let text = item.text else {
                mistake("\(about): this must be a text, not \(item.kind)", item.line)
                return nil
            }
            return text
        }
    }

    func plain(_ item: Item?, _ about: String) -> String? {
        guard let item, !item.isNull else { return nil }
        guard let text = item.text else {
            mistake("\(about) must be a text; this is \(item.kind)", item.line)
            return nil
        }
        return text.trimmed
    }

    /// `{ label: Yes, and more }` has two keys where one text was meant.
    private static func comma(_ key: String, _ value: Item) -> String {
        value.isNull && key.contains(" ") ? "; put a text that holds a comma in quotes" : ""
    }

    /// The members of a map by known keys; unknown ones are mistakes.
    func section(_ item: Item, _ about: String, _ known: [String]) -> [String: Item] {
        guard case .map(let members) = item.content else {
            if !item.isNull {
                mistake("\(about) must be a group of keys (\(list(known))); this is \(item.kind)", item.line)
            }
            return [:]
        }
        var found: [String: Item] = [:]
        for (key, line, value) in members {
            guard let name = known.first(where: { $0.folded == key.folded }) else {
                mistake(
                    "\(about): '\(key)' is not known here" + or(didYouMean(key, known), "; known are \(list(known))")
                        + Reader.comma(key, value), line)
                continue
            }
            if found[name] != nil { mistake("\(about): '\(key)' stands here twice", line) }
            // Keys lead to their values' lines, unless the value is empty.
            found[name] = value
        }
        return found
    }
}

extension String {
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        var end = start
        while let last = end.last, last.isWhitespace { end.removeLast() }
        return String(end)
    }

    /// Small letters, without spaces, hyphens and underscores.
    var folded: String { String(lowercased().filter { $0 != " " && $0 != "-" && $0 != "_" }) }

    var shortened: String { count > 80 ? String(prefix(77)) + "…" : self }
}
