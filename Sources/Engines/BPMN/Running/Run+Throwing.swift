import FEEL

/// Events that a process makes happen. BPMN 2.0.2, 13.5.
extension Run {
    mutating func perform(_ throwing: [Throw], _ node: CompiledNode, _ key: Int32) {
        for one in throwing {
            guard let live = live(key) else { return }
            switch one {
            case .message(let plan):
                if !send(plan, node, key) { return }
            case .signal(let name):
                throwSignal(text(name, for: key) ?? node.id, live.variables ?? Variables())
            case .escalation(let code):
                escalate(text(code, for: key) ?? "", live.variables ?? Variables(), from: key)
            case .service(let plan):
                throwByService(plan, node, key)
                return
            case .error(let code, let message):
                let values = live.variables ?? Variables()
                throwError(text(code, for: key) ?? "", message, values, from: key, isEnd: true)
                return
            case .terminate:
                terminate(live.parent)
                return
            case .cancel:
                cancelTransaction(from: key)
                return
            case .compensate(let activity, let waits):
                if compensate(activity, thrower: live, waits: waits) { return }
            case .link(let target):
                let scope = live.parent
                unsubscribe(key)
                movements.append(.completed(element: node.id, key: Int(key)))
                remove(key)
                later(.enter(node: target, scope: scope))
                return
            }
        }
        if place(key) != nil { complete(key) }
    }

    private mutating func throwByService(_ plan: ServicePlan, _ node: CompiledNode, _ key: Int32) {
        effects.append(
            .callService(
                ServiceOrder(
                    key: Int(key), element: node.id, name: node.name, service: text(plan.service, for: key) ?? node.id,
                    inputs: node.inputs.isEmpty ? visible(to: key) : live(key)?.variables ?? Variables(), headers: [:],
                    retries: text(plan.retries, for: key).flatMap { Int($0) })))
    }

    /// Sends a message; false where an incident came of it.
    mutating func send(_ plan: MessagePlan, _ node: CompiledNode, _ key: Int32, values: Variables? = nil) -> Bool {
        let values =
            values ?? (node.inputs.isEmpty ? visible(to: key) : live(key)?.variables ?? Variables())
        var (name, correlation, problem) = address(plan, key)
        if let problem {
            raise(.expression, problem, at: key, .entering)
            return false
        }
        if correlation == nil { correlation = definition.correlation(of: name, values: values.context) }
        remember(correlation, of: plan)
        effects.append(
            .sendMessage(MessageOrder(element: node.id, message: name, correlation: correlation, values: values)))
        return true
    }

    /// All that listen in this instance are told at once, and the world is asked to tell the others.
    mutating func throwSignal(_ name: String, _ values: Variables) {
        effects.append(.throwSignal(name: name, values: values))
        tellSignal(name, values)
    }

    /// Returns whether anything listened.
    @discardableResult
    mutating func tellSignal(_ name: String, _ values: Variables) -> Bool {
        let listening = state.subscriptions.filter {
            if case .signal(name) = $0.wait { true } else { false }
        }
        for subscription in listening { fire(subscription.key, values) }
        return !listening.isEmpty
    }

    /// Ends everything in the scope of a terminate end event; a sub-process then completes. BPMN 2.0.2, 13.5.6.
    private mutating func terminate(_ scope: Int32) {
        guard let live = live(scope) else { return }
        if live.key == 0 {
            finish(.terminated)
            return
        }
        let node = node(live)
        cancelInside(scope)
        if node.isEventSubProcess {
            let parent = live.parent
            movements.append(.completed(element: node.id, key: Int(scope)))
            unsubscribe(scope)
            remove(scope)
            release(parent)
        } else {
            complete(scope)
        }
    }

    // MARK: Errors and escalations

    /// Who catches something: a boundary event and its activity, or the start of an event sub-process and its scope.
    private struct Catcher {
        var node: CompiledNode
        var owner: Int32
        var trigger: Trigger
    }

