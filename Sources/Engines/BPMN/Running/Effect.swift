import FEEL

/// What the world has to do after a step. Keys are unique within the instance.
public enum Effect: Sendable, Equatable, Codable {
    case createTask(TaskOrder)
    case cancelTask(key: Int)
    case callService(ServiceOrder)
    case cancelService(key: Int)
    case evaluateDecision(DecisionOrder)
    case startProcess(CallOrder)
    case cancelProcess(key: Int)
    /// Answer with `.timer(key)` at `due`. An order with the key of an earlier one takes its place.
    case startTimer(key: Int, due: Moment, element: String)
    case cancelTimer(key: Int)
    /// Send on: to other instances, or out of the house.
    case sendMessage(MessageOrder)
    /// Answer with `.message` when such a message comes.
    case subscribe(key: Int, message: String, correlation: String?, element: String)
    case unsubscribe(key: Int)
    /// Answer with `.signal` when the signal is thrown elsewhere.
    case listen(key: Int, signal: String, element: String)
    case stopListening(key: Int)
    /// Tell all other instances; this one has already been told.
    case throwSignal(name: String, values: Variables)
    /// An escalation that nothing in this process caught.
    case escalate(code: String, values: Variables)
    /// Activities of an ad-hoc sub-process may be begun with `.activate`.
    case offerActivities(key: Int, element: String, nodes: [String])
    case raiseIncident(Incident, element: String)
    case closeIncident(key: Int)
    case ended(Outcome)
}

/// A task for people. BPMN 2.0.2, 10.3.4.
public struct TaskOrder: Sendable, Equatable, Codable {
    public var key: Int
    public var element: String
    public var name: String
    public var isManual: Bool
    /// The lanes that it stands in, the outermost first: who does it, where nothing else is said.
    public var lanes: [String]
    public var assignee: String?
    public var candidateUsers: [String]
    public var candidateGroups: [String]
    public var form: String?
    public var due: Moment?
    public var followUp: Moment?
    public var priority: Int?
    /// What was mapped into the task.
    public var inputs: Variables
}

/// Work for a service.
public struct ServiceOrder: Sendable, Equatable, Codable {
    public var key: Int
    public var element: String
    public var name: String
    /// The kind of job, the topic, the operation: whatever the definition names the service by.
    public var service: String
    public var inputs: Variables
    public var headers: [String: String]
    /// How often it may be tried, where the definition says.
    public var retries: Int?
}

/// A decision to be made. Answer with `.decide`, or `.fail`.
public struct DecisionOrder: Sendable, Equatable, Codable {
    public var key: Int
    public var element: String
    public var name: String
    /// The decision, by id or name.
    public var decision: String
    /// All variables that the task can see.
    public var inputs: Variables
}

/// A process to be started. Answer with `.complete` and its variables, `.throwError`, or `.fail`.
public struct CallOrder: Sendable, Equatable, Codable {
    public var key: Int
    public var element: String
    public var name: String
    public var process: String
    public var variables: Variables
}

public struct MessageOrder: Sendable, Equatable, Codable {
    public var element: String
    public var message: String
    /// The correlation that it carries, where the definition says.
    public var correlation: String?
    public var values: Variables
}

/// One movement of a step, for histories and diagrams.
public enum Movement: Sendable, Equatable, Codable {
    case entered(element: String, key: Int)
    case completed(element: String, key: Int)
    case cancelled(element: String, key: Int)
    case took(flow: String)
}

/// What a step gave.
public struct Step: Sendable {
    public var state: ProcessState
    public var effects: [Effect]
    public var movements: [Movement]
}
