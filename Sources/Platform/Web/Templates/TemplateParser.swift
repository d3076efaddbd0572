/// Reads a view. Tags that stand alone on a line take the line with them.
struct TemplateParser {
    /// The numbers of the views by name.
    private let views: [String: Int]
    private var tokens: ArraySlice<Token>

    private struct Token {
        /// Text, or the first character of a tag: `#`, `^`, `/`, `>`, `<`, `$`, `{`, and `v` for a variable.
        var kind: Character
        var text: String
        var line: Int
        static let words: Character = "t"
    }

    /// The nodes of `source`. Throws a `TemplateError` with the line.
    static func parse(_ source: String, views: [String: Int]) throws -> [TemplateNode] {
        var parser = TemplateParser(views: views, tokens: try tokens(source)[...])
        let nodes = try parser.nodes(until: nil)
        return nodes
    }

    /// The tags of a text, in their order. Those that only views have are mistakes.
    static func tags(in source: String) throws -> [TextTag] {
        try tokens(source).compactMap { token in
            switch token.kind {
            case Token.words: nil
            case "v", "{": .init(name: token.text, kind: .value, line: token.line)
            case "#", "^": .init(name: token.text, kind: .section, line: token.line)
            case "/": .init(name: token.text, kind: .end, line: token.line)
            default:
                throw TemplateError(line: token.line, message: "{{\(token.kind)\(token.text)}} means nothing in a text")
            }
        }
    }

    private mutating func nodes(until end: String?) throws -> [TemplateNode] {
        var nodes: [TemplateNode] = []
        while let token = tokens.popFirst() {
            switch token.kind {
            case Token.words: nodes.append(.text(Array(token.text.utf8)))
            case "v": nodes.append(.variable(TemplateName(token.text), isEscaped: true))
            case "{": nodes.append(.variable(TemplateName(token.text), isEscaped: false))
            case "#", "^": nodes.append(try section(token))
            case ">": nodes.append(try partial(token))
            case "<": nodes.append(.partial(try number(token), try overrides(token)))
            case "$": nodes.append(.block(token.text, try self.nodes(until: token.text)))
            default:
                guard token.text == end else {
                    throw TemplateError(line: token.line, message: "/\(token.text) closes nothing")
                }
                return nodes
            }
        }
        guard let end else { return nodes }
        throw TemplateError(line: 0, message: "\(end) is never closed")
    }

    private mutating func section(_ token: Token) throws -> TemplateNode {
        let inner = try nodes(until: token.text)
        switch token.text {
        case "first()", "last()": return .edge(isFirst: token.text == "first()", isInverted: token.kind == "^", inner)
        default: return .section(TemplateName(token.text), isInverted: token.kind == "^", inner)
        }
    }

    private func partial(_ token: Token) throws -> TemplateNode {
        if token.text.first == "*" { return .named(TemplateName(String(token.text.dropFirst()))) }
        return .partial(try number(token), [:])
    }

    private func number(_ token: Token) throws -> Int {
        guard let number = views[token.text] else {
            throw TemplateError(line: token.line, message: "no view is named \(token.text)")
        }
        return number
    }

    /// The blocks between `{{<name}}` and `{{/name}}`; what stands between them means nothing.
    private mutating func overrides(_ opening: Token) throws -> [String: [TemplateNode]] {
        var blocks: [String: [TemplateNode]] = [:]
        while let token = tokens.popFirst() {
            switch token.kind {
            case "$": blocks[token.text] = try nodes(until: token.text)
            case "/" where token.text == opening.text: return blocks
            case Token.words where token.text.allSatisfy(\.isWhitespace): continue
            default: throw TemplateError(line: token.line, message: "only blocks may stand in <\(opening.text)")
            }
        }
        throw TemplateError(line: opening.line, message: "<\(opening.text) is never closed")
    }

    private static func tokens(_ source: String) throws -> [Token] {
        var tokens: [Token] = []
        var rest = source[...]
        var line = 1
        var isLineStart = true
        while let open = rest.firstRange(of: "{{") {
            var words = rest[..<open.lowerBound]
            line += words.count { $0.isNewline }
            let isTriple = rest[open.upperBound...].first == "{"
            let start = isTriple ? rest.index(after: open.upperBound) : open.upperBound
            guard let close = rest[start...].firstRange(of: isTriple ? "}}}" : "}}") else {
                throw TemplateError(line: line, message: "{{ without }}")
            }
            let tag = rest[start..<close.lowerBound]
            var after = rest[close.upperBound...]
            let token = token(tag, isTriple, line)
            line += tag.count { $0.isNewline }
            let alone = token.kind == "v" || token.kind == "{" ? nil : standsAlone(words, after, isLineStart)
            if let alone {
                (words, after) = alone
                line += 1
            }
            isLineStart = alone != nil
            if !words.isEmpty { tokens.append(Token(kind: Token.words, text: String(words), line: line)) }
            if token.kind != "!" { tokens.append(token) }
            rest = after
        }
        if !rest.isEmpty { tokens.append(Token(kind: Token.words, text: String(rest), line: line)) }
        return tokens
    }

    private static func token(_ tag: Substring, _ isTriple: Bool, _ line: Int) -> Token {
        let trimmed = String(tag).trimmed
        if isTriple { return Token(kind: "{", text: trimmed, line: line) }
        guard let first = trimmed.first, "#^/><$!&".contains(first) else {
            return Token(kind: "v", text: trimmed, line: line)
        }
        return Token(kind: first == "&" ? "{" : first, text: String(trimmed.dropFirst()).trimmed, line: line)
    }

    /// Whether only white space stands before the tag on its line and nothing after it: then the text before it ends with the line
    /// before, and the text after it begins with the next line.
    private static func standsAlone(_ words: Substring, _ after: Substring, _ isLineStart: Bool) -> (
        Substring, Substring
    )? {
        let indent = words.reversed().prefix { $0 == " " || $0 == "\t" }.count
        let before = words.dropLast(indent)
        guard before.last?.isNewline ?? isLineStart else { return nil }
        let space = after.prefix { $0 == " " || $0 == "\t" }
        let next = after[space.endIndex...]
        guard let end = next.first else { return (before, next) }
        return end.isNewline ? (before, next.dropFirst()) : nil
    }
}
