import FEEL

/// Activities and events that live: how they begin, work and complete. BPMN 2.0.2, 13.3.
extension Run {
    /// A node begins to live in a scope; `variables` are its own.
    mutating func begin(_ node: CompiledNode, in parent: Int32, variables: Variables? = nil, index: Int? = nil) {
        let key = add(node, in: parent, variables: variables)
        if let index { changeExtra(key) { $0.index = index } }
        movements.append(.entered(element: node.id, key: Int(key)))
        start(key)
    }

    /// What a life does first; also when an operator lets it try again.
    mutating func start(_ key: Int32) {
        guard let live = live(key) else { return }
        let node = node(live)
        if let problem = inputProblem(node, key) {
            raise(.expression, problem, at: key, .entering)
            return
        }
        // The events on the border of a loop belong to the loop as a whole.
        if node.loop == nil, !subscribeBoundaries(of: node, key) { return }
        work(node, key)
    }

    mutating func inputProblem(_ node: CompiledNode, _ key: Int32) -> String? {
        if node.inputs.isEmpty, node.body == nil { return nil }
        var locals = live(key)?.variables ?? Variables()
        for (name, _) in node.body?.locals ?? [] where locals[name] == nil { locals[name] = .null }
        for mapping in node.inputs {
            let (value, problem) = mapped(mapping, for: key)
            if let problem { return problem }
            guard let name = mapping.target.first, let value else { continue }
            locals[name] = Run.storable(Run.put(value, at: mapping.target.dropFirst(), in: locals[name] ?? .null))
            // Later mappings may use earlier ones.
            change(key) { $0.variables = locals }
        }
        change(key) { $0.variables = locals }
        return nil
    }

    /// The value of a mapping, nil where it is to be left out, or what is wrong with it.
    mutating func mapped(_ mapping: Mapping, for key: Int32) -> (FEELValue?, String?) {
        if let text = mapping.text { return (.string(text), nil) }
        if let name = mapping.variable {
            let value = variable(name, for: key)
            return (value == nil && mapping.skipsNull ? nil : value ?? .null, nil)
        }
        guard let source = mapping.source else { return (nil, nil) }
        let stopped = currentEvaluation()
        let value = value(source, for: key)
        if stopped.wasStopped {
            return (nil, "'\(source.text)' was stopped: \(stopped.reasons.last ?? "it takes too long")")
        }
        return (value.isNull && mapping.skipsNull ? nil : value, nil)
    }

    // MARK: Work

    mutating func work(_ node: CompiledNode, _ key: Int32) {
        switch node.kind {
        case .pass, .start: complete(key)
        case .subProcess(let body, let plan): open(node, body, plan, key)
        case .throwing(let throwing): perform(throwing, node, key)
        case .catching, .receive:
            if subscribe(node, owner: key) { checkConditions(of: key) }
        case .eventBased(_, _):
            for flow in node.outgoing where !subscribe(definition.nodes[definition.flows[flow].target], owner: key) {
                return
            }
            checkConditions(of: key)
        case .user(let plan): orderTask(node, plan, key)
        case .service(let plan): order(node, plan, key)
        case .send(let plan):
            if send(plan, node, key) { complete(key) }
        case .script(let script, let result):
            if let problem = run(script, result: result, for: key, into: live(key)?.parent ?? 0) {
                raise(.expression, problem, at: key, .failed)
            } else {
                complete(key)
            }
        case .decision(let plan): order(node, plan, key)
        case .call(let plan): order(node, plan, key)
        case .process, .boundary, .exclusive, .parallel, .inclusive, .complex: complete(key)
        }
    }

    /// Runs a script; what it sets goes to `target` and outwards. Returns what is wrong, if anything is.
    mutating func run(_ script: Script, result: String?, for key: Int32, into target: Int32) -> String? {
        for statement in script.statements {
            switch statement {
            case .assign(let path, let formula):
                let evaluation = currentEvaluation()
                let (value, reason) = explainedIfNull(formula, key)
                if evaluation.wasStopped { return "'\(formula.text)' was stopped" }
                if value.isNull, !reason.isEmpty { return "'\(formula.text)' is null: \(reason)" }
                assign(path, value, from: key)
            case .value(let formula):
                let evaluation = currentEvaluation()
                let (value, reason) = explainedIfNull(formula, key)
                if evaluation.wasStopped { return "the script was stopped" }
                if value.isNull, !reason.isEmpty { return "the script gives null: \(reason)" }
                if let result {
                    assign(result, value, from: key)
                } else if case .context(let entries) = value {
                    merge(Variables(entries), from: key)
                }
            }
        }
        return nil
    }

