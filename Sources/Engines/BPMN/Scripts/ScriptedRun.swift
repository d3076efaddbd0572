import FEEL

/// Drives an instance, and those that it calls or sends messages to, with a script and a clock of its own.
///
/// Called processes and other participants are those of the same files. A service that the script never mentions answers at
/// once with nothing, so that a script need only say what matters.
public struct ScriptedRun: Sendable {
    /// Makes a decision; nil where there is none of that name. Throws the reason where it cannot be made.
    public typealias Decide = @Sendable (_ decision: String, _ inputs: FEELContext, _ now: Moment) throws -> FEELValue?

    let models: [ProcessModel]
    let options: ProcessOptions
    let decide: Decide
    public internal(set) var now: Moment
    public internal(set) var instances: [Instance] = []
    /// What happened, a line each.
    public internal(set) var log: [String] = []
    var script = ProcessScript()
    var number = 0
    private var depth = 0

    public struct Instance: Sendable {
        public let process: ExecutableProcess
        public internal(set) var state: ProcessState
        /// Who called it.
        var caller: (instance: Int, key: Int)?
        /// What is waited for from outside: tasks, services, decisions, called processes.
        public internal(set) var open: [Open] = []
        /// What the caller gets where it ends.
        var lastVariables = Variables()
    }

    public struct Open: Sendable, Equatable {
        public var key: Int
        public var element: String
        public var name: String
        /// `task`, `service`, `decision` or `process`.
        public var kind: String
        /// What else it may be called by.
        var service: String
    }

    public init(
        _ models: [ProcessModel], now: Moment, options: ProcessOptions = ProcessOptions(),
        decide: @escaping Decide = { _, _, _ in nil }
    ) {
        self.models = models
        self.now = now
        self.options = options
        self.decide = decide
    }

    // MARK: Running

    /// Starts a process and goes through the script. A process that is started by an event takes it from the first step.
    ///
    /// - Throws: `PreparationError` where the process cannot run, `ScriptError` where a step cannot be.
    public mutating func run(
        _ script: ProcessScript, process: String? = nil, start: String? = nil, input: Variables = Variables()
    ) throws {
        guard let model = model(of: process) else {
            throw ScriptError(step: 0, message: "there is no process '\(process ?? "")'")
        }
        let definition = try ExecutableProcess(model, process: process)
        self.script = script
        number = 0
        var rest = script.steps[...]
        try begin(definition, &rest, start, input)
        for step in rest {
            number += 1
            try perform(step)
        }
    }

    private func model(of process: String?) -> ProcessModel? {
        guard let process else { return models.first }
        return models.first { model in
            model.processes.contains { $0.header.id == process || $0.header.name == process }
        }
    }

    private mutating func begin(
        _ definition: ExecutableProcess, _ steps: inout ArraySlice<ProcessScript.Step>, _ start: String?,
        _ input: Variables
    ) throws {
        let events = definition.startEvents
        let isPlain = events.isEmpty || events.contains { $0.kinds.contains(.none) }
        if let start {
            try launch(definition, input, .event(id: start))
        } else if isPlain {
            try launch(definition, input, .none)
        } else if case .message(let name, let key, let values)? = steps.first {
            var variables = input
            variables.merge(values)
            steps.removeFirst()
            number = 1
            log.append("message \(name)")
            try launch(definition, variables, .message(name: name, key: key))
        } else if case .signal(let name, let values)? = steps.first {
            var variables = input
            variables.merge(values)
            steps.removeFirst()
            number = 1
            log.append("signal \(name)")
            try launch(definition, variables, .signal(name: name))
        } else if let timer = events.first(where: { $0.kinds.contains(.timer) }) {
            if let due = definition.nextStart(of: timer.id, after: now, options: options) { now = max(now, due) }
            try launch(definition, input, .event(id: timer.id))
        } else if let event = events.first {
            try launch(definition, input, .event(id: event.id))
        }
    }

