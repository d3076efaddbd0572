import FEEL

/// What the way after a task depends on, where that is plain: the exclusive gateway behind it asks for one variable.
public struct TaskChoice: Sendable {
    public struct Way: Sendable {
        /// The id of the flow.
        public var flow: String
        /// The name of the flow, or what the condition asks for.
        public var name: String
        /// What the variable has to be for this way.
        public var value: FEELValue
    }

    /// The gateway's name: usually a question.
    public var question: String
    public var variable: String
    public var ways: [Way]
}

extension ExecutableProcess {
    /// The choice that a task's result makes, so that a person can be asked for the way and not for a variable.
    ///
    /// nil where there is none, or where the conditions are more than comparisons of one variable with a value:
    /// `approved`, `not(approved)`, `decision = "grant"`. The default flow is the other truth value, or no value at all.
    public func choice(after element: String) -> TaskChoice? {
        guard let place = place(ofId: element), nodes[place].outputs.isEmpty, nodes[place].loop == nil,
            let only = nodes[place].outgoing.first, nodes[place].outgoing.count == 1, flows[only].condition == nil
        else { return nil }
        let gateway = nodes[flows[only].target]
        guard case .exclusive = gateway.kind, gateway.outgoing.count > 1 else { return nil }
        var ways: [TaskChoice.Way] = []
        var variables: Set<String> = []
        var otherwise: (place: Int, flow: CompiledFlow)?
        for place in gateway.outgoing {
            let flow = flows[place]
            if place == gateway.defaultFlow {
                otherwise = (ways.count, flow)
                continue
            }
            guard let condition = flow.condition, let (name, value) = condition.wanted else { return nil }
            variables.insert(name)
            let label = flow.name.isEmpty ? "\(name): \(value.description)" : flow.name
            ways.append(TaskChoice.Way(flow: flow.id, name: label, value: value))
        }
        guard let variable = variables.first, variables.count == 1 else { return nil }
        if let (place, flow) = otherwise {
            guard let value = ExecutableProcess.other(than: ways.map(\.value)) else { return nil }
            let label = flow.name.isEmpty ? nodes[flow.target].label : flow.name
            ways.insert(TaskChoice.Way(flow: flow.id, name: label, value: value), at: place)
        }
        return TaskChoice(question: gateway.name, variable: variable, ways: ways)
    }

    /// A value for which none of the conditions holds.
    private static func other(than values: [FEELValue]) -> FEELValue? {
        if values == [.boolean(true)] { return .boolean(false) }
        if values == [.boolean(false)] { return .boolean(true) }
        return values.contains { if case .boolean = $0 { true } else { false } } ? nil : .null
    }
}

extension Formula {
    /// The variable that it compares with a value, and the value.
    fileprivate var wanted: (String, FEELValue)? {
        switch expression.syntax {
        case .name(let name, _): (name, .boolean(true))
        case .call(.name("not", _), let arguments, _):
            if case .name(let name, _)? = arguments.first, arguments.count == 1 { (name, .boolean(false)) } else { nil }
        case .binary(.equal, .name(let name, _), .literal(let value)),
            .binary(.equal, .literal(let value), .name(let name, _)):
            (name, value)
        default: nil
        }
    }
}
