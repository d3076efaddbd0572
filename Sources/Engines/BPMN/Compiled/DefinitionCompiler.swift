import FEEL

/// Turns a process as it was read into one that can run; gathers what it cannot turn.
struct DefinitionCompiler {
    let model: ProcessModel
    let definition: ProcessDefinition
    private(set) var nodes: [CompiledNode] = []
    private(set) var flows: [CompiledFlow] = []
    private(set) var keys: [CorrelationPlan] = []
    private(set) var places: [String: Int] = [:]
    var problems: [UnsupportedElement] = []

    /// A node before it is compiled.
    struct Draft {
        var node: FlowNode
        var scope: Int
        var lanes: [String]
        var outgoing: [Int] = []
        var incoming: [Int] = []
    }

    /// By place; that of the process itself is nil.
    var drafts: [Draft?] = [nil]
    /// The flow scope of the process and of every sub-process.
    var scopes: [Int: FlowScope] = [:]
    /// What undoes an activity, and the boundary events that say so.
    var handlers: [Int: Int] = [:]
    /// The name of the variable that each piece of data is, by its id.
    var variables: [String: String] = [:]
    /// Names that FEEL could not tell by itself.
    var known: [String] = []

    init(_ model: ProcessModel, _ definition: ProcessDefinition) {
        self.model = model
        self.definition = definition
    }

    mutating func compile() {
        places[definition.header.id] = 0
        allocate(definition.body, in: 0, lanes: [])
        for (scope, body) in scopes.sorted(by: { $0.key < $1.key }) { connect(body, in: scope) }
        compileKeys()
        if !problems.isEmpty { return }
        for place in drafts.indices { nodes.append(compile(place)) }
    }

    mutating func refuse(_ header: ElementHeader, _ reason: String) {
        problems.append(UnsupportedElement(header, reason))
    }

    // MARK: Places

    private mutating func allocate(_ body: FlowScope, in scope: Int, lanes: [String]) {
        scopes[scope] = body
        name(body)
        let byNode = DefinitionCompiler.lanes(body.laneSets)
        for node in body.nodes {
            let place = drafts.count
            if places.updateValue(place, forKey: node.id) != nil {
                refuse(node.header, "the id stands twice")
            }
            let inside = lanes + (byNode[node.id] ?? [])
            drafts.append(Draft(node: node, scope: scope, lanes: inside))
            nameData(of: node)
            if let inner = node.subProcess { allocate(inner.body, in: place, lanes: inside) }
        }
    }

    /// The names of the lanes around each node, the outermost first.
    private static func lanes(_ sets: [LaneSet], around: [String] = []) -> [String: [String]] {
        var result: [String: [String]] = [:]
        for lane in sets.flatMap(\.lanes) {
            let path = around + (lane.header.name.isEmpty ? [] : [lane.header.name])
            for node in lane.nodes where (result[node]?.count ?? -1) < path.count { result[node] = path }
            result.merge(lanes(lane.inside, around: path)) { $0.count >= $1.count ? $0 : $1 }
        }
        return result
    }

    private mutating func connect(_ body: FlowScope, in scope: Int) {
        for flow in body.flows {
            guard let source = places[flow.source], let target = places[flow.target], source > 0, target > 0 else {
                refuse(flow.header, "the flow leads from or to a node that does not exist")
                continue
            }
            guard drafts[source]?.scope == scope, drafts[target]?.scope == scope else {
                refuse(flow.header, "the flow crosses the border of a sub-process")
                continue
            }
            var condition: Formula?
            if let expression = flow.condition, !expression.body.isEmpty {
                condition = formula(expression, of: flow.header, "its condition")
            }
            drafts[source]?.outgoing.append(flows.count)
            drafts[target]?.incoming.append(flows.count)
            flows.append(
                CompiledFlow(
                    id: flow.header.id, name: flow.header.name, source: source, target: target, condition: condition))
        }
        for link in body.artifacts.associations {
            guard let boundary = places[link.source], let handler = places[link.target],
                let event = drafts[boundary]?.node.event, case .boundary(let host, _) = event.position,
                definitions(of: event).contains(where: { if case .compensate = $0.kind { true } else { false } }),
                let host = places[host]
            else { continue }
            handlers[host] = handler
        }
        for (index, draft) in drafts.enumerated() {
            // Some editors draw a flow where the standard wants an association.
            guard let event = draft?.node.event, draft?.scope == scope, case .boundary(let host, _) = event.position,
                definitions(of: event).contains(where: { if case .compensate = $0.kind { true } else { false } }),
                let host = places[host], handlers[host] == nil, let flow = drafts[index]?.outgoing.first
            else { continue }
            handlers[host] = flows[flow].target
        }
    }

