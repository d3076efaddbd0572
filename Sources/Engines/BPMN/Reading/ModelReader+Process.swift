import XML

/// Processes and what stands in them. BPMN 2.0.2, 10.1, 8.4.8, 10.8.
extension ModelReader {
    func process(_ element: Element) -> ProcessDefinition {
        var process = ProcessDefinition(
            header: header(element), isExecutable: element.bool("isExecutable"),
            isClosed: element.bool("isClosed") ?? false, processType: element["processType"] ?? "None",
            collaboration: reference(element, "definitionalCollaborationRef"), body: scope(element))
        process.supports = references(in: element, "supports")
        process.correlations = element.model("correlationSubscription").map { subscription($0) }
        process.roles = roles(element)
        process.interface = dataInterface(element)
        return process
    }

    /// What a process or sub-process contains.
    func scope(_ element: Element) -> FlowScope {
        var scope = FlowScope()
        for child in element.children where child.isModel { read(child, into: &scope) }
        return scope
    }

    private func read(_ element: Element, into scope: inout FlowScope) {
        switch element.name {
        case "sequenceFlow": scope.flows.append(flow(element))
        case "laneSet": scope.laneSets.append(laneSet(element))
        case "dataObject":
            scope.dataObjects.append(
                DataObject(
                    header: header(element), item: reference(element, "itemSubjectRef"),
                    isCollection: element.bool("isCollection") ?? false, state: dataState(element)))
        case "dataObjectReference": scope.dataObjectReferences.append(dataReference(element, "dataObjectRef"))
        case "dataStoreReference": scope.dataStoreReferences.append(dataReference(element, "dataStoreRef"))
        case "property": scope.properties.append(property(element))
        case "textAnnotation", "group", "association": read(element, into: &scope.artifacts)
        default:
            if let kind = nodeKind(element) {
                scope.nodes.append(
                    FlowNode(
                        header: header(element), incoming: references(in: element, "incoming"),
                        outgoing: references(in: element, "outgoing"), kind: kind))
            } else if !ModelReader.partsOfOwners.contains(element.name) {
                scope.others.append(ExtensionElement(element))
            }
        }
    }

    /// What a scope's owner reads itself.
    private static let partsOfOwners: Set<String> = [
        "documentation", "extensionElements", "incoming", "outgoing", "ioSpecification", "dataInputAssociation",
        "dataOutputAssociation", "resourceRole", "performer", "humanPerformer", "potentialOwner", "supports",
        "correlationSubscription", "standardLoopCharacteristics", "multiInstanceLoopCharacteristics",
        "completionCondition",
    ]

    private func nodeKind(_ element: Element) -> FlowNode.Kind? {
        if let activity = activity(element) { return .activity(activity) }
        if let event = event(element) { return .event(event) }
        if let gateway = gateway(element) { return .gateway(gateway) }
        return nil
    }

    private func flow(_ element: Element) -> SequenceFlow {
        SequenceFlow(
            header: header(element), source: reference(element, "sourceRef") ?? "",
            target: reference(element, "targetRef") ?? "",
            condition: expression(element.model("conditionExpression").first),
            isImmediate: element.bool("isImmediate"))
    }

    private func laneSet(_ element: Element) -> LaneSet {
        LaneSet(header: header(element), lanes: element.model("lane").map { lane($0) })
    }

    private func lane(_ element: Element) -> Lane {
        Lane(
            header: header(element), nodes: references(in: element, "flowNodeRef"),
            partitionElement: reference(element, "partitionElementRef"),
            inside: element.model("childLaneSet").map { laneSet($0) })
    }

    private func gateway(_ element: Element) -> Gateway? {
        let kind: Gateway.Kind
        switch element.name {
        case "exclusiveGateway": kind = .exclusive
        case "inclusiveGateway": kind = .inclusive
        case "parallelGateway": kind = .parallel
        case "complexGateway": kind = .complex(activation: expression(element.model("activationCondition").first))
        case "eventBasedGateway":
            kind = .eventBased(
                instantiate: element.bool("instantiate") ?? false, isParallel: element["eventGatewayType"] == "Parallel"
            )
        default: return nil
        }
        return Gateway(
            kind: kind, direction: element["gatewayDirection"] ?? "Unspecified",
            defaultFlow: reference(element, "default"))
    }

    func read(_ element: Element, into artifacts: inout Artifacts) {
        switch element.name {
        case "textAnnotation":
            artifacts.annotations.append(
                .init(
                    header: header(element), text: element.model("text").first?.text ?? "",
                    format: element["textFormat"] ?? "text/plain"))
        case "group":
            artifacts.groups.append(
                .init(header: header(element), categoryValue: reference(element, "categoryValueRef")))
        default:
            artifacts.associations.append(
                .init(
                    header: header(element), source: reference(element, "sourceRef") ?? "",
                    target: reference(element, "targetRef") ?? "",
                    direction: element["associationDirection"].flatMap { .init(rawValue: $0) } ?? .none))
        }
    }

    private func subscription(_ element: Element) -> CorrelationSubscription {
        CorrelationSubscription(
            header: header(element), key: reference(element, "correlationKeyRef") ?? "",
            bindings: element.model("correlationPropertyBinding").compactMap { binding in
                guard let path = expression(binding.model("dataPath").first) else { return nil }
                return .init(property: reference(binding, "correlationPropertyRef") ?? "", path: path)
            })
    }
}
