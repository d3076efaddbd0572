import FEEL

/// What people, services and the clock do to an instance, step by step.
public struct ProcessScript: Sendable, Equatable {
    public var steps: [Step]

    public init(_ steps: [Step] = []) { self.steps = steps }

    /// Elements are named by id or name.
    public enum Step: Sendable, Equatable {
        /// A task, service, decision or called process is done.
        case complete(String, Variables)
        /// A service or decision fails in a way that the process knows nothing of.
        case fail(String, message: String)
        /// A task or service ends with an error that the process may know.
        case error(String, code: String, Variables)
        case escalate(String, code: String, Variables)
        case message(String, correlation: String?, Variables)
        case signal(String, Variables)
        /// The clock goes on by an ISO 8601 duration, or by working days.
        case advance(String)
        /// The clock is put to a date and time.
        case at(String)
        case set(Variables)
        /// An activity of an ad-hoc sub-process is begun.
        case activate(String)
        /// An ad-hoc sub-process is done.
        case finish(String)
        case retry(String, Variables)
        case resolve(String, Variables, flow: String?)
        case cancel(reason: String)
        /// What must be so now; the run fails where it is not.
        case expect(Expectation)
    }

    public struct Expectation: Sendable, Equatable {
        /// Ids or names of exactly the elements that wait.
        public var waiting: [String]?
        /// `active`, `completed`, `terminated`, `failed` or `cancelled`.
        public var status: String?
        public var variables: Variables

        public init(waiting: [String]? = nil, status: String? = nil, variables: Variables = Variables()) {
            self.waiting = waiting
            self.status = status
            self.variables = variables
        }
    }
}

extension ProcessScript.Step {
    /// The element that it is about, where it is about one.
    var element: String? {
        switch self {
        case .complete(let name, _), .fail(let name, _), .error(let name, _, _), .escalate(let name, _, _): name
        default: nil
        }
    }
}

/// Why a script cannot go on.
public struct ScriptError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The number of the step, from 1; 0 for the start.
    public let step: Int
    public let message: String

    public var description: String { step == 0 ? message : "step \(step): \(message)" }
}
