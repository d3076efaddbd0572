/// One process of a file. BPMN 2.0.2, 10.1.
public struct ProcessDefinition: Sendable, Hashable {
    public var header: ElementHeader
    /// Whether the file says that it may run; nil where it is silent.
    public var isExecutable: Bool?
    public var isClosed: Bool
    /// `None`, `Public` or `Private`.
    public var processType: String
    /// The collaboration that it is the inside of.
    public var collaboration: String?
    /// Processes that it claims to support.
    public var supports: [String] = []
    public var correlations: [CorrelationSubscription] = []
    public var roles: [ResourceRole] = []
    public var interface: DataInterface?
    public var body: FlowScope

    public init(
        header: ElementHeader, isExecutable: Bool? = nil, isClosed: Bool = false, processType: String = "None",
        collaboration: String? = nil, body: FlowScope = FlowScope()
    ) {
        self.header = header
        self.isExecutable = isExecutable
        self.isClosed = isClosed
        self.processType = processType
        self.collaboration = collaboration
        self.body = body
    }
}

/// The nodes and flows of a process or of a sub-process, and what stands beside them. BPMN 2.0.2, 8.4.8
/// (`flowElementsContainer`).
public struct FlowScope: Sendable, Hashable {
    public var nodes: [FlowNode] = []
    public var flows: [SequenceFlow] = []
    public var laneSets: [LaneSet] = []
    public var dataObjects: [DataObject] = []
    public var dataObjectReferences: [DataReference] = []
    public var dataStoreReferences: [DataReference] = []
    public var properties: [Property] = []
    public var artifacts: Artifacts = Artifacts()
    /// Elements that BPMN does not define, or that a process needs nothing of.
    public var others: [ExtensionElement] = []

    public init() {}
}

/// From one node to the next. BPMN 2.0.2, 8.4.13.
public struct SequenceFlow: Sendable, Hashable {
    public var header: ElementHeader
    public var source: String
    public var target: String
    public var condition: FormalExpression?
    public var isImmediate: Bool?

    public init(
        header: ElementHeader, source: String, target: String, condition: FormalExpression? = nil,
        isImmediate: Bool? = nil
    ) {
        self.header = header
        self.source = source
        self.target = target
        self.condition = condition
        self.isImmediate = isImmediate
    }
}

/// A set of lanes that parts the nodes of a process. BPMN 2.0.2, 10.8.
public struct LaneSet: Sendable, Hashable {
    public var header: ElementHeader
    public var lanes: [Lane]

    public init(header: ElementHeader, lanes: [Lane] = []) {
        self.header = header
        self.lanes = lanes
    }
}

/// One lane: often the role that does what stands in it. BPMN 2.0.2, 10.8.
public struct Lane: Sendable, Hashable {
    public var header: ElementHeader
    /// The ids of its nodes.
    public var nodes: [String]
    public var partitionElement: String?
    /// At most one lane set inside it.
    public var inside: [LaneSet]

    public init(header: ElementHeader, nodes: [String] = [], partitionElement: String? = nil, inside: [LaneSet] = []) {
        self.header = header
        self.nodes = nodes
        self.partitionElement = partitionElement
        self.inside = inside
    }
}

/// What explains a diagram without changing what it does. BPMN 2.0.2, 8.4.1.
public struct Artifacts: Sendable, Hashable {
    public var annotations: [TextAnnotation] = []
    public var groups: [Group] = []
    public var associations: [Association] = []

    public init() {}

    public struct TextAnnotation: Sendable, Hashable {
        public var header: ElementHeader
        public var text: String
        public var format: String

        public init(header: ElementHeader, text: String, format: String = "text/plain") {
            self.header = header
            self.text = text
            self.format = format
        }
    }

    public struct Group: Sendable, Hashable {
        public var header: ElementHeader
        /// The id of a category's value, which names the group.
        public var categoryValue: String?

        public init(header: ElementHeader, categoryValue: String? = nil) {
            self.header = header
            self.categoryValue = categoryValue
        }
    }

    /// A link between an element and an artifact, or from a boundary event to what compensates.
    public struct Association: Sendable, Hashable {
        public enum Direction: String, Sendable {
            case none = "None"
            case one = "One"
            case both = "Both"
        }

        public var header: ElementHeader
        public var source: String
        public var target: String
        public var direction: Direction

        public init(header: ElementHeader, source: String, target: String, direction: Direction = .none) {
            self.header = header
            self.source = source
            self.target = target
            self.direction = direction
        }
    }
}
