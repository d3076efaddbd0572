extension Syntax: CustomStringConvertible {
    /// The expression as text that reads back as the same expression. What only a model can hold has no text.
    package var description: String {
        switch self {
        case .literal(let value): value.literal
        case .name(let name, _): name
        case .list(let items): "[" + Syntax.joined(items) + "]"
        case .context(let entries):
            "{" + entries.map { "\(FEELValue.quoted($0.key)): \($0.value)" }.joined(separator: ", ") + "}"
        case .range(let start, let startIncluded, let end, let endIncluded):
            "\(startIncluded ? "[" : "(")\(start.enclosed)..\(end.enclosed)\(endIncluded ? "]" : ")")"
        case .openRange(let form, let operand): "(\(form.symbol) \(operand.enclosed))"
        case .binary(let op, let a, let b): "(\(a.enclosed) \(op.rawValue) \(b.enclosed))"
        case .negate(let operand): "(-(\(operand)))"
        case .between(let value, let low, let high): "(\(value.enclosed) between \(low.enclosed) and \(high.enclosed))"
        case .contained(let value, let tests): "(\(value.enclosed) in (\(Syntax.joined(tests))))"
        case .instance(let operand, let type): "(\(operand.enclosed) instance of \(type))"
        case .conditional(let condition, let then, let otherwise):
            "(if \(condition) then \(then) else \(otherwise))"
        case .loop(let iterators, let body): "(for \(Syntax.joined(iterators)) return \(body))"
        case .quantified(let every, let iterators, let condition):
            "(\(every ? "every" : "some") \(Syntax.joined(iterators)) satisfies \(condition))"
        case .path(let operand, let name): "\(operand.enclosed).\(name)"
        case .filter(let operand, let condition): "\(operand.enclosed)[\(condition)]"
        case .call(let callee, let arguments, _): "\(callee.enclosed)(\(Syntax.joined(arguments)))"
        case .namedCall(let callee, let arguments, _):
            "\(callee.enclosed)(\(arguments.map { "\($0.name): \($0.value)" }.joined(separator: ", ")))"
        case .function(let parameters, let body): "(function(\(Syntax.joined(parameters))) \(body))"
        case .external(let parameters, _): "(function(\(Syntax.joined(parameters))) external {})"
        case .typed(let operand, _, _): operand.description
        case .failed, .custom: "null"
        }
    }

    /// In parentheses, unless it stands alone by itself.
    private var enclosed: String {
        switch self {
        case .name, .list, .context, .binary, .negate, .between, .contained, .instance, .conditional, .loop,
            .quantified,
            .function, .external, .range, .openRange:
            description
        case .literal(.number(let number)): number.isNegative ? "(\(number))" : number.description
        case .literal: description
        default: "(\(description))"
        }
    }

    private static func joined(_ items: [Syntax]) -> String { items.map(\.description).joined(separator: ", ") }

    private static func joined(_ iterators: [Iterator]) -> String {
        iterators.map { iterator in
            switch iterator.domain {
            case .items(let list): "\(iterator.name) in \(list)"
            case .span(let low, let high): "\(iterator.name) in \(low.enclosed)..\(high.enclosed)"
            }
        }.joined(separator: ", ")
    }

    private static func joined(_ parameters: [FEELFunction.Parameter]) -> String {
        parameters.map { parameter in
            if case .any = parameter.type { return parameter.name }
            return "\(parameter.name): \(parameter.type)"
        }.joined(separator: ", ")
    }
}

extension FEELRange.Form {
    /// The operator that makes the range.
    var symbol: String {
        switch self {
        case .interval: ".."
        case .less: "<"
        case .lessOrEqual: "<="
        case .greater: ">"
        case .greaterOrEqual: ">="
        case .equal: "="
        case .notEqual: "!="
        }
    }
}
