import FEEL

extension DefinitionCompiler {
    mutating func compile(_ activity: Activity, _ draft: Draft, _ place: Int) -> CompiledNode.Kind {
        let header = draft.node.header
        switch activity.kind {
        case .task(let task): return compile(task, activity, header, lanes: draft.lanes)
        case .subProcess(let inside): return compile(inside, activity, header, place)
        case .call(let call): return compile(call, activity, header, lanes: draft.lanes)
        }
    }

    private mutating func compile(
        _ task: Activity.Task, _ activity: Activity, _ header: ElementHeader, lanes: [String]
    ) -> CompiledNode.Kind {
        switch task {
        case .abstract: return .pass
        case .manual: return .user(UserPlan(isManual: true, lanes: lanes))
        case .user: return .user(user(activity, header, lanes))
        case .service(let implementation, let operation):
            if let decision = decision(header, onlyMarked: true) { return .decision(decision) }
            return .service(service(header, implementation, self.operation(operation)?.header.label))
        case .send(let implementation, let reference):
            if let service = job(header) { return .service(service) }
            let isPlain = implementation == nil || implementation?.hasPrefix("##") == true
            if reference.message == nil, reference.operation == nil, !isPlain {
                return .service(service(header, implementation, nil))
            }
            return .send(message(reference, header))
        case .receive(_, let reference, let instantiates):
            return .receive(
                Trigger(id: header.id, kind: .message(message(reference, header))), instantiates: instantiates)
        case .script(let format, let text): return script(format, text, activity, header)
        case .businessRule(let implementation):
            if let decision = decision(header, onlyMarked: true) { return .decision(decision) }
            if let service = job(header) { return .service(service) }
            if let implementation, !implementation.hasPrefix("##") {
                return .decision(DecisionPlan(decision: .text(implementation), result: result(header)))
            }
            return .decision(DecisionPlan(decision: .text(header.label), result: result(header)))
        }
    }

    // MARK: Work

    private func result(_ header: ElementHeader) -> String? {
        header.foreign("resultVariable", "resultVariableName") ?? header.extended("calledDecision", "resultVariable")
            ?? header.extended("script", "resultVariable")
    }

    private mutating func user(_ activity: Activity, _ header: ElementHeader, _ lanes: [String]) -> UserPlan {
        let assignment = header.extended("assignmentDefinition")
        let schedule = header.extended("taskSchedule")
        var plan = UserPlan(lanes: lanes)
        plan.assignee = template(header.foreign("assignee") ?? assignment?["assignee"], of: header, "its assignee")
        plan.users = list(header.foreign("candidateUsers") ?? assignment?["candidateUsers"], of: header)
        plan.groups = list(header.foreign("candidateGroups") ?? assignment?["candidateGroups"], of: header)
        let form = header.extended("formDefinition")
        plan.form = template(
            header.foreign("formKey", "formRef") ?? form?["formKey"] ?? form?["formId"] ?? form?["externalReference"]
                ?? technology(of: activity),
            of: header, "its form")
        plan.due = template(header.foreign("dueDate") ?? schedule?["dueDate"], of: header, "its due date")
        plan.followUp = template(
            header.foreign("followUpDate") ?? schedule?["followUpDate"], of: header, "its follow-up date")
        plan.priority = template(
            header.foreign("priority") ?? header.extended("priorityDefinition", "priority"), of: header, "its priority")
        for role in activity.roles { add(role, to: &plan, header) }
        return plan
    }

    /// What a user task is done with (BPMN 2.0.2, 10.3.3): a form by its name, unless it is left to the engine.
    private func technology(of activity: Activity) -> String? {
        guard case .task(.user(let implementation?, _)) = activity.kind, !implementation.hasPrefix("##") else {
            return nil
        }
        return implementation
    }

    private mutating func add(_ role: ResourceRole, to plan: inout UserPlan, _ header: ElementHeader) {
        let resource = model.resources.first { $0.header.id == role.resource.map { DefinitionCompiler.local($0) } }
        let text = role.assignment?.body ?? resource?.header.label ?? role.resource ?? role.header.name
        if text.isEmpty { return }
        let (templates, isUser) = names(text, of: header)
        if role.kind == .humanPerformer, role.assignment != nil {
            plan.assignee = plan.assignee ?? templates.first
        } else if isUser {
            plan.users += templates
        } else {
            plan.groups += templates
        }
    }

    /// A job of another engine's making, which a worker does.
    mutating func job(_ header: ElementHeader) -> ServicePlan? {
        let isJob =
            header.extended("taskDefinition") != nil
            || header.foreign("topic", "class", "delegateExpression", "expression", "type") != nil
        return isJob ? service(header, nil, nil) : nil
    }

    private mutating func service(
        _ header: ElementHeader, _ implementation: String?, _ operation: String?
    ) -> ServicePlan {
        let type = header.foreign("type")
        let named =
            header.extended("taskDefinition", "type") ?? header.foreign("topic")
            ?? (type == "external" ? nil : type) ?? header.foreign("class", "delegateExpression", "expression")
            ?? operation ?? implementation.flatMap { $0.hasPrefix("##") ? nil : $0 }
        let retries = template(header.extended("taskDefinition", "retries"), of: header, "its retries")
        // Beans and method calls of other engines are names here.
        let isCall = named.map { !$0.hasPrefix("=") } ?? true
        let name = isCall ? .text(named ?? header.id) : template(named, of: header, "its type") ?? .text(header.id)
        var headers: [String: Template] = [:]
        for entry in header.extended("taskHeaders")?.all("header") ?? [] {
            if let key = entry["key"] { headers[key] = .text(entry["value"] ?? "") }
        }
        for field in header.extensions where field.name == "field" {
            if let key = field["name"] {
                headers[key] = .text(field["stringValue"] ?? field.child("string")?.text ?? "")
            }
        }
        return ServicePlan(service: name, retries: retries, headers: headers, result: result(header))
    }

