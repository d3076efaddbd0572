import BPMN

/// Everything of a model that has an identity, as lines that can be compared: `userTask|id|name`.
struct Inventory {
    private(set) var lines: [String] = []
    private(set) var expressions: [String] = []
    private(set) var documentation: [String] = []

    private mutating func note(_ element: String, _ header: ElementHeader) {
        if !header.id.hasPrefix("line-") { lines.append("\(element)|\(header.id)|\(header.name)") }
        documentation += header.documentation.map(\.text)
    }

    private mutating func note(_ element: String, _ expression: FormalExpression?) {
        if let expression { expressions.append("\(element)|\(expression.body)") }
    }

    init(_ model: ProcessModel) {
        note("definitions", model.header)
        for item in model.items { note("itemDefinition", item.header) }
        for message in model.messages { note("message", message.header) }
        for signal in model.signals { note("signal", signal.header) }
        for error in model.errors { note("error", error.header) }
        for escalation in model.escalations { note("escalation", escalation.header) }
        for definition in model.eventDefinitions { add(definition) }
        for property in model.correlationProperties { note("correlationProperty", property.header) }
        for interface in model.interfaces {
            note("interface", interface.header)
            for operation in interface.operations { note("operation", operation.header) }
        }
        for resource in model.resources {
            note("resource", resource.header)
            for parameter in resource.parameters { note("resourceParameter", parameter.header) }
        }
        for store in model.dataStores { note("dataStore", store.header); add(store.state) }
        for category in model.categories {
            note("category", category.header)
            for value in category.values { note("categoryValue", value.header) }
        }
        for task in model.globalTasks {
            let name = task.kind.elementName
            note("global" + name.prefix(1).uppercased() + name.dropFirst(), task.header)
            add(task.interface)
            add(task.roles)
        }
        for process in model.processes {
            note("process", process.header)
            add(process.interface)
            add(process.roles)
            for subscription in process.correlations { note("correlationSubscription", subscription.header) }
            add(process.body)
        }
        for collaboration in model.collaborations { add(collaboration) }
        add(others: model.others)
    }

    private mutating func add(others: [ExtensionElement]) {
        for other in others where other.namespace == TagScan.model {
            if let id = other.attributes["id"] { lines.append("\(other.name)|\(id)|\(other.attributes["name"] ?? "")") }
        }
    }

    private mutating func add(_ collaboration: Collaboration) {
        note("collaboration", collaboration.header)
        for participant in collaboration.participants { note("participant", participant.header) }
        for flow in collaboration.messageFlows {
            note("messageFlow", flow.header)
            lines.append("messageFlow \(flow.source) → \(flow.target)")
        }
        for key in collaboration.correlationKeys { note("correlationKey", key.header) }
        for link in collaboration.conversationLinks { note("conversationLink", link.header) }
        add(collaboration.artifacts)
        add(others: collaboration.others)
    }

    private mutating func add(_ artifacts: Artifacts) {
        for annotation in artifacts.annotations { note("textAnnotation", annotation.header) }
        for group in artifacts.groups { note("group", group.header) }
        for association in artifacts.associations {
            note("association", association.header)
            lines.append("association \(association.source) → \(association.target)")
        }
    }

    private mutating func add(_ scope: FlowScope) {
        for node in scope.nodes { add(node) }
        for flow in scope.flows {
            note("sequenceFlow", flow.header)
            lines.append("sequenceFlow \(flow.source) → \(flow.target)")
            note("conditionExpression", flow.condition)
        }
        for set in scope.laneSets { add(set, "laneSet") }
        for object in scope.dataObjects { note("dataObject", object.header); add(object.state) }
        for reference in scope.dataObjectReferences {
            note("dataObjectReference", reference.header); add(reference.state)
        }
        for reference in scope.dataStoreReferences {
            note("dataStoreReference", reference.header); add(reference.state)
        }
        for property in scope.properties { note("property", property.header); add(property.state) }
        add(scope.artifacts)
        add(others: scope.others)
    }

    private mutating func add(_ set: LaneSet, _ element: String) {
        note(element, set.header)
        for lane in set.lanes {
            note("lane", lane.header)
            lines += lane.nodes.map { "flowNodeRef \($0)" }
            for inside in lane.inside { add(inside, "childLaneSet") }
        }
    }

    private mutating func add(_ state: DataState?) { if let state { note("dataState", state.header) } }

    private mutating func add(_ node: FlowNode) {
        note(node.elementName, node.header)
        lines += node.incoming.map { "incoming \($0)" } + node.outgoing.map { "outgoing \($0)" }
        switch node.kind {
        case .event(let event):
            for definition in event.definitions { add(definition) }
            add(event.interface)
            for association in event.associations { add(association) }
            for property in event.properties { note("property", property.header) }
            if case .boundary(let host, _) = event.position { lines.append("boundaryEvent on \(host)") }
        case .activity(let activity):
            add(activity.interface)
            for association in activity.inputs + activity.outputs { add(association) }
            for property in activity.properties { note("property", property.header) }
            add(activity.roles)
            if let loop = activity.loop { add(loop) }
            if case .subProcess(let inside) = activity.kind { add(inside.body) }
        case .gateway: break
        }
    }

    private mutating func add(_ loop: Loop) {
        switch loop.kind {
        case .standard(let standard):
            note("standardLoopCharacteristics", loop.header)
            note("loopCondition", standard.condition)
        case .multiInstance(let many):
            note("multiInstanceLoopCharacteristics", loop.header)
            note("loopCardinality", many.cardinality)
            note("completionCondition", many.completionCondition)
            if let item = many.inputItem { note("inputDataItem", item.header) }
            if let item = many.outputItem { note("outputDataItem", item.header) }
        }
    }

    private mutating func add(_ definition: EventDefinition) {
        note(definition.kind.elementName, definition.header)
        switch definition.kind {
        case .timer(let timer):
            note("timeDate", timer.date)
            note("timeDuration", timer.duration)
            note("timeCycle", timer.cycle)
        case .conditional(let condition): note("condition", condition)
        default: break
        }
    }

    private mutating func add(_ interface: DataInterface?) {
        guard let interface else { return }
        if !interface.header.id.hasSuffix("-data") { note("ioSpecification", interface.header) }
        for item in interface.inputs { note("dataInput", item.header); add(item.state) }
        for item in interface.outputs { note("dataOutput", item.header); add(item.state) }
        for set in interface.inputSets { note("inputSet", set.header) }
        for set in interface.outputSets { note("outputSet", set.header) }
    }

    private mutating func add(_ association: DataAssociation) {
        note(association.direction.rawValue, association.header)
        note("transformation", association.transformation)
        for assignment in association.assignments {
            note("from", assignment.from)
            note("to", assignment.to)
        }
    }

    private mutating func add(_ roles: [ResourceRole]) {
        for role in roles { note(role.kind.rawValue, role.header) }
    }
}
