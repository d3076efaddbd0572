import FEEL

/// One step while it runs.
struct Run {
    let definition: ExecutableProcess
    let options: ProcessOptions
    let now: Moment
    var state: ProcessState
    var effects: [Effect] = []
    var movements: [Movement] = []
    /// What has still to be done, in order.
    private var queue: [Work] = []
    private var head = 0
    /// How many nodes were entered.
    private var moves = 0
    private var evaluation: Evaluation?
    /// Whether variables changed since conditions were looked at.
    var hasChanged = false

    enum Work {
        /// A token has taken a flow.
        case arrive(flow: Int, scope: Int32)
        /// A token begins at a node.
        case enter(node: Int, scope: Int32)
        /// The next instance of a loop begins.
        case iterate(loop: Int32)
        /// The next record of a compensation is undone.
        case compensate(Int32)
        case nothing
    }

    init(_ definition: ExecutableProcess, _ state: ProcessState, now: Moment, options: ProcessOptions) {
        self.definition = definition
        self.options = options
        self.now = now
        self.state = state
        movements.reserveCapacity(12)
        queue.reserveCapacity(4)
    }

    // MARK: Lives

    /// A life by its key; every key that the machine has comes from its own state.
    func place(_ key: Int32) -> Int? { state.place(of: key) }

    func live(_ key: Int32) -> Live? { place(key).map { state.live[$0] } }

    func node(_ live: Live) -> CompiledNode { definition.nodes[Int(live.node)] }

    mutating func newKey() -> Int32 {
        defer { state.nextKey += 1 }
        return state.nextKey
    }

    /// Adds a life; its unit in its parent's count is the caller's to account for.
    mutating func add(_ node: CompiledNode, in parent: Int32, role: Live.Role = .work, variables: Variables? = nil)
        -> Int32
    {
        let key = newKey()
        state.live.append(Live(key: key, node: node.index, parent: parent, role: role, variables: variables))
        return key
    }

    mutating func change(_ key: Int32, _ body: (inout Live) -> Void) {
        if let place = place(key) { body(&state.live[place]) }
    }

    func extra(_ key: Int32) -> Extra.Values { live(key)?.extra?.values ?? Extra.Values() }

    mutating func changeExtra(_ key: Int32, _ body: (inout Extra.Values) -> Void) {
        guard let place = place(key) else { return }
        var values = state.live[place].extra?.values ?? Extra.Values()
        body(&values)
        state.live[place].extra = Extra(values)
    }

    // MARK: Work

    mutating func later(_ work: Work) { queue.append(work) }

    /// Forgets what was still to be done in a scope.
    mutating func dropMoves(in scope: Int32) {
        guard head < queue.count else { return }
        for index in head..<queue.count {
            switch queue[index] {
            case .arrive(_, scope), .enter(_, scope): queue[index] = .nothing
            default: break
            }
        }
    }

    /// Goes on until everything waits.
    mutating func settle() {
        while !state.isEnded {
            while head < queue.count {
                let work = queue[head]
                head += 1
                perform(work)
                if state.isEnded { return }
            }
            queue.removeAll(keepingCapacity: true)
            head = 0
            if passDeferredJoin() || definition.hasComplex && forgetComplexGateways() { continue }
            if hasChanged {
                hasChanged = false
                if fireConditions() { continue }
            }
            reportStuckJoins()
            return
        }
    }

    private mutating func perform(_ work: Work) {
        switch work {
        case .arrive(let flow, let scope):
            guard place(scope) != nil else { return }
            movements.append(.took(flow: definition.flows[flow].id))
            arrive(flow, scope)
        case .enter(let node, let scope):
            guard place(scope) != nil else { return }
            enter(definition.nodes[node], scope)
        case .iterate(let loop):
            if place(loop) != nil { iterate(loop) }
        case .compensate(let key):
            if place(key) != nil { compensateNext(key) }
        case .nothing: break
        }
    }

    /// Counts an entered node; false once this step has gone too far.
    mutating func mayMove() -> Bool {
        moves += 1
        return moves <= options.maximumMoves
    }