    private mutating func explainedIfNull(_ formula: Formula, _ key: Int32) -> (FEELValue, String) {
        let value = value(formula, for: key)
        return value.isNull ? explained(formula, for: key) : (value, "")
    }

    private mutating func orderTask(_ node: CompiledNode, _ plan: UserPlan, _ key: Int32) {
        if plan.isManual, !options.waitsForManualTasks {
            complete(key)
            return
        }
        var due: Moment?
        var followUp: Moment?
        for (template, isDue) in [(plan.due, true), (plan.followUp, false)] {
            guard let template, let value = value(template, for: key) else { continue }
            guard let moment = Moment(value, options) ?? Span(value)?.added(to: now, options) else {
                raise(.timer, "'\(value)' is no time", at: key, .entering)
                return
            }
            if isDue { due = moment } else { followUp = moment }
        }
        effects.append(
            .createTask(
                TaskOrder(
                    key: Int(key), element: node.id, name: node.name, isManual: plan.isManual, lanes: plan.lanes,
                    assignee: text(plan.assignee, for: key), candidateUsers: names(plan.users, key),
                    candidateGroups: names(plan.groups, key), form: text(plan.form, for: key), due: due,
                    followUp: followUp, priority: text(plan.priority, for: key).flatMap { Int($0) },
                    inputs: live(key)?.variables ?? Variables())))
    }

    private mutating func names(_ templates: [Template], _ key: Int32) -> [String] {
        var result: [String] = []
        for template in templates {
            guard let value = value(template, for: key) else { continue }
            if case .list(let items) = value {
                result += items.map(\.description)
            } else {
                result += value.description.split(separator: ",").map { Dialect.trimmed(String($0)) }
            }
        }
        return result
    }

    private mutating func order(_ node: CompiledNode, _ plan: ServicePlan, _ key: Int32) {
        var headers: [String: String] = [:]
        for (name, template) in plan.headers { headers[name] = text(template, for: key) }
        effects.append(
            .callService(
                ServiceOrder(
                    key: Int(key), element: node.id, name: node.name,
                    service: text(plan.service, for: key) ?? node.id,
                    inputs: node.inputs.isEmpty ? visible(to: key) : live(key)?.variables ?? Variables(),
                    headers: headers, retries: text(plan.retries, for: key).flatMap { Int($0) })))
    }

    private mutating func order(_ node: CompiledNode, _ plan: DecisionPlan, _ key: Int32) {
        guard let decision = text(plan.decision, for: key) else {
            raise(.expression, "nothing says which decision it is", at: key, .entering)
            return
        }
        effects.append(
            .evaluateDecision(
                DecisionOrder(
                    key: Int(key), element: node.id, name: node.name, decision: decision, inputs: visible(to: key))))
    }

    private mutating func order(_ node: CompiledNode, _ plan: CallPlan, _ key: Int32) {
        guard let process = text(plan.process, for: key) else {
            raise(.expression, "nothing says which process it calls", at: key, .entering)
            return
        }
        effects.append(
            .startProcess(
                CallOrder(
                    key: Int(key), element: node.id, name: node.name, process: process,
                    variables: plan.sendsAll ? visible(to: key) : live(key)?.variables ?? Variables())))
    }

    /// Where a result that has a name of its own goes.
    func named(_ value: FEELValue, for node: CompiledNode) -> Variables {
        switch node.kind {
        case .decision(let plan):
            if let result = plan.result { return [result: value] }
            let sources = node.outputs.compactMap(\.variable)
            if let only = sources.first, sources.count == 1 { return [only: value] }
            if case .context(let entries) = value { return Variables(entries) }
            return [plan.decision.fixed ?? node.label: value]
        case .service(let plan):
            if let result = plan.result { return [result: value] }
        default: break
        }
        if case .context(let entries) = value { return Variables(entries) }
        return Variables()
    }

    // MARK: Sub-processes

    private mutating func open(_ node: CompiledNode, _ body: Body, _ plan: SubProcessPlan, _ key: Int32) {
        for inner in body.eventSubProcesses where !subscribeStart(of: inner, owner: key) { return }
        if case .adHoc(let adHoc) = plan {
            offer(node, adHoc, key)
            return
        }
        guard !body.starts.isEmpty else {
            complete(key)
            return
        }
        change(key) { $0.count += Int32(body.starts.count) }
        for start in body.starts { later(.enter(node: start, scope: key)) }
        for inner in body.eventSubProcesses { checkConditions(of: key, startsOf: inner) }
    }
}
