import FEEL

/// The machine: a pure function of a definition, a state, an event and the time. BPMN 2.0.2, 13.
public enum Machine {
    /// Lets one event happen to an instance.
    ///
    /// - Parameters:
    ///   - definition: what the instance runs.
    ///   - state: where it stands; `ProcessState(of: definition)` before its start.
    ///   - event: what happens.
    ///   - now: when it happens.
    /// - Returns: where it stands then, what the world has to do, and the way it went.
    /// - Throws: `StepError` where the event cannot happen now; nothing has changed then.
    public static func step(
        _ definition: ExecutableProcess, _ state: ProcessState, _ event: ProcessEvent, now: Moment,
        options: ProcessOptions = ProcessOptions()
    ) throws(StepError) -> Step {
        guard state.shape == definition.shape, state.isSound(for: definition) else { throw .wrongDefinition }
        if state.isEnded { throw .ended }
        var run = Run(definition, state, now: now, options: options)
        try run.handle(event)
        run.settle()
        return Step(state: run.state, effects: run.effects, movements: run.movements)
    }
}

extension ProcessState {
    /// Whether its places and keys exist, so that damaged data cannot lead the machine astray.
    func isSound(for definition: ExecutableProcess) -> Bool {
        var last: Int32 = -1
        for one in live {
            guard one.key > last, one.key < nextKey, one.parent < one.key || one.key == 0, one.parent >= 0,
                one.count >= 0,
                definition.nodes.indices.contains(Int(one.node)), place(of: one.parent) != nil,
                (one.key == 0) == (one.node == 0)
            else { return false }
            last = one.key
        }
        switch status {
        case .new: if !live.isEmpty { return false }
        case .active: if live.first?.key != 0 { return false }
        case .ended: if !live.isEmpty { return false }
        }
        return tokens.allSatisfy { definition.flows.indices.contains(Int($0.flow)) && place(of: $0.scope) != nil }
            && subscriptions.allSatisfy { subscription in
                definition.nodes.indices.contains(Int(subscription.node)) && place(of: subscription.owner) != nil
                    && definition.nodes[Int(subscription.node)].triggers.indices.contains(Int(subscription.trigger))
                    && subscription.key < Int(nextKey)
            }
            && incidents.allSatisfy { $0.key < Int(nextKey) && place(of: Int32(clamping: $0.element)) != nil }
            && live.allSatisfy { $0.extra?.values.isSound(for: definition) ?? true }
    }

    /// Whether the machine would take the state: its shape is the definition's, and all that it names exists.
    public func isSoundFor(_ definition: ExecutableProcess) -> Bool {
        shape == definition.shape && isSound(for: definition)
    }

    /// Whether every scope counts what is in it: what a test of the machine's books looks at between steps.
    public func isBalanced(in definition: ExecutableProcess) -> Bool {
        live.allSatisfy { scope in
            let inside = live.count { $0.parent == scope.key && $0.key != scope.key }
            return Int(scope.count) == inside + tokens.count { $0.scope == scope.key }
        }
    }

    /// The place of a life in `live`, by its key.
    func place(of key: Int32) -> Int? {
        var low = 0
        var high = live.count
        while low < high {
            let middle = (low + high) / 2
            if live[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low < live.count && live[low].key == key ? low : nil
    }
}

extension Extra.Values {
    fileprivate func isSound(for definition: ExecutableProcess) -> Bool {
        func isSound(_ record: CompensationRecord) -> Bool {
            definition.nodes.indices.contains(Int(record.node)) && record.inside.allSatisfy(isSound)
        }
        return records.allSatisfy(isSound) && flows.allSatisfy { definition.flows.indices.contains(Int($0)) }
            && done.allSatisfy { definition.nodes.indices.contains(Int($0)) }
            && (chosen ?? []).allSatisfy { definition.nodes.indices.contains(Int($0)) }
    }
}