    // MARK: Expressions

    /// A fresh evaluation once the one in use has been stopped.
    mutating func currentEvaluation() -> Evaluation {
        if let evaluation, !evaluation.wasStopped { return evaluation }
        let fresh = Evaluation(now: now.dateTime(in: options.zone))
        evaluation = fresh
        return fresh
    }

    /// The value of an expression for a life: its own variables first, then those around it.
    mutating func value(_ formula: Formula, for key: Int32, extra: FEELContext? = nil) -> FEELValue {
        let names = formula.names
        var values: [FEELValue] = []
        values.reserveCapacity(names.count)
        for name in names { values.append(extra?[name] ?? variable(name, for: key) ?? .null) }
        return formula.value(in: FEELContext(keys: names, values: values), currentEvaluation())
    }

    /// The value, or why there is none.
    mutating func explained(_ formula: Formula, for key: Int32, extra: FEELContext? = nil) -> (FEELValue, String) {
        let evaluation = currentEvaluation()
        let before = evaluation.reasons.count
        let value = value(formula, for: key, extra: extra)
        let reasons = evaluation.reasons.count > before ? Array(evaluation.reasons[before...]) : []
        let missing = formula.names.filter { (extra?[$0] ?? variable($0, for: key)) == nil }
        let unknown = missing.map { "there is no variable '\($0)'" }
        return (value, (unknown + reasons).joined(separator: "; "))
    }

    func variable(_ name: String, for key: Int32) -> FEELValue? {
        var key = key
        while let place = place(key) {
            if let value = state.live[place].variables?.context[name] { return value }
            if key == 0 { return nil }
            key = state.live[place].parent
        }
        return nil
    }

    /// Everything that a life can see, the nearest of each name.
    func visible(to key: Int32) -> Variables {
        var chain: [FEELContext] = []
        var key = key
        while let place = place(key) {
            if let own = state.live[place].variables { chain.append(own.context) }
            if key == 0 { break }
            key = state.live[place].parent
        }
        var result = FEELContext()
        for context in chain.reversed() { for (name, value) in context.entries { result[name] = value } }
        return Variables(result)
    }

    /// Sets a variable where it is known, the nearest first, or else in the process.
    mutating func assign(_ name: String, _ value: FEELValue, from key: Int32) {
        var key = key
        hasChanged = true
        while let place = place(key) {
            if key == 0 || state.live[place].variables?.context[name] != nil {
                state.live[place].variables = state.live[place].variables ?? Variables()
                state.live[place].variables?.context[name] = Run.storable(value)
                return
            }
            key = state.live[place].parent
        }
    }

    /// Sets `a.b.c`: the entry of a context, which is made where there is none.
    mutating func assign(_ path: [String], _ value: FEELValue, from key: Int32) {
        guard let name = path.first else { return }
        assign(name, Run.put(value, at: path.dropFirst(), in: variable(name, for: key) ?? .null), from: key)
    }

    static func put(_ value: FEELValue, at path: ArraySlice<String>, in old: FEELValue) -> FEELValue {
        guard let name = path.first else { return value }
        var context = FEELContext()
        if case .context(let known) = old { context = known }
        context[name] = put(value, at: path.dropFirst(), in: context[name] ?? .null)
        return .context(context)
    }

    /// A function cannot be kept.
    static func storable(_ value: FEELValue) -> FEELValue { if case .function = value { .null } else { value } }

    mutating func merge(_ values: Variables, from key: Int32) {
        for (name, value) in values.context.entries { assign(name, value, from: key) }
    }

    /// The value of a template; nil where an expression gave null.
    mutating func value(_ template: Template, for key: Int32) -> FEELValue? {
        switch template {
        case .text(let text): return .string(text)
        case .formula(let formula):
            let value = value(formula, for: key)
            return value.isNull ? nil : value
        }
    }

    mutating func text(_ template: Template?, for key: Int32) -> String? {
        template.flatMap { value($0, for: key) }.map(\.description)
    }
}
