import FEEL

/// What an instance waits for. BPMN 2.0.2, 13.5.
extension Run {
    /// Waits for everything that boundary events of a life wait for; false where an incident came of it.
    mutating func subscribeBoundaries(of node: CompiledNode, _ key: Int32) -> Bool {
        for boundary in node.waitingBoundaries where !subscribe(definition.nodes[boundary], owner: key) { return false }
        for boundary in node.waitingBoundaries { checkConditions(of: key, node: boundary) }
        return place(key) != nil
    }

    mutating func subscribeStart(of eventSubProcess: Int, owner: Int32) -> Bool {
        guard let start = definition.nodes[eventSubProcess].body?.entrances.first else { return true }
        return subscribe(definition.nodes[start], owner: owner)
    }

    /// Waits for the triggers of an event; false where one cannot be waited for, and an incident says so.
    mutating func subscribe(_ node: CompiledNode, owner: Int32) -> Bool {
        for (index, trigger) in node.triggers.enumerated() where trigger.isSubscribed {
            guard let wait = wait(trigger, owner) else { return false }
            add(wait, node, index, owner)
        }
        return true
    }

    private mutating func add(_ wait: Subscription.Wait, _ node: CompiledNode, _ trigger: Int, _ owner: Int32) {
        let key = Int(newKey())
        state.subscriptions.append(
            Subscription(key: key, wait: wait, owner: owner, node: Int32(node.index), trigger: Int32(trigger)))
        tell(key, wait, node)
    }

    private mutating func tell(_ key: Int, _ wait: Subscription.Wait, _ node: CompiledNode) {
        switch wait {
        case .timer(let due, _, _): effects.append(.startTimer(key: key, due: due, element: node.id))
        case .message(let name, let correlation):
            effects.append(.subscribe(key: key, message: name, correlation: correlation, element: node.id))
        case .signal(let name): effects.append(.listen(key: key, signal: name, element: node.id))
        case .condition: hasChanged = true
        }
    }

    private mutating func wait(_ trigger: Trigger, _ owner: Int32) -> Subscription.Wait? {
        switch trigger.kind {
        case .timer(let plan):
            let template: Template
            switch plan {
            case .date(let time), .duration(let time), .cycle(let time): template = time
            }
            guard let value = value(template, for: owner), let wait = TimerReading.wait(value, plan, now, options)
            else {
                let given = self.value(template, for: owner)?.description ?? "null"
                raise(.timer, "the timer has no time: '\(given)'", at: owner, .entering)
                return nil
            }
            return wait
        case .message(let plan):
            let (name, key, problem) = address(plan, owner)
            if let problem {
                raise(.expression, problem, at: owner, .entering)
                return nil
            }
            return .message(name: name, key: key)
        case .signal(let name): return .signal(name: text(name, for: owner) ?? trigger.id)
        case .conditional: return .condition(held: false)
        case .error, .escalation, .compensation, .cancel: return .condition(held: false)
        }
    }

    /// A message's name and its correlation. BPMN 2.0.2, 8.4.2.
    mutating func address(_ plan: MessagePlan, _ key: Int32) -> (name: String, key: String?, problem: String?) {
        let name = text(plan.name, for: key) ?? plan.id ?? ""
        if let correlation = plan.correlation {
            guard let value = text(correlation, for: key) else {
                return (name, nil, "the correlation key of the message '\(name)' is null")
            }
            return (name, value, nil)
        }
        for index in plan.keys {
            let plan = definition.keys[index]
            if let known = state.conversations.first(where: { $0.key == plan.id }) { return (name, known.value, nil) }
            if plan.bindings.isEmpty { continue }
            var values: [FEELValue] = []
            for binding in plan.bindings { values.append(value(binding, for: key)) }
            if values.allSatisfy({ !$0.isNull }) { return (name, CorrelationPlan.text(values), nil) }
        }
        return (name, nil, nil)
    }

