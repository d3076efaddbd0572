import FEEL

/// What one evaluation of a model has computed so far.
final class ModelRun {
    let program: Program
    let recorder: TraceRecorder?
    /// By node; what is being computed is open.
    private let states: UnsafeMutablePointer<State>
    private let count: Int
    private let inputs: FEELContext

    private enum State {
        case unknown, open
        case known(FEELValue)
    }

    init(_ program: Program, inputs: FEELContext, recorder: TraceRecorder?) {
        self.program = program
        self.inputs = inputs
        self.recorder = recorder
        count = program.nodes.count
        states = .allocate(capacity: count)
        states.initialize(repeating: .unknown, count: count)
    }

    deinit {
        states.deinitialize(count: count)
        states.deallocate()
    }

    func set(_ value: FEELValue, of node: Int) { states[node] = .known(value) }

    func value(of index: Int, _ evaluation: Evaluation) -> FEELValue {
        switch states[index] {
        case .known(let value): return value
        case .open: return evaluation.null("'\(program.nodes[index].name)' requires itself")
        case .unknown: break
        }
        guard evaluation.enter() else { return .null }
        states[index] = .open
        let value = compute(index, evaluation)
        states[index] = .known(value)
        evaluation.leave()
        return value
    }

    private func compute(_ index: Int, _ evaluation: Evaluation) -> FEELValue {
        switch program.nodes[index] {
        case .input(let node): return input(node, evaluation)
        case .decision(let node): return decide(node, evaluation)
        case .knowledge(let function), .service(_, let function): return .function(function)
        }
    }

    /// An input by its name; those of imports also inside the context that has the import's name.
    private func input(_ node: InputNode, _ evaluation: Evaluation) -> FEELValue {
        let imported = node.path.isEmpty ? nil : inputOfImport(node)
        guard let given = imported ?? inputs[node.name] else {
            return evaluation.null("the input '\(node.name)' was not given")
        }
        return node.type.coerce(given, node.name, evaluation)
    }

    private func inputOfImport(_ node: InputNode) -> FEELValue? {
        var context: FEELContext? = inputs
        for name in node.path {
            if case .context(let inner)? = context?[name] { context = inner } else { context = nil }
        }
        return context?[node.name] ?? inputs[(node.path + [node.name]).joined(separator: ".")]
    }

    private func decide(_ node: DecisionNode, _ evaluation: Evaluation) -> FEELValue {
        guard evaluation.enter(node.weight) else { return .null }
        defer { evaluation.leave(node.weight) }
        return Frame.with(node.slots, evaluation) { frame in
            guard let recorder else { return decide(node, frame) }
            let reasons = evaluation.reasonCount
            recorder.begin(.decision, node.name, [])
            let value = decide(node, frame)
            recorder.setInputs(
                node.requirements.map { Trace.Named(name: $0.name, value: frame.slots[$0.slot].literal) })
            recorder.end(value, reasons: Array(evaluation.reasons.dropFirst(reasons)))
            return value
        }
    }

    @inline(__always)
    private func decide(_ node: DecisionNode, _ frame: Frame) -> FEELValue {
        for requirement in node.requirements {
            frame.slots[requirement.slot] = value(of: requirement.source, frame.evaluation)
        }
        return node.type.coerce(node.code.run(frame), node.name, frame.evaluation)
    }

    private func value(of source: Requirement.Source, _ evaluation: Evaluation) -> FEELValue {
        switch source {
        case .node(let index): value(of: index, evaluation)
        case .group(let entries):
            .context(FEELContext(entries.map { ($0.name, value(of: $0.source, evaluation)) }))
        }
    }

    // MARK: Calls

    /// Applies a knowledge model to its arguments.
    static func apply(
        _ body: ModelBody, _ parameters: [String], _ arguments: [FEELValue], _ evaluation: Evaluation
    ) -> FEELValue {
        guard evaluation.enter(body.weight) else { return .null }
        defer { evaluation.leave(body.weight) }
        let recorder = TraceRecorder.current(evaluation)
        let reasons = evaluation.reasonCount
        recorder?.begin(.knowledge, body.name, [])
        let value = Frame.with(body.slots, evaluation) { frame in
            for (index, argument) in arguments.enumerated() { frame.slots[index] = argument }
            return body.type.coerce(body.code.run(frame), body.name, evaluation)
        }
        if let recorder {
            recorder.setInputs(
                zip(parameters, arguments).map { Trace.Named(name: $0, value: $1.literal) })
            recorder.end(value, reasons: Array(evaluation.reasons.dropFirst(reasons)))
        }
        return value
    }

    /// Runs a decision service on arguments in the order of its parameters, apart from everything around it.
    static func serve(_ service: ServiceNode, _ arguments: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        guard let outer = evaluation.model as? ModelRun else { return .null }
        let inner = ModelRun(outer.program, inputs: FEELContext(), recorder: outer.recorder)
        for (node, value) in zip(service.parameters, arguments) { inner.set(value, of: node) }
        let reasons = evaluation.reasonCount
        outer.recorder?.begin(
            .service, service.name,
            zip(service.parameters, arguments).map {
                Trace.Named(name: outer.program.nodes[$0].name, value: $1.literal)
            })
        evaluation.model = inner
        defer { evaluation.model = outer }
        let values = service.outputs.map { inner.value(of: $0, evaluation) }
        let result =
            values.count == 1 ? values[0] : FEELValue.context(FEELContext(zip(service.outputNames, values)))
        let value = service.type.coerce(result, service.name, evaluation)
        outer.recorder?.end(value, reasons: Array(evaluation.reasons.dropFirst(reasons)))
        return value
    }
}
