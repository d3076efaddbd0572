import FEEL

/// What a script task does: assignments in turn, or one expression.
struct Script: Sendable {
    enum Statement: Sendable {
        /// `order.total = price * count`.
        case assign(path: [String], Formula)
        /// A value that is the result; the entries of a context become variables.
        case value(Formula)
    }

    let statements: [Statement]

    /// Reads a script line by line; a line that is no assignment belongs to the one before it, and a script without
    /// assignments is one expression.
    ///
    /// Besides `name := value` and `name = value`, the plain assignments of other languages are understood: `var x = 1;`,
    /// `x += 1`, `execution.setVariable("x", 1)`, `# comment`.
    static func read(
        _ text: String, isFEEL: Bool, hasResult: Bool, _ compile: (String) throws(FEELError) -> Formula
    ) throws(FEELError) -> Script {
        let lines = ScriptLines.split(text)
        if !hasResult, let assignments = try assignments(lines, isFEEL, compile) {
            return Script(statements: assignments)
        }
        let body = Dialect.trimmed(isFEEL ? text : Dialect.translated(lines.joined(separator: "\n")))
        return Script(statements: [.value(try compile(body))])
    }

    private static func assignments(
        _ lines: [String], _ isFEEL: Bool, _ compile: (String) throws(FEELError) -> Formula
    ) throws(FEELError) -> [Statement]? {
        var found: [(path: [String], value: String)] = []
        for line in lines {
            if let assignment = ScriptLines.assignment(line) {
                found.append(assignment)
            } else if let last = found.indices.last {
                found[last].value += "\n" + line
            } else {
                return nil
            }
        }
        if found.isEmpty { return nil }
        var statements: [Statement] = []
        for (path, value) in found {
            statements.append(.assign(path: path, try compile(isFEEL ? value : Dialect.translated(value))))
        }
        return statements
    }
}

/// Takes the text of a script apart.
enum ScriptLines {
    /// Statements by line ends and semicolons outside of strings and brackets, without comments.
    static func split(_ text: String) -> [String] {
        var lines: [String] = []
        var line = ""
        var quote: Character?
        var depth = 0
        var isEscaped = false
        for character in text {
            if let open = quote {
                line.append(character)
                if character == open, !isEscaped { quote = nil }
                isEscaped = character == "\\" && !isEscaped
                continue
            }
            switch character {
            case "\"", "'": quote = character
            case "(", "[", "{": depth += 1
            case ")", "]", "}": depth -= 1
            default: break
            }
            if depth <= 0, character.isNewline || character == ";" {
                lines.append(line)
                line = ""
            } else {
                line.append(character)
            }
        }
        lines.append(line)
        return lines.map { Dialect.trimmed($0) }.filter { !$0.isEmpty && !$0.hasPrefix("#") && !$0.hasPrefix("//") }
    }

    /// `a.b = value`, with its path and its value.
    static func assignment(_ line: String) -> (path: [String], value: String)? {
        if let call = setVariable(line) { return call }
        var rest = line[...]
        for word in ["var ", "let ", "const ", "set ", "def "] where rest.hasPrefix(word) {
            rest = rest.dropFirst(word.count)
        }
        let target = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." || $0 == " " }
        let name = Dialect.trimmed(String(target))
        rest = rest.dropFirst(target.count)
        guard let first = name.first, first.isLetter || first == "_", !name.contains("..") else { return nil }
        var operation = ""
        if let sign = rest.first, "+-*/".contains(sign), rest.dropFirst().first == "=" {
            operation = "\(name) \(sign) "
            rest = rest.dropFirst(2)
        } else if rest.hasPrefix(":=") {
            rest = rest.dropFirst(2)
        } else if rest.first == "=", rest.dropFirst().first != "=" {
            rest = rest.dropFirst()
        } else {
            return nil
        }
        let value = Dialect.trimmed(String(rest))
        if value.isEmpty { return nil }
        return (
            name.split(separator: ".").map { Dialect.trimmed(String($0)) },
            operation.isEmpty ? value : "\(operation)(\(value))"
        )
    }

    /// `execution.setVariable("x", value)`.
    private static func setVariable(_ line: String) -> (path: [String], value: String)? {
        guard line.contains("setVariable("), line.hasSuffix(")"),
            let open = line.firstIndex(of: "("), let comma = line.firstIndex(of: ",")
        else { return nil }
        let name = Dialect.trimmed(String(line[line.index(after: open)..<comma]))
        guard let quote = name.first, quote == "\"" || quote == "'", name.count > 2, name.last == quote else {
            return nil
        }
        return ([String(name.dropFirst().dropLast())], String(line[line.index(after: comma)...].dropLast()))
    }
}
