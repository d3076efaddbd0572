/// The state of a piece of data, as people name it: `approved`. BPMN 2.0.2, 10.4.1.
public struct DataState: Sendable, Hashable {
    public var header: ElementHeader

    public init(header: ElementHeader) { self.header = header }
}

/// Data that a process holds. BPMN 2.0.2, 10.4.1.
public struct DataObject: Sendable, Hashable {
    public var header: ElementHeader
    public var item: String?
    public var isCollection: Bool
    public var state: DataState?

    public init(header: ElementHeader, item: String? = nil, isCollection: Bool = false, state: DataState? = nil) {
        self.header = header
        self.item = item
        self.isCollection = isCollection
        self.state = state
    }
}

/// A place in the diagram where a data object or a data store is used. BPMN 2.0.2, 10.4.1.
public struct DataReference: Sendable, Hashable {
    public var header: ElementHeader
    /// The id of the data object or data store.
    public var target: String?
    public var item: String?
    public var state: DataState?

    public init(header: ElementHeader, target: String? = nil, item: String? = nil, state: DataState? = nil) {
        self.header = header
        self.target = target
        self.item = item
        self.state = state
    }
}

/// Data of a process, an activity or an event that no diagram shows. BPMN 2.0.2, 10.4.1.
public struct Property: Sendable, Hashable {
    public var header: ElementHeader
    public var item: String?
    public var state: DataState?

    public init(header: ElementHeader, item: String? = nil, state: DataState? = nil) {
        self.header = header
        self.item = item
        self.state = state
    }
}

/// A data input or output. BPMN 2.0.2, 10.4.1.
public struct DataItem: Sendable, Hashable {
    public var header: ElementHeader
    public var item: String?
    public var isCollection: Bool
    public var state: DataState?

    public init(header: ElementHeader, item: String? = nil, isCollection: Bool = false, state: DataState? = nil) {
        self.header = header
        self.item = item
        self.isCollection = isCollection
        self.state = state
    }
}

/// What goes into an activity and what comes out of it. BPMN 2.0.2, 10.4.1 (`ioSpecification`).
public struct DataInterface: Sendable, Hashable {
    public var header: ElementHeader
    public var inputs: [DataItem]
    public var outputs: [DataItem]
    public var inputSets: [DataSet]
    public var outputSets: [DataSet]

    /// An input set or output set: ids of data items.
    public struct DataSet: Sendable, Hashable {
        public var header: ElementHeader
        public var items: [String]
        public var optional: [String]
        public var whileExecuting: [String]
        /// The sets of the other side that it goes with.
        public var partners: [String]

        public init(
            header: ElementHeader, items: [String] = [], optional: [String] = [], whileExecuting: [String] = [],
            partners: [String] = []
        ) {
            self.header = header
            self.items = items
            self.optional = optional
            self.whileExecuting = whileExecuting
            self.partners = partners
        }
    }

    public init(
        header: ElementHeader, inputs: [DataItem] = [], outputs: [DataItem] = [], inputSets: [DataSet] = [],
        outputSets: [DataSet] = []
    ) {
        self.header = header
        self.inputs = inputs
        self.outputs = outputs
        self.inputSets = inputSets
        self.outputSets = outputSets
    }
}

/// How data moves into an activity or event, or out of it. BPMN 2.0.2, 10.4.2.
public struct DataAssociation: Sendable, Hashable {
    public enum Direction: String, Sendable {
        case input = "dataInputAssociation"
        case output = "dataOutputAssociation"
    }

    public var header: ElementHeader
    public var direction: Direction
    /// Ids of data objects, properties, data inputs or outputs.
    public var sources: [String]
    public var target: String?
    public var transformation: FormalExpression?
    public var assignments: [Assignment]

    public struct Assignment: Sendable, Hashable {
        public var from: FormalExpression
        public var to: FormalExpression

        public init(from: FormalExpression, to: FormalExpression) {
            self.from = from
            self.to = to
        }
    }

    public init(
        header: ElementHeader, direction: Direction, sources: [String] = [], target: String? = nil,
        transformation: FormalExpression? = nil, assignments: [Assignment] = []
    ) {
        self.header = header
        self.direction = direction
        self.sources = sources
        self.target = target
        self.transformation = transformation
        self.assignments = assignments
    }
}
