import FEEL

/// Joins that wait for whatever may still come. BPMN 2.0.2, 13.4.3 and 13.4.5.
extension Run {
    /// Lets one inclusive or complex join go on that has waited long enough; false where there is none.
    mutating func passDeferredJoin() -> Bool {
        if state.tokens.isEmpty { return false }
        for token in state.tokens {
            let node = definition.nodes[definition.flows[Int(token.flow)].target]
            switch node.kind {
            case .inclusive(let upstream):
                if !mayStillGrow(node, upstream, token.scope) {
                    pass(node, token.scope)
                    return true
                }
            case .complex(let upstream, let activation):
                if passComplex(node, upstream, activation, token.scope) { return true }
            default: break
            }
        }
        return false
    }

    private mutating func pass(_ node: CompiledNode, _ scope: Int32) {
        var taken = 0
        for flow in node.incoming where hasToken(flow, scope) {
            takeToken(flow, scope)
            taken += 1
        }
        change(scope) { $0.count -= Int32(taken - 1) }
        enter(node, scope)
    }

    /// Whether a token elsewhere can come to an incoming flow that has none, and to none that has one already.
    private func mayStillGrow(
        _ node: CompiledNode, _ upstream: Upstream, _ scope: Int32, received: UInt64? = nil
    ) -> Bool {
        var full: UInt64 = received ?? 0
        if received == nil {
            for (bit, flow) in node.incoming.enumerated() where hasToken(flow, scope) { full |= 1 << UInt64(bit) }
        }
        func matters(_ place: Int) -> Bool {
            guard place != node.index, let reach = upstream.reach[place] else { return false }
            return reach & ~full != 0 && reach & full == 0
        }
        for token in state.tokens where token.scope == scope {
            if matters(definition.flows[Int(token.flow)].target) { return true }
        }
        for live in state.live where live.parent == scope && live.key != scope {
            let place = Int(live.node)
            if matters(place) { return true }
            if definition.nodes[place].boundaries.contains(where: { matters($0) }) { return true }
        }
        return false
    }

    // MARK: Complex gateways

    /// A complex gateway starts when its condition holds for the tokens that have come, and resets when no more can come.
    private mutating func passComplex(
        _ node: CompiledNode, _ upstream: Upstream, _ activation: Formula?, _ scope: Int32
    ) -> Bool {
        let memory = state.live.first {
            $0.parent == scope && Int($0.node) == node.index && $0.role == .work && !$0.phase.isIncident
        }
        if let memory { return resetComplex(node, upstream, memory, scope) }
        var counts = FEELContext()
        var total = 0
        for flow in node.incoming {
            let count = state.tokens.count { Int($0.flow) == flow && $0.scope == scope }
            counts[definition.flows[flow].id] = .number(count)
            if !definition.flows[flow].name.isEmpty { counts[definition.flows[flow].name] = .number(count) }
            total += count
        }
        counts["activationCount"] = .number(total)
        counts["activationcount"] = .number(total)
        guard let activation else {
            if mayStillGrow(node, upstream, scope) { return false }
            pass(node, scope)
            return true
        }
        guard case .boolean(true) = value(activation, for: scope, extra: counts) else { return false }
        return startComplex(node, scope)
    }

    private mutating func startComplex(_ node: CompiledNode, _ scope: Int32) -> Bool {
        var received: [Int32] = []
        for flow in node.incoming where hasToken(flow, scope) {
            takeToken(flow, scope)
            received.append(Int32(flow))
        }
        movements.append(.entered(element: node.id, key: 0))
        guard let flows = chooseMany(node, scope, extra: ["waitingForStart": true]) else {
            change(scope) { $0.count -= Int32(received.count - 1) }
            return true
        }
        movements.append(.completed(element: node.id, key: 0))
        // The gateway remembers what it has received until the rest has come: it keeps a unit of the scope.
        change(scope) { $0.count -= Int32(received.count - 1) }
        if received.count < node.incoming.count {
            let key = add(node, in: scope)
            changeExtra(key) { $0.flows = received }
            change(scope) { $0.count += 1 }
        }
        send(flows, scope)
        return true
    }

    private mutating func resetComplex(
        _ node: CompiledNode, _ upstream: Upstream, _ memory: Live, _ scope: Int32
    ) -> Bool {
        guard let received = memory.extra?.values.flows else { return false }
        var full: UInt64 = 0
        for (bit, flow) in node.incoming.enumerated() where received.contains(Int32(flow)) || hasToken(flow, scope) {
            full |= 1 << UInt64(bit)
        }
        let isComplete = full == (1 << UInt64(node.incoming.count)) - 1
        if !isComplete, mayReach(node, upstream, scope, missing: full) { return false }
        resetComplex(node, memory, received, scope)
        return true
    }

    /// Whether any token can still come to a flow that has had none.
    private func mayReach(_ node: CompiledNode, _ upstream: Upstream, _ scope: Int32, missing full: UInt64) -> Bool {
        func reaches(_ place: Int) -> Bool { place != node.index && (upstream.reach[place] ?? 0) & ~full != 0 }
        return state.tokens.contains { $0.scope == scope && reaches(definition.flows[Int($0.flow)].target) }
            || state.live.contains { live in
                live.parent == scope && live.key != scope
                    && (reaches(Int(live.node)) || definition.nodes[Int(live.node)].boundaries.contains { reaches($0) })
            }
    }

    private mutating func resetComplex(_ node: CompiledNode, _ memory: Live, _ received: [Int32], _ scope: Int32) {
        var taken = 0
        for flow in node.incoming where !received.contains(Int32(flow)) && hasToken(flow, scope) {
            takeToken(flow, scope)
            taken += 1
        }
        remove(memory.key)
        // Only flows that ask for the reset are taken a second time.
        let asking = node.outgoing.filter {
            definition.flows[$0].condition?.names.contains("waitingForStart") ?? false
        }
        var flows: [Int] = []
        for flow in asking {
            if let condition = definition.flows[flow].condition,
                case .boolean(true) = value(condition, for: scope, extra: ["waitingForStart": false])
            {
                flows.append(flow)
            }
        }
        // The memory's unit is the one that goes on.
        change(scope) { $0.count -= Int32(taken) }
        send(flows, scope)
    }

    /// Complex gateways that only remember: with nothing else in their scope nothing more can come.
    mutating func forgetComplexGateways() -> Bool {
        for live in state.live where live.role == .work && !live.phase.isIncident {
            let node = node(live)
            guard case .complex(let upstream, _) = node.kind, live.key != 0 else { continue }
            if resetComplex(node, upstream, live, live.parent) { return true }
        }
        return false
    }

    // MARK: Tokens that wait in vain

    /// Names joins whose missing tokens can no longer come.
    mutating func reportStuckJoins() {
        if state.tokens.isEmpty { return }
        for token in state.tokens {
            guard let scope = live(token.scope) else { continue }
            let waiting = state.tokens.count { $0.scope == token.scope }
            guard Int(scope.count) == waiting else { continue }
            let node = definition.nodes[definition.flows[Int(token.flow)].target]
            let missing = node.incoming.filter { !hasToken($0, token.scope) }.map { definition.flows[$0].id }
            let what = missing.isEmpty ? "more tokens" : missing.joined(separator: ", ")
            takeToken(Int(token.flow), token.scope)
            let key = add(node, in: token.scope)
            changeExtra(key) { $0.flows = [token.flow] }
            raise(.stuckJoin, "it waits for \(what), where nothing can come any more", at: key, .entering)
        }
    }
}
