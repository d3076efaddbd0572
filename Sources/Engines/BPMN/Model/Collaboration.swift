/// Participants and the messages between them. BPMN 2.0.2, 9.
public struct Collaboration: Sendable, Hashable {
    public var header: ElementHeader
    public var isClosed: Bool
    public var participants: [Participant] = []
    public var messageFlows: [MessageFlow] = []
    public var correlationKeys: [CorrelationKey] = []
    public var conversations: [ConversationNode] = []
    public var conversationLinks: [ConversationLink] = []
    public var artifacts: Artifacts = Artifacts()
    /// Associations of participants, message flows and conversations, choreographies, foreign elements.
    public var others: [ExtensionElement] = []

    public init(header: ElementHeader, isClosed: Bool = false) {
        self.header = header
        self.isClosed = isClosed
    }
}

/// A pool: one who takes part. BPMN 2.0.2, 9.3.
public struct Participant: Sendable, Hashable {
    public var header: ElementHeader
    /// The id of its process; nil for a black box.
    public var process: String?
    /// How many there may be, where it is more than one.
    public var multiplicity: Multiplicity?

    public struct Multiplicity: Sendable, Hashable {
        public var minimum: Int
        public var maximum: Int

        public init(minimum: Int = 0, maximum: Int = 1) {
            self.minimum = minimum
            self.maximum = maximum
        }
    }

    public init(header: ElementHeader, process: String? = nil, multiplicity: Multiplicity? = nil) {
        self.header = header
        self.process = process
        self.multiplicity = multiplicity
    }
}

/// A message's way from one participant to another. BPMN 2.0.2, 9.4.
public struct MessageFlow: Sendable, Hashable {
    public var header: ElementHeader
    /// Ids of participants or of nodes.
    public var source: String
    public var target: String
    public var message: String?

    public init(header: ElementHeader, source: String, target: String, message: String? = nil) {
        self.header = header
        self.source = source
        self.target = target
        self.message = message
    }
}

/// Correlation properties that together tell conversations apart. BPMN 2.0.2, 8.4.2.
public struct CorrelationKey: Sendable, Hashable {
    public var header: ElementHeader
    public var properties: [String]

    public init(header: ElementHeader, properties: [String] = []) {
        self.header = header
        self.properties = properties
    }
}

/// Where a process has the values of a key from. BPMN 2.0.2, 8.4.2.
public struct CorrelationSubscription: Sendable, Hashable {
    public var header: ElementHeader
    public var key: String
    public var bindings: [Binding]

    public struct Binding: Sendable, Hashable {
        public var property: String
        public var path: FormalExpression

        public init(property: String, path: FormalExpression) {
            self.property = property
            self.path = path
        }
    }

    public init(header: ElementHeader, key: String, bindings: [Binding] = []) {
        self.header = header
        self.key = key
        self.bindings = bindings
    }
}

/// Message exchanges seen as one thing. BPMN 2.0.2, 9.5.
public struct ConversationNode: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case conversation
        case subConversation([ConversationNode])
        case callConversation(String?)
    }

    public var header: ElementHeader
    public var kind: Kind
    public var participants: [String]
    public var messageFlows: [String]

    public init(header: ElementHeader, kind: Kind, participants: [String] = [], messageFlows: [String] = []) {
        self.header = header
        self.kind = kind
        self.participants = participants
        self.messageFlows = messageFlows
    }
}

public struct ConversationLink: Sendable, Hashable {
    public var header: ElementHeader
    public var source: String
    public var target: String

    public init(header: ElementHeader, source: String, target: String) {
        self.header = header
        self.source = source
        self.target = target
    }
}
