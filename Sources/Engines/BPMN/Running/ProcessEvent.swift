import FEEL

/// What happens to an instance. The events of an instance, in order, give its state again.
public enum ProcessEvent: Sendable, Equatable, Codable {
    /// It begins. `trigger` is what started it; `isCalled` where another process did.
    case start(variables: Variables = Variables(), trigger: StartTrigger = .none, isCalled: Bool = false)
    /// A task, a service call or a called process is done, with what it gave.
    case complete(key: Int, values: Variables = Variables())
    /// A decision was made.
    case decide(key: Int, value: DecisionValue)
    /// A service, decision or called process failed in a way that the process knows nothing of.
    case fail(key: Int, message: String)
    /// A task, service or called process ended with an error that the process may know.
    case throwError(key: Int, code: String, message: String = "", values: Variables = Variables())
    /// A task, service or called process tells of something and goes on.
    case escalate(key: Int, code: String, values: Variables = Variables())
    /// A timer is due.
    case timer(key: Int)
    /// A message came. `key` is its correlation, as `ExecutableProcess.correlation(of:values:)` gives it.
    case message(name: String, key: String? = nil, values: Variables = Variables())
    /// A signal was thrown elsewhere.
    case signal(name: String, values: Variables = Variables())
    /// Variables of the process (`key` 0) or of something in it are set.
    case setVariables(key: Int = 0, values: Variables)
    /// An activity of an ad-hoc sub-process is begun.
    case activate(key: Int, node: String)
    /// An ad-hoc sub-process is done.
    case completeAdHoc(key: Int)
    /// An operator lets an element with an incident try again, with better variables.
    case retry(incident: Int, values: Variables = Variables())
    /// An operator lets the process go on as if the element had completed with these values; from a gateway along `flow`.
    case resolve(incident: Int, values: Variables = Variables(), flow: String? = nil)
    /// The instance is ended from outside.
    case cancel(reason: String)
}

/// What started an instance. BPMN 2.0.2, 13.2 (instantiation).
public enum StartTrigger: Sendable, Equatable, Codable {
    /// The none start event.
    case none
    /// A start event by its id: one that waited for a timer or a condition.
    case event(id: String)
    case message(name: String, key: String? = nil)
    case signal(name: String)
}

/// The value of a decision.
public struct DecisionValue: Sendable, Equatable, Codable {
    public var value: FEELValue

    public init(_ value: FEELValue) { self.value = value }

    public init(from decoder: any Decoder) throws { value = try StoredValue(from: decoder).value }

    public func encode(to encoder: any Encoder) throws { try StoredValue(value).encode(to: encoder) }
}

/// Why an event cannot happen to an instance. The state stays as it was.
public enum StepError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The instance belongs to another definition, or is damaged.
    case wrongDefinition
    case alreadyStarted
    case notStarted
    case ended
    /// The process has no such start event.
    case noStart(String)
    /// There is no task, timer, incident, … of that key now.
    case unknown(key: Int)
    /// What the key means cannot do that.
    case notPossible(key: Int, String)
    /// Nothing waits for a message of that name and correlation.
    case noSubscription(String)

    public var description: String {
        switch self {
        case .wrongDefinition: "the instance does not belong to this definition"
        case .alreadyStarted: "the instance has already started"
        case .notStarted: "the instance has not started"
        case .ended: "the instance has ended"
        case .noStart(let what): "the process cannot be started by \(what)"
        case .unknown(let key): "nothing with the key \(key) waits now"
        case .notPossible(let key, let why): "key \(key): \(why)"
        case .noSubscription(let name): "nothing waits for the message '\(name)'"
        }
    }
}
