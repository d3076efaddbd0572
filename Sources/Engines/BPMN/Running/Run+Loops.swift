import FEEL

/// Activities that are done more than once. BPMN 2.0.2, 13.3.6 and 13.3.7.
extension Run {
    mutating func beginLoop(_ node: CompiledNode, _ loop: LoopPlan, _ scope: Int32) {
        let key = add(node, in: scope, role: .loop)
        movements.append(.entered(element: node.id, key: Int(key)))
        startLoop(key, node, loop)
    }

    mutating func startLoop(_ key: Int32, _ node: CompiledNode, _ loop: LoopPlan) {
        var loopState = LoopState()
        switch loop {
        case .standard: break
        case .multiInstance(let plan):
            guard let total = count(plan, key, &loopState) else { return }
            if total > options.maximumInstances {
                raise(
                    .expression, "it would have \(total) instances; \(options.maximumInstances) are allowed", at: key,
                    .entering)
                return
            }
            loopState.total = total
            if plan.outputCollection != nil {
                let nulls = [FEELValue](repeating: .null, count: total)
                loopState.outputs = ["": .list(nulls)]
            }
        }
        changeExtra(key) { $0.loop = loopState }
        if !subscribeBoundaries(of: node, key) { return }
        if case .multiInstance(let plan) = loop, !plan.isSequential, loopState.total != 0 {
            let total = loopState.total ?? 0
            changeExtra(key) { $0.loop?.started = total }
            for number in 1...total {
                if place(key) == nil { return }
                beginInstance(number, of: key, node)
            }
        } else {
            later(.iterate(loop: key))
        }
    }

    /// How many instances there will be; nil where an incident says why that is not known.
    private mutating func count(_ plan: MultiInstancePlan, _ key: Int32, _ state: inout LoopState) -> Int? {
        if let collection = plan.collection {
            let (value, reason) = explained(collection, for: key)
            switch value {
            case .list(let items):
                state.items = ["": value]
                return items.count
            case .number(let number) where plan.element == nil:
                if let count = number.exactInt, count >= 0 { return count }
            case .context(let entries):
                state.items = ["": .list(entries.values)]
                return entries.count
            default: break
            }
            raise(
                .expression, "its collection '\(collection.text)' is \(value.kind), no list; \(reason)", at: key,
                .entering)
            return nil
        }
        guard let cardinality = plan.cardinality else { return 0 }
        let (value, reason) = explained(cardinality, for: key)
        if case .number(let number) = value, let count = number.exactInt, count >= 0 { return count }
        raise(
            .expression, "its number of instances '\(cardinality.text)' is \(value.kind); \(reason)", at: key, .entering
        )
        return nil
    }

    /// The next instance of a loop that goes one by one, or its end.
    mutating func iterate(_ key: Int32) {
        guard let live = live(key), let loop = node(live).loop, var state = live.extra?.values.loop else { return }
        let node = node(live)
        switch loop {
        case .standard(let testsBefore, let maximum, let condition):
            if let maximum, case .number(let number) = value(maximum, for: key), let most = number.exactInt,
                state.started >= most
            {
                endLoop(key)
                return
            }
            if let condition, testsBefore || state.started > 0 {
                let counter: FEELContext = ["loopCounter": .number(state.started)]
                let (value, reason) = explained(condition, for: key, extra: counter)
                guard case .boolean(let goesOn) = value else {
                    raise(
                        .expression, "its loop condition '\(condition.text)' is \(value.kind); \(reason)", at: key,
                        .failed)
                    return
                }
                if !goesOn {
                    endLoop(key)
                    return
                }
            }
        case .multiInstance:
            if state.started >= state.total ?? 0 {
                endLoop(key)
                return
            }
        }
        guard mayMove() else {
            raise(.endless, "the loop went round \(state.started) times without waiting", at: key, .failed)
            return
        }
        state.started += 1
        changeExtra(key) { $0.loop = state }
        beginInstance(state.started, of: key, node)
    }

