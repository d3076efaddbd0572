import FEEL

/// The events of the world. BPMN 2.0.2, 13.2 and 13.5.
extension Run {
    mutating func handle(_ event: ProcessEvent) throws(StepError) {
        if case .start(let variables, let trigger, let isCalled) = event {
            try begin(variables, trigger, isCalled)
            return
        }
        if case .new = state.status { throw .notStarted }
        switch event {
        case .start: break
        case .complete(let key, let values):
            let live = try waiting(key)
            if live.phase == .failed || live.phase == .entering { closeIncident(of: live.key) }
            change(live.key) { $0.phase = .active }
            complete(live.key, returned(values, by: node(live)))
        case .decide(let key, let value):
            let live = try waiting(key)
            closeIncident(of: live.key)
            change(live.key) { $0.phase = .active }
            complete(live.key, named(Run.storable(value.value), for: node(live)))
        case .fail(let key, let message):
            let live = try waiting(key)
            closeIncident(of: live.key)
            change(live.key) { $0.phase = .active }
            raise(.work, message, at: live.key, .failed)
        case .throwError(let key, let code, let message, let values):
            let live = try waiting(key)
            closeIncident(of: live.key)
            change(live.key) { $0.phase = .active }
            throwError(code, message, values, from: live.key, isEnd: false)
        case .escalate(let key, let code, let values):
            let live = try waiting(key)
            escalate(code, values, from: live.key)
        case .timer(let key): try timer(key)
        case .message(let name, let key, let values): try message(name, key, values)
        case .signal(let name, let values):
            if !tellSignal(name, values) { throw .noSubscription(name) }
        case .setVariables(let key, let values):
            guard place(Int32(clamping: key)) != nil else { throw .unknown(key: key) }
            merge(values, from: Int32(clamping: key))
        case .activate(let key, let node): try activate(Int32(clamping: key), node)
        case .completeAdHoc(let key):
            guard let live = live(Int32(clamping: key)), live.role == .work,
                case .subProcess(_, .adHoc) = node(live).kind
            else {
                throw .unknown(key: key)
            }
            cancelInside(live.key)
            complete(live.key)
        case .retry(let incident, let values): try retry(incident, values)
        case .resolve(let incident, let values, let flow): try resolve(incident, values, flow)
        case .cancel(let reason): finish(.cancelled(reason: reason))
        }
    }

    /// A task, service call, decision or called process that somebody works on.
    private func waiting(_ key: Int) throws(StepError) -> Live {
        guard let live = live(Int32(clamping: key)), live.role == .work else { throw .unknown(key: key) }
        let node = node(live)
        switch node.kind {
        case .user, .service, .decision, .call: break
        case .throwing(let all) where all.contains(where: { if case .service = $0 { true } else { false } }): break
        default: throw .notPossible(key: key, "\(node.element) '\(node.label)' is not completed from outside")
        }
        if node.loop != nil, live.extra?.values.index == nil { throw .unknown(key: key) }
        if live.phase == .completing || live.phase == .leaving || live.phase == .cancelling {
            throw .notPossible(key: key, "it has an incident that must be resolved first")
        }
        return live
    }

    /// What a called process or a service gives, as far as the definition wants it.
    private func returned(_ values: Variables, by node: CompiledNode) -> Variables {
        switch node.kind {
        case .service(let plan):
            guard let result = plan.result, values[result] == nil else { return values }
            return [result: .context(values.context)]
        default: return values
        }
    }

    // MARK: Start

    private mutating func begin(_ variables: Variables, _ trigger: StartTrigger, _ isCalled: Bool) throws(StepError) {
        guard case .new = state.status else { throw .alreadyStarted }
        let process = definition.nodes[0]
        guard let body = process.body else { throw .wrongDefinition }
        let (entrance, index) = try entrance(body, trigger)
        var values = Variables(FEELContext(body.locals.map { ($0.name, .null) }))
        values.merge(variables)
        state.status = .active
        state.isCalled = isCalled
        state.live = [Live(key: 0, node: 0, parent: 0, variables: values)]
        movements.append(.entered(element: process.id, key: 0))
        for inner in body.eventSubProcesses where !subscribeStart(of: inner, owner: 0) { return }
        if let entrance {
            state.live[0].count = 1
            enter(entrance: definition.nodes[entrance], index, trigger)
        } else {
            state.live[0].count = Int32(body.starts.count)
            for start in body.starts { later(.enter(node: start, scope: 0)) }
        }
        for inner in body.eventSubProcesses { checkConditions(of: 0, startsOf: inner) }
    }

