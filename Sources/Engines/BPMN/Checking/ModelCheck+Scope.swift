/// The flow of a process or sub-process. BPMN 2.0.2, 10.2.1.2 and chapters 10.3 to 10.7.
extension ModelCheck {
    mutating func check(_ scope: FlowScope, _ owner: ElementHeader, isEvent: Bool) {
        var nodes: [String: FlowNode] = [:]
        for node in scope.nodes where nodes[node.id] == nil { nodes[node.id] = node }
        for flow in scope.flows {
            end(flow.source, flow.header, nodes, "source")
            end(flow.target, flow.header, nodes, "target")
            if let source = nodes[flow.source], source.event?.position == .end {
                report(.error, .structure, flow.header, "it leaves the end event '\(source.header.label)'")
            }
            if case .start = nodes[flow.target]?.event?.position {
                report(.error, .structure, flow.header, "it leads to a start event")
            }
            if case .boundary = nodes[flow.target]?.event?.position {
                report(.error, .structure, flow.header, "it leads to a boundary event")
            }
        }
        for node in scope.nodes { check(node, scope, nodes) }
        for other in scope.others
        where other.namespace == ProcessModel.modelNamespace
            && !["auditing", "monitoring", "ioBinding"].contains(other.name)
        {
            let header = ElementHeader(
                id: other.attributes["id"] ?? owner.id, name: other.attributes["name"] ?? "", line: other.line)
            report(.error, .unsupported, header, "the engine does not know '\(other.name)'")
        }
        checkReach(scope, nodes)
        for set in scope.laneSets { check(set, nodes) }
        for reference in scope.dataObjectReferences {
            refer(reference.target, reference.header, "data object", ["dataObject"])
        }
        for reference in scope.dataStoreReferences where reference.target != nil {
            refer(reference.target, reference.header, "data store", ["dataStore"])
        }
        for association in scope.artifacts.associations {
            // The ends may be of the whole file, and flows and lanes too; only what is nowhere is told.
            if association.source.isEmpty || association.target.isEmpty {
                report(.error, .danglingReference, association.header, "an end of the association is missing")
            }
        }
    }

    private mutating func end(_ id: String, _ header: ElementHeader, _ nodes: [String: FlowNode], _ side: String) {
        if id.isEmpty {
            report(.error, .danglingReference, header, "the flow has no \(side)")
        } else if nodes[id] == nil {
            refer(id, header, side)
            // A flow that crosses the border of a sub-process. 10.2.1.
            if !findings.contains(where: { $0.id == header.id && $0.kind == .danglingReference }) {
                report(.error, .structure, header, "its \(side) '\(id)' is not in the same process or sub-process")
            }
        }
    }

    private mutating func check(_ node: FlowNode, _ scope: FlowScope, _ nodes: [String: FlowNode]) {
        let outgoing = scope.flows.filter { $0.source == node.id }
        let ids = Set(outgoing.map(\.header.id))
        if let flow = node.activity?.defaultFlow ?? node.gateway?.defaultFlow, !ids.contains(flow) {
            report(.error, .danglingReference, node.header, "its default flow '\(flow)' does not leave it")
        }
        switch node.kind {
        case .event(let event): check(event, node, nodes)
        case .activity(let activity): check(activity, node)
        case .gateway(let gateway): check(gateway, node, outgoing)
        }
    }

    private mutating func check(_ event: Event, _ node: FlowNode, _ nodes: [String: FlowNode]) {
        for definition in event.definitions { check(definition, node.header) }
        for id in event.definitionReferences where !model.eventDefinitions.contains(where: { $0.header.id == id }) {
            report(.error, .danglingReference, node.header, "there is no event definition '\(id)'")
        }
        if case .boundary(let host, _) = event.position {
            if nodes[host] == nil {
                report(.error, .danglingReference, node.header, "there is no activity '\(host)' that it could be at")
            } else if nodes[host]?.activity == nil {
                report(.error, .structure, node.header, "it is at '\(host)', which is no activity")
            }
            if event.definitions.isEmpty, event.definitionReferences.isEmpty {
                report(.error, .structure, node.header, "a boundary event says what it waits for")
            }
        }
    }

    private mutating func check(_ activity: Activity, _ node: FlowNode) {
        switch activity.kind {
        case .subProcess(let inside):
            var isEvent = false
            if case .event = inside.kind { isEvent = true }
            check(inside.body, node.header, isEvent: isEvent)
        case .call(let call):
            // What is called may be in another file.
            if call.calledElement == nil, !node.header.extensions.contains(where: { $0.name == "calledElement" }) {
                report(.warning, .structure, node.header, "it does not say what it calls")
            }
        case .task(let task):
            switch task {
            case .send(_, let reference), .receive(_, let reference, _):
                refer(reference.message, node.header, "message", ["message"])
                refer(reference.operation, node.header, "operation", ["operation"])
            case .service(_, let operation): refer(operation, node.header, "operation", ["operation"])
            default: break
            }
        }
        for role in activity.roles { refer(role.resource, node.header, "resource", ["resource"]) }
    }

