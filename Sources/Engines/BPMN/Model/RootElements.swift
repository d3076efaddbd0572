/// A kind of thing that is carried or stored. BPMN 2.0.2, 8.4.10.
public struct ItemDefinition: Sendable, Hashable {
    public var header: ElementHeader
    public var structure: String?
    public var isCollection: Bool
    /// `Information` or `Physical`.
    public var itemKind: String

    public init(
        header: ElementHeader, structure: String? = nil, isCollection: Bool = false, itemKind: String = "Information"
    ) {
        self.header = header
        self.structure = structure
        self.isCollection = isCollection
        self.itemKind = itemKind
    }
}

/// What is sent from one participant to another. BPMN 2.0.2, 8.4.11.
public struct Message: Sendable, Hashable {
    public var header: ElementHeader
    public var item: String?

    public init(header: ElementHeader, item: String? = nil) {
        self.header = header
        self.item = item
    }
}

/// What is told to all who listen. BPMN 2.0.2, 10.5.5.
public struct Signal: Sendable, Hashable {
    public var header: ElementHeader
    public var structure: String?

    public init(header: ElementHeader, structure: String? = nil) {
        self.header = header
        self.structure = structure
    }
}

/// A kind of fault, by its code. BPMN 2.0.2, 8.4.4.
public struct ErrorDefinition: Sendable, Hashable {
    public var header: ElementHeader
    public var code: String
    public var structure: String?

    public init(header: ElementHeader, code: String = "", structure: String? = nil) {
        self.header = header
        self.code = code
        self.structure = structure
    }
}

/// A kind of situation that others should know of, by its code. BPMN 2.0.2, 8.4.5.
public struct Escalation: Sendable, Hashable {
    public var header: ElementHeader
    public var code: String
    public var structure: String?

    public init(header: ElementHeader, code: String = "", structure: String? = nil) {
        self.header = header
        self.code = code
        self.structure = structure
    }
}

/// A part of messages by which they find their conversation. BPMN 2.0.2, 8.4.2.
public struct CorrelationProperty: Sendable, Hashable {
    public var header: ElementHeader
    public var type: String?
    public var retrievals: [Retrieval]

    /// Where one kind of message has the property.
    public struct Retrieval: Sendable, Hashable {
        public var message: String
        public var path: FormalExpression

        public init(message: String, path: FormalExpression) {
            self.message = message
            self.path = path
        }
    }

    public init(header: ElementHeader, type: String? = nil, retrievals: [Retrieval] = []) {
        self.header = header
        self.type = type
        self.retrievals = retrievals
    }
}

/// What a service offers. BPMN 2.0.2, 8.4.3.
public struct Interface: Sendable, Hashable {
    public var header: ElementHeader
    public var implementation: String?
    public var operations: [Operation]

    public struct Operation: Sendable, Hashable {
        public var header: ElementHeader
        public var implementation: String?
        public var inMessage: String?
        public var outMessage: String?
        public var errors: [String]

        public init(
            header: ElementHeader, implementation: String? = nil, inMessage: String? = nil,
            outMessage: String? = nil, errors: [String] = []
        ) {
            self.header = header
            self.implementation = implementation
            self.inMessage = inMessage
            self.outMessage = outMessage
            self.errors = errors
        }
    }

    public init(header: ElementHeader, implementation: String? = nil, operations: [Operation] = []) {
        self.header = header
        self.implementation = implementation
        self.operations = operations
    }
}

/// Those who may do something: people, roles, machines. BPMN 2.0.2, 8.4.12.
public struct Resource: Sendable, Hashable {
    public var header: ElementHeader
    public var parameters: [Parameter]

    public struct Parameter: Sendable, Hashable {
        public var header: ElementHeader
        public var type: String?
        public var isRequired: Bool

        public init(header: ElementHeader, type: String? = nil, isRequired: Bool = false) {
            self.header = header
            self.type = type
            self.isRequired = isRequired
        }
    }

    public init(header: ElementHeader, parameters: [Parameter] = []) {
        self.header = header
        self.parameters = parameters
    }
}

/// A place for data beyond the life of a process. BPMN 2.0.2, 10.4.1.
public struct DataStore: Sendable, Hashable {
    public var header: ElementHeader
    public var item: String?
    public var capacity: Int?
    public var isUnlimited: Bool
    public var state: DataState?

    public init(
        header: ElementHeader, item: String? = nil, capacity: Int? = nil, isUnlimited: Bool = true,
        state: DataState? = nil
    ) {
        self.header = header
        self.item = item
        self.capacity = capacity
        self.isUnlimited = isUnlimited
        self.state = state
    }
}

/// Values by which elements are grouped. BPMN 2.0.2, 8.4.1 (`category`).
public struct Category: Sendable, Hashable {
    public var header: ElementHeader
    public var values: [Value]

    public struct Value: Sendable, Hashable {
        public var header: ElementHeader
        public var value: String

        public init(header: ElementHeader, value: String) {
            self.header = header
            self.value = value
        }
    }

    public init(header: ElementHeader, values: [Value] = []) {
        self.header = header
        self.values = values
    }
}

/// A task that call activities may use. BPMN 2.0.2, 10.3.4.
public struct GlobalTask: Sendable, Hashable {
    public var header: ElementHeader
    public var kind: Activity.Task
    public var interface: DataInterface?
    public var roles: [ResourceRole]

    public init(
        header: ElementHeader, kind: Activity.Task, interface: DataInterface? = nil, roles: [ResourceRole] = []
    ) {
        self.header = header
        self.kind = kind
        self.interface = interface
        self.roles = roles
    }
}
