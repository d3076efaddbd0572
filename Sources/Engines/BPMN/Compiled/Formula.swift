import FEEL

/// An expression of a definition, compiled once.
struct Formula: Sendable {
    /// As the file has it.
    let text: String
    let expression: Expression

    /// The names that it asks for.
    var names: [String] { expression.variables }

    /// Reads FEEL. Names that FEEL could not tell (with spaces) are those of `known`.
    init(feel text: String, known: [String] = []) throws(FEELError) {
        let first = try Expression(text, scope: Scope(variables: known, properties: known))
        let names = Formula.variables(first.syntax).sorted()
        expression = try Expression(text, scope: Scope(variables: names, properties: known))
        self.text = text
    }

    /// All names but those that are called as functions: a variable may be named as a function is (`count`).
    private static func variables(_ syntax: Syntax) -> Set<String> {
        var names: Set<String> = []
        func collect(_ syntax: Syntax) {
            switch syntax {
            case .name(let name, _): names.insert(name)
            case .call(.name(let name, _), let arguments, _):
                if !isBuiltin(name) { names.insert(name) }
                for argument in arguments { collect(argument) }
            case .namedCall(.name(let name, _), let arguments, _):
                if !isBuiltin(name) { names.insert(name) }
                for argument in arguments { collect(argument.value) }
            default:
                for child in syntax.children { collect(child) }
            }
        }
        collect(syntax)
        // A function given as an argument (`sort(list, f)`) is written out in FEEL; builtin names stand for themselves
        // only where they are called.
        return names
    }

    private static func isBuiltin(_ name: String) -> Bool { Syntax.name(name, .none).isClosed() }
}

/// Text that stands as it is, or is computed.
enum Template: Sendable {
    case text(String)
    case formula(Formula)

    /// The text where it is fixed.
    var fixed: String? { if case .text(let text) = self { text } else { nil } }
}
