extension Syntax {
    /// Whether the expression uses a name.
    package func mentions(_ name: String) -> Bool { names.contains(name) }

    /// The names that the expression uses, built-in functions among them.
    package var names: Set<String> {
        var names: Set<String> = []
        collect(&names)
        return names
    }

    private func collect(_ names: inout Set<String>) {
        if case .name(let name, _) = self { names.insert(name) }
        for child in children { child.collect(&names) }
    }

    /// The expressions directly inside this one.
    package var children: [Syntax] {
        switch self {
        case .literal, .name, .external, .custom, .failed: []
        case .list(let items): items
        case .context(let entries): entries.map(\.value)
        case .range(let start, _, let end, _): [start, end]
        case .openRange(_, let operand), .negate(let operand), .instance(let operand, _), .path(let operand, _),
            .typed(let operand, _, _), .function(_, let operand):
            [operand]
        case .binary(_, let a, let b), .filter(let a, let b): [a, b]
        case .between(let a, let b, let c), .conditional(let a, let b, let c): [a, b, c]
        case .contained(let value, let tests): [value] + tests
        case .loop(let iterators, let body), .quantified(_, let iterators, let body):
            iterators.flatMap(\.domain.expressions) + [body]
        case .call(let callee, let arguments, _): [callee] + arguments
        case .namedCall(let callee, let arguments, _): [callee] + arguments.map(\.value)
        }
    }

    /// Whether the expression depends on nothing but built-in functions (and the names given here).
    package func isClosed(except known: Set<String> = []) -> Bool {
        if case .failed = self { return false }
        return names.allSatisfy { Builtins.functions[$0] != nil || known.contains($0) }
    }

    /// How much of the depth that an evaluation may have a call of this expression takes: 1, and more where it nests deeply.
    package var weight: Int { 1 + nesting / 16 }

    private var nesting: Int { 1 + (children.lazy.map(\.nesting).max() ?? 0) }

    /// The value of an expression that depends on nothing.
    package var constant: FEELValue? {
        guard isClosed() else { return nil }
        let evaluation = Evaluation(limits: .init(steps: 10_000))
        var compiler = Compiler(variables: [])
        let code = compiler.compile(self)
        let value = Frame.with(compiler.slots, evaluation) { code.run($0) }
        return evaluation.reasons.isEmpty ? value : nil
    }
}

extension Syntax.Domain {
    var expressions: [Syntax] {
        switch self {
        case .items(let list): [list]
        case .span(let low, let high): [low, high]
        }
    }
}
