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
        if let place = wordings.firstIndex(where: { $0.original == wording.original }), !wordings[place].translations.isEmpty {
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
        return (2...3).contains(first.utf8.count) && first.utf8.allSatisfy { (0x61...0x7A).contains($0) } && parts.count <= 3
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

    // MARK: Expressions

    enum Wanted {
        case anything, condition, number, list, date
    }

    /// - Parameters:
    ///   - limit: how far the form has come: names that are known only later are mistakes.
    ///   - about: what the expression is, for mistakes.
    func formula(_ item: Item?, _ about: String, _ wanted: Wanted = .anything, limit: Int = Names.afterwards - 1) -> Formula? {
        guard let item, !item.isNull else { return nil }
        guard let text = item.text else {
            mistake("\(about) must be an expression; this is \(item.kind)", item.line)
            return nil
        }
        return formula(text, item.textLine, about, wanted, limit: limit)
    }

    func formula(
        _ text: String, _ line: Int, _ about: String, _ wanted: Wanted = .anything, limit: Int = Names.afterwards - 1,
        file: String? = nil
    ) -> Formula? {
        let syntax: Syntax
        var parser = Parser(text, scope: names.scope)
        do {
            syntax = try parser.parseExpression()
        } catch {
            let near = near(text, line: error.line, column: error.column) ?? error.suggestion
            let hint = near.map { "; did you mean '\($0)'?" } ?? Reader.slip(text)
            mistake("\(about) cannot be read: \(error.message)\(hint) (in: \(text.shortened))", line + error.line - 1, file: file)
            return nil
        }
        for unknown in parser.unknown {
            let hint = unknown.suggestion.map { "; did you mean '\($0)'?" } ?? Reader.slip(text)
            mistake("\(about): \(unknown.message)\(hint)", line + unknown.line - 1, file: file)
        }
        if !parser.unknown.isEmpty { return nil }
        var check = FormulaCheck(names)
        check.check(syntax)
        for message in check.messages { mistake("\(about): \(message)", line, file: file) }
        let formula = Formula(text, line: line, syntax: syntax, type: syntax.type(names.types), names: names)
        checkKind(formula, about, wanted, file)
        for name in formula.reads where (names[name]?.position ?? 0) > limit {
            let what = names[name]?.position == Names.afterwards ? "is known only after the decision" : "is asked only later"
            mistake("\(about): '\(name)' \(what)", line, file: file)
        }
        return formula
    }

    private func checkKind(_ formula: Formula, _ about: String, _ wanted: Wanted, _ file: String?) {
        let isRight: Bool
        let words: String
        switch (wanted, formula.type.resolved) {
        case (.anything, _), (_, .any), (_, .null), (.condition, .boolean), (.number, .number), (.list, .list), (.date, .date), (.date, .dateTime):
            return
        case (.condition, _): (isRight, words) = (false, "yes or no")
        case (.number, _): (isRight, words) = (false, "a number")
        case (.list, _): (isRight, words) = (false, "a list")
        case (.date, _): (isRight, words) = (false, "a date")
        }
        if !isRight { mistake("\(about) must give \(words), but '\(formula.text.shortened)' gives a \(formula.type)", formula.line, file: file) }
    }

    /// The name that was probably meant by the words around a place: `is mew` where `is` alone means something else.
    private func near(_ text: String, line: Int, column: Int) -> String? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(line - 1), lines[line - 1].count < 500 else { return nil }
        let characters = Array(lines[line - 1])
        func isPart(_ index: Int) -> Bool { characters.indices.contains(index) && (characters[index].isLetter || characters[index].isNumber || characters[index] == " ") }
        var start = min(max(0, column - 1), max(0, characters.count - 1))
        var end = start
        while isPart(start - 1) { start -= 1 }
        while isPart(end) { end += 1 }
        guard start < end else { return nil }
        let words = String(characters[start..<end]).split(separator: " ").map(String.init)
        // The longest run of words first.
        for length in stride(from: min(words.count, 6), through: 2, by: -1) {
            for first in 0...(words.count - length) {
                let phrase = words[first..<first + length].joined(separator: " ")
                if let name = NameTable.closest(to: phrase, among: names.entries.map(\.name)) { return name }
            }
        }
        return nil
    }

    /// What people write who know other languages.
    private static func slip(_ text: String) -> String {
        if text.contains("==") { return "; equality is written ="  }
        if text.contains("&&") { return "; write 'and'" }
        if text.contains("||") { return "; write 'or'" }
        if text.contains("!") && !text.contains("!=") { return "; write not(…)" }
        if text.contains("'") { return "; texts stand in double quotes" }
        return ""
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
    func word<T: RawRepresentable & CaseIterable>(_ item: Item?, _ about: String, default value: T) -> T where T.RawValue == String {
        guard let item, !item.isNull else { return value }
        if let text = item.text, let found = T.allCases.first(where: { $0.rawValue.folded == text.folded }) { return found }
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
            if !item.isNull { mistake("\(about) must be a group of keys (\(list(known))); this is \(item.kind)", item.line) }
            return [:]
        }
        var found: [String: Item] = [:]
        for (key, line, value) in members {
            guard let name = known.first(where: { $0.folded == key.folded }) else {
                mistake("\(about): '\(key)' is not known here" + or(didYouMean(key, known), "; known are \(list(known))") + Reader.comma(key, value), line)
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
