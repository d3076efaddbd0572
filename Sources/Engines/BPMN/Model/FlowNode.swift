/// An event, an activity or a gateway. BPMN 2.0.2, 8.4.8.
public struct FlowNode: Sendable, Hashable {
    public var header: ElementHeader
    /// The sequence flows as the node lists them; the flows themselves say what is true.
    public var incoming: [String]
    public var outgoing: [String]
    public var kind: Kind

    public indirect enum Kind: Sendable, Hashable {
        case event(Event)
        case activity(Activity)
        case gateway(Gateway)
    }

    public init(header: ElementHeader, incoming: [String] = [], outgoing: [String] = [], kind: Kind) {
        self.header = header
        self.incoming = incoming
        self.outgoing = outgoing
        self.kind = kind
    }

    public var id: String { header.id }
    public var name: String { header.name }

    public var event: Event? { if case .event(let event) = kind { event } else { nil } }
    public var activity: Activity? { if case .activity(let activity) = kind { activity } else { nil } }
    public var gateway: Gateway? { if case .gateway(let gateway) = kind { gateway } else { nil } }
    public var subProcess: SubProcess? {
        if case .activity(let activity) = kind, case .subProcess(let inside) = activity.kind { inside } else { nil }
    }

    /// The element's name in XML: `userTask`.
    public var elementName: String {
        switch kind {
        case .event(let event): event.position.elementName
        case .activity(let activity): activity.elementName
        case .gateway(let gateway): gateway.elementName
        }
    }
}

/// A gateway: where paths part or meet. BPMN 2.0.2, 10.6.
public struct Gateway: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case exclusive
        case inclusive
        case parallel
        /// The condition by which tokens that arrive start it.
        case complex(activation: FormalExpression?)
        case eventBased(instantiate: Bool, isParallel: Bool)
    }

    public var kind: Kind
    /// `Unspecified`, `Converging`, `Diverging` or `Mixed`.
    public var direction: String
    /// The flow that is taken where no condition holds.
    public var defaultFlow: String?

    public init(kind: Kind, direction: String = "Unspecified", defaultFlow: String? = nil) {
        self.kind = kind
        self.direction = direction
        self.defaultFlow = defaultFlow
    }

    public var elementName: String {
        switch kind {
        case .exclusive: "exclusiveGateway"
        case .inclusive: "inclusiveGateway"
        case .parallel: "parallelGateway"
        case .complex: "complexGateway"
        case .eventBased: "eventBasedGateway"
        }
    }
}
