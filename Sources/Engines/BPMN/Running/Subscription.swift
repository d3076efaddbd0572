import FEEL

/// Something that an instance waits for: a time, a message, a signal, a condition.
public struct Subscription: Sendable, Equatable, Codable {
    public enum Wait: Sendable, Equatable, Codable {
        /// `left` repetitions after this one (nil without end), `period` apart, where it is repeated.
        case timer(due: Moment, left: Int?, period: String?)
        /// A message by its name; with a key only those of the same key.
        case message(name: String, key: String?)
        case signal(name: String)
        /// A condition on variables, and whether it held when it was last looked at.
        case condition(held: Bool)
    }

    public internal(set) var key: Int
    public internal(set) var wait: Wait
    /// The key of what it belongs to.
    var owner: Int32
    /// The event, or the task that receives.
    var node: Int32
    /// Which of the event's definitions.
    var trigger: Int32

    private enum CodingKeys: String, CodingKey {
        case key = "k"
        case wait = "w"
        case owner = "o"
        case node = "n"
        case trigger = "t"
    }
}

/// What an operator has to put right before an instance can go on there.
public struct Incident: Sendable, Equatable, Codable {
    public enum Kind: String, Sendable, Codable {
        /// An expression gave no value, or none of the kind that was needed.
        case expression
        /// No condition holds and there is no default.
        case noPath
        /// A service, a decision or a called process failed.
        case work
        /// An error that nothing catches.
        case uncaughtError
        /// A timer has no moment.
        case timer
        /// A join waits for a token that can no longer come.
        case stuckJoin
        /// The instance goes round without ever waiting.
        case endless
    }

    public internal(set) var key: Int
    public internal(set) var kind: Kind
    /// What happened, in words for the operator.
    public internal(set) var message: String
    public internal(set) var since: Moment
    /// The key of the task, service call, … that it keeps from going on.
    public internal(set) var element: Int

    private enum CodingKeys: String, CodingKey {
        case key = "k"
        case kind = "i"
        case message = "m"
        case since = "s"
        case element = "e"
    }
}
