extension DefinitionCompiler {
    /// The node of a place; where it cannot run, a problem is noted and it is passed through.
    mutating func compile(_ place: Int) -> CompiledNode {
        guard let draft = drafts[place] else { return process() }
        let node = draft.node
        let kind: CompiledNode.Kind
        var data = DataPlan()
        var loop: LoopPlan?
        switch node.kind {
        case .event(let event):
            kind = compile(event, draft, place)
            data = self.data(of: event, node.header)
        case .gateway(let gateway): kind = compile(gateway, draft, place)
        case .activity(let activity):
            kind = compile(activity, draft, place)
            data = self.data(of: activity, node.header)
            loop = activity.loop.flatMap { self.loop($0, of: activity, node.header) }
        }
        let boundaries = boundaries(of: place)
        let waiting = boundaries.filter { boundary in
            guard let event = drafts[boundary]?.node.event else { return false }
            return definitions(of: event).contains { $0.kind.isSubscribed }
        }
        return CompiledNode(
            index: place, id: node.id, name: node.name, element: node.elementName, line: node.header.line,
            scope: draft.scope, kind: kind, outgoing: draft.outgoing, incoming: draft.incoming,
            defaultFlow: defaultFlow(of: node, draft), waitingBoundaries: waiting, boundaries: boundaries, data: data,
            loop: loop, compensationHandler: handlers[place],
            isForCompensation: node.activity?.isForCompensation ?? false,
            startQuantity: max(1, node.activity?.startQuantity ?? 1),
            completionQuantity: max(1, node.activity?.completionQuantity ?? 1))
    }

    private mutating func process() -> CompiledNode {
        let header = definition.header
        let body = body(of: 0, properties: [])
        if body.starts.isEmpty && body.entrances.isEmpty { refuse(header, "nothing in the process can be its start") }
        return CompiledNode(
            index: 0, id: header.id, name: header.name, element: "process", line: header.line, scope: 0,
            kind: .process(body), outgoing: [], incoming: [], defaultFlow: nil, waitingBoundaries: [], boundaries: [],
            data: DataPlan(), loop: nil, compensationHandler: nil, isForCompensation: false, startQuantity: 1,
            completionQuantity: 1)
    }

    private func boundaries(of host: Int) -> [Int] {
        guard let id = drafts[host]?.node.id else { return [] }
        return drafts.indices.filter {
            if case .boundary(id, _)? = drafts[$0]?.node.event?.position { true } else { false }
        }
    }

    private mutating func defaultFlow(of node: FlowNode, _ draft: Draft) -> Int? {
        guard let id = node.gateway?.defaultFlow ?? node.activity?.defaultFlow else { return nil }
        guard let flow = draft.outgoing.first(where: { flows[$0].id == id }) else {
            refuse(node.header, "its default flow '\(id)' does not leave it")
            return nil
        }
        return flow
    }

    // MARK: Scopes

    func body(of scope: Int, properties: [Property]) -> Body {
        var body = Body()
        let inside = drafts.indices.filter { $0 > 0 && drafts[$0]?.scope == scope }
        for place in inside {
            guard let draft = drafts[place] else { continue }
            if isEventSubProcess(draft.node) {
                let isCompensation = drafts.contains {
                    guard let inner = $0, inner.scope == place, case .start = inner.node.event?.position else {
                        return false
                    }
                    return inner.node.event?.definitions.contains {
                        if case .compensate = $0.kind { true } else { false }
                    }
                        ?? false
                }
                if isCompensation { body.compensation = place } else { body.eventSubProcesses.append(place) }
            }
            if case .start? = draft.node.event?.position, let event = draft.node.event {
                body.entrances.append(place)
                if definitions(of: event).isEmpty { body.starts.append(place) }
            }
            if instantiates(draft.node), draft.incoming.isEmpty || isReceive(draft.node) {
                body.entrances.append(place)
            }
            switch draft.node.gateway?.kind {
            case .inclusive where draft.incoming.count > 1, .complex where draft.incoming.count > 1:
                body.deferredJoins.append(place)
            default: break
            }
        }
        if body.entrances.isEmpty {
            body.starts = inside.filter { isImplicitStart($0) }
        }
        let data =
            (scopes[scope]?.dataObjects.map(\.header.id) ?? []) + (scopes[scope]?.properties.map(\.header.id) ?? [])
        body.locals = (data + properties.map(\.header.id)).map { (variables[$0] ?? $0, nil) }
        return body
    }

