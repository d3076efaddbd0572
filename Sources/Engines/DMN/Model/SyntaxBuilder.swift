import FEEL

/// Makes one expression of a boxed expression: boxes are only another way to write FEEL. DMN 1.5, 10.2.
struct SyntaxBuilder {
    /// What stands around: the variables of the element and of the boxes it is in.
    var names: [NameTable]
    let properties: NameTable
    var types: TypeResolver
    private(set) var problems: [Problem] = []
    /// The decision tables met so far.
    var tables: [TableSyntax] = []

    init(names: [NameTable], properties: NameTable, types: TypeResolver) {
        self.names = names
        self.properties = properties
        self.types = types
    }

    /// The entry that holds the result of a context; no name can be spelt like this.
    private static let result = "\u{0}result"

    mutating func syntax(_ box: BoxedExpression, _ path: String) -> Syntax {
        let inner = body(box, path)
        guard let name = box.type else { return inner }
        return .typed(inner, types.type(name, for: path), subject: path)
    }

    private mutating func body(_ box: BoxedExpression, _ path: String) -> Syntax {
        switch box.body {
        case .literal(let text): return expression(text, path)
        case .foreign(let language): return failed("the language '\(language)' is not FEEL", path)
        case .missing: return failed("there is no expression", path)
        case .table(let table): return self.table(table, box, path)
        case .context(let entries): return context(entries, path)
        case .invocation(let callee, let bindings): return invocation(callee, bindings, path)
        case .list(let items):
            return .list(items.enumerated().map { syntax($0.element, "\(path), item \($0.offset + 1)") })
        case .relation(let columns, let rows): return relation(columns, rows, path)
        case .function(let function): return self.function(function, path)
        case .conditional(let condition, let then, let otherwise):
            return .conditional(
                syntax(condition, "\(path), if"), then: syntax(then, "\(path), then"),
                otherwise: syntax(otherwise, "\(path), else"))
        case .filter(let list, let match):
            var inside = properties
            inside.insert("item")
            let source = syntax(list, "\(path), in")
            return .filter(source, within(inside) { $0.syntax(match, "\(path), match") })
        case .loop(let variable, let domain, let result):
            let source = self.domain(domain, "\(path), in")
            let body = within(NameTable([variable, "partial"])) { $0.syntax(result, "\(path), return") }
            return .loop([.init(name: variable, domain: source)], body)
        case .quantified(let every, let variable, let domain, let condition):
            let source = self.domain(domain, "\(path), in")
            let body = within(NameTable([variable])) { $0.syntax(condition, "\(path), satisfies") }
            return .quantified(every: every, [.init(name: variable, domain: source)], body)
        }
    }

    mutating func within<T>(_ table: NameTable, _ build: (inout SyntaxBuilder) -> T) -> T {
        names.append(table)
        defer { names.removeLast() }
        return build(&self)
    }

    // MARK: Texts

    mutating func expression(_ text: String, _ path: String) -> Syntax {
        read(text, path) { (parser) throws(FEELError) in try parser.parseExpression() }
    }

    private mutating func read(
        _ text: String, _ path: String, _ parse: (inout Parser) throws(FEELError) -> Syntax
    ) -> Syntax {
        if normalized(text).isEmpty { return .literal(.null) }
        var parser = Parser(text, names: names, properties: properties, types: types.types)
        do {
            let syntax = try parse(&parser)
            problems += parser.unknown.map { Problem(.warning, path, "\($0)") }
            return syntax
        } catch {
            problems.append(Problem(.error, path, "\(error)"))
            return .failed("\(path): \(error)")
        }
    }

    /// Unary tests; nil stands for `-`.
    mutating func tests(_ text: String, _ path: String) -> (negated: Bool, tests: [Syntax])? {
        if normalized(text).isEmpty { return nil }
        var parser = Parser(text, names: names, properties: properties, types: types.types)
        do {
            let tests = try parser.parseUnaryTests()
            problems += parser.unknown.map { Problem(.warning, path, "\($0)") }
            return tests
        } catch {
            problems.append(Problem(.error, path, "\(error)"))
            return (false, [.failed("\(path): \(error)")])
        }
    }

    private mutating func failed(_ reason: String, _ path: String) -> Syntax {
        problems.append(Problem(.error, path, reason))
        return .failed("\(path): \(reason)")
    }

    // MARK: Boxes

    private mutating func context(_ entries: [BoxedExpression.Entry], _ path: String) -> Syntax {
        names.append(NameTable())
        defer { names.removeLast() }
        var parts: [(key: String, value: Syntax)] = []
        for entry in entries {
            guard let variable = entry.variable, !variable.name.isEmpty else {
                parts.append((SyntaxBuilder.result, syntax(entry.value, "\(path), result")))
                return .path(.context(parts), SyntaxBuilder.result)
            }
            let inner = "\(path), \(variable.name)"
            if case .function = entry.value.body { names[names.count - 1].insert(variable.name) }
            var value = syntax(entry.value, inner)
            if let type = variable.type { value = .typed(value, types.type(type, for: inner), subject: inner) }
            parts.append((variable.name, value))
            names[names.count - 1].insert(variable.name)
        }
        return .context(parts)
    }

    private mutating func invocation(
        _ callee: BoxedExpression, _ bindings: [BoxedExpression.Entry], _ path: String
    ) -> Syntax {
        let function = syntax(callee, path)
        let arguments = bindings.map { binding in
            let name = binding.variable?.name ?? ""
            var value = syntax(binding.value, "\(path), \(name)")
            if let type = binding.variable?.type {
                value = .typed(value, types.type(type, for: path), subject: "\(path), \(name)")
            }
            return (name: name, value: value)
        }
        if arguments.isEmpty { return .call(function, [], .none) }
        return .namedCall(function, arguments, .none)
    }

    private mutating func relation(
        _ columns: [Definitions.Variable], _ rows: [[BoxedExpression]], _ path: String
    ) -> Syntax {
        var items: [Syntax] = []
        for (number, row) in rows.enumerated() {
            var entries: [(key: String, value: Syntax)] = []
            for (column, cell) in zip(columns, row) {
                let inner = "\(path), row \(number + 1), \(column.name)"
                let value = syntax(cell, inner)
                entries.append((column.name, .typed(value, types.type(column.type, for: inner), subject: inner)))
            }
            items.append(.context(entries))
        }
        return .list(items)
    }

    mutating func parameters(_ variables: [Definitions.Variable], _ path: String) -> [FEELFunction.Parameter] {
        variables.map { .init($0.name, types.type($0.type, for: path)) }
    }

    private mutating func function(_ function: BoxedExpression.Function, _ path: String) -> Syntax {
        let parameters = parameters(function.parameters, path)
        if function.kind != .feel {
            return .external(parameters, reason: "\(path): this engine calls no \(function.kind.rawValue) functions")
        }
        let body = within(NameTable(parameters.map(\.name))) { $0.syntax(function.body, path) }
        return .function(parameters, body)
    }

    private mutating func domain(_ box: BoxedExpression, _ path: String) -> Syntax.Domain {
        guard case .literal(let text) = box.body, box.type == nil else { return .items(syntax(box, path)) }
        var parser = Parser(text, names: names, properties: properties, types: types.types)
        do {
            let domain = try parser.parseDomain()
            problems += parser.unknown.map { Problem(.warning, path, "\($0)") }
            return domain
        } catch {
            problems.append(Problem(.error, path, "\(error)"))
            return .items(.failed("\(path): \(error)"))
        }
    }
}
