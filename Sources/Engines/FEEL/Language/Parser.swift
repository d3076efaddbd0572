/// Reads an expression by recursive descent. Names are matched against the scope, the longest first, which is how FEEL
/// can have names with spaces and operators. DMN 1.5, 10.3.1.
package struct Parser {
    let text: [Unicode.Scalar]
    var position = 0
    var depth = 0
    /// What is known here: the outermost first.
    var scopes: [NameTable]
    package var properties: NameTable
    var types: [String: FEELType]
    /// Set while the upper end of a range is read, where `[` may close it.
    var mayCloseRange = false
    package var unknown: [FEELError] = []
    /// How often the parser has gone back to read a piece in another way.
    var retries = 0

    /// How deeply expressions may nest.
    static let maxDepth = 200
    /// How long an expression may be, in characters.
    static let maxLength = 1_000_000

    package init(_ text: String, scope: Scope, extra: [NameTable] = []) {
        self.text = Array(text.unicodeScalars.prefix(Parser.maxLength + 1))
        scopes = [Builtins.names, NameTable(scope.variables)] + extra
        properties = scope.properties
        types = scope.types
    }

    package init(_ text: String, names: [NameTable], properties: NameTable, types: [String: FEELType]) {
        self.text = Array(text.unicodeScalars.prefix(Parser.maxLength + 1))
        scopes = [Builtins.names] + names
        self.properties = properties
        self.types = types
    }

    // MARK: Entry points

    package mutating func parseExpression() throws(FEELError) -> Syntax {
        try checkLength()
        let result = try expression()
        try expectEnd()
        return result
    }

    /// What a loop goes through: an expression, or `low..high`.
    package mutating func parseDomain() throws(FEELError) -> Syntax.Domain {
        try checkLength()
        let first = try expression()
        let domain: Syntax.Domain = take("..") ? .span(first, try expression()) : .items(first)
        try expectEnd()
        return domain
    }

    package mutating func parseType() throws(FEELError) -> FEELType {
        let result = try type()
        try expectEnd()
        return result
    }

    func checkLength() throws(FEELError) {
        if text.count > Parser.maxLength {
            throw error("the expression is longer than \(Parser.maxLength) characters", at: 0)
        }
    }

    mutating func expectEnd() throws(FEELError) {
        skipSpace()
        if position < text.count { throw unexpected() }
    }

    // MARK: Characters

    mutating func skipSpace() {
        while position < text.count {
            if text[position].isSpace {
                position += 1
            } else if looksAt("//") {
                while position < text.count, text[position] != "\n", text[position] != "\r" { position += 1 }
            } else if looksAt("/*") {
                position += 2
                while position < text.count, !looksAt("*/") { position += 1 }
                position = min(position + 2, text.count)
            } else {
                return
            }
        }
    }

    func looksAt(_ symbol: String) -> Bool {
        var index = position
        for scalar in symbol.unicodeScalars {
            guard index < text.count, text[index] == scalar else { return false }
            index += 1
        }
        return true
    }

    /// Takes a symbol after white space.
    mutating func take(_ symbol: String) -> Bool {
        skipSpace()
        guard looksAt(symbol) else { return false }
        position += symbol.unicodeScalars.count
        return true
    }

    /// Looks for a symbol after white space.
    mutating func sees(_ symbol: String) -> Bool {
        skipSpace()
        return looksAt(symbol)
    }

    mutating func expect(_ symbol: String) throws(FEELError) {
        if !take(symbol) { throw unexpected(instead: "'\(symbol)'") }
    }

    /// Whether the word stands here, whole.
    mutating func seesWord(_ word: String) -> Bool {
        skipSpace()
        guard looksAt(word) else { return false }
        let end = position + word.unicodeScalars.count
        return end == text.count || !text[end].isNamePart
    }

    mutating func takeWord(_ word: String) -> Bool {
        guard seesWord(word) else { return false }
        position += word.unicodeScalars.count
        return true
    }

    mutating func expectWord(_ word: String) throws(FEELError) {
        if !takeWord(word) { throw unexpected(instead: "'\(word)'") }
    }

    // MARK: Errors

    func place(_ index: Int) -> Syntax.Place {
        var line: Int32 = 1
        var column: Int32 = 1
        for scalar in text.prefix(index) {
            column += 1
            if scalar == "\n" {
                line += 1
                column = 1
            }
        }
        return Syntax.Place(line: line, column: column)
    }

    func error(_ message: String, at index: Int, suggestion: String? = nil) -> FEELError {
        let place = place(index)
        return FEELError(
            message: message, line: Int(place.line), column: Int(place.column), suggestion: suggestion)
    }

    mutating func unexpected(instead: String? = nil) -> FEELError {
        skipSpace()
        let wanted = instead.map { ", expected \($0)" } ?? ""
        guard position < text.count else { return error("the expression ends too early\(wanted)", at: position) }
        if text[position].isNameStart {
            let word = run()
            let start = position - word.unicodeScalars.count
            return error("unexpected '\(word)'\(wanted)", at: start, suggestion: suggestion(for: word))
        }
        return error("unexpected '\(text[position])'\(wanted)", at: position)
    }

    func suggestion(for name: String) -> String? {
        NameTable.closest(to: name, among: scopes.flatMap(\.names))
    }

    /// Guards against expressions that nest too deeply.
    mutating func enter() throws(FEELError) {
        depth += 1
        if depth > Parser.maxDepth {
            throw error("the expression nests deeper than \(Parser.maxDepth) levels", at: position)
        }
    }

    /// Reads in one way and goes back where that fails.
    mutating func attempt<T>(_ read: (inout Parser) throws(FEELError) -> T) throws(FEELError) -> T? {
        retries += 1
        if retries > 10_000 { throw error("the expression is too ambiguous to read", at: position) }
        var copy = self
        do {
            let result = try read(&copy)
            self = copy
            return result
        } catch {
            retries = copy.retries
            return nil
        }
    }
}