    private func isEventSubProcess(_ node: FlowNode) -> Bool { node.subProcess?.kind == .event }

    private func isReceive(_ node: FlowNode) -> Bool { node.activity != nil }

    private func instantiates(_ node: FlowNode) -> Bool {
        if case .eventBased(true, _)? = node.gateway?.kind { return true }
        if case .task(.receive(_, _, true))? = node.activity?.kind { return true }
        return false
    }

    /// A node that nothing leads to, where there is no start event. BPMN 2.0.2, 13.2.
    private func isImplicitStart(_ place: Int) -> Bool {
        guard let draft = drafts[place], draft.incoming.isEmpty, !isEventSubProcess(draft.node) else { return false }
        if draft.node.activity?.isForCompensation == true || handlers.values.contains(place) { return false }
        switch draft.node.event?.position {
        case .boundary, .start: return false
        case .intermediateCatch:
            return draft.node.event?.definitions.contains { if case .link = $0.kind { true } else { false } } == false
        default: return true
        }
    }

    // MARK: Gateways

    private mutating func compile(_ gateway: Gateway, _ draft: Draft, _ place: Int) -> CompiledNode.Kind {
        switch gateway.kind {
        case .exclusive: return .exclusive
        case .parallel: return .parallel
        case .inclusive: return .inclusive(upstream(of: place, draft))
        case .complex(let activation):
            var formula: Formula?
            if let activation, !activation.body.isEmpty {
                formula = self.formula(activation, of: draft.node.header, "its activation condition")
            }
            return .complex(upstream(of: place, draft), formula)
        case .eventBased(let instantiates, let isParallel):
            if draft.outgoing.isEmpty { refuse(draft.node.header, "no event follows the event-based gateway") }
            for flow in draft.outgoing {
                guard let target = drafts[flows[flow].target]?.node else { continue }
                if !isEventTarget(target) {
                    refuse(
                        target.header, "an event-based gateway leads only to events that wait and tasks that receive")
                }
            }
            return .eventBased(instantiates: instantiates, isParallel: isParallel)
        }
    }

    private func isEventTarget(_ node: FlowNode) -> Bool {
        if case .task(.receive)? = node.activity?.kind { return node.activity?.loop == nil }
        guard let event = node.event, case .intermediateCatch = event.position else { return false }
        return definitions(of: event).allSatisfy { $0.kind.isSubscribed }
    }

    /// Goes back from every incoming flow of a join to whatever leads there. BPMN 2.0.2, 13.4.3.
    private mutating func upstream(of join: Int, _ draft: Draft) -> Upstream {
        if draft.incoming.count > 64 { refuse(draft.node.header, "the join has more than 64 incoming flows") }
        var reach: [Int: UInt64] = [:]
        for (bit, flow) in draft.incoming.prefix(64).enumerated() {
            var open = [flows[flow].source]
            while let place = open.popLast() {
                if place == join || (reach[place] ?? 0) & (1 << UInt64(bit)) != 0 { continue }
                reach[place, default: 0] |= 1 << UInt64(bit)
                open += drafts[place]?.incoming.map { flows[$0].source } ?? []
                if case .boundary(let host, _)? = drafts[place]?.node.event?.position, let host = places[host] {
                    open.append(host)
                }
                open += linkSources(to: place)
            }
        }
        return Upstream(reach: reach)
    }

    // MARK: Links

    private func link(_ node: FlowNode?) -> (name: String, definition: EventDefinition)? {
        guard let event = node?.event else { return nil }
        for definition in definitions(of: event) {
            if case .link(let name, _, _) = definition.kind { return (name, definition) }
        }
        return nil
    }

    private func linkSources(to place: Int) -> [Int] {
        guard let draft = drafts[place], draft.node.event?.position == .intermediateCatch,
            let name = link(draft.node)?.name
        else { return [] }
        return drafts.indices.filter {
            drafts[$0]?.scope == draft.scope && drafts[$0]?.node.event?.position == .intermediateThrow
                && link(drafts[$0]?.node)?.name == name
        }
    }

    func linkTarget(of name: String, in scope: Int) -> Int? {
        drafts.indices.first {
            drafts[$0]?.scope == scope && drafts[$0]?.node.event?.position == .intermediateCatch
                && link(drafts[$0]?.node)?.name == name
        }
    }
}

extension EventDefinition.Kind {
    /// Whether the world has to tell when it happens.
    var isSubscribed: Bool {
        switch self {
        case .message, .timer, .signal, .conditional: true
        default: false
        }
    }
}
