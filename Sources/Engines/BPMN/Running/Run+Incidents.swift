import FEEL

/// What keeps an instance from going on, until an operator has put it right.
extension Run {
    mutating func raise(_ kind: Incident.Kind, _ message: String, at key: Int32, _ phase: Live.Phase) {
        guard let live = live(key) else { return }
        if live.phase.isIncident { return }
        change(key) { $0.phase = phase }
        let incident = Incident(key: Int(newKey()), kind: kind, message: message, since: now, element: Int(key))
        state.incidents.append(incident)
        effects.append(.raiseIncident(incident, element: node(live).id))
    }

    mutating func closeIncident(of key: Int32) {
        if state.incidents.isEmpty { return }
        for incident in state.incidents where incident.element == Int(key) {
            effects.append(.closeIncident(key: incident.key))
        }
        state.incidents.removeAll { $0.element == Int(key) }
    }

    private func held(_ incident: Int) throws(StepError) -> Live {
        guard let found = state.incidents.first(where: { $0.key == incident }), let live = live(Int32(found.element))
        else {
            throw .unknown(key: incident)
        }
        return live
    }

    mutating func retry(_ incident: Int, _ values: Variables) throws(StepError) {
        let live = try held(incident)
        let node = node(live)
        merge(values, from: live.key)
        closeIncident(of: live.key)
        change(live.key) { $0.phase = .active }
        switch live.phase {
        case .entering:
            unsubscribe(live.key)
            if let flow = live.extra?.values.flows.first, node.incoming.contains(Int(flow)) {
                again(live, node, flow)
            } else if let loop = node.loop, live.role == .loop {
                startLoop(live.key, node, loop)
            } else if node.loop != nil, live.extra?.values.index == nil {
                remove(live.key)
                enter(node, live.parent)
            } else if node.isGateway, !isEventBased(node) {
                remove(live.key)
                enter(node, live.parent)
            } else {
                start(live.key)
            }
        case .failed:
            if live.role == .loop { resumeLoop(live.key) } else { work(node, live.key) }
        case .completing: complete(live.key, live.extra?.values.pending ?? Variables())
        case .leaving:
            remove(live.key)
            leave(node, live.parent, times: node.completionQuantity)
        case .active, .cancelling: break
        }
    }

    private func isEventBased(_ node: CompiledNode) -> Bool { if case .eventBased = node.kind { true } else { false } }

    /// A token goes back to wait before its join.
    private mutating func again(_ live: Live, _ node: CompiledNode, _ flow: Int32) {
        remove(live.key)
        arrive(Int(flow), live.parent)
    }

    mutating func resolve(_ incident: Int, _ values: Variables, _ flow: String?) throws(StepError) {
        let live = try held(incident)
        let node = node(live)
        if let flow {
            guard let place = node.outgoing.first(where: { definition.flows[$0].id == flow }) else {
                throw .notPossible(key: incident, "'\(flow)' is no flow that leaves \(node.id)")
            }
            merge(values, from: live.parent)
            cancelInside(live.key)
            closeIncident(of: live.key)
            movements.append(.completed(element: node.id, key: Int(live.key)))
            remove(live.key)
            send([place], live.parent)
            return
        }
        if live.phase == .leaving { throw .notPossible(key: incident, "it must be said which flow is taken") }
        change(live.key) { $0.phase = .active }
        closeIncident(of: live.key)
        if live.role == .loop {
            merge(values, from: live.parent)
            cancelInside(live.key)
            endLoop(live.key)
        } else if node.isGateway || live.extra?.values.flows.isEmpty == false, node.body == nil {
            merge(values, from: live.parent)
            movements.append(.completed(element: node.id, key: Int(live.key)))
            remove(live.key)
            leave(node, live.parent)
        } else {
            cancelInside(live.key)
            complete(live.key, values)
        }
    }
}