    /// Goes outwards from a life to the first event that catches. BPMN 2.0.2, 13.5.
    private func catcher(from key: Int32, _ matches: (Trigger.Kind) -> Int) -> Catcher? {
        var current = key
        while let live = live(current) {
            let node = node(live)
            if live.role == .loop || live.extra?.values.index == nil, live.role != .compensation,
                let found = best(node.boundaries, current, matches)
            {
                return found
            }
            if current == 0 { return nil }
            guard let around = self.live(live.parent) else { return nil }
            // What an event sub-process throws, its siblings do not catch.
            if around.role != .loop, !node.isEventSubProcess || live.parent == current,
                let body = definition.nodes[Int(around.node)].body
            {
                let starts = body.eventSubProcesses.compactMap { definition.nodes[$0].body?.entrances.first }
                if let found = best(starts, around.key, matches) { return found }
            }
            current = live.parent
        }
        return nil
    }

    private func best(_ nodes: [Int], _ owner: Int32, _ matches: (Trigger.Kind) -> Int) -> Catcher? {
        var best: (catcher: Catcher, rank: Int)?
        for place in nodes {
            let node = definition.nodes[place]
            for trigger in node.triggers {
                let rank = matches(trigger.kind)
                if rank > best?.rank ?? 0 { best = (Catcher(node: node, owner: owner, trigger: trigger), rank) }
            }
        }
        return best?.catcher
    }

    private static func values(_ code: String, _ message: String, _ trigger: Trigger, _ values: Variables) -> Variables
    {
        var result = values
        if let name = trigger.codeVariable { result[name] = .string(code) }
        if let name = trigger.messageVariable { result[name] = .string(message) }
        return result
    }

    /// An error goes to whoever catches it, and ends what is between. BPMN 2.0.2, 13.5.5 (error).
    mutating func throwError(
        _ code: String, _ message: String, _ values: Variables, from key: Int32, isEnd: Bool
    ) {
        let found = catcher(from: key) { kind in
            guard case .error(let wanted) = kind else { return 0 }
            guard let wanted, !wanted.isEmpty else { return 1 }
            return wanted == code ? 2 : 0
        }
        guard let found else {
            if isEnd || state.isCalled {
                finish(.failed(code: code, message: message))
            } else {
                changeExtra(key) { $0.code = code }
                let text = message.isEmpty ? "" : ": \(message)"
                raise(.uncaughtError, "nothing catches the error '\(code)'\(text)", at: key, .failed)
            }
            return
        }
        let brought = Run.values(code, message, found.trigger, values)
        if case .boundary = found.node.kind {
            interrupt(found.owner, boundary: found.node, brought)
        } else {
            startEventSubProcess(found.node, found.owner, isInterrupting: true, brought)
        }
    }

    /// An escalation goes to whoever catches it, which may let everything else go on. BPMN 2.0.2, 13.5.5 (escalation).
    mutating func escalate(_ code: String, _ values: Variables, from key: Int32) {
        let found = catcher(from: key) { kind in
            guard case .escalation(let wanted) = kind else { return 0 }
            guard let wanted, !wanted.isEmpty else { return 1 }
            return wanted == code ? 2 : 0
        }
        guard let found else {
            effects.append(.escalate(code: code, values: values))
            return
        }
        let brought = Run.values(code, "", found.trigger, values)
        switch found.node.kind {
        case .boundary(_, _, let isInterrupting, _):
            if isInterrupting {
                interrupt(found.owner, boundary: found.node, brought)
            } else {
                guard let parent = live(found.owner)?.parent else { return }
                change(parent) { $0.count += 1 }
                let event = add(found.node, in: parent)
                movements.append(.entered(element: found.node.id, key: Int(event)))
                complete(event, brought)
            }
        case .start(_, _, let isInterrupting):
            startEventSubProcess(found.node, found.owner, isInterrupting: isInterrupting, brought)
        default: break
        }
    }
}