    private mutating func check(_ gateway: Gateway, _ node: FlowNode, _ outgoing: [SequenceFlow]) {
        switch gateway.kind {
        case .exclusive, .inclusive:
            let open = outgoing.filter { $0.condition == nil && $0.header.id != gateway.defaultFlow }
            if outgoing.count > 1, !open.isEmpty {
                let names = open.map(\.header.label).joined(separator: ", ")
                report(.warning, .structure, node.header, "flows without a condition leave it: \(names)")
            }
        case .parallel, .eventBased:
            for flow in outgoing where flow.condition != nil {
                report(
                    .warning, .structure, flow.header, "its condition is not looked at: it leaves a \(node.elementName)"
                )
            }
        case .complex: break
        }
    }

    private mutating func check(_ set: LaneSet, _ nodes: [String: FlowNode]) {
        for lane in set.lanes {
            for id in lane.nodes { refer(id, lane.header, "node") }
            for inside in lane.inside { check(inside, nodes) }
        }
    }

    // MARK: Reach

    /// Nodes that no token can come to, and nodes from which none can go on where others can.
    private mutating func checkReach(_ scope: FlowScope, _ nodes: [String: FlowNode]) {
        var next: [String: [String]] = [:]
        var hasIncoming: Set<String> = []
        for flow in scope.flows {
            next[flow.source, default: []].append(flow.target)
            hasIncoming.insert(flow.target)
        }
        for node in scope.nodes {
            guard case .event(let event) = node.kind else { continue }
            if case .boundary(let host, _) = event.position { next[host, default: []].append(node.id) }
            // A thrown link leads to the catching one of its name. 10.5.5.9.
            if case .intermediateThrow = event.position, let name = Self.link(event) {
                next[node.id, default: []] += scope.nodes.filter { other in
                    guard let event = other.event, event.position == .intermediateCatch else { return false }
                    return Self.link(event) == name
                }.map(\.id)
            }
        }
        let handlers = Set(scope.artifacts.associations.map(\.target))
        // Where there are start events, they are where everything starts. 10.5.2.
        let events = scope.nodes.filter { node in if case .start = node.event?.position { true } else { false } }
        let starts = scope.nodes.filter { node in
            isStart(node, hasIncoming, handlers) && (events.isEmpty || waitsAside(node, handlers))
        }.map(\.id)
        var reached = Set(starts)
        var waiting = starts
        while let id = waiting.popLast() {
            for target in next[id] ?? [] where reached.insert(target).inserted { waiting.append(target) }
        }
        for node in scope.nodes where !reached.contains(node.id) && nodes[node.id]?.header.line == node.header.line {
            report(.error, .unreachable, node.header, "no way leads from a start to this \(node.elementName)")
        }
    }

    /// What begins beside the start events: they themselves, handlers, event sub-processes, nodes that start an instance.
    private func waitsAside(_ node: FlowNode, _ handlers: Set<String>) -> Bool {
        switch node.kind {
        case .event(let event): if case .start = event.position { return true } else { return false }
        case .gateway(let gateway): if case .eventBased(true, _) = gateway.kind { return true } else { return false }
        case .activity(let activity):
            if activity.isForCompensation || handlers.contains(node.id) { return true }
            switch activity.kind {
            case .subProcess(let inside): return inside.kind == .event
            case .task(.receive(_, _, let instantiates)): return instantiates
            case .task, .call: return false
            }
        }
    }

    private static func link(_ event: Event) -> String? {
        for definition in event.definitions { if case .link(let name, _, _) = definition.kind { return name } }
        return nil
    }

    /// Where tokens begin: start events, nodes that nothing leads to, and what waits beside the flow.
    private func isStart(_ node: FlowNode, _ hasIncoming: Set<String>, _ handlers: Set<String>) -> Bool {
        switch node.kind {
        case .event(let event):
            switch event.position {
            case .start: return true
            case .boundary: return false
            case .intermediateCatch: return !hasIncoming.contains(node.id) && Self.link(event) == nil
            case .intermediateThrow, .end: return !hasIncoming.contains(node.id)
            }
        case .activity, .gateway: return !hasIncoming.contains(node.id) || handlers.contains(node.id)
        }
    }
}
