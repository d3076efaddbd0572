/// A function that FEEL defines: one or more lists of parameters, each with what it computes. DMN 1.5, 10.3.4.
struct Builtin: Sendable {
    typealias Body = @Sendable (_ arguments: [FEELValue], _ evaluation: Evaluation) -> FEELValue

    /// A parameter. It may have several names where the standard gives the function several lists of parameters.
    struct Parameter: Sendable {
        let names: [String]
        let type: FEELType
        let isOptional: Bool
        /// null counts as no argument.
        let takesNull: Bool
    }

    struct Signature: Sendable {
        let parameters: [Parameter]
        /// The last parameter takes any number of arguments.
        let isVariadic: Bool
        let body: Body

        var required: Int { parameters.count { !$0.isOptional } }

        func accepts(_ count: Int) -> Bool {
            count >= required && (isVariadic || count <= parameters.count)
        }
    }

    let name: String
    let signatures: [Signature]
    /// Its arguments are the items of one list, or several arguments that stand for such a list.
    let gathers: Bool

    /// Whether its value depends on the moment of the evaluation.
    var isClock: Bool { name == "now" || name == "today" }

    var fixedArity: Int? {
        guard signatures.count == 1, !signatures[0].isVariadic, !gathers else { return nil }
        return signatures[0].required == signatures[0].parameters.count ? signatures[0].required : nil
    }

    func call(_ arguments: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        if gathers, arguments.count > 1 { return signatures[0].body([.list(arguments)], evaluation) }
        guard let signature = signatures.first(where: { $0.accepts(arguments.count) }) else {
            return evaluation.null("'\(name)' cannot be called with \(arguments.count) arguments")
        }
        return call(signature, arguments, evaluation)
    }

    func call(_ signature: Signature, _ arguments: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        guard evaluation.spend() else { return .null }
        var values = arguments
        for index in values.indices {
            let parameter = signature.parameters[min(index, signature.parameters.count - 1)]
            guard let value = accept(values[index], parameter, evaluation) else { return .null }
            values[index] = value
            switch value {
            case .string(let text) where text.utf8.count > 64:
                guard evaluation.spend(text.utf8.count / 64) else { return .null }
            case .list(let items) where items.count > 8:
                guard evaluation.spend(items.count / 8) else { return .null }
            default: break
            }
        }
        while values.count < signature.parameters.count, !signature.isVariadic { values.append(.null) }
        return signature.body(values, evaluation)
    }

    /// The argument as its parameter takes it; nil, with a reason, where it does not.
    private func accept(_ value: FEELValue, _ parameter: Parameter, _ evaluation: Evaluation) -> FEELValue? {
        switch (parameter.type, value) {
        case (.any, _), (.number, .number), (.string, .string), (.list(.any), .list), (.boolean, .boolean): return value
        case (_, .null):
            if parameter.takesNull { return .null }
        default:
            if let accepted = parameter.type.coerce(value) { return accepted }
        }
        evaluation.null("'\(parameter.names[0])' of '\(name)' must be of type \(parameter.type), not \(value.kind)")
        return nil
    }

    func call(named names: [String], _ arguments: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        for signature in signatures {
            if let ordered = signature.order(names, arguments) { return call(signature, ordered, evaluation) }
        }
        let known = signatures.flatMap(\.parameters).flatMap(\.names)
        let wrong = names.first { !known.contains($0) } ?? names.joined(separator: ", ")
        let hint = NameTable.closest(to: wrong, among: known).map { "; did you mean '\($0)'?" } ?? ""
        return evaluation.null("'\(name)' has no parameter '\(wrong)'\(hint)")
    }

    /// A call with these arguments that needs no search at run time, where the standard leaves no choice.
    func direct(_ arguments: [any Code]) -> (any Code)? {
        if gathers && arguments.count > 1 { return nil }
        guard let signature = signatures.first(where: { $0.accepts(arguments.count) }) else { return nil }
        return BuiltinCallCode(self, signature, arguments)
    }
}

extension Builtin.Signature {
    /// The arguments in the order of the parameters, missing ones null; nil where a name does not fit.
    fileprivate func order(_ names: [String], _ arguments: [FEELValue]) -> [FEELValue]? {
        var ordered = [FEELValue?](repeating: nil, count: parameters.count)
        for (name, value) in zip(names, arguments) {
            let place = parameters.indices.first { ordered[$0] == nil && parameters[$0].names.contains(name) }
            guard let place else { return nil }
            ordered[place] = value
        }
        // Optional ones at the end that were not given are left out.
        while let last = ordered.last, last == nil, parameters[ordered.count - 1].isOptional { ordered.removeLast() }
        return ordered.map { $0 ?? .null }
    }
}

final class BuiltinCallCode: Code {
    let builtin: Builtin
    let signature: Builtin.Signature
    let arguments: [any Code]

    init(_ builtin: Builtin, _ signature: Builtin.Signature, _ arguments: [any Code]) {
        (self.builtin, self.signature, self.arguments) = (builtin, signature, arguments)
    }

    func run(_ frame: Frame) -> FEELValue {
        builtin.call(signature, arguments.map { $0.run(frame) }, frame.evaluation)
    }
}
