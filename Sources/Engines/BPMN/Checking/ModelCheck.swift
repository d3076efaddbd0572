extension ProcessModel {
    /// Examines the whole file: ids that stand twice, references that lead nowhere, nodes that nothing reaches, and rules of
    /// the standard that are broken. What the engine itself refuses to run is added by whoever compiles a process.
    public func check() -> [Finding] {
        var check = ModelCheck(self)
        check.run()
        return check.findings.sorted { ($0.line, $0.id, $0.reason) < ($1.line, $1.id, $1.reason) }
    }
}

/// One run of the check.
struct ModelCheck {
    let model: ProcessModel
    private(set) var findings: [Finding] = []
    /// All ids, with what stands there.
    private var known: [String: String] = [:]

    init(_ model: ProcessModel) { self.model = model }

    mutating func report(_ severity: Finding.Severity, _ kind: Finding.Kind, _ header: ElementHeader, _ reason: String)
    {
        findings.append(Finding(severity, kind, header, reason))
    }

    mutating func run() {
        collect()
        for process in model.processes { check(process) }
        for collaboration in model.collaborations { check(collaboration) }
        for diagram in model.diagrams { check(diagram) }
        for definition in model.eventDefinitions { check(definition, definition.header) }
    }

    // MARK: Ids

    private mutating func note(_ header: ElementHeader, _ element: String) {
        if let other = known[header.id] {
            report(.error, .duplicateId, header, "this \(element) has the id of another \(other)")
        } else {
            known[header.id] = element
        }
    }

    private mutating func collect() {
        for item in model.items { note(item.header, "itemDefinition") }
        for message in model.messages { note(message.header, "message") }
        for signal in model.signals { note(signal.header, "signal") }
        for error in model.errors { note(error.header, "error") }
        for escalation in model.escalations { note(escalation.header, "escalation") }
        for definition in model.eventDefinitions { note(definition.header, definition.kind.elementName) }
        for interface in model.interfaces {
            note(interface.header, "interface")
            for operation in interface.operations { note(operation.header, "operation") }
        }
        for resource in model.resources { note(resource.header, "resource") }
        for store in model.dataStores { note(store.header, "dataStore") }
        for task in model.globalTasks { note(task.header, task.kind.elementName) }
        for collaboration in model.collaborations {
            note(collaboration.header, "collaboration")
            for participant in collaboration.participants { note(participant.header, "participant") }
            for flow in collaboration.messageFlows { note(flow.header, "messageFlow") }
            collect(collaboration.artifacts)
        }
        for process in model.processes {
            note(process.header, "process")
            collect(process.interface)
            collect(process.body)
        }
    }

    private mutating func collect(_ interface: DataInterface?) {
        for item in interface?.inputs ?? [] { note(item.header, "dataInput") }
        for item in interface?.outputs ?? [] { note(item.header, "dataOutput") }
    }

    private mutating func collect(_ artifacts: Artifacts) {
        for annotation in artifacts.annotations { note(annotation.header, "textAnnotation") }
        for group in artifacts.groups { note(group.header, "group") }
        for association in artifacts.associations { note(association.header, "association") }
    }

    private mutating func collect(_ scope: FlowScope) {
        for node in scope.nodes {
            note(node.header, node.elementName)
            collect(node.activity?.interface)
            collect(node.event?.interface)
            for property in (node.activity?.properties ?? []) + (node.event?.properties ?? []) {
                note(property.header, "property")
            }
            if let inside = node.subProcess { collect(inside.body) }
        }
        for flow in scope.flows { note(flow.header, "sequenceFlow") }
        for object in scope.dataObjects { note(object.header, "dataObject") }
        for reference in scope.dataObjectReferences { note(reference.header, "dataObjectReference") }
        for reference in scope.dataStoreReferences { note(reference.header, "dataStoreReference") }
        for property in scope.properties { note(property.header, "property") }
        collect(scope.artifacts)
    }

    // MARK: References

    /// Reports where an id leads to nothing, or to something of another kind. What is in another file is let be.
    mutating func refer(_ id: String?, _ header: ElementHeader, _ what: String, _ kinds: Set<String> = []) {
        guard let id, !id.contains(":") else { return }
        guard let found = known[id] else {
            report(.error, .danglingReference, header, "there is no \(what) '\(id)'")
            return
        }
        if !kinds.isEmpty, !kinds.contains(found) {
            report(.error, .danglingReference, header, "'\(id)' is no \(what) but a \(found)")
        }
    }

    private mutating func check(_ process: ProcessDefinition) {
        if process.body.nodes.isEmpty {
            if process.isExecutable == true {
                report(.error, .structure, process.header, "the process has nothing to do")
            }
            return
        }
        check(process.body, process.header, isEvent: false)
    }

    private mutating func check(_ collaboration: Collaboration) {
        for participant in collaboration.participants {
            refer(participant.process, participant.header, "process", ["process"])
        }
        for flow in collaboration.messageFlows {
            refer(flow.source, flow.header, "source")
            refer(flow.target, flow.header, "target")
            refer(flow.message, flow.header, "message", ["message"])
        }
    }

    /// A shape without an element is drawn for nothing.
    private mutating func check(_ diagram: Diagram) {
        var lanes: Set<String> = []
        func add(_ set: LaneSet) { for lane in set.lanes { lanes.insert(lane.header.id); lane.inside.forEach(add) } }
        for process in model.processes {
            process.body.laneSets.forEach(add)
            for node in process.body.nodes { node.subProcess?.body.laneSets.forEach(add) }
        }
        let index = ElementIndex(model)
        for shape in diagram.shapes {
            guard let id = shape.element else { continue }
            if index[id] == nil, known[id] == nil, !id.contains(":") {
                report(.warning, .danglingReference, shape.header, "the diagram draws '\(id)', which is not there")
            }
        }
        for edge in diagram.edges {
            guard let id = edge.element else { continue }
            if index[id] == nil, known[id] == nil, !id.contains(":") {
                report(.warning, .danglingReference, edge.header, "the diagram draws '\(id)', which is not there")
            }
            if edge.waypoints.count < 2 {
                report(.warning, .structure, edge.header, "the edge has fewer than two points")
            }
        }
    }

    mutating func check(_ definition: EventDefinition, _ header: ElementHeader) {
        switch definition.kind {
        case .message(let reference):
            refer(reference.message, header, "message", ["message"])
            refer(reference.operation, header, "operation", ["operation"])
        case .signal(let id): refer(id, header, "signal", ["signal"])
        case .error(let id): refer(id, header, "error", ["error"])
        case .escalation(let id): refer(id, header, "escalation", ["escalation"])
        case .compensate(let activity, _): refer(activity, header, "activity")
        case .timer(let timer):
            let count = [timer.date, timer.duration, timer.cycle].compactMap { $0 }.count
            if count > 1 { report(.error, .structure, header, "a timer has one of date, duration and cycle") }
        case .conditional, .link, .cancel, .terminate: break
        }
    }
}
