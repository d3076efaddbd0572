import FEEL

/// A process made ready to run: checked, its nodes by place, its expressions compiled once.
///
///     let process = try ExecutableProcess(model)
///     var step = try Machine.step(process, ProcessState(of: process), .start(), now: now)
public final class ExecutableProcess: Sendable {
    public let id: String
    public let name: String
    /// A fingerprint of its nodes and flows.
    public let shape: UInt64
    let nodes: [CompiledNode]
    let flows: [CompiledFlow]
    let keys: [CorrelationPlan]
    /// Whether any gateway in it is complex.
    let hasComplex: Bool
    private let places: [String: Int]

    /// Makes a process of a file ready.
    ///
    /// - Parameters:
    ///   - model: the file.
    ///   - process: the process's id or name; nil for the one that is executable, or the first that has nodes.
    /// - Throws: `PreparationError` with everything that keeps it from running.
    public init(_ model: ProcessModel, process: String? = nil) throws(PreparationError) {
        guard let definition = ExecutableProcess.choose(process, in: model) else {
            let reason = process.map { "there is no process '\($0)' in the file" } ?? "the file has no process"
            throw PreparationError(problems: [UnsupportedElement(model.header, reason)])
        }
        var compiler = DefinitionCompiler(model, definition)
        compiler.compile()
        if !compiler.problems.isEmpty { throw PreparationError(problems: compiler.problems) }
        id = definition.header.id
        name = definition.header.name
        nodes = compiler.nodes
        flows = compiler.flows
        keys = compiler.keys
        places = compiler.places
        hasComplex = compiler.nodes.contains { if case .complex = $0.kind { true } else { false } }
        shape = ExecutableProcess.fingerprint(compiler.nodes.map(\.id) + compiler.flows.map(\.id))
    }

    private static func choose(_ name: String?, in model: ProcessModel) -> ProcessDefinition? {
        if let name {
            return model.processes.first { $0.header.id == name } ?? model.processes.first { $0.header.name == name }
        }
        let filled = model.processes.filter { !$0.body.nodes.isEmpty }
        return filled.first { $0.isExecutable == true } ?? filled.first ?? model.processes.first
    }

    /// FNV-1a, 64 bits.
    private static func fingerprint(_ texts: [String]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for text in texts {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01b3
        }
        // JSON numbers of other programs end at 53 bits.
        return hash >> 11
    }

    /// The place of a node by its id, or else by its name where only one has it.
    func place(of node: String) -> Int? {
        if let place = places[node] { return place }
        let named = nodes.filter { $0.name == node }
        return named.count == 1 ? named[0].index : nil
    }

    func place(ofId id: String) -> Int? { places[id] }

    /// How the process may be started.
    public struct StartEvent: Sendable, Equatable {
        public enum Kind: Sendable, Equatable {
            case none
            case message(name: String)
            case signal(name: String)
            case timer
            case conditional
        }

        public var id: String
        public var name: String
        public var kinds: [Kind]
    }

    public var startEvents: [StartEvent] {
        guard let body = nodes[0].body else { return [] }
        return body.entrances.map { place in
            let kinds = entranceTriggers(of: place).compactMap { ExecutableProcess.kind($0) }
            return StartEvent(
                id: nodes[place].id, name: nodes[place].name,
                kinds: kinds.isEmpty && body.starts.contains(place) ? [.none] : kinds)
        }
    }

    private static func kind(_ trigger: Trigger) -> StartEvent.Kind? {
        switch trigger.kind {
        case .message(let plan): .message(name: plan.name.fixed ?? plan.id ?? trigger.id)
        case .signal(let name): .signal(name: name.fixed ?? trigger.id)
        case .timer: .timer
        case .conditional: .conditional
        case .error, .escalation, .compensation, .cancel: nil
        }
    }

    /// What an entrance waits for: a start event, a task that receives, or the events after an instantiating gateway.
    func entranceTriggers(of place: Int) -> [Trigger] {
        let node = nodes[place]
        guard case .eventBased = node.kind else { return node.triggers }
        return node.outgoing.flatMap { nodes[flows[$0].target].triggers }
    }

    /// When the timer of a start event next fires after `moment`; nil where it has none, or never does again.
    ///
    /// `count` is how often it has fired. For `R3/…/P1D` the first is at its start, the others a period apart.
    public func nextStart(
        of event: String, after moment: Moment, previous: Moment? = nil, count: Int = 0,
        options: ProcessOptions = ProcessOptions()
    ) -> Moment? {
        guard let place = places[event] else { return nil }
        for trigger in nodes[place].triggers {
            guard case .timer(let plan) = trigger.kind else { continue }
            return TimerReading.next(plan, after: moment, previous: previous, count: count, options)
        }
        return nil
    }

    /// The correlation that a message carries in its values, where the definition says where to look; nil where it does not.
    public func correlation(of message: String, values: FEELContext) -> String? {
        let evaluation = Evaluation()
        for key in keys {
            var found: [FEELValue] = []
            for (_, retrievals) in key.properties {
                guard let retrieval = retrievals[message] else { break }
                let value = retrieval.value(in: values, evaluation)
                if value.isNull { break }
                found.append(value)
            }
            if found.count == key.properties.count, !found.isEmpty { return CorrelationPlan.text(found) }
        }
        return nil
    }

    /// The element's id and name, its kind as XML calls it, and the line of the file; nil for an unknown id.
    public func element(_ id: String) -> (name: String, kind: String, line: Int)? {
        places[id].map { (nodes[$0].name, nodes[$0].element, nodes[$0].line) }
    }

    /// The ids of all nodes, in the order of the file; the process first.
    public var elements: [String] { nodes.map(\.id) }
}

/// Everything that keeps a process from running.
public struct PreparationError: Error, Sendable, Hashable, CustomStringConvertible {
    public let problems: [UnsupportedElement]

    public var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension CorrelationPlan {
    static func text(_ values: [FEELValue]) -> String {
        values.count == 1 ? values[0].description : FEELValue.list(values).json
    }
}

extension Formula {
    func value(in context: FEELContext, _ evaluation: Evaluation) -> FEELValue {
        expression.evaluate(context, in: evaluation)
    }
}
