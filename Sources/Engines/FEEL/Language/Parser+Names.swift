extension Parser {
    static let keywords: Set<String> = [
        "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "between", "instance",
        "of", "function", "external", "true", "false", "null",
    ]

    /// One run of name characters.
    mutating func run() -> String {
        var result = String.UnicodeScalarView()
        while position < text.count, text[position].isNamePart {
            result.append(text[position])
            position += 1
        }
        return String(result)
    }

    /// The longest known name at this place.
    func knownName() -> (name: String, end: Int)? {
        var best: (name: String, end: Int)?
        // The innermost scope wins among names of one length.
        for table in scopes.reversed() {
            if let match = table.match(text, at: position), match.end > best?.end ?? 0 { best = match }
        }
        return best
    }

    /// A name that nothing declares: words in a row, since two words never stand side by side in FEEL.
    mutating func unknownName() throws(FEELError) -> String {
        guard position < text.count, text[position].isNameStart else { throw unexpected(instead: "a name") }
        var name = run()
        while true {
            let back = position
            skipSpace()
            guard position > back, position < text.count, text[position].isNamePart else {
                position = back
                return name
            }
            let word = run()
            if Parser.keywords.contains(word) {
                position = back
                return name
            }
            name += " " + word
        }
    }

    /// A name in a place where one is declared, up to one of the `ends`: a key, a parameter, a variable.
    mutating func declaredName(before ends: [String]) throws(FEELError) -> String {
        skipSpace()
        let start = position
        guard position < text.count, text[position].isNameStart else { throw unexpected(instead: "a name") }
        var words = ""
        var needsSpace = false
        while position < text.count {
            if ends.contains(where: { looksAt($0) }) { break }
            if text[position].isSpace {
                skipSpace()
                needsSpace = true
                if ends.contains(where: { $0 == "in" && seesWord("in") }) { break }
                continue
            }
            guard text[position].isNamePart || text[position].isNameSymbol else { break }
            if needsSpace { words += " " }
            needsSpace = false
            words.unicodeScalars.append(text[position])
            position += 1
        }
        guard ends.contains(where: { $0 == "in" ? seesWord("in") : sees($0) }) else {
            position = max(position, start)
            throw unexpected(instead: ends.map { "'\($0)'" }.joined(separator: " or "))
        }
        return words
    }

    /// The name after a point.
    mutating func propertyName() throws(FEELError) -> String {
        skipSpace()
        let start = position
        let joined = try unknownName()
        let unknownEnd = position
        position = start
        // A known name, unless the words go on: two words never stand side by side in FEEL.
        if let (name, end) = properties.match(text, at: position), end >= unknownEnd || !joined.contains(" ") {
            position = end
            return name
        }
        position = unknownEnd
        return joined
    }

    /// A name as an expression. What nothing declares becomes null, and is reported.
    mutating func nameExpression() throws(FEELError) -> Syntax {
        let start = position
        if let (name, end) = knownName() {
            position = end
            return .name(name, place(start))
        }
        let name = try unknownName()
        if Parser.keywords.contains(name) {
            position = start
            throw unexpected()
        }
        unknown.append(error("'\(name)' is not known here", at: start, suggestion: suggestion(for: name)))
        return .name(name, place(start))
    }

    mutating func withScope<T>(
        _ names: NameTable, _ read: (inout Parser) throws(FEELError) -> T
    ) throws(FEELError) -> T {
        scopes.append(names)
        let result = try read(&self)
        scopes.removeLast()
        return result
    }
}
