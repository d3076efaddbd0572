extension Parser {
    mutating func primary() throws(FEELError) -> Syntax {
        skipSpace()
        guard position < text.count else { throw unexpected(instead: "an expression") }
        let scalar = text[position]
        if scalar.isDigit || scalar == "." { return .literal(.number(try number())) }
        if scalar == "\"" { return .literal(.string(try stringLiteral())) }
        if scalar == "@" { return try atLiteral() }
        if scalar == "{" { return try context() }
        if scalar == "(" { return try parenthesis() }
        if scalar == "[" { return try bracket() }
        if scalar == "]" { return try range(startIncluded: false) }
        if let op = comparisonOperator(), let form = op.form { return .openRange(form, try sum()) }
        if scalar.isNameStart { return try wordOrName() }
        throw unexpected(instead: "an expression")
    }

    private mutating func wordOrName() throws(FEELError) -> Syntax {
        let start = position
        // A name of the scope that begins with a keyword and goes on is a name.
        let word = run()
        let end = position
        position = start
        if let (_, nameEnd) = knownName(), nameEnd > end { return try nameExpression() }
        position = end
        switch word {
        case "true": return .literal(.boolean(true))
        case "false": return .literal(.boolean(false))
        case "null": return .literal(.null)
        case "if": return try conditional()
        case "for": return try loop()
        case "some", "every": return try quantified(every: word == "every")
        case "function" where sees("("): return try function()
        default:
            position = start
            return try nameExpression()
        }
    }

    // MARK: Literals

    private mutating func number() throws(FEELError) -> Decimal128 {
        let start = position
        func digits(_ parser: inout Parser) {
            while parser.position < parser.text.count, parser.text[parser.position].isDigit { parser.position += 1 }
        }
        digits(&self)
        if position + 1 < text.count, text[position] == ".", text[position + 1].isDigit {
            position += 1
            digits(&self)
        }
        if position < text.count, text[position] == "e" || text[position] == "E" {
            var end = position + 1
            if end < text.count, text[end] == "+" || text[end] == "-" { end += 1 }
            if end < text.count, text[end].isDigit {
                position = end
                digits(&self)
            }
        }
        let bytes = text[start..<position].map { UInt8(truncatingIfNeeded: $0.value) }
        guard let value = Decimal128(utf8: bytes) else { throw error("this number is too large", at: start) }
        return value
    }

    mutating func stringLiteral() throws(FEELError) -> String {
        let start = position
        try expect("\"")
        var units: [UInt32] = []
        while position < text.count, text[position] != "\"" {
            if text[position] == "\\" { units.append(escaped()) } else { units.append(take().value) }
        }
        guard position < text.count else { throw error("the string that begins here has no end", at: start) }
        position += 1
        return Parser.string(units)
    }

    private mutating func take() -> Unicode.Scalar {
        position += 1
        return text[position - 1]
    }

    /// A code point or half of a surrogate pair; a backslash before any other character is itself (rule 64).
    private mutating func escaped() -> UInt32 {
        let next = position + 1 < text.count ? text[position + 1] : " "
        switch next {
        case "\"", "'", "\\": return skip(next.value)
        case "n": return skip(10)
        case "r": return skip(13)
        case "t": return skip(9)
        case "u": return hexadecimal(4)
        case "U": return hexadecimal(6)
        default: return take().value
        }
    }

    private mutating func skip(_ value: UInt32) -> UInt32 {
        position += 2
        return value
    }

    private mutating func hexadecimal(_ count: Int) -> UInt32 {
        let digits = text[(position + 2)...].prefix(count)
        guard digits.count == count,
            let value = UInt32(String(String.UnicodeScalarView(digits)), radix: 16), value < 0x110000
        else { return take().value }
        position += 2 + count
        return value
    }

    private static func string(_ units: [UInt32]) -> String {
        var result = String.UnicodeScalarView()
        var index = 0
        while index < units.count {
            var unit = units[index]
            index += 1
            if (0xD800..<0xDC00).contains(unit), index < units.count, (0xDC00..<0xE000).contains(units[index]) {
                unit = 0x10000 + (unit - 0xD800) << 10 + (units[index] - 0xDC00)
                index += 1
            }
            result.append(Unicode.Scalar(unit) ?? "\u{FFFD}")
        }
        return String(result)
    }

    private mutating func atLiteral() throws(FEELError) -> Syntax {
        let start = position
        position += 1
        let text = try stringLiteral()
        guard let value = FEELValue.temporal(text) else {
            unknown.append(error("'\(text)' is neither a date, a time nor a duration", at: start))
            return .literal(.null)
        }
        return .literal(value)
    }

    // MARK: Brackets

    private mutating func context() throws(FEELError) -> Syntax {
        try expect("{")
        scopes.append(NameTable())
        var entries: [(key: String, value: Syntax)] = []
        if !sees("}") {
            repeat {
                let key = sees("\"") ? try stringLiteral() : try declaredName(before: [":"])
                try expect(":")
                // The names of entries are known to the entries after them, and a function knows its own.
                let start = position
                skipSpace()
                if seesWord("function") { scopes[scopes.count - 1].insert(key) }
                position = start
                entries.append((key, try expression()))
                scopes[scopes.count - 1].insert(key)
                properties.insert(key)
            } while take(",")
        }
        scopes.removeLast()
        try expect("}")
        return .context(entries)
    }

    private mutating func parenthesis() throws(FEELError) -> Syntax {
        let start = position
        try expect("(")
        let inner = try expression()
        if sees("..") {
            position = start
            return try range(startIncluded: false)
        }
        try expect(")")
        return inner
    }

    private mutating func bracket() throws(FEELError) -> Syntax {
        let start = position
        try expect("[")
        if take("]") { return .list([]) }
        var items = [try expression()]
        if sees("..") {
            position = start
            return try range(startIncluded: true)
        }
        while take(",") { items.append(try expression()) }
        try expect("]")
        return .list(items)
    }

    private mutating func range(startIncluded: Bool) throws(FEELError) -> Syntax {
        try enter()
        defer { depth -= 1 }
        position += 1
        let start = try sum()
        try expect("..")
        mayCloseRange = true
        defer { mayCloseRange = false }
        let end = try sum()
        mayCloseRange = false
        if take("]") { return .range(start: start, startIncluded: startIncluded, end: end, endIncluded: true) }
        guard take(")") || take("[") else { throw unexpected(instead: "')' or ']'") }
        return .range(start: start, startIncluded: startIncluded, end: end, endIncluded: false)
    }
}

extension Syntax.Operator {
    /// The range that the operator makes of its right side alone.
    package var form: FEELRange.Form? {
        switch self {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        default: nil
        }
    }
}