    private mutating func launch(
        _ definition: ExecutableProcess, _ variables: Variables, _ trigger: StartTrigger,
        caller: (instance: Int, key: Int)? = nil
    ) throws {
        instances.append(Instance(process: definition, state: ProcessState(of: definition), caller: caller))
        let start = ProcessEvent.start(variables: variables, trigger: trigger, isCalled: caller != nil)
        try step(instances.count - 1, start)
    }

    /// Lets an event happen to one instance, and does what follows.
    mutating func step(_ index: Int, _ event: ProcessEvent) throws {
        depth += 1
        defer { depth -= 1 }
        guard depth < 200 else { throw ScriptError(step: number, message: "processes call each other without end") }
        let result: Step
        do throws(StepError) {
            result = try Machine.step(
                instances[index].process, instances[index].state, event, now: now, options: options)
        } catch {
            throw ScriptError(step: number, message: error.description)
        }
        instances[index].state = result.state
        for movement in result.movements { log.append(prefix(index) + words(movement, instances[index].process)) }
        for effect in result.effects { try carryOut(effect, of: index) }
    }

    private func prefix(_ index: Int) -> String {
        index == 0 ? "  " : "  [\(instances[index].process.id)#\(index)] "
    }

    private func words(_ movement: Movement, _ process: ExecutableProcess) -> String {
        func label(_ id: String) -> String {
            guard let element = process.element(id) else { return id }
            return element.name.isEmpty ? "\(element.kind) \(id)" : "\(element.kind) \(id) \"\(element.name)\""
        }
        switch movement {
        case .entered(let element, _): return "entered \(label(element))"
        case .completed(let element, _): return "completed \(label(element))"
        case .cancelled(let element, _): return "cancelled \(label(element))"
        case .took(let flow): return "took \(flow)"
        }
    }

    // MARK: Effects

    private mutating func carryOut(_ effect: Effect, of index: Int) throws {
        switch effect {
        case .createTask(let order):
            open(index, Open(key: order.key, element: order.element, name: order.name, kind: "task", service: ""))
        case .callService(let order):
            let open = Open(
                key: order.key, element: order.element, name: order.name, kind: "service", service: order.service)
            self.open(index, open)
            if !isMentioned(open) { try answer(index, .complete(key: order.key)) }
        case .evaluateDecision(let order): try decide(order, index)
        case .startProcess(let order): try call(order, index)
        case .cancelTask(let key), .cancelService(let key): close(index, key)
        case .cancelProcess(let key):
            close(index, key)
            if let called = instances.indices.first(where: { called in
                instances[called].caller.map { $0.instance == index && $0.key == key } ?? false
            }), !instances[called].state.isEnded {
                instances[called].caller = nil
                try step(called, .cancel(reason: "its caller was cancelled"))
            }
        case .sendMessage(let order): try send(order, from: index)
        case .throwSignal(let name, let values):
            log.append(prefix(index) + "signal \(name)")
            for other in instances.indices where other != index && !instances[other].state.isEnded {
                if instances[other].state.listens(to: name) { try step(other, .signal(name: name, values: values)) }
            }
        case .escalate(let code, let values):
            log.append(prefix(index) + "escalation \(code)")
            if let caller = instances[index].caller, !instances[caller.instance].state.isEnded {
                try step(caller.instance, .escalate(key: caller.key, code: code, values: values))
            }
        case .raiseIncident(let incident, let element):
            log.append(prefix(index) + "incident at \(element): \(incident.message)")
        case .offerActivities(_, let element, let nodes):
            log.append(prefix(index) + "\(element) offers \(nodes.joined(separator: ", "))")
        case .ended(let outcome): try ended(outcome, index)
        case .startTimer(_, let due, let element): log.append(prefix(index) + "timer of \(element) is due \(due)")
        case .subscribe(_, let name, let correlation, let element):
            let key = correlation.map { " [\($0)]" } ?? ""
            log.append(prefix(index) + "\(element) waits for the message \(name)\(key)")
        case .listen(_, let name, let element): log.append(prefix(index) + "\(element) waits for the signal \(name)")
        case .cancelTimer, .unsubscribe, .stopListening, .closeIncident: break
        }
    }

