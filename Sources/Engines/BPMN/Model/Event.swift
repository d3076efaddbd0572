/// Something that happens, or is made to happen. BPMN 2.0.2, 10.5.
public struct Event: Sendable, Hashable {
    public enum Position: Sendable, Hashable {
        /// Interrupting matters only in an event sub-process.
        case start(isInterrupting: Bool)
        case intermediateCatch
        case intermediateThrow
        case boundary(attachedTo: String, cancelsActivity: Bool)
        case end

        public var elementName: String {
            switch self {
            case .start: "startEvent"
            case .intermediateCatch: "intermediateCatchEvent"
            case .intermediateThrow: "intermediateThrowEvent"
            case .boundary: "boundaryEvent"
            case .end: "endEvent"
            }
        }

        /// Whether it waits for something, not makes it happen.
        public var isCatching: Bool {
            switch self {
            case .start, .intermediateCatch, .boundary: true
            case .intermediateThrow, .end: false
            }
        }
    }

    public var position: Position
    /// Its own event definitions; more than one makes it a multiple event.
    public var definitions: [EventDefinition]
    /// The ids of event definitions that stand at the root of the file.
    public var definitionReferences: [String]
    /// Whether all its definitions must happen, not one of them.
    public var isParallelMultiple: Bool
    /// What a catching event brings, and where it goes; what a throwing event takes, and from where.
    public var interface: DataInterface?
    public var associations: [DataAssociation]
    public var properties: [Property]

    public init(
        position: Position, definitions: [EventDefinition] = [], definitionReferences: [String] = [],
        isParallelMultiple: Bool = false, interface: DataInterface? = nil, associations: [DataAssociation] = [],
        properties: [Property] = []
    ) {
        self.position = position
        self.definitions = definitions
        self.definitionReferences = definitionReferences
        self.isParallelMultiple = isParallelMultiple
        self.interface = interface
        self.associations = associations
        self.properties = properties
    }
}

/// What an event waits for, or what it makes happen. BPMN 2.0.2, 10.5.5.
public struct EventDefinition: Sendable, Hashable {
    public var header: ElementHeader
    public var kind: Kind

    public enum Kind: Sendable, Hashable {
        case message(Reference)
        case timer(Timer)
        case signal(String?)
        case error(String?)
        case escalation(String?)
        case conditional(FormalExpression?)
        case compensate(activity: String?, waitsForCompletion: Bool)
        /// `sources` and `target` are ids of link event definitions, as far as the file gives them.
        case link(name: String, sources: [String], target: String?)
        case cancel
        case terminate

        /// The element's name in XML: `timerEventDefinition`.
        public var elementName: String {
            switch self {
            case .message: "messageEventDefinition"
            case .timer: "timerEventDefinition"
            case .signal: "signalEventDefinition"
            case .error: "errorEventDefinition"
            case .escalation: "escalationEventDefinition"
            case .conditional: "conditionalEventDefinition"
            case .compensate: "compensateEventDefinition"
            case .link: "linkEventDefinition"
            case .cancel: "cancelEventDefinition"
            case .terminate: "terminateEventDefinition"
            }
        }
    }

    /// The ids of a message and of the operation that it belongs to.
    public struct Reference: Sendable, Hashable {
        public var message: String?
        public var operation: String?

        public init(message: String? = nil, operation: String? = nil) {
            self.message = message
            self.operation = operation
        }
    }

    /// When a timer fires: one of the three. BPMN 2.0.2, 10.5.5.12.
    public struct Timer: Sendable, Hashable {
        public var date: FormalExpression?
        public var duration: FormalExpression?
        public var cycle: FormalExpression?

        public init(date: FormalExpression? = nil, duration: FormalExpression? = nil, cycle: FormalExpression? = nil) {
            self.date = date
            self.duration = duration
            self.cycle = cycle
        }
    }

    public init(header: ElementHeader, kind: Kind) {
        self.header = header
        self.kind = kind
    }
}
