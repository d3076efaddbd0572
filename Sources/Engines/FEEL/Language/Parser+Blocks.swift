/// `if`, `for`, `some`, `every`, `function`: they reach as far to the right as they can.
extension Parser {
    mutating func conditional() throws(FEELError) -> Syntax {
        let condition = try expression()
        try expectWord("then")
        let then = try expression()
        try expectWord("else")
        return .conditional(condition, then: then, otherwise: try expression())
    }

    mutating func loop() throws(FEELError) -> Syntax {
        scopes.append(NameTable(["partial"]))
        let iterators = try iterators()
        try expectWord("return")
        let body = try expression()
        scopes.removeLast()
        return .loop(iterators, body)
    }

    mutating func quantified(every: Bool) throws(FEELError) -> Syntax {
        scopes.append(NameTable())
        let iterators = try iterators()
        try expectWord("satisfies")
        let condition = try expression()
        scopes.removeLast()
        return .quantified(every: every, iterators, condition)
    }

    private mutating func iterators() throws(FEELError) -> [Syntax.Iterator] {
        var iterators: [Syntax.Iterator] = []
        repeat {
            let name = try declaredName(before: ["in", ":"])
            if take(":") { _ = try type() }
            try expectWord("in")
            let first = try expression()
            if take("..") {
                iterators.append(.init(name: name, domain: .span(first, try expression())))
            } else {
                iterators.append(.init(name: name, domain: .items(first)))
            }
            scopes[scopes.count - 1].insert(name)
        } while take(",")
        return iterators
    }

    mutating func function() throws(FEELError) -> Syntax {
        try expect("(")
        var parameters: [FEELFunction.Parameter] = []
        if !sees(")") {
            repeat {
                let name = try declaredName(before: [":", ",", ")"])
                parameters.append(.init(name, take(":") ? try type() : .any))
            } while take(",")
        }
        try expect(")")
        if take(":") { _ = try type() }
        if takeWord("external") {
            _ = try expression()
            return .external(parameters, reason: "this engine calls no functions outside of FEEL (Java, PMML)")
        }
        let names = NameTable(parameters.map(\.name))
        let body = try withScope(names) { (parser) throws(FEELError) in try parser.expression() }
        return .function(parameters, body)
    }

    // MARK: Types

    mutating func type() throws(FEELError) -> FEELType {
        try enter()
        defer { depth -= 1 }
        skipSpace()
        let start = position
        guard position < text.count, text[position].isNameStart else { throw unexpected(instead: "a type") }
        for (word, read) in Parser.genericTypes where seesWord(word) {
            position += word.utf8.count
            if take("<") { return try read(&self) }
            position = start
        }
        let table = NameTable(Array(FEELType.builtin.keys) + Array(types.keys))
        if let (name, end) = table.match(text, at: position), let type = types[name] ?? FEELType.builtin[name] {
            position = end
            return type
        }
        var name = try unknownName()
        while take(".") { name += "." + (try unknownName()) }
        if let type = types[name] { return type }
        let near = NameTable.closest(to: name, among: Array(types.keys) + Array(FEELType.builtin.keys))
        throw error("there is no type '\(name)'", at: start, suggestion: near)
    }

    private static let genericTypes: [(String, @Sendable (inout Parser) throws(FEELError) -> FEELType)] = [
        ("list", { (parser) throws(FEELError) in .list(try parser.enclosedType()) }),
        ("range", { (parser) throws(FEELError) in .range(try parser.enclosedType()) }),
        ("context", { (parser) throws(FEELError) in try parser.contextType() }),
        ("function", { (parser) throws(FEELError) in try parser.functionType() }),
    ]

    private mutating func enclosedType() throws(FEELError) -> FEELType {
        let type = try type()
        try expect(">")
        return type
    }

    private mutating func contextType() throws(FEELError) -> FEELType {
        var fields: [FEELType.Field] = []
        if take(">") { return .context([]) }
        repeat {
            let name = sees("\"") ? try stringLiteral() : try declaredName(before: [":"])
            try expect(":")
            fields.append(.init(name, try type()))
        } while take(",")
        try expect(">")
        return .context(fields)
    }

    private mutating func functionType() throws(FEELError) -> FEELType {
        var parameters: [FEELType] = []
        if !take(">") {
            repeat {
                // A parameter may be named before its type.
                _ = try attempt { (parser) throws(FEELError) in
                    _ = try parser.declaredName(before: [":"])
                    try parser.expect(":")
                }
                parameters.append(try type())
            } while take(",")
            try expect(">")
        }
        try expect("->")
        return .function(parameters, try type())
    }

    // MARK: Unary tests

    /// `-`, `not(…)` or tests separated by commas. nil stands for `-`: anything.
    package mutating func parseUnaryTests() throws(FEELError) -> (negated: Bool, tests: [Syntax])? {
        try checkLength()
        scopes.append(NameTable(["?"]))
        defer { scopes.removeLast() }
        if take("-"), sees(""), position == text.count { return nil }
        position = 0
        if seesWord("not") {
            let negated = try attempt { (parser) throws(FEELError) -> [Syntax] in
                parser.position += 3
                try parser.expect("(")
                let tests = try parser.positiveTests()
                try parser.expect(")")
                try parser.expectEnd()
                return tests
            }
            if let negated { return (true, negated) }
            position = 0
        }
        let tests = try positiveTests()
        try expectEnd()
        return (false, tests)
    }

    mutating func positiveTests() throws(FEELError) -> [Syntax] {
        var tests = [try expression()]
        while take(",") { tests.append(try expression()) }
        return tests
    }

    /// One test right of `in`.
    mutating func positiveTest() throws(FEELError) -> Syntax { try sum() }
}