    /// The first message of a conversation gives its key.
    mutating func remember(_ key: String?, of plan: MessagePlan) {
        guard let key else { return }
        for index in plan.keys where definition.keys[index].bindings.isEmpty {
            let id = definition.keys[index].id
            if !state.conversations.contains(where: { $0.key == id }) {
                state.conversations.append(.init(key: id, value: key))
            }
        }
    }

    // MARK: The end of waiting

    /// Nothing more is waited for on behalf of a life.
    mutating func unsubscribe(_ owner: Int32, node: Int? = nil) {
        guard state.subscriptions.contains(where: { $0.owner == owner }) else { return }
        for subscription in state.subscriptions where subscription.owner == owner {
            if let node, Int(subscription.node) != node { continue }
            tellEnd(of: subscription)
        }
        state.subscriptions.removeAll { $0.owner == owner && (node == nil || Int($0.node) == node) }
    }

    mutating func drop(_ subscription: Subscription) {
        tellEnd(of: subscription)
        state.subscriptions.removeAll { $0.key == subscription.key }
    }

    private mutating func tellEnd(of subscription: Subscription) {
        switch subscription.wait {
        case .timer: effects.append(.cancelTimer(key: subscription.key))
        case .message: effects.append(.unsubscribe(key: subscription.key))
        case .signal: effects.append(.stopListening(key: subscription.key))
        case .condition: break
        }
    }

    // MARK: What was waited for happens

    /// A subscription is met.
    mutating func fire(_ key: Int, _ values: Variables) {
        guard let subscription = state.subscriptions.first(where: { $0.key == key }),
            let owner = live(subscription.owner)
        else { return }
        let node = definition.nodes[Int(subscription.node)]
        if node.isParallelMultiple {
            drop(subscription)
            let rest = state.subscriptions.contains { $0.owner == owner.key && Int($0.node) == node.index }
            if rest {
                merge(values, from: owner.parent)
                return
            }
        }
        let trigger =
            node.triggers.indices.contains(Int(subscription.trigger)) ? node.triggers[Int(subscription.trigger)] : nil
        let brought = bring(values, trigger)
        switch node.kind {
        case .boundary(_, _, let isInterrupting, _):
            if isInterrupting {
                interrupt(owner.key, boundary: node, brought)
            } else {
                repeatOrDrop(subscription, node)
                change(owner.parent) { $0.count += 1 }
                pass(node, owner.parent, brought)
            }
        case .start(_, _, let isInterrupting):
            if isInterrupting {
                startEventSubProcess(node, owner.key, isInterrupting: true, brought)
            } else {
                repeatOrDrop(subscription, node)
                startEventSubProcess(node, owner.key, isInterrupting: false, brought)
            }
        default:
            if Int(owner.node) == node.index {
                complete(owner.key, brought)
            } else {
                follow(node, gateway: owner, brought)
            }
        }
    }

    private func bring(_ values: Variables, _ trigger: Trigger?) -> Variables {
        if case .message(let plan)? = trigger?.kind, let result = plan.result {
            return [result: .context(values.context)]
        }
        return values
    }

    /// An event that may happen again goes on waiting; a timer until its repetitions are used up.
    private mutating func repeatOrDrop(_ subscription: Subscription, _ node: CompiledNode) {
        if node.isParallelMultiple {
            _ = subscribe(node, owner: subscription.owner)
            return
        }
        guard case .timer(let due, let left, let period) = subscription.wait else { return }
        guard let period, left.map({ $0 > 0 }) ?? true, let next = Span(period)?.added(to: due, options) else {
            drop(subscription)
            return
        }
        let wait = Subscription.Wait.timer(due: next, left: left.map { $0 - 1 }, period: period)
        if let place = state.subscriptions.firstIndex(where: { $0.key == subscription.key }) {
            state.subscriptions[place].wait = wait
            effects.append(.startTimer(key: subscription.key, due: next, element: node.id))
        }
    }

