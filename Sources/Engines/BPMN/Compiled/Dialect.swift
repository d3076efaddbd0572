/// How the expressions of other engines are written, and what they are in FEEL: `=x > 1` (Zeebe), `${x == 1 && y}`
/// (Camunda 7, Flowable), `x == 'a' and not y` (SpiffWorkflow).
enum Dialect {
    /// Whether the text says that it is an expression.
    static func isMarked(_ text: String) -> Bool {
        text.hasPrefix("=") || (text.hasPrefix("${") || text.hasPrefix("#{")) && text.hasSuffix("}")
    }

    /// The expression without its mark, in FEEL as far as it can be translated.
    static func feel(_ text: String) -> String {
        let text = trimmed(text)
        if text.hasPrefix("="), !text.hasPrefix("==") { return trimmed(String(text.dropFirst())) }
        if (text.hasPrefix("${") || text.hasPrefix("#{")), text.hasSuffix("}") {
            return translated(trimmed(String(text.dropFirst(2).dropLast())))
        }
        // A rule of Java or Groovy: `return x > 5;`
        if text.hasPrefix("return "), text.hasSuffix(";") { return trimmed(String(text.dropFirst(7).dropLast())) }
        return text
    }

    static func trimmed(_ text: String) -> String {
        var view = text[...]
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }

    /// Operators and literals of JUEL, JavaScript and Python as FEEL has them.
    static func translated(_ text: String) -> String {
        var reader = DialectReader(text)
        return reader.translated()
    }
}

private struct DialectReader {
    private let text: [Character]
    private var position = 0
    private var result = ""
    /// How many parentheses must be closed after the operand that is being read.
    private var negations: [Int] = []
    private var depth = 0

    init(_ text: String) { self.text = Array(text) }

    private static let words: [String: String] = [
        "eq": "=", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=", "True": "true", "False": "false",
        "None": "null", "undefined": "null", "div": "/",
    ]

    private func looksAt(_ word: String) -> Bool {
        let characters = Array(word)
        return position + characters.count <= text.count
            && Array(text[position..<position + characters.count]) == characters
    }

    private mutating func take(_ word: String, _ replacement: String) -> Bool {
        guard looksAt(word) else { return false }
        result += replacement
        position += word.count
        return true
    }

    mutating func translated() -> String {
        while position < text.count {
            let character = text[position]
            if character == "'" || character == "\"" {
                string(character)
            } else if character.isLetter || character == "_" {
                word()
            } else if character == "!", !looksAt("!=") {
                negate(1)
            } else if take("===", "=") || take("!==", "!=") || take("==", "=") || take("&&", " and ")
                || take("||", " or ")
            {
                continue
            } else {
                result.append(character)
                position += 1
            }
        }
        return result
    }

    private mutating func string(_ quote: Character) {
        result += "\""
        position += 1
        while position < text.count, text[position] != quote {
            if text[position] == "\\", position + 1 < text.count {
                if text[position + 1] != "'" { result.append("\\") }
                result.append(text[position + 1])
                position += 2
                continue
            }
            if text[position] == "\"" { result += "\\" }
            result.append(text[position])
            position += 1
        }
        position += 1
        result += "\""
    }

    private mutating func word() {
        let start = position
        while position < text.count, text[position].isLetter || text[position].isNumber || text[position] == "_" {
            position += 1
        }
        let word = String(text[start..<position])
        let isMember = start > 0 && text[start - 1] == "."
        if !isMember, word == "not", next == "empty" {
            skip("empty")
            result += "not(" + emptiness() + ")"
        } else if !isMember, word == "not", !seesParenthesis {
            position = start + 3
            negate(0)
        } else if !isMember, word == "empty" {
            result += emptiness()
        } else if !isMember, word == "is", next == "not" {
            skip("not")
            result += "!="
        } else if !isMember, word == "is", let next, DialectReader.words[next] != nil {
            result += "="
        } else {
            result += isMember ? word : DialectReader.words[word] ?? word
        }
    }

    /// The word that comes next, where only spaces lie between.
    private var next: String? {
        let rest = text[position...].drop { $0 == " " }
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        return word.isEmpty ? nil : String(word)
    }

    private mutating func skip(_ word: String) {
        while position < text.count, text[position] == " " { position += 1 }
        position += word.count
    }

    /// What JUEL's `empty x` means: null, or a text or list with nothing in it.
    private mutating func emptiness() -> String {
        while position < text.count, text[position] == " " { position += 1 }
        let name = text[position...].prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
        position += name.count
        let x = String(name)
        return "(if \(x) = null then true else if \(x) instance of string then \(x) = \"\" "
            + "else if \(x) instance of list<Any> then count(\(x)) = 0 else false)"
    }

    private var seesParenthesis: Bool {
        var next = position
        while next < text.count, text[next] == " " { next += 1 }
        return next < text.count && text[next] == "("
    }

    /// `!x`, `not x.y`, `!(…)`: the operand within `not(…)`.
    private mutating func negate(_ length: Int) {
        position += length
        while position < text.count, text[position] == " " { position += 1 }
        var end = position
        var depth = 0
        while end < text.count {
            let character = text[end]
            if character == "(" || character == "[" { depth += 1 }
            if character == ")" || character == "]" {
                if depth == 0 { break }
                depth -= 1
            } else if depth == 0, !(character.isLetter || character.isNumber || "_.!([".contains(character)) {
                break
            }
            end += 1
        }
        result += "not(" + Dialect.translated(String(text[position..<end])) + ")"
        position = end
    }
}
