import FEEL

/// What other languages write as FEEL does and mean otherwise: it is refused, because it would run and be wrong.
extension Dialect {
    /// Why the text cannot be taken for FEEL; nil where nothing speaks against it.
    static func trap(in text: String) -> String? {
        let text = trimmed(text)
        let plain = withoutStrings(text)
        if text.hasPrefix("="), !text.hasPrefix("==") {
            return plain.contains("==") ? "FEEL compares with '=', not with '=='" : nil
        }
        if plain.contains("["), let index = index(in: plain), speaksForeign(text) || index == 0 {
            return "'[\(index)]' counts from 0 in other languages and from 1 in FEEL: begin with '=' and count from 1"
        }
        if plain.contains("%") { return "FEEL has no '%': write modulo(a, b)" }
        return nil
    }

    /// Whether the text says by its mark or its signs that it is no FEEL.
    static func speaksForeign(_ text: String) -> Bool {
        let text = trimmed(text)
        if text.hasPrefix("="), !text.hasPrefix("==") { return false }
        return text.hasPrefix("${") || text.hasPrefix("#{") || isForeign(withoutStrings(text))
    }

    /// Whether only other languages write so.
    static func isForeign(_ plain: String) -> Bool {
        plain.contains("==") || plain.contains("&&") || plain.contains("||")
    }

    /// The text with nothing within its strings, whose quotes stay.
    static func withoutStrings(_ text: String) -> String {
        var result = ""
        var quote: Character?
        var isEscaped = false
        for character in text {
            if let open = quote {
                if character == open, !isEscaped {
                    quote = nil
                    result.append(character)
                }
                isEscaped = character == "\\" && !isEscaped
            } else {
                if character == "\"" || character == "'" { quote = character }
                result.append(character)
            }
        }
        return result
    }

    /// The first number in brackets behind a name: `list[0]`.
    private static func index(in plain: String) -> Int? {
        var before: Character = " "
        var rest = plain[...]
        while let character = rest.popFirst() {
            if character == "[", before.isLetter || before.isNumber || "_)]".contains(before),
                let end = rest.firstIndex(of: "]"), let index = Int(trimmed(String(rest[..<end])))
            {
                return index
            }
            before = character
        }
        return nil
    }
}

extension Formula {
    /// What it calls that is no function: a method of another language's objects, or a name that FEEL does not have.
    func trap(mayCallMembers: Bool) -> String? {
        var reason: String?
        func look(_ syntax: Syntax) {
            switch syntax {
            case .call(.path(_, let name), _, _), .namedCall(.path(_, let name), _, _):
                if !mayCallMembers { reason = reason ?? "it calls the method '\(name)'; FEEL has functions alone" }
            case .call(.name(let name, _), _, _), .namedCall(.name(let name, _), _, _):
                if names.contains(name) {
                    let hint = name == "len" ? ": count(list) or string length(text)" : ""
                    reason = reason ?? "there is no function '\(name)'\(hint)"
                }
            default: break
            }
            for child in syntax.children { look(child) }
        }
        look(expression.syntax)
        return reason
    }
}
