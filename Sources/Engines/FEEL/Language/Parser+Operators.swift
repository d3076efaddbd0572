extension Parser {
    /// Any expression.
    mutating func expression() throws(FEELError) -> Syntax {
        try enter()
        defer { depth -= 1 }
        return try disjunction()
    }

    private mutating func disjunction() throws(FEELError) -> Syntax {
        var left = try conjunction()
        while takeWord("or") { left = .binary(.or, left, try conjunction()) }
        return left
    }

    private mutating func conjunction() throws(FEELError) -> Syntax {
        var left = try comparison()
        while takeWord("and") { left = .binary(.and, left, try comparison()) }
        return left
    }

    private mutating func comparison() throws(FEELError) -> Syntax {
        var left = try sum()
        while true {
            if let op = comparisonOperator() {
                left = .binary(op, left, try sum())
            } else if takeWord("between") {
                let low = try sum()
                try expectWord("and")
                left = .between(left, low, try sum())
            } else if takeWord("in") {
                left = .contained(left, tests: try containedTests())
            } else {
                return left
            }
        }
    }

    mutating func comparisonOperator() -> Syntax.Operator? {
        if take("<=") { return .lessOrEqual }
        if take(">=") { return .greaterOrEqual }
        if take("!=") { return .notEqual }
        if take("<") { return .less }
        if take(">") { return .greater }
        return take("=") ? .equal : nil
    }

    /// What stands right of `in`: one test, or several in parentheses.
    private mutating func containedTests() throws(FEELError) -> [Syntax] {
        if sees("(") {
            let several = try attempt { (parser) throws(FEELError) -> [Syntax] in
                try parser.expect("(")
                let tests = try parser.positiveTests()
                try parser.expect(")")
                return tests
            }
            if let several { return several }
        }
        return [try positiveTest()]
    }

    mutating func sum() throws(FEELError) -> Syntax {
        var left = try product()
        while true {
            if take("+") {
                left = .binary(.add, left, try product())
            } else if take("-") {
                left = .binary(.subtract, left, try product())
            } else {
                return left
            }
        }
    }

    private mutating func product() throws(FEELError) -> Syntax {
        var left = try power()
        while true {
            if !sees("**"), take("*") {
                left = .binary(.multiply, left, try power())
            } else if take("/") {
                left = .binary(.divide, left, try power())
            } else {
                return left
            }
        }
    }

    private mutating func power() throws(FEELError) -> Syntax {
        var left = try negation()
        while take("**") { left = .binary(.power, left, try negation()) }
        return left
    }

    private mutating func negation() throws(FEELError) -> Syntax {
        guard sees("-") else { return try instance() }
        try enter()
        defer { depth -= 1 }
        position += 1
        let operand = try negation()
        if case .literal(.number(let value)) = operand { return .literal(.number(-value)) }
        return .negate(operand)
    }

    private mutating func instance() throws(FEELError) -> Syntax {
        var operand = try postfix()
        while seesWord("instance") {
            position += 8
            try expectWord("of")
            operand = .instance(operand, try type())
        }
        return operand
    }

    // MARK: Paths, filters, calls

    private mutating func postfix() throws(FEELError) -> Syntax {
        let closing = mayCloseRange
        mayCloseRange = false
        var operand = try primary()
        while true {
            skipSpace()
            if looksAt("."), !looksAt("..") {
                position += 1
                operand = .path(operand, try propertyName())
            } else if looksAt("[") {
                if closing {
                    guard let filtered = try attempt({ (parser) throws(FEELError) in try parser.filter(operand) })
                    else { break }
                    operand = filtered
                } else {
                    operand = try filter(operand)
                }
            } else if looksAt("(") {
                operand = try call(operand)
            } else {
                break
            }
        }
        mayCloseRange = closing
        return operand
    }

    private mutating func filter(_ operand: Syntax) throws(FEELError) -> Syntax {
        try expect("[")
        // Inside, the item and the entries of the items are names too.
        var names = properties
        names.insert("item")
        let condition = try withScope(names) { (parser) throws(FEELError) in try parser.expression() }
        try expect("]")
        return .filter(operand, condition)
    }

    private mutating func call(_ callee: Syntax) throws(FEELError) -> Syntax {
        let place = place(position)
        try expect("(")
        if take(")") { return .call(callee, [], place) }
        if let name = try parameterName() {
            var arguments = [(name: name, value: try expression())]
            while take(",") {
                guard let name = try parameterName() else { throw unexpected(instead: "a parameter's name") }
                arguments.append((name, try expression()))
            }
            try expect(")")
            return .namedCall(callee, arguments, place)
        }
        var arguments = [try expression()]
        while take(",") { arguments.append(try expression()) }
        try expect(")")
        return .call(callee, arguments, place)
    }

    /// `name:` before an argument.
    private mutating func parameterName() throws(FEELError) -> String? {
        let back = position
        skipSpace()
        if sees("\""), let name = try attempt({ (parser) throws(FEELError) in try parser.stringLiteral() }), take(":") {
            return name
        }
        position = back
        skipSpace()
        if position < text.count, text[position].isNameStart, let name = try? declaredName(before: [":"]), take(":") {
            return name
        }
        position = back
        return nil
    }
}
