import FEEL

extension ScriptedRun {
    mutating func perform(_ step: ProcessScript.Step) throws {
        switch step {
        case .complete(let name, let values):
            let (index, open) = try find(name)
            log.append("complete \(name)")
            close(index, open.key)
            if open.kind == "decision" {
                let value = values.context.count == 1 ? values.context.values[0] : .context(values.context)
                try self.step(index, .decide(key: open.key, value: DecisionValue(value)))
            } else {
                try self.step(index, .complete(key: open.key, values: values))
            }
        case .fail(let name, let message):
            let (index, open) = try find(name)
            log.append("fail \(name)")
            try self.step(index, .fail(key: open.key, message: message))
        case .error(let name, let code, let values):
            let (index, open) = try find(name)
            log.append("error \(code) at \(name)")
            try self.step(index, .throwError(key: open.key, code: code, values: values))
        case .escalate(let name, let code, let values):
            let (index, open) = try find(name)
            log.append("escalation \(code) at \(name)")
            try self.step(index, .escalate(key: open.key, code: code, values: values))
        case .message(let name, let key, let values): try message(name, key, values)
        case .signal(let name, let values): try signal(name, values)
        case .advance(let text):
            guard let end = Span(text)?.added(to: now, options), end >= now else {
                throw failure("'\(text)' is no duration such as P3D, PT2H or '10 working days'")
            }
            try move(to: end)
        case .at(let text):
            guard let end = Moment(iso8601: text, options) else { throw failure("'\(text)' is no date and time") }
            try move(to: end)
        case .set(let values):
            log.append("set \(values.context.keys.joined(separator: ", "))")
            try self.step(0, .setVariables(values: values))
        case .activate(let name): try activate(name)
        case .finish(let name):
            let (index, key) = try findLive(name)
            log.append("finish \(name)")
            try self.step(index, .completeAdHoc(key: key))
        case .retry(let name, let values):
            let (index, incident) = try findIncident(name)
            log.append("retry \(name)")
            try self.step(index, .retry(incident: incident, values: values))
        case .resolve(let name, let values, let flow):
            let (index, incident) = try findIncident(name)
            log.append("resolve \(name)")
            try self.step(index, .resolve(incident: incident, values: values, flow: flow))
        case .cancel(let reason):
            log.append("cancel")
            try self.step(0, .cancel(reason: reason))
        case .expect(let expectation): try check(expectation)
        }
    }

    private func failure(_ message: String) -> ScriptError { ScriptError(step: number, message: message) }

    // MARK: Finding what a step means

    private mutating func find(_ name: String) throws -> (Int, Open) {
        for matches in [\Open.element, \Open.name, \Open.service] {
            for index in instances.indices {
                if let open = instances[index].open.first(where: { $0[keyPath: matches] == name }) {
                    return (index, open)
                }
            }
        }
        // An activity that an ad-hoc sub-process offers is begun by being completed.
        if (try? activate(name)) != nil, let found = try? find(name) { return found }
        let open = instances.flatMap(\.open).map(\.element)
        let what = open.isEmpty ? "nothing waits" : "what waits is " + open.joined(separator: ", ")
        throw failure("'\(name)' does not wait to be completed; \(what)")
    }

    private func findLive(_ name: String) throws -> (Int, Int) {
        for index in instances.indices {
            let process = instances[index].process
            for live in instances[index].state.live where live.role == .work {
                let node = process.nodes[Int(live.node)]
                if node.id == name || node.name == name { return (index, Int(live.key)) }
            }
        }
        throw failure("'\(name)' is not active")
    }

    private func findIncident(_ name: String) throws -> (Int, Int) {
        for index in instances.indices {
            let process = instances[index].process
            for incident in instances[index].state.incidents {
                guard let live = instances[index].state.live.first(where: { Int($0.key) == incident.element }) else {
                    continue
                }
                let node = process.nodes[Int(live.node)]
                if node.id == name || node.name == name { return (index, incident.key) }
            }
        }
        throw failure("there is no incident at '\(name)'")
    }

