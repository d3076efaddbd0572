import FEEL

/// Tokens: how they come to nodes, leave them, and meet. BPMN 2.0.2, 13.4.
extension Run {
    /// A token comes to a node along a flow.
    mutating func arrive(_ flow: Int, _ scope: Int32) {
        let node = definition.nodes[definition.flows[flow].target]
        switch node.kind {
        case .parallel where node.incoming.count > 1:
            state.tokens.append(Token(flow: Int32(flow), scope: scope))
            join(node, scope)
        case .inclusive where node.incoming.count > 1, .complex where node.incoming.count > 1:
            state.tokens.append(Token(flow: Int32(flow), scope: scope))
        default:
            if node.startQuantity > 1 {
                state.tokens.append(Token(flow: Int32(flow), scope: scope))
                gather(node, scope)
            } else {
                enter(node, scope)
            }
        }
    }

    /// One token is taken from every incoming flow. BPMN 2.0.2, 13.4.1.
    private mutating func join(_ node: CompiledNode, _ scope: Int32) {
        guard node.incoming.allSatisfy({ flow in hasToken(flow, scope) }) else { return }
        for flow in node.incoming { takeToken(flow, scope) }
        change(scope) { $0.count -= Int32(node.incoming.count - 1) }
        enter(node, scope)
    }

    /// An activity that begins only when so many tokens have come. BPMN 2.0.2, 10.3 (`startQuantity`).
    private mutating func gather(_ node: CompiledNode, _ scope: Int32) {
        let flows = state.tokens.filter { $0.scope == scope && node.incoming.contains(Int($0.flow)) }.map(\.flow)
        guard flows.count >= node.startQuantity else { return }
        for flow in flows.prefix(node.startQuantity) { takeToken(Int(flow), scope) }
        change(scope) { $0.count -= Int32(node.startQuantity - 1) }
        enter(node, scope)
    }

    func hasToken(_ flow: Int, _ scope: Int32) -> Bool {
        state.tokens.contains { Int($0.flow) == flow && $0.scope == scope }
    }

    mutating func takeToken(_ flow: Int, _ scope: Int32) {
        if let index = state.tokens.firstIndex(where: { Int($0.flow) == flow && $0.scope == scope }) {
            state.tokens.remove(at: index)
        }
    }

    /// A token is at a node: it does what the node says.
    mutating func enter(_ node: CompiledNode, _ scope: Int32) {
        guard mayMove() else {
            hold(node, scope, .endless, "the instance went through \(options.maximumMoves) nodes in one step")
            return
        }
        switch node.kind {
        case .pass where node.isPlain && node.loop == nil && isPlainScope(scope), .exclusive, .parallel, .inclusive,
            .complex:
            movements.append(.entered(element: node.id, key: 0))
            leave(node, scope)
        case .start where node.isPlain:
            movements.append(.entered(element: node.id, key: 0))
            leave(node, scope)
        case .script(let script, let result) where node.isPlain && node.loop == nil && isPlainScope(scope):
            movements.append(.entered(element: node.id, key: 0))
            if let problem = run(script, result: result, for: scope, into: scope) {
                let key = add(node, in: scope)
                raise(.expression, problem, at: key, .entering)
            } else {
                leave(node, scope)
            }
        default:
            if let loop = node.loop { beginLoop(node, loop, scope) } else { begin(node, in: scope) }
        }
    }

    /// Whether what happens in it needs no attention one by one, as it does in loops and ad-hoc sub-processes.
    private func isPlainScope(_ scope: Int32) -> Bool {
        guard let place = place(scope), state.live[place].role == .work || state.live[place].role == .compensated else {
            return false
        }
        if case .subProcess(_, .adHoc) = definition.nodes[Int(state.live[place].node)].kind { return false }
        return true
    }

    /// A node that cannot be entered waits with an incident.
    mutating func hold(_ node: CompiledNode, _ scope: Int32, _ kind: Incident.Kind, _ message: String) {
        let key = add(node, in: scope)
        movements.append(.entered(element: node.id, key: Int(key)))
        raise(kind, message, at: key, .entering)
    }

    // MARK: Leaving

    /// A token leaves a node: one for each flow that is taken, in place of the one that came.
    mutating func leave(_ node: CompiledNode, _ scope: Int32, times: Int = 1) {
        guard let flows = choose(node, scope) else { return }
        movements.append(.completed(element: node.id, key: 0))
        send(flows, scope, times: times)
    }

    /// Sends tokens along flows; the unit of the token that came is spent.
    mutating func send(_ flows: [Int], _ scope: Int32, times: Int = 1) {
        if flows.isEmpty {
            release(scope)
            return
        }
        let count = flows.count * times
        if count != 1 { change(scope) { $0.count += Int32(count - 1) } }
        for _ in 0..<times { for flow in flows { later(.arrive(flow: flow, scope: scope)) } }
    }

