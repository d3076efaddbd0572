import FEEL

/// What is wrong with an expression although it can be read: fields that records lack, comparisons that can never hold.
struct FormulaCheck {
    let names: Names
    let types: [String: FEELType]
    private(set) var messages: [String] = []

    init(_ names: Names) {
        self.names = names
        types = names.types
    }

    mutating func check(_ syntax: Syntax) {
        switch syntax {
        case .path(let operand, let name): checkField(name, of: operand)
        case .binary(let op, let left, let right): checkComparison(op, left, right)
        default: break
        }
        // Inside a loop or a function names may mean something else.
        switch syntax {
        case .loop, .quantified, .function, .context: return
        default: for child in syntax.children { check(child) }
        }
    }

    private mutating func checkField(_ name: String, of operand: Syntax) {
        guard let fields = FormulaCheck.fields(type(operand)), !fields.isEmpty,
            !fields.contains(where: { $0.name == name })
        else { return }
        let hint = didYouMean(name, fields.map(\.name))
        messages.append(
            "'\(FormulaCheck.spoken(operand))' has no '\(name)'\(hint)\(hint.isEmpty ? "; it has \(list(fields.map(\.name)))" : "")"
        )
    }

    private static func fields(_ type: FEELType) -> [FEELType.Field]? {
        switch type.resolved {
        case .context(let fields): fields
        case .list(let item): fields(item)
        default: nil
        }
    }

    private mutating func checkComparison(_ op: Syntax.Operator, _ left: Syntax, _ right: Syntax) {
        switch op {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: break
        default: return
        }
        for (name, other) in [(left, right), (right, left)] {
            guard case .name(let name, _) = name, let entry = names[name], !entry.choices.isEmpty,
                case .literal(.string(let text)) = other, !entry.choices.contains(text)
            else { continue }
            messages.append(
                "'\(text)' is not one of the choices of '\(name)'"
                    + or(didYouMean(text, entry.choices), "; they are \(list(entry.choices))"))
        }
        let a = type(left)
        let b = type(right)
        guard let x = kind(a), let y = kind(b), x != y else { return }
        var hint = ""
        if x == "yes or no" || y == "yes or no" { hint = "; compare it with yes or no" }
        if (x == "a date" && y == "a text") || (x == "a text" && y == "a date") {
            hint = "; write a date as date(\"2026-05-04\")"
        }
        messages.append(
            "'\(FormulaCheck.spoken(left))' is \(x) and '\(FormulaCheck.spoken(right))' is \(y): they can never be compared\(hint)"
        )
    }

    private func type(_ syntax: Syntax) -> FEELType {
        if case .filter(let operand, _) = syntax { return type(operand) }
        return syntax.type(types)
    }

    private func kind(_ type: FEELType) -> String? {
        switch type.resolved {
        case .boolean: "yes or no"
        case .number: "a number"
        case .string: "a text"
        case .date: "a date"
        case .list, .context, .any, .null, .range, .function: nil
        default: nil
        }
    }

    static func spoken(_ syntax: Syntax) -> String {
        switch syntax {
        case .name(let name, _): name
        case .path(let operand, let name): "\(spoken(operand)).\(name)"
        case .literal(let value): value.literal
        default: "\(syntax)"
        }
    }
}

/// `; did you mean 'x'?`, or nothing.
func didYouMean(_ name: String, _ known: some Sequence<String>) -> String {
    NameTable.closest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
}

/// The first text that holds something.
func or(_ a: String, _ b: String) -> String { a.isEmpty ? b : a }

/// The words of a list, at most twenty.
func list(_ words: [String]) -> String {
    words.prefix(20).joined(separator: ", ") + (words.count > 20 ? ", …" : "")
}
