/// Work that is done. BPMN 2.0.2, 10.3.
public struct Activity: Sendable, Hashable {
    public var kind: Kind
    public var loop: Loop?
    public var isForCompensation: Bool
    public var startQuantity: Int
    public var completionQuantity: Int
    /// The flow that is taken where no condition holds.
    public var defaultFlow: String?
    public var interface: DataInterface?
    public var inputs: [DataAssociation] = []
    public var outputs: [DataAssociation] = []
    public var properties: [Property] = []
    public var roles: [ResourceRole] = []

    public indirect enum Kind: Sendable, Hashable {
        case task(Task)
        case subProcess(SubProcess)
        case call(CallActivity)
    }

    /// The kinds of task. BPMN 2.0.2, 10.3.3.
    public enum Task: Sendable, Hashable {
        case abstract
        case user(implementation: String?, renderings: [ExtensionElement])
        case manual
        case service(implementation: String?, operation: String?)
        case send(implementation: String?, EventDefinition.Reference)
        case receive(implementation: String?, EventDefinition.Reference, instantiates: Bool)
        case script(format: String?, text: String)
        case businessRule(implementation: String?)

        /// The element's name in XML: `userTask`.
        public var elementName: String {
            switch self {
            case .abstract: "task"
            case .user: "userTask"
            case .manual: "manualTask"
            case .service: "serviceTask"
            case .send: "sendTask"
            case .receive: "receiveTask"
            case .script: "scriptTask"
            case .businessRule: "businessRuleTask"
            }
        }
    }

    public init(
        kind: Kind, loop: Loop? = nil, isForCompensation: Bool = false, startQuantity: Int = 1,
        completionQuantity: Int = 1, defaultFlow: String? = nil, interface: DataInterface? = nil
    ) {
        self.kind = kind
        self.loop = loop
        self.isForCompensation = isForCompensation
        self.startQuantity = startQuantity
        self.completionQuantity = completionQuantity
        self.defaultFlow = defaultFlow
        self.interface = interface
    }

    public var elementName: String {
        switch kind {
        case .task(let task): task.elementName
        case .subProcess(let inside): inside.elementName
        case .call: "callActivity"
        }
    }
}

/// A process within an activity. BPMN 2.0.2, 10.3.5.
public struct SubProcess: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case embedded
        /// `triggeredByEvent`: it begins when its start event happens. BPMN 2.0.2, 10.3.5.
        case event
        /// BPMN 2.0.2, 10.3.5 (transaction); `method` as the file has it.
        case transaction(method: String?)
        /// BPMN 2.0.2, 10.3.5 (ad-hoc).
        case adHoc(AdHoc)
    }

    public struct AdHoc: Sendable, Hashable {
        public var isSequential: Bool
        public var completionCondition: FormalExpression?
        public var cancelsRemaining: Bool

        public init(
            isSequential: Bool = false, completionCondition: FormalExpression? = nil, cancelsRemaining: Bool = true
        ) {
            self.isSequential = isSequential
            self.completionCondition = completionCondition
            self.cancelsRemaining = cancelsRemaining
        }
    }

    public var kind: Kind
    public var body: FlowScope

    public init(kind: Kind, body: FlowScope) {
        self.kind = kind
        self.body = body
    }

    public var elementName: String {
        switch kind {
        case .embedded, .event: "subProcess"
        case .transaction: "transaction"
        case .adHoc: "adHocSubProcess"
        }
    }
}

/// The use of another process, or of a global task. BPMN 2.0.2, 10.3.6.
public struct CallActivity: Sendable, Hashable {
    /// The id of what is called, as far as the file gives it.
    public var calledElement: String?

    public init(calledElement: String? = nil) { self.calledElement = calledElement }
}

/// How an activity is done more than once. BPMN 2.0.2, 10.3.8.
public struct Loop: Sendable, Hashable {
    public var header: ElementHeader
    public var kind: Kind

    public indirect enum Kind: Sendable, Hashable {
        case standard(Standard)
        case multiInstance(MultiInstance)
    }

    public struct Standard: Sendable, Hashable {
        public var testsBefore: Bool
        public var maximum: FormalExpression?
        public var condition: FormalExpression?

        public init(testsBefore: Bool = false, maximum: FormalExpression? = nil, condition: FormalExpression? = nil) {
            self.testsBefore = testsBefore
            self.maximum = maximum
            self.condition = condition
        }
    }

    public struct MultiInstance: Sendable, Hashable {
        public var isSequential: Bool
        public var cardinality: FormalExpression?
        /// The ids of the data that hold the collections.
        public var inputCollection: String?
        public var outputCollection: String?
        /// What one instance has of them.
        public var inputItem: DataItem?
        public var outputItem: DataItem?
        public var completionCondition: FormalExpression?
        /// `None`, `One`, `All` or `Complex`: which instances throw an event when they complete.
        public var behavior: String
        public var noneBehaviorEvent: String?
        public var oneBehaviorEvent: String?
        public var complexBehaviors: [ComplexBehavior]

        public struct ComplexBehavior: Sendable, Hashable {
            public var header: ElementHeader
            public var condition: FormalExpression
            public var event: Event?

            public init(header: ElementHeader, condition: FormalExpression, event: Event? = nil) {
                self.header = header
                self.condition = condition
                self.event = event
            }
        }

        public init(
            isSequential: Bool = false, cardinality: FormalExpression? = nil, inputCollection: String? = nil,
            outputCollection: String? = nil, inputItem: DataItem? = nil, outputItem: DataItem? = nil,
            completionCondition: FormalExpression? = nil, behavior: String = "All",
            noneBehaviorEvent: String? = nil, oneBehaviorEvent: String? = nil,
            complexBehaviors: [ComplexBehavior] = []
        ) {
            self.isSequential = isSequential
            self.cardinality = cardinality
            self.inputCollection = inputCollection
            self.outputCollection = outputCollection
            self.inputItem = inputItem
            self.outputItem = outputItem
            self.completionCondition = completionCondition
            self.behavior = behavior
            self.noneBehaviorEvent = noneBehaviorEvent
            self.oneBehaviorEvent = oneBehaviorEvent
            self.complexBehaviors = complexBehaviors
        }
    }

    public init(header: ElementHeader, kind: Kind) {
        self.header = header
        self.kind = kind
    }
}

/// Who does an activity or answers for it. BPMN 2.0.2, 10.3.1 (resource assignment), 10.3.4.1.
public struct ResourceRole: Sendable, Hashable {
    /// `performer`, `humanPerformer`, `potentialOwner` or `resourceRole`.
    public enum Kind: String, Sendable {
        case resourceRole
        case performer
        case humanPerformer
        case potentialOwner
    }

    public var header: ElementHeader
    public var kind: Kind
    /// The id of a resource.
    public var resource: String?
    public var bindings: [Binding]
    public var assignment: FormalExpression?

    public struct Binding: Sendable, Hashable {
        public var parameter: String
        public var value: FormalExpression?

        public init(parameter: String, value: FormalExpression?) {
            self.parameter = parameter
            self.value = value
        }
    }

    public init(
        header: ElementHeader, kind: Kind, resource: String? = nil, bindings: [Binding] = [],
        assignment: FormalExpression? = nil
    ) {
        self.header = header
        self.kind = kind
        self.resource = resource
        self.bindings = bindings
        self.assignment = assignment
    }
}
