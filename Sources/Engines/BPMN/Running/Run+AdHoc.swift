import FEEL

/// Sub-processes whose activities people choose. BPMN 2.0.2, 13.3.5.
extension Run {
    mutating func offer(_ node: CompiledNode, _ plan: AdHocPlan, _ key: Int32) {
        if let chosen = plan.chosen {
            let (value, reason) = explained(chosen, for: key)
            guard case .list(let items) = value else {
                raise(
                    .expression, "its active elements '\(chosen.text)' are \(value.kind); \(reason)", at: key, .entering
                )
                return
            }
            let places = items.compactMap { item in
                plan.activities.first { definition.nodes[$0].id == item.description }
            }
            if places.isEmpty {
                complete(key)
                return
            }
            changeExtra(key) { $0.chosen = places.map { Int32($0) } }
            let begun = plan.isSequential ? Array(places.prefix(1)) : places
            change(key) { $0.count += Int32(begun.count) }
            for place in begun { later(.enter(node: place, scope: key)) }
            return
        }
        effects.append(
            .offerActivities(key: Int(key), element: node.id, nodes: plan.activities.map { definition.nodes[$0].id }))
    }

    mutating func activate(_ key: Int32, _ name: String) throws(StepError) {
        guard let live = live(key) else { throw .unknown(key: Int(key)) }
        guard live.phase == .active, live.role == .work, case .subProcess(_, .adHoc(let plan)) = node(live).kind else {
            throw .notPossible(key: Int(key), "it is no ad-hoc sub-process")
        }
        guard let place = definition.place(of: name), plan.activities.contains(place) else {
            throw .notPossible(key: Int(key), "it has no activity '\(name)' that can be begun")
        }
        if plan.isSequential, live.count > 0 {
            throw .notPossible(key: Int(key), "its activities are done one after the other")
        }
        change(key) { $0.count += 1 }
        later(.enter(node: place, scope: key))
    }

    /// An activity has completed: the sub-process may be done. BPMN 2.0.2, 13.3.5 (completion condition).
    mutating func completedInAdHoc(_ node: CompiledNode, _ scope: Int32) {
        guard let live = live(scope), case .subProcess(_, .adHoc(let plan)) = self.node(live).kind else { return }
        changeExtra(scope) { if !$0.done.contains(Int32(node.index)) { $0.done.append(Int32(node.index)) } }
        if let completion = plan.completion {
            let (value, _) = explained(completion, for: scope)
            if case .boolean(true) = value {
                if plan.cancelsRemaining {
                    cancelInside(scope)
                    complete(scope)
                } else {
                    changeExtra(scope) { $0.chosen = [] }
                    completeAdHocIfDone(scope)
                }
                return
            }
        }
        nextChosen(plan, scope)
    }

    private mutating func nextChosen(_ plan: AdHocPlan, _ scope: Int32) {
        guard plan.isSequential, let live = live(scope), live.count == 0, let chosen = live.extra?.values.chosen,
            let next = chosen.first(where: { live.extra?.values.done.contains($0) == false })
        else {
            if live(scope)?.count == 0 { completeAdHocIfDone(scope) }
            return
        }
        change(scope) { $0.count += 1 }
        later(.enter(node: Int(next), scope: scope))
    }

    /// With nothing running: done where everything that was chosen is done, or without a choice everything there is.
    mutating func completeAdHocIfDone(_ scope: Int32) {
        guard let live = live(scope), live.count == 0, live.phase == .active,
            case .subProcess(_, .adHoc(let plan)) = node(live).kind
        else { return }
        let extra = live.extra?.values ?? Extra.Values()
        if let chosen = extra.chosen {
            if chosen.allSatisfy({ extra.done.contains($0) }) { complete(scope) }
        } else if plan.completion == nil, plan.activities.allSatisfy({ extra.done.contains(Int32($0)) }) {
            complete(scope)
        }
    }
}