    /// The flows that a token takes; nil where an incident has been raised instead.
    private mutating func choose(_ node: CompiledNode, _ scope: Int32) -> [Int]? {
        if node.outgoing.isEmpty { return [] }
        switch node.kind {
        case .exclusive: return chooseOne(node, scope)
        case .inclusive, .complex: return chooseMany(node, scope, extra: nil)
        case .parallel: return node.outgoing
        default:
            if node.outgoing.allSatisfy({ definition.flows[$0].condition == nil }), node.defaultFlow == nil {
                return node.outgoing
            }
            return chooseConditional(node, scope)
        }
    }

    /// The first flow whose condition holds. BPMN 2.0.2, 13.4.2.
    private mutating func chooseOne(_ node: CompiledNode, _ scope: Int32) -> [Int]? {
        for flow in node.outgoing where flow != node.defaultFlow {
            guard let condition = definition.flows[flow].condition else { return [flow] }
            guard let holds = test(condition, node, flow, scope) else { return nil }
            if holds { return [flow] }
        }
        if let flow = node.defaultFlow { return [flow] }
        noPath(node, scope)
        return nil
    }

    /// All flows whose conditions hold. BPMN 2.0.2, 13.4.3.
    mutating func chooseMany(_ node: CompiledNode, _ scope: Int32, extra: FEELContext?) -> [Int]? {
        var chosen: [Int] = []
        for flow in node.outgoing where flow != node.defaultFlow {
            guard let condition = definition.flows[flow].condition else {
                chosen.append(flow)
                continue
            }
            guard let holds = test(condition, node, flow, scope, extra: extra) else { return nil }
            if holds { chosen.append(flow) }
        }
        if chosen.isEmpty, let flow = node.defaultFlow { return [flow] }
        if chosen.isEmpty {
            noPath(node, scope)
            return nil
        }
        return chosen
    }

    /// Conditional flows of an activity: the default is for when none of the conditions holds. BPMN 2.0.2, 13.2 (sequence flow).
    private mutating func chooseConditional(_ node: CompiledNode, _ scope: Int32) -> [Int]? {
        var chosen: [Int] = []
        var isAnyTrue = false
        for flow in node.outgoing where flow != node.defaultFlow {
            guard let condition = definition.flows[flow].condition else {
                chosen.append(flow)
                continue
            }
            guard let holds = test(condition, node, flow, scope) else { return nil }
            if holds {
                chosen.append(flow)
                isAnyTrue = true
            }
        }
        if !isAnyTrue, let flow = node.defaultFlow { chosen.append(flow) }
        if chosen.isEmpty {
            noPath(node, scope)
            return nil
        }
        return chosen
    }

    private mutating func test(
        _ condition: Formula, _ node: CompiledNode, _ flow: Int, _ scope: Int32, extra: FEELContext? = nil
    ) -> Bool? {
        if case .boolean(let holds) = value(condition, for: scope, extra: extra) { return holds }
        let (value, reason) = explained(condition, for: scope, extra: extra)
        let what = "the condition '\(condition.text)' of the flow '\(definition.flows[flow].id)' is \(value.kind)"
        let key = add(node, in: scope)
        raise(.expression, reason.isEmpty ? what : "\(what): \(reason)", at: key, .leaving)
        return nil
    }

    private mutating func noPath(_ node: CompiledNode, _ scope: Int32) {
        let key = add(node, in: scope)
        raise(.noPath, "no condition holds, and there is no default flow", at: key, .leaving)
    }

    // MARK: Ends of scopes

    /// A unit of a scope is spent; with its last one the scope is done.
    mutating func release(_ scope: Int32) {
        guard let place = place(scope) else { return }
        state.live[place].count -= 1
        if state.live[place].count == 0 { emptied(scope) }
    }

    private mutating func emptied(_ key: Int32) {
        guard let live = live(key), live.phase == .active else { return }
        let node = node(live)
        switch live.role {
        case .loop: break
        case .compensation: later(.compensate(key))
        case .compensated:
            let driver = live.parent
            remove(key)
            release(driver)
        case .work:
            switch node.kind {
            case .process: finish(.completed)
            case .subProcess(_, .adHoc): completeAdHocIfDone(key)
            case .subProcess(_, .event):
                movements.append(.completed(element: node.id, key: Int(key)))
                let parent = live.parent
                unsubscribe(key)
                remove(key)
                release(parent)
            case .subProcess: complete(key)
            default: break
            }
        }
    }

    /// The process itself is done.
    mutating func finish(_ kind: Outcome.Kind) {
        let outcome = Outcome(kind, variables: state.live.first?.variables ?? Variables())
        if let root = state.live.first {
            switch kind {
            case .completed: unsubscribe(root.key)
            default: cancelInside(root.key)
            }
            movements.append(.completed(element: definition.id, key: 0))
        }
        state.live = []
        state.tokens = []
        state.subscriptions = []
        state.incidents = []
        state.conversations = []
        state.status = .ended(outcome)
        effects.append(.ended(outcome))
    }
}
