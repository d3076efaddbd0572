import FEEL

/// Expressions, with the place and the name that was probably meant where they cannot be read.
extension Reader {
    enum Wanted {
        case anything, condition, number, list, date
    }

    /// - Parameters:
    ///   - limit: how far the form has come: names that are known only later are mistakes.
    ///   - about: what the expression is, for mistakes.
    func formula(_ item: Item?, _ about: String, _ wanted: Wanted = .anything, limit: Int = Names.afterwards - 1)
        -> Formula?
    {
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
            mistake(
                "\(about) cannot be read: \(error.message)\(hint) (in: \(text.shortened))", line + error.line - 1,
                file: file)
            return nil
        }
        // Where a registry's fields are not known, a name inside a filter may be one of them.
        let isOpen = surroundings.registries == nil && text.contains("[")
        for unknown in parser.unknown where !isOpen {
            let hint = unknown.suggestion.map { "; did you mean '\($0)'?" } ?? Reader.slip(text)
            mistake("\(about): \(unknown.message)\(hint)", line + unknown.line - 1, file: file)
        }
        if !parser.unknown.isEmpty, !isOpen { return nil }
        var check = FormulaCheck(names)
        check.check(syntax)
        for message in check.messages { mistake("\(about): \(message)", line, file: file) }
        let formula = Formula(text, line: line, syntax: syntax, type: syntax.type(names.types), names: names)
        checkKind(formula, about, wanted, file)
        for name in formula.reads where (names[name]?.position ?? 0) > limit {
            let what =
                names[name]?.position == Names.afterwards ? "is known only after the decision" : "is asked only later"
            mistake("\(about): '\(name)' \(what)", line, file: file)
        }
        return formula
    }

    func checkKind(_ formula: Formula, _ about: String, _ wanted: Wanted, _ file: String?) {
        let isRight: Bool
        let words: String
        switch (wanted, formula.type.resolved) {
        case (.anything, _), (_, .any), (_, .null), (.condition, .boolean), (.number, .number), (.list, .list),
            (.date, .date), (.date, .dateTime):
            return
        case (.condition, _): (isRight, words) = (false, "yes or no")
        case (.number, _): (isRight, words) = (false, "a number")
        case (.list, _): (isRight, words) = (false, "a list")
        case (.date, _): (isRight, words) = (false, "a date")
        }
        if !isRight {
            mistake(
                "\(about) must give \(words), but '\(formula.text.shortened)' gives a \(formula.type)", formula.line,
                file: file)
        }
    }

    /// The name that was probably meant by the words around a place: `is mew` where `is` alone means something else.
    func near(_ text: String, line: Int, column: Int) -> String? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(line - 1), lines[line - 1].count < 500 else { return nil }
        let characters = Array(lines[line - 1])
        func isPart(_ index: Int) -> Bool {
            characters.indices.contains(index)
                && (characters[index].isLetter || characters[index].isNumber || characters[index] == " ")
        }
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
    static func slip(_ text: String) -> String {
        if text.contains("==") { return "; equality is written =" }
        if text.contains("&&") { return "; write 'and'" }
        if text.contains("||") { return "; write 'or'" }
        if text.contains("!") && !text.contains("!=") { return "; write not(…)" }
        if text.contains("'") { return "; texts stand in double quotes" }
        return ""
    }
}
