final class FunctionLiteral: Code {
    let code: FunctionCode
    init(_ code: FunctionCode) { self.code = code }

    func run(_ frame: Frame) -> FEELValue {
        .function(
            FEELFunction(
                name: "function", parameters: code.parameters, result: code.result, body: .code(code, frame.capture())))
    }
}

final class CallCode: Code {
    let callee: any Code
    let arguments: [any Code]
    init(_ callee: any Code, _ arguments: [any Code]) { (self.callee, self.arguments) = (callee, arguments) }

    func run(_ frame: Frame) -> FEELValue {
        let value = callee.run(frame)
        guard case .function(let function) = value else {
            return frame.evaluation.null("\(value.kind) cannot be called")
        }
        return function.call(arguments.map { $0.run(frame) }, frame.evaluation)
    }
}

final class NamedCallCode: Code {
    let callee: any Code
    let names: [String]
    let arguments: [any Code]

    init(_ callee: any Code, _ names: [String], _ arguments: [any Code]) {
        (self.callee, self.names, self.arguments) = (callee, names, arguments)
    }

    func run(_ frame: Frame) -> FEELValue {
        let value = callee.run(frame)
        guard case .function(let function) = value else {
            return frame.evaluation.null("\(value.kind) cannot be called")
        }
        return function.call(named: names, arguments.map { $0.run(frame) }, frame.evaluation)
    }
}

/// A call of a function that is known beforehand, with as many arguments as it has parameters.
final class KnownCallCode: Code {
    let function: FEELFunction
    let arguments: [any Code]
    /// The number of its body in the model.
    private let number: Int?

    init(_ function: FEELFunction, _ arguments: [any Code]) {
        (self.function, self.arguments) = (function, arguments)
        if case .model(let number, _) = function.body { self.number = number } else { number = nil }
    }

    func run(_ frame: Frame) -> FEELValue {
        if let number, let body = frame.evaluation.body(number) { return run(body, frame) }
        return function.call(arguments.map { $0.run(frame) }, frame.evaluation)
    }

    /// Puts the arguments where the body has its variables, without a list in between.
    private func run(_ body: ModelBody, _ frame: Frame) -> FEELValue {
        let evaluation = frame.evaluation
        guard evaluation.spend(), evaluation.enter(1 + body.weight) else { return .null }
        defer { evaluation.leave(1 + body.weight) }
        return Frame.with(body.slots, evaluation) { inner in
            for index in 0..<arguments.count {
                let value = arguments[index].run(frame)
                if function.parameters[index].type.plainlyContains(value) {
                    inner.slots[index] = value
                } else {
                    guard let value = function.accept(value, at: index, evaluation) else { return .null }
                    inner.slots[index] = value
                }
            }
            return body.type.coerce(body.code.run(inner), body.name, evaluation)
        }
    }
}

extension FEELFunction {
    var isBuiltin: Bool { if case .builtin = body { true } else { false } }

    /// Calls the function with arguments in the order of its parameters.
    public func call(_ arguments: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        if case .builtin(let builtin) = body { return builtin.call(arguments, evaluation) }
        guard arguments.count == parameters.count else {
            return evaluation.null("'\(name)' takes \(parameters.count) arguments, not \(arguments.count)")
        }
        guard evaluation.spend(), evaluation.enter(weight) else { return .null }
        defer { evaluation.leave(weight) }
        switch body {
        case .builtin: return .null
        case .external(let reason): return evaluation.null(reason)
        case .native(let native), .model(_, let native):
            guard let values = accept(arguments, evaluation) else { return .null }
            return native(values, evaluation)
        case .code(let code, let captured): return run(code, captured, arguments, evaluation)
        }
    }

    private var weight: Int { if case .code(let code, _) = body { code.weight } else { 1 } }

    /// The arguments as the parameters' types take them; nil where one does not.
    private func accept(_ arguments: [FEELValue], _ evaluation: Evaluation) -> [FEELValue]? {
        var values = arguments
        for index in parameters.indices where !parameters[index].type.plainlyContains(arguments[index]) {
            guard let value = accept(arguments[index], at: index, evaluation) else { return nil }
            values[index] = value
        }
        return values
    }

    fileprivate func accept(_ value: FEELValue, at index: Int, _ evaluation: Evaluation) -> FEELValue? {
        let parameter = parameters[index]
        if case .any = parameter.type { return value }
        if let accepted = parameter.type.coerce(value) { return accepted }
        evaluation.null("'\(name)': \(value.kind) is not of the type \(parameter.type) of '\(parameter.name)'")
        return nil
    }

    private func run(
        _ code: FunctionCode, _ captured: Captured?, _ arguments: [FEELValue], _ evaluation: Evaluation
    ) -> FEELValue {
        var surroundings = captured
        if let slot = code.ownSlot, let captured {
            var slots = captured.slots
            slots[slot] = .function(self)
            surroundings = Captured(slots: slots, outer: captured.outer)
        }
        return Frame.with(code.slots, captured: surroundings, evaluation) { frame in
            for index in parameters.indices {
                guard let value = accept(arguments[index], at: index, evaluation) else { return .null }
                frame.slots[index] = value
            }
            return code.body.run(frame)
        }
    }

    /// Calls the function with named arguments; parameters without one are null.
    public func call(named names: [String], _ arguments: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        if case .builtin(let builtin) = body { return builtin.call(named: names, arguments, evaluation) }
        var ordered = [FEELValue](repeating: .null, count: parameters.count)
        for (name, value) in zip(names, arguments) {
            guard let place = parameters.firstIndex(where: { $0.name == name }) else {
                let near = NameTable.closest(to: name, among: parameters.map(\.name))
                let hint = near.map { "; did you mean '\($0)'?" } ?? ""
                return evaluation.null("'\(self.name)' has no parameter '\(name)'\(hint)")
            }
            ordered[place] = value
        }
        return call(ordered, evaluation)
    }
}