    /// An event's own definitions, and those of the file that it refers to.
    func definitions(of event: Event) -> [EventDefinition] {
        event.definitions
            + event.definitionReferences.compactMap { id in
                model.eventDefinitions.first { $0.header.id == DefinitionCompiler.local(id) }
            }
    }

    /// A reference without its prefix.
    static func local(_ reference: String) -> String {
        guard let colon = reference.lastIndex(of: ":") else { return reference }
        return String(reference[reference.index(after: colon)...])
    }

    // MARK: Names of data

    private mutating func name(_ body: FlowScope) {
        for object in body.dataObjects {
            let reference = body.dataObjectReferences.first { $0.target == object.header.id && !$0.header.name.isEmpty }
            let name = object.header.name.isEmpty ? reference?.header.name ?? object.header.id : object.header.name
            declare(object.header.id, name)
        }
        for reference in body.dataObjectReferences {
            declare(reference.header.id, reference.target.flatMap { variables[$0] } ?? reference.header.label)
        }
        for reference in body.dataStoreReferences {
            let store = model.dataStores.first { $0.header.id == reference.target }
            declare(reference.header.id, store.map(\.header.label) ?? reference.header.label)
        }
        for property in body.properties { declare(property.header.id, property.header.label) }
        for item in (definition.interface?.inputs ?? []) + (definition.interface?.outputs ?? []) {
            declare(item.header.id, item.header.label)
        }
    }

    private mutating func nameData(of node: FlowNode) {
        let interface = node.activity?.interface ?? node.event?.interface
        for item in (interface?.inputs ?? []) + (interface?.outputs ?? []) {
            declare(item.header.id, item.header.label)
        }
        for property in (node.activity?.properties ?? []) + (node.event?.properties ?? []) {
            declare(property.header.id, property.header.label)
        }
        if case .multiInstance(let loop)? = node.activity?.loop?.kind {
            for item in [loop.inputItem, loop.outputItem].compactMap({ $0 }) {
                declare(item.header.id, item.header.label)
            }
        }
    }

    private mutating func declare(_ id: String, _ name: String) {
        let name = Dialect.trimmed(name.replacing("\n", with: " "))
        variables[id] = name
        if name.contains(where: { !$0.isLetter && !$0.isNumber && $0 != "_" }) { known.append(name) }
    }

    // MARK: Correlation

    private mutating func compileKeys() {
        for key in model.collaborations.flatMap(\.correlationKeys) {
            let subscription = definition.correlations.first {
                DefinitionCompiler.local($0.key) == key.header.id
            }
            var properties: [(id: String, retrievals: [String: Formula])] = []
            var bindings: [Formula] = []
            for id in key.properties {
                guard
                    let property = model.correlationProperties.first(where: {
                        $0.header.id == DefinitionCompiler.local(id)
                    })
                else { continue }
                var retrievals: [String: Formula] = [:]
                for retrieval in property.retrievals {
                    let message = message(retrieval.message)
                    let name = message?.header.label ?? retrieval.message
                    retrievals[name] = formula(retrieval.path, of: property.header, "its retrieval expression")
                }
                properties.append((id, retrievals))
                if let binding = subscription?.bindings.first(where: {
                    DefinitionCompiler.local($0.property) == property.header.id
                }), let formula = formula(binding.path, of: property.header, "its binding") {
                    bindings.append(formula)
                }
            }
            if properties.isEmpty { continue }
            keys.append(
                CorrelationPlan(
                    id: key.header.id, properties: properties,
                    bindings: bindings.count == properties.count ? bindings : []))
        }
    }

    func message(_ reference: String?) -> Message? {
        guard let reference else { return nil }
        return model.messages.first { $0.header.id == reference }
            ?? model.messages.first { $0.header.id == DefinitionCompiler.local(reference) }
    }

    func operation(_ reference: String?) -> Interface.Operation? {
        guard let reference else { return nil }
        let id = DefinitionCompiler.local(reference)
        return model.interfaces.flatMap(\.operations).first { $0.header.id == reference || $0.header.id == id }
    }
}