    private mutating func decision(_ header: ElementHeader, onlyMarked: Bool) -> DecisionPlan? {
        let name =
            header.extended("calledDecision", "decisionId") ?? header.foreign("decisionRef", "decisionId")
            ?? header.extended("calledDecisionId", nil)
        guard let decision = template(name, of: header, "its decision") else { return nil }
        return DecisionPlan(decision: decision, result: result(header))
    }

    private mutating func script(
        _ format: String?, _ text: String, _ activity: Activity, _ header: ElementHeader
    ) -> CompiledNode.Kind {
        if header.extended("taskDefinition") != nil { return .service(service(header, nil, nil)) }
        let own = header.extended("script", "expression")
        let body = own ?? text
        if Dialect.trimmed(body).isEmpty { return .pass }
        let isFEEL = own != nil || format == nil || format?.lowercased().contains("feel") == true
        var output = result(header)
        if output == nil, own == nil, activity.outputs.count == 1, let target = activity.outputs[0].target,
            activity.outputs[0].transformation == nil, activity.outputs[0].assignments.isEmpty,
            activity.interface?.outputs.count ?? 0 <= 1, ScriptLines.assignment(Dialect.trimmed(body)) == nil
        {
            output = activity.interface?.outputs.first?.header.label ?? variables[target] ?? target
        }
        do throws(FEELError) {
            let script = try Script.read(body, isFEEL: isFEEL, hasResult: output != nil) {
                [self] text throws(FEELError) in try read(text)
            }
            return .script(script, result: output)
        } catch {
            let language = format.map { " (its language is \($0))" } ?? ""
            refuse(header, "the script is not FEEL: \(error.message)\(language)")
            return .pass
        }
    }

    // MARK: Other processes

    private mutating func compile(
        _ call: CallActivity, _ activity: Activity, _ header: ElementHeader, lanes: [String]
    ) -> CompiledNode.Kind {
        let own = header.extended("calledElement")
        let name = own?["processId"] ?? call.calledElement ?? header.foreign("calledElement")
        if let id = call.calledElement.map({ DefinitionCompiler.local($0) }),
            let task = model.globalTasks.first(where: { $0.header.id == id })
        {
            var inner = activity
            inner.roles += task.roles
            return compile(task.kind, inner, header, lanes: lanes)
        }
        guard let name, !name.isEmpty else {
            refuse(header, "it names no process to call")
            return .pass
        }
        let isMarked = Dialect.isMarked(name)
        let local = DefinitionCompiler.local(name)
        let plain = model.processes.contains { $0.header.id == local } ? local : name
        let process = isMarked ? template(name, of: header, "the process it calls") ?? .text(name) : .text(plain)
        let sends = header.extensions.filter { $0.name == "in" }
        let returns = header.extensions.filter { $0.name == "out" }
        return .call(
            CallPlan(
                process: process,
                sendsAll: (own?["propagateAllParentVariables"] ?? "true") == "true"
                    && (sends.isEmpty || sends.contains { $0["variables"] == "all" }) && activity.inputs.isEmpty,
                returnsAll: (own?["propagateAllChildVariables"] ?? "true") == "true"
                    && (returns.isEmpty || returns.contains { $0["variables"] == "all" }) && activity.outputs.isEmpty))
    }

    private mutating func compile(
        _ inside: SubProcess, _ activity: Activity, _ header: ElementHeader, _ place: Int
    ) -> CompiledNode.Kind {
        let body = body(of: place, properties: activity.properties)
        switch inside.kind {
        case .embedded: return .subProcess(body, .embedded)
        case .transaction: return .subProcess(body, .transaction)
        case .event:
            if body.entrances.count != 1 { refuse(header, "an event sub-process has exactly one start event") }
            if drafts[place]?.incoming.isEmpty == false || drafts[place]?.outgoing.isEmpty == false {
                refuse(header, "no flow leads to or from an event sub-process")
            }
            return .subProcess(body, .event)
        case .adHoc(let adHoc):
            var plan = AdHocPlan(
                activities: body.starts.filter { drafts[$0]?.node.activity != nil }, isSequential: adHoc.isSequential,
                cancelsRemaining: adHoc.cancelsRemaining)
            if let condition = adHoc.completionCondition, !condition.body.isEmpty {
                plan.completion = formula(condition, of: header, "its completion condition")
            } else if let condition = header.extended("adHoc", "completionCondition") {
                plan.completion = formula(condition, of: header, "its completion condition")
            }
            if let chosen = header.extended("adHoc", "activeElementsCollection") {
                plan.chosen = formula(chosen, of: header, "its active elements")
            }
            if plan.activities.isEmpty { refuse(header, "the ad-hoc sub-process has no activity to begin") }
            return .subProcess(body, .adHoc(plan))
        }
    }
}