    /// An activity is interrupted; its token goes on from the boundary event. BPMN 2.0.2, 13.5.3.
    mutating func interrupt(_ host: Int32, boundary node: CompiledNode, _ values: Variables) {
        guard let parent = live(host)?.parent else { return }
        cancel(host)
        pass(node, parent, values)
        if let around = live(parent), case .subProcess(_, .adHoc) = definition.nodes[Int(around.node)].kind {
            completedInAdHoc(node, parent)
        }
    }

    /// A token goes through an event that has happened, with what it brought.
    private mutating func pass(_ node: CompiledNode, _ scope: Int32, _ values: Variables) {
        let key = add(node, in: scope)
        movements.append(.entered(element: node.id, key: Int(key)))
        complete(key, values)
    }

    /// Behind an event-based gateway the first event wins. BPMN 2.0.2, 13.4.4.
    private mutating func follow(_ node: CompiledNode, gateway: Live, _ values: Variables) {
        let gate = self.node(gateway)
        unsubscribe(gateway.key)
        movements.append(.completed(element: gate.id, key: Int(gateway.key)))
        if let flow = gate.outgoing.first(where: { definition.flows[$0].target == node.index }) {
            movements.append(.took(flow: definition.flows[flow].id))
        }
        remove(gateway.key)
        pass(node, gateway.parent, values)
    }

    /// BPMN 2.0.2, 13.5.4.
    mutating func startEventSubProcess(
        _ start: CompiledNode, _ owner: Int32, isInterrupting: Bool, _ values: Variables
    ) {
        let inner = definition.nodes[start.scope]
        if isInterrupting { cancelInside(owner) }
        change(owner) { $0.count += 1 }
        let key = add(inner, in: owner)
        movements.append(.entered(element: inner.id, key: Int(key)))
        if let body = inner.body, !body.locals.isEmpty {
            change(key) { $0.variables = Variables(FEELContext(body.locals.map { ($0.name, .null) })) }
        }
        if !openEventSubProcesses(in: inner, key) { return }
        change(key) { $0.count += 1 }
        pass(start, key, values)
    }

    private mutating func openEventSubProcesses(in node: CompiledNode, _ key: Int32) -> Bool {
        for nested in node.body?.eventSubProcesses ?? [] where !subscribeStart(of: nested, owner: key) { return false }
        return true
    }

    // MARK: Conditions

    /// Looks at all conditions after variables have changed; true where one began to hold. BPMN 2.0.2, 10.5.5 (conditional).
    mutating func fireConditions() -> Bool {
        var hasFired = false
        for subscription in state.subscriptions {
            if case .condition = subscription.wait { hasFired = check(subscription.key) || hasFired }
        }
        return hasFired
    }

    mutating func checkConditions(of owner: Int32, node: Int? = nil) {
        for subscription in state.subscriptions where subscription.owner == owner {
            if let node, Int(subscription.node) != node { continue }
            if case .condition = subscription.wait { _ = check(subscription.key) }
        }
    }

    mutating func checkConditions(of owner: Int32, startsOf eventSubProcess: Int) {
        if let start = definition.nodes[eventSubProcess].body?.entrances.first {
            checkConditions(of: owner, node: start)
        }
    }

    private mutating func check(_ key: Int) -> Bool {
        guard let place = state.subscriptions.firstIndex(where: { $0.key == key }),
            case .condition(let held) = state.subscriptions[place].wait
        else { return false }
        let subscription = state.subscriptions[place]
        let node = definition.nodes[Int(subscription.node)]
        guard case .conditional(let formula) = node.triggers[Int(subscription.trigger)].kind else { return false }
        var holds = false
        if case .boolean(true) = value(formula, for: subscription.owner) { holds = true }
        if holds == held { return false }
        state.subscriptions[place].wait = .condition(held: holds)
        if holds { fire(key, Variables()) }
        return holds
    }
}
