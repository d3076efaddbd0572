/// What a drawing needs to know of an element.
struct DrawnElement: Sendable {
    enum Kind: Sendable {
        case pool(isMultiple: Bool)
        case lane
        case event(Event)
        case activity(Activity)
        case gateway(Gateway)
        case dataObject(isCollection: Bool)
        case dataInput(isCollection: Bool)
        case dataOutput(isCollection: Bool)
        case dataStore
        case annotation
        case group
        case conversation
        case message
        case sequenceFlow(isConditional: Bool, isDefault: Bool)
        case messageFlow
        case association(Artifacts.Association.Direction)
        case dataAssociation
        case conversationLink
        /// A process, a collaboration: not drawn itself.
        case frame
    }

    var id: String
    var name: String
    var kind: Kind
}

/// All elements of a model, by id.
struct ElementIndex: Sendable {
    private(set) var elements: [String: DrawnElement] = [:]
    private var eventDefinitions: [String: EventDefinition] = [:]
    private var categoryValues: [String: String] = [:]
    private var collections: Set<String> = []
    private var storeNames: [String: String] = [:]

    subscript(id: String) -> DrawnElement? { elements[id] }

    init(_ model: ProcessModel) {
        for definition in model.eventDefinitions { eventDefinitions[definition.header.id] = definition }
        for category in model.categories {
            for value in category.values { categoryValues[value.header.id] = value.value }
        }
        for store in model.dataStores { storeNames[store.header.id] = store.header.name }
        for message in model.messages { add(message.header, .message) }
        for process in model.processes {
            add(process.header, .frame)
            add(process.interface)
            add(process.body)
        }
        for collaboration in model.collaborations { add(collaboration) }
    }

    private mutating func add(_ header: ElementHeader, name: String? = nil, _ kind: DrawnElement.Kind) {
        elements[header.id] = DrawnElement(id: header.id, name: name ?? header.name, kind: kind)
    }

    private mutating func add(_ collaboration: Collaboration) {
        add(collaboration.header, .frame)
        for participant in collaboration.participants {
            let name = participant.header.name.isEmpty ? elements[participant.process ?? ""]?.name : nil
            add(participant.header, name: name, .pool(isMultiple: (participant.multiplicity?.maximum ?? 1) > 1))
        }
        for flow in collaboration.messageFlows { add(flow.header, .messageFlow) }
        for link in collaboration.conversationLinks { add(link.header, .conversationLink) }
        var nodes = collaboration.conversations
        while let node = nodes.popLast() {
            add(node.header, .conversation)
            if case .subConversation(let inside) = node.kind { nodes += inside }
        }
        add(collaboration.artifacts)
    }

    private mutating func add(_ artifacts: Artifacts) {
        for annotation in artifacts.annotations { add(annotation.header, name: annotation.text, .annotation) }
        for group in artifacts.groups {
            add(group.header, name: group.categoryValue.flatMap { categoryValues[$0] }, .group)
        }
        for association in artifacts.associations { add(association.header, .association(association.direction)) }
    }

    private mutating func add(_ interface: DataInterface?) {
        for item in interface?.inputs ?? [] { add(item.header, .dataInput(isCollection: item.isCollection)) }
        for item in interface?.outputs ?? [] { add(item.header, .dataOutput(isCollection: item.isCollection)) }
    }

    private mutating func add(_ scope: FlowScope) {
        var defaults: Set<String> = []
        var gateways: Set<String> = []
        for node in scope.nodes {
            add(node)
            if let id = node.activity?.defaultFlow ?? node.gateway?.defaultFlow { defaults.insert(id) }
            if node.gateway != nil { gateways.insert(node.id) }
        }
        for flow in scope.flows {
            let isConditional = flow.condition != nil && !gateways.contains(flow.source)
            add(
                flow.header,
                .sequenceFlow(isConditional: isConditional, isDefault: defaults.contains(flow.header.id)))
        }
        for set in scope.laneSets { add(set) }
        for object in scope.dataObjects where object.isCollection { collections.insert(object.header.id) }
        for object in scope.dataObjects { add(object.header, .dataObject(isCollection: object.isCollection)) }
        for reference in scope.dataObjectReferences {
            let target = reference.target.flatMap { elements[$0] }
            var name = reference.header.name.isEmpty ? target?.name ?? "" : reference.header.name
            if let state = reference.state?.header.name, !state.isEmpty, !name.contains("[") { name += " [\(state)]" }
            add(reference.header, name: name, .dataObject(isCollection: collections.contains(reference.target ?? "")))
        }
        for reference in scope.dataStoreReferences {
            let name = reference.header.name.isEmpty ? storeNames[reference.target ?? ""] : nil
            add(reference.header, name: name, .dataStore)
        }
        add(scope.artifacts)
    }

    private mutating func add(_ set: LaneSet) {
        for lane in set.lanes {
            add(lane.header, .lane)
            for inside in lane.inside { add(inside) }
        }
    }

    private mutating func add(_ node: FlowNode) {
        switch node.kind {
        case .event(var event):
            event.definitions += event.definitionReferences.compactMap { eventDefinitions[$0] }
            add(node.header, .event(event))
            for association in event.associations { add(association.header, .dataAssociation) }
        case .activity(let activity):
            add(node.header, .activity(activity))
            for association in activity.inputs + activity.outputs { add(association.header, .dataAssociation) }
            if case .subProcess(let inside) = activity.kind { add(inside.body) }
        case .gateway(let gateway): add(node.header, .gateway(gateway))
        }
    }
}
