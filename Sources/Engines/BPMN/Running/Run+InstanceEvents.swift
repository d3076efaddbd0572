import FEEL

/// Events that are thrown as the instances of a multi-instance activity complete: the events on the activity's border
/// catch them, or whatever else waits. BPMN 2.0.2, 10.3.8 (`behavior`).
extension Run {
    /// Throws what the instance of number `index` has to throw; an interrupting event on the border ends the loop with it.
    mutating func throwInstanceEvents(_ plan: MultiInstancePlan, _ index: Int, _ loop: Int32) {
        for event in plan.events {
            guard let live = live(loop), let state = live.extra?.values.loop else { return }
            let counts = Run.counts(plan, state, index)
            switch event.occasion {
            case .each: break
            case .first: if state.completed != 1 { continue }
            case .when(let condition):
                let (value, reason) = explained(condition, for: loop, extra: counts)
                guard case .boolean(let holds) = value else {
                    raise(
                        .expression,
                        "the condition '\(condition.text)' of its complex behavior is \(value.kind); \(reason)",
                        at: loop,
                        .failed)
                    return
                }
                if !holds { continue }
            }
            perform(event, node(live), loop, counts)
        }
    }

    private mutating func perform(_ event: InstanceEvent, _ node: CompiledNode, _ loop: Int32, _ counts: FEELContext) {
        var values = Variables()
        for mapping in event.inputs {
            guard let name = mapping.target.first else { continue }
            let value = mapping.source.map { self.value($0, for: loop, extra: counts) }
            let known =
                mapping.text.map { .string($0) } ?? value ?? mapping.variable.flatMap { variable($0, for: loop) }
            values[name] = Run.storable(
                Run.put(known ?? .null, at: mapping.target.dropFirst(), in: values[name] ?? .null))
        }
        for one in event.throwing {
            guard place(loop) != nil, !state.isEnded else { return }
            switch one {
            case .message(let plan):
                if !send(plan, node, loop, values: event.inputs.isEmpty ? nil : values) { return }
            case .signal(let name): throwSignal(text(name, for: loop) ?? event.id, values)
            case .escalation(let code): escalate(text(code, for: loop) ?? "", values, from: loop)
            case .error(let code, let message):
                throwError(text(code, for: loop) ?? "", message, values, from: loop, isEnd: true)
            // The compiler lets nothing else through.
            case .service, .compensate, .cancel, .terminate, .link: break
            }
        }
    }
}
