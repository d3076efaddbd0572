indirect enum LoopPlan: Sendable {
    case standard(testsBefore: Bool, maximum: Formula?, condition: Formula?)
    case multiInstance(MultiInstancePlan)
}

struct MultiInstancePlan: Sendable {
    var isSequential: Bool
    var cardinality: Formula?
    var collection: Formula?
    var element: String?
    var outputCollection: String?
    var outputElement: Formula?
    var completion: Formula?
    var events: [InstanceEvent] = []
}

/// What is thrown as instances complete, for the events on the activity's border to catch. BPMN 2.0.2, 10.3.8 (`behavior`).
struct InstanceEvent: Sendable {
    enum Occasion: Sendable {
        /// Each instance that completes (`None`).
        case each
        /// The first (`One`).
        case first
        /// Each at whose completion the condition holds (`Complex`).
        case when(Formula)
    }

    var occasion: Occasion
    /// The id of the event or of its definition, for diagrams and histories.
    var id: String
    var throwing: [Throw]
    var inputs: [Mapping] = []
}

struct UserPlan: Sendable {
    var isManual = false
    var lanes: [String] = []
    var assignee: Template?
    var users: [Template] = []
    var groups: [Template] = []
    var form: Template?
    var due: Template?
    var followUp: Template?
    var priority: Template?
}

struct ServicePlan: Sendable {
    var service: Template
    var retries: Template?
    var headers: [String: Template] = [:]
    var result: String?
}

struct DecisionPlan: Sendable {
    var decision: Template
    var result: String?
}

struct CallPlan: Sendable {
    var process: Template
    var sendsAll: Bool
    var returnsAll: Bool
}

/// A key of correlation with the properties that it is made of. BPMN 2.0.2, 8.4.2.
struct CorrelationPlan: Sendable {
    var id: String
    /// Property by property: where each message, by its name, has it.
    var properties: [(id: String, retrievals: [String: Formula])]
    /// Where the process has the properties from; empty where the first message of a conversation gives them.
    var bindings: [Formula]
}

/// Which incoming flows of a join can be reached from each node without passing the join. BPMN 2.0.2, 13.4.3.
struct Upstream: Sendable {
    /// By node of the definition: one bit for each incoming flow of the join.
    var reach: [Int: UInt64]
}