    private mutating func open(_ index: Int, _ open: Open) {
        instances[index].open.removeAll { $0.key == open.key }
        instances[index].open.append(open)
    }

    mutating func close(_ index: Int, _ key: Int) { instances[index].open.removeAll { $0.key == key } }

    /// Whether a step of the script that is still to come is about it.
    private func isMentioned(_ open: Open) -> Bool {
        script.steps.dropFirst(number).contains { step in
            guard let name = step.element else { return false }
            return name == open.element || name == open.name || name == open.service
        }
    }

    private mutating func answer(_ index: Int, _ event: ProcessEvent) throws {
        guard let key = event.elementKey, instances[index].open.contains(where: { $0.key == key }) else { return }
        close(index, key)
        try step(index, event)
    }

    private mutating func decide(_ order: DecisionOrder, _ index: Int) throws {
        let open = Open(
            key: order.key, element: order.element, name: order.name, kind: "decision", service: order.decision)
        self.open(index, open)
        if isMentioned(open) { return }
        do {
            guard let value = try decide(order.decision, order.inputs.context, now) else {
                try step(index, .fail(key: order.key, message: "there is no decision '\(order.decision)'"))
                return
            }
            log.append(prefix(index) + "decision \(order.decision) = \(value.literal)")
            try answer(index, .decide(key: order.key, value: DecisionValue(value)))
        } catch let error as ScriptError {
            throw error
        } catch {
            try step(index, .fail(key: order.key, message: "\(error)"))
        }
    }

    private mutating func call(_ order: CallOrder, _ index: Int) throws {
        let open = Open(
            key: order.key, element: order.element, name: order.name, kind: "process", service: order.process)
        self.open(index, open)
        if isMentioned(open) { return }
        guard let model = model(of: order.process) else {
            try step(index, .fail(key: order.key, message: "there is no process '\(order.process)'"))
            return
        }
        let definition = try ExecutableProcess(model, process: order.process)
        try launch(definition, order.variables, .none, caller: (index, order.key))
    }

    private mutating func ended(_ outcome: Outcome, _ index: Int) throws {
        instances[index].open = []
        log.append(prefix(index) + "ended: \(outcome.kind.words)")
        guard let caller = instances[index].caller, !instances[caller.instance].state.isEnded else { return }
        switch outcome.kind {
        case .completed, .terminated:
            try answer(caller.instance, .complete(key: caller.key, values: outcome.variables))
        case .failed(let code, let message):
            try answer(caller.instance, .throwError(key: caller.key, code: code, message: message))
        case .cancelled(let reason): try answer(caller.instance, .fail(key: caller.key, message: reason))
        }
    }

    /// To whoever waits for it in this run, to a process that it starts, or out of the house.
    private mutating func send(_ order: MessageOrder, from index: Int) throws {
        log.append(prefix(index) + "sent message \(order.message)" + (order.correlation.map { " [\($0)]" } ?? ""))
        let event = ProcessEvent.message(name: order.message, key: order.correlation, values: order.values)
        let others = instances.indices.filter { $0 != index } + [index]
        for other in others where !instances[other].state.isEnded {
            if instances[other].state.waits(for: order.message, order.correlation) {
                try step(other, event)
                return
            }
        }
        for model in models {
            for process in model.processes where process.header.id != instances[index].process.id {
                guard let definition = try? ExecutableProcess(model, process: process.header.id),
                    definition.startEvents.contains(where: { $0.kinds.contains(.message(name: order.message)) })
                else { continue }
                try launch(definition, order.values, .message(name: order.message, key: order.correlation))
                return
            }
        }
    }
}