    /// Where the process begins: nil for all its none starts.
    private func entrance(_ body: Body, _ trigger: StartTrigger) throws(StepError) -> (Int?, Int) {
        switch trigger {
        case .none:
            if !body.starts.isEmpty { return (nil, 0) }
            throw .noStart("nothing but an event")
        case .event(let id):
            guard let place = definition.place(of: id), body.entrances.contains(place) || body.starts.contains(place)
            else {
                throw .noStart("the start event '\(id)'")
            }
            return (place, 0)
        case .message(let name, _):
            for place in body.entrances {
                for (index, wanted) in definition.entranceTriggers(of: place).enumerated() {
                    if case .message(let plan) = wanted.kind, plan.name.fixed == name || plan.id == name {
                        return (place, index)
                    }
                }
            }
            throw .noStart("the message '\(name)'")
        case .signal(let name):
            for place in body.entrances {
                for (index, wanted) in definition.entranceTriggers(of: place).enumerated() {
                    if case .signal(let template) = wanted.kind, template.fixed == name { return (place, index) }
                }
            }
            throw .noStart("the signal '\(name)'")
        }
    }

    /// The event that started the instance has happened already. BPMN 2.0.2, 13.2.
    private mutating func enter(entrance node: CompiledNode, _ index: Int, _ trigger: StartTrigger) {
        let triggers = definition.entranceTriggers(of: node.index)
        if case .message(_, let key) = trigger,
            case .message(let plan)? = triggers.indices.contains(index) ? triggers[index].kind : nil
        {
            remember(key ?? definition.correlation(of: plan.name.fixed ?? "", values: variables0.context), of: plan)
        }
        switch node.kind {
        case .eventBased(_, let isParallel):
            movements.append(.entered(element: node.id, key: 0))
            movements.append(.completed(element: node.id, key: 0))
            var remaining = index
            for flow in node.outgoing {
                let target = definition.nodes[definition.flows[flow].target]
                let isStarted = remaining >= 0 && remaining < target.triggers.count
                remaining -= target.triggers.count
                if isStarted {
                    passed(target, flow)
                } else if isParallel {
                    change(0) { $0.count += 1 }
                    begin(target, in: 0)
                }
            }
        case .start(_, true, _) where node.triggers.count > 1:
            // The other events must happen too.
            let key = add(node, in: 0)
            movements.append(.entered(element: node.id, key: Int(key)))
            if subscribe(node, owner: key),
                let met = state.subscriptions.first(where: { $0.owner == key && Int($0.trigger) == index })
            {
                drop(met)
            }
        case .receive: passed(node, nil)
        default: later(.enter(node: node.index, scope: 0))
        }
    }

    private var variables0: Variables { state.live.first?.variables ?? Variables() }

    private mutating func passed(_ node: CompiledNode, _ flow: Int?) {
        if let flow { movements.append(.took(flow: definition.flows[flow].id)) }
        let key = add(node, in: 0)
        movements.append(.entered(element: node.id, key: Int(key)))
        complete(key)
    }

    // MARK: What was waited for

    private mutating func timer(_ key: Int) throws(StepError) {
        guard let subscription = state.subscriptions.first(where: { $0.key == key }),
            case .timer(let due, _, _) = subscription.wait
        else { throw .unknown(key: key) }
        if now < due { throw .notPossible(key: key, "the timer is due at \(due)") }
        fire(key, Variables())
    }

    /// A message goes to the one that waits for it, the first where several do. BPMN 2.0.2, 8.4.2.
    private mutating func message(_ name: String, _ key: String?, _ values: Variables) throws(StepError) {
        let carried = key ?? definition.correlation(of: name, values: values.context)
        let found = state.subscriptions.first { subscription in
            guard case .message(let wanted, let correlation) = subscription.wait else { return false }
            if correlation != nil, correlation != carried { return false }
            return wanted == name || plan(of: subscription)?.id == name
        }
        guard let found else { throw .noSubscription(name) }
        if let plan = plan(of: found) { remember(carried, of: plan) }
        fire(found.key, values)
    }

    private func plan(of subscription: Subscription) -> MessagePlan? {
        let triggers = definition.nodes[Int(subscription.node)].triggers
        guard triggers.indices.contains(Int(subscription.trigger)),
            case .message(let plan) = triggers[Int(subscription.trigger)].kind
        else { return nil }
        return plan
    }
}