    private mutating func beginInstance(_ number: Int, of loop: Int32, _ node: CompiledNode) {
        var variables: Variables = ["loopCounter": .number(number)]
        if case .multiInstance(let plan)? = node.loop, let name = plan.element,
            case .list(let items)? = extra(loop).loop?.items?[""], items.indices.contains(number - 1)
        {
            variables[name] = items[number - 1]
        }
        change(loop) { $0.count += 1 }
        let key = add(node, in: loop, variables: variables)
        changeExtra(key) { $0.index = number }
        movements.append(.entered(element: node.id, key: Int(key)))
        if let problem = inputProblem(node, key) {
            raise(.expression, problem, at: key, .entering)
            return
        }
        work(node, key)
    }

    /// One instance has completed.
    mutating func completed(_ index: Int, of loop: Int32, _ gathered: FEELValue?) {
        guard let live = live(loop), var state = live.extra?.values.loop else { return }
        let node = node(live)
        state.completed += 1
        if let gathered, case .list(var list)? = state.outputs?[""], list.indices.contains(index - 1) {
            list[index - 1] = Run.storable(gathered)
            state.outputs?[""] = .list(list)
        }
        let kept = state
        changeExtra(loop) { $0.loop = kept }
        change(loop) { $0.count -= 1 }
        guard case .multiInstance(let plan)? = node.loop else {
            later(.iterate(loop: loop))
            return
        }
        if !plan.events.isEmpty {
            throwInstanceEvents(plan, index, loop)
            guard let live = self.live(loop), !live.phase.isIncident else { return }
        }
        if let completion = plan.completion {
            let counts = Run.counts(plan, state, index)
            let (value, reason) = explained(completion, for: loop, extra: counts)
            guard case .boolean(let isDone) = value else {
                raise(
                    .expression, "its completion condition '\(completion.text)' is \(value.kind); \(reason)", at: loop,
                    .failed)
                return
            }
            if isDone {
                for child in self.state.live.filter({ $0.parent == loop }).map(\.key) { cancel(child) }
                endLoop(loop)
                return
            }
        }
        if plan.isSequential {
            later(.iterate(loop: loop))
        } else if state.completed >= state.total ?? 0 {
            endLoop(loop)
        }
    }

    /// What a multi-instance activity's expressions know of its instances. BPMN 2.0.2, table 10.32.
    static func counts(_ plan: MultiInstancePlan, _ state: LoopState, _ index: Int) -> FEELContext {
        let active = state.started - state.completed
        return [
            "loopCounter": .number(index),
            "numberOfInstances": .number(plan.isSequential ? state.started : state.total ?? 0),
            "numberOfActiveInstances": .number(active), "numberOfCompletedInstances": .number(state.completed),
            "numberOfTerminatedInstances": .number(state.terminated),
            "nrOfInstances": .number(state.total ?? 0), "nrOfActiveInstances": .number(active),
            "nrOfCompletedInstances": .number(state.completed),
        ]
    }

    /// What is done when a loop may go on that an incident held.
    mutating func resumeLoop(_ key: Int32) {
        guard let live = live(key), let state = live.extra?.values.loop else { return }
        if case .multiInstance(let plan)? = node(live).loop, !plan.isSequential {
            if state.completed >= state.total ?? 0 { endLoop(key) }
        } else {
            later(.iterate(loop: key))
        }
    }

    mutating func endLoop(_ key: Int32) {
        guard let live = live(key) else { return }
        let node = node(live)
        if case .multiInstance(let plan)? = node.loop, let name = plan.outputCollection,
            let outputs = live.extra?.values.loop?.outputs?[""]
        {
            assign([name], outputs, from: live.parent)
        }
        closeIncident(of: key)
        unsubscribe(key)
        movements.append(.completed(element: node.id, key: Int(key)))
        remove(key)
        guard let around = self.live(live.parent) else { return }
        if around.role == .compensation {
            release(live.parent)
            return
        }
        leave(node, live.parent, times: node.completionQuantity)
        completedInAdHoc(node, live.parent)
    }
}