    private mutating func activate(_ name: String) throws {
        for index in instances.indices {
            let process = instances[index].process
            for live in instances[index].state.live where live.role == .work {
                guard case .subProcess(_, .adHoc(let plan)) = process.nodes[Int(live.node)].kind,
                    let place = process.place(of: name), plan.activities.contains(place)
                else { continue }
                log.append("activate \(name)")
                try self.step(index, .activate(key: Int(live.key), node: name))
                return
            }
        }
        throw failure("no active ad-hoc sub-process has an activity '\(name)'")
    }

    private mutating func message(_ name: String, _ key: String?, _ values: Variables) throws {
        log.append("message \(name)" + (key.map { " [\($0)]" } ?? ""))
        for index in instances.indices {
            let state = instances[index].state
            let process = instances[index].process
            let carried = key ?? process.correlation(of: name, values: values.context)
            for subscription in state.subscriptions {
                guard case .message(let wanted, let correlation) = subscription.wait else { continue }
                let node = process.nodes[Int(subscription.node)]
                guard wanted == name || node.id == name || node.name == name else { continue }
                // A script that names no correlation means the one that is waited for.
                if let carried, let correlation, carried != correlation { continue }
                try self.step(index, .message(name: wanted, key: carried ?? correlation, values: values))
                return
            }
        }
        throw failure("nothing waits for the message '\(name)'")
    }

    private mutating func signal(_ name: String, _ values: Variables) throws {
        log.append("signal \(name)")
        var isHeard = false
        for index in instances.indices where instances[index].state.listens(to: name) {
            isHeard = true
            try self.step(index, .signal(name: name, values: values))
        }
        if !isHeard { log.append("  nothing waits for it") }
    }

    // MARK: The clock

    /// Moves the clock, stopping at every timer on the way.
    private mutating func move(to end: Moment) throws {
        var fired = 0
        while let next = nextTimer(until: end) {
            fired += 1
            guard fired <= 100_000 else { throw failure("timers fire without end") }
            now = max(now, next.due)
            log.append("\(now): timer of \(next.element)")
            try step(next.instance, .timer(key: next.key))
        }
        now = max(now, end)
        log.append("now \(now)")
    }

    private func nextTimer(until end: Moment) -> (instance: Int, key: Int, due: Moment, element: String)? {
        var best: (instance: Int, key: Int, due: Moment, element: String)?
        for index in instances.indices {
            for subscription in instances[index].state.subscriptions {
                guard case .timer(let due, _, _) = subscription.wait, due <= end, best.map({ due < $0.due }) ?? true
                else {
                    continue
                }
                best = (index, subscription.key, due, instances[index].process.nodes[Int(subscription.node)].id)
            }
        }
        return best
    }

    // MARK: Expectations

    private func check(_ expectation: ProcessScript.Expectation) throws {
        guard let first = instances.first else { return }
        if let status = expectation.status {
            let actual = if case .ended(let outcome) = first.state.status { outcome.kind.word } else { "active" }
            if actual != status { throw failure("expected the process to be \(status), but it is \(actual)") }
        }
        if let waiting = expectation.waiting {
            let actual = instances.flatMap { $0.state.waiting(in: $0.process) }
            let isSame =
                actual.count == waiting.count
                && waiting.allSatisfy { name in actual.contains { $0.element == name || $0.name == name } }
            if !isSame {
                let names = actual.map(\.element).joined(separator: ", ")
                throw failure(
                    "expected \(waiting.joined(separator: ", ")) to wait, but it is \(names.isEmpty ? "nothing" : names)"
                )
            }
        }
        for (name, value) in expectation.variables.context.entries {
            let actual = first.state.variables[name] ?? .null
            if actual != value { throw failure("expected \(name) to be \(value.literal), but it is \(actual.literal)") }
        }
    }
}
