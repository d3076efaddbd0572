import XML

/// Activities. BPMN 2.0.2, 10.3.
extension ModelReader {
    func activity(_ element: Element) -> Activity? {
        guard let kind = activityKind(element) else { return nil }
        var activity = Activity(
            kind: kind, loop: loop(element), isForCompensation: element.bool("isForCompensation") ?? false,
            startQuantity: element.int("startQuantity") ?? 1,
            completionQuantity: element.int("completionQuantity") ?? 1,
            defaultFlow: reference(element, "default"), interface: dataInterface(element))
        for association in associations(element) {
            if association.direction == .input {
                activity.inputs.append(association)
            } else {
                activity.outputs.append(association)
            }
        }
        if case .subProcess = kind {} else { activity.properties = element.model("property").map { property($0) } }
        activity.roles = roles(element)
        return activity
    }

    private func activityKind(_ element: Element) -> Activity.Kind? {
        if let task = task(element) { return .task(task) }
        switch element.name {
        case "subProcess":
            let isEvent = element.bool("triggeredByEvent") ?? false
            return .subProcess(SubProcess(kind: isEvent ? .event : .embedded, body: scope(element)))
        case "transaction":
            return .subProcess(SubProcess(kind: .transaction(method: element["method"]), body: scope(element)))
        case "adHocSubProcess":
            let adHoc = SubProcess.AdHoc(
                isSequential: element["ordering"] == "Sequential",
                completionCondition: expression(element.model("completionCondition").first),
                cancelsRemaining: element.bool("cancelRemainingInstances") ?? true)
            return .subProcess(SubProcess(kind: .adHoc(adHoc), body: scope(element)))
        case "callActivity": return .call(CallActivity(calledElement: reference(element, "calledElement")))
        default: return nil
        }
    }

    private func task(_ element: Element) -> Activity.Task? {
        let implementation = element["implementation"]
        let message = EventDefinition.Reference(
            message: reference(element, "messageRef"), operation: reference(element, "operationRef"))
        return switch element.name {
        case "task": .abstract
        case "userTask": .user(implementation: implementation, renderings: renderings(element))
        case "manualTask": .manual
        case "serviceTask": .service(implementation: implementation, operation: message.operation)
        case "sendTask": .send(implementation: implementation, message)
        case "receiveTask":
            .receive(implementation: implementation, message, instantiates: element.bool("instantiate") ?? false)
        case "scriptTask":
            .script(format: element["scriptFormat"], text: element.model("script").first?.text ?? "")
        case "businessRuleTask": .businessRule(implementation: implementation)
        default: nil
        }
    }

    func renderings(_ element: Element) -> [ExtensionElement] {
        element.model("rendering").map { ExtensionElement($0) }
    }

    private func loop(_ element: Element) -> Loop? {
        if let loop = element.model("standardLoopCharacteristics").first {
            let standard = Loop.Standard(
                testsBefore: loop.bool("testBefore") ?? false,
                maximum: loop["loopMaximum"].map { FormalExpression($0, line: loop.line) },
                condition: expression(loop.model("loopCondition").first))
            return Loop(header: header(loop), kind: .standard(standard))
        }
        return element.model("multiInstanceLoopCharacteristics").first.map { loop in
            Loop(header: header(loop), kind: .multiInstance(multiInstance(loop)))
        }
    }

    private func multiInstance(_ element: Element) -> Loop.MultiInstance {
        Loop.MultiInstance(
            isSequential: element.bool("isSequential") ?? false,
            cardinality: expression(element.model("loopCardinality").first),
            inputCollection: reference(in: element, "loopDataInputRef"),
            outputCollection: reference(in: element, "loopDataOutputRef"),
            inputItem: element.model("inputDataItem").first.map { dataItem($0) },
            outputItem: element.model("outputDataItem").first.map { dataItem($0) },
            completionCondition: expression(element.model("completionCondition").first),
            behavior: element["behavior"] ?? "All", noneBehaviorEvent: reference(element, "noneBehaviorEventRef"),
            oneBehaviorEvent: reference(element, "oneBehaviorEventRef"),
            complexBehaviors: element.model("complexBehaviorDefinition").compactMap { complexBehavior($0) })
    }

    private func complexBehavior(_ element: Element) -> Loop.MultiInstance.ComplexBehavior? {
        guard let condition = expression(element.model("condition").first) else { return nil }
        return .init(
            header: header(element), condition: condition,
            event: element.model("event").first.map { event($0, position: .intermediateThrow) })
    }

    /// Who does it. The assignment's expression may stand as `formalExpression` or as `expression`.
    func roles(_ element: Element) -> [ResourceRole] {
        element.children.compactMap { child in
            guard child.isModel, let kind = ResourceRole.Kind(rawValue: child.name) else { return nil }
            return ResourceRole(
                header: header(child), kind: kind, resource: reference(in: child, "resourceRef"),
                bindings: child.model("resourceParameterBinding").map { binding in
                    .init(
                        parameter: reference(binding, "parameterRef") ?? "",
                        value: expression(binding.children.first { $0.isExpression }))
                },
                assignment: expression(
                    child.model("resourceAssignmentExpression").first?.children.first { $0.isExpression }))
        }
    }
}

extension Element {
    fileprivate var isExpression: Bool { isModel && (name == "formalExpression" || name == "expression") }
}
