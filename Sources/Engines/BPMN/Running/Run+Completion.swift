import FEEL

/// How activities complete, and how they are cancelled. BPMN 2.0.2, 13.3.
extension Run {
    // MARK: Completion

    /// A life has done its work: its results go out, and a token goes on.
    mutating func complete(_ key: Int32, _ values: Variables = Variables()) {
        guard let live = live(key) else { return }
        let node = node(live)
        var gathered: FEELValue?
        if !node.outputs.isEmpty || live.extra?.values.index != nil {
            change(key) { own in
                if !values.isEmpty {
                    own.variables = own.variables ?? Variables()
                    own.variables?.merge(values)
                }
            }
            var assignments: [([String], FEELValue)] = []
            for mapping in node.outputs {
                let (value, problem) = mapped(mapping, for: key)
                if let problem {
                    changeExtra(key) { $0.pending = values }
                    raise(.expression, problem, at: key, .completing)
                    return
                }
                if let value { assignments.append((mapping.target, value)) }
            }
            if case .multiInstance(let plan)? = node.loop, let element = plan.outputElement {
                gathered = value(element, for: key)
            }
            if !node.outputsAreAll { merge(values, from: live.parent) }
            for (path, value) in assignments { assign(path, value, from: live.parent) }
        } else if !values.isEmpty {
            merge(values, from: live.parent)
        }
        end(key, node, gathered)
    }

    /// A life is over, and what comes after it begins.
    private mutating func end(_ key: Int32, _ node: CompiledNode, _ gathered: FEELValue?) {
        guard let live = live(key) else { return }
        let parent = live.parent
        closeIncident(of: key)
        unsubscribe(key)
        remember(node, live)
        movements.append(.completed(element: node.id, key: Int(key)))
        let index = live.extra?.values.index
        remove(key)
        guard let around = self.live(parent) else { return }
        if around.role == .loop, let index {
            completed(index, of: parent, gathered)
        } else if around.role == .compensation {
            release(parent)
        } else {
            goOn(from: node, in: parent)
            completedInAdHoc(node, parent)
        }
    }

    /// The token that leaves a life that is over.
    private mutating func goOn(from node: CompiledNode, in parent: Int32) {
        let before = movements.count
        leave(node, parent, times: node.completionQuantity)
        // The life has said itself that it completed.
        if before < movements.count, case .completed(let element, 0) = movements[before], element == node.id {
            movements.remove(at: before)
        }
    }

    /// Takes a life out; it has nothing inside any more.
    mutating func remove(_ key: Int32) {
        if let place = place(key) { state.live.remove(at: place) }
    }

    // MARK: Cancelling

    /// Ends a life and everything in it, without anything that follows.
    mutating func cancel(_ key: Int32) {
        guard let live = live(key) else { return }
        let node = node(live)
        cancelInside(key)
        closeIncident(of: key)
        unsubscribe(key)
        if live.role == .work, live.phase == .active || live.phase == .failed {
            switch node.kind {
            case .user(let plan) where !plan.isManual || options.waitsForManualTasks:
                effects.append(.cancelTask(key: Int(key)))
            case .service, .decision: effects.append(.cancelService(key: Int(key)))
            case .call: effects.append(.cancelProcess(key: Int(key)))
            case .throwing(let all) where all.contains(where: { if case .service = $0 { true } else { false } }):
                effects.append(.cancelService(key: Int(key)))
            default: break
            }
        }
        movements.append(.cancelled(element: node.id, key: Int(key)))
        remove(key)
    }

    /// Ends everything in a scope, and what it waits for.
    mutating func cancelInside(_ key: Int32, except spared: Int32? = nil) {
        let children = state.live.filter { $0.parent == key && $0.key != key && $0.key != spared }.map(\.key)
        for child in children.reversed() { cancel(child) }
        state.tokens.removeAll { $0.scope == key }
        dropMoves(in: key)
        change(key) { $0.count = spared == nil ? 0 : 1 }
        unsubscribe(key)
    }
}
