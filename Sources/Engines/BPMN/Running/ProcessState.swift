import FEEL

/// Where an instance stands: everything that its next step needs besides its definition.
///
/// It is a plain value. It names nodes and flows by their places in the definition that it began with, whose `shape` it
/// remembers, so that it cannot be run with another one.
public struct ProcessState: Sendable, Equatable, Codable {
    /// How it ended, or that it has not.
    public enum Status: Sendable, Equatable, Codable {
        /// It has no start event yet.
        case new
        case active
        case ended(Outcome)
    }

    public internal(set) var status: Status = .new
    /// The definition's fingerprint.
    public internal(set) var shape: UInt64
    /// Whether another process called it, and gets its errors.
    public internal(set) var isCalled = false
    /// The next key of something that lives in the instance.
    var nextKey: Int32 = 1
    /// What lives: the process itself first, by rising keys.
    var live: [Live] = []
    /// Tokens that wait at joins.
    var tokens: [Token] = []
    /// By rising keys.
    public internal(set) var subscriptions: [Subscription] = []
    /// By rising keys.
    public internal(set) var incidents: [Incident] = []
    /// Keys of conversations that began with a first message, by correlation key. BPMN 2.0.2, 8.4.2.
    var conversations: [Conversation] = []

    struct Conversation: Sendable, Equatable, Codable {
        var key: String
        var value: String
    }

    private enum CodingKeys: String, CodingKey {
        case status = "s"
        case shape = "f"
        case isCalled = "c"
        case nextKey = "k"
        case live = "l"
        case tokens = "t"
        case subscriptions = "w"
        case incidents = "i"
        case conversations = "m"
    }

    /// An instance that has not begun.
    public init(of definition: ExecutableProcess) { shape = definition.shape }

    public var isEnded: Bool { if case .ended = status { true } else { false } }

    /// The variables of the process itself. Those of its sub-processes and tasks are local to them.
    public var variables: FEELContext { live.first?.variables?.context ?? endVariables?.context ?? FEELContext() }

    /// The same without what it holds of the world, once it has ended; a running instance cannot do without and stays as it is.
    public var withoutVariables: ProcessState {
        guard case .ended(let outcome) = status else { return self }
        var kind = outcome.kind
        if case .failed(let code, _) = kind { kind = .failed(code: code, message: "") }
        if case .cancelled = kind { kind = .cancelled(reason: "") }
        var copy = self
        copy.status = .ended(Outcome(kind))
        return copy
    }

    /// What the variables were at the end.
    var endVariables: Variables? {
        if case .ended(let outcome) = status { outcome.variables } else { nil }
    }
}

/// How an instance ended.
public struct Outcome: Sendable, Equatable, Codable {
    public enum Kind: Sendable, Equatable, Codable {
        case completed
        /// By a terminate end event.
        case terminated
        /// By an error that nothing in it caught.
        case failed(code: String, message: String)
        /// From outside.
        case cancelled(reason: String)
    }

    public var kind: Kind
    public var variables: Variables

    public init(_ kind: Kind, variables: Variables = Variables()) {
        self.kind = kind
        self.variables = variables
    }
}

/// A token that waits on a flow before a join.
struct Token: Sendable, Equatable, Codable {
    var flow: Int32
    /// The key of the scope that it is in.
    var scope: Int32

    private enum CodingKeys: String, CodingKey {
        case flow = "f"
        case scope = "s"
    }
}

/// One thing that lives in an instance: the process, a sub-process, an activity, an event that waits.
struct Live: Sendable, Equatable, Codable {
    enum Role: UInt8, Sendable, Codable {
        /// It does what its node says.
        case work
        /// It counts the instances of its node, which is a loop.
        case loop
        /// It compensates what completed, the last first.
        case compensation
        /// A sub-process that completed and is looked into again to be compensated.
        case compensated
    }

    enum Phase: UInt8, Sendable, Codable {
        case active
        /// An incident keeps it from being entered.
        case entering
        /// An incident came while it worked.
        case failed
        /// An incident keeps it from completing.
        case completing
        /// An incident keeps it from choosing where to go.
        case leaving
        /// A transaction that compensates before it goes on through its cancel event.
        case cancelling

        var isIncident: Bool { self != .active && self != .cancelling }
    }

    var key: Int32
    var node: Int32
    /// The key of what it is in; 0 is the process, which is in itself.
    var parent: Int32
    /// How many lives, tokens and moves are in it.
    var count: Int32 = 0
    var role: Role = .work
    var phase: Phase = .active
    var variables: Variables?
    var extra: Extra?

    private enum CodingKeys: String, CodingKey {
        case key = "k"
        case node = "n"
        case parent = "p"
        case count = "c"
        case role = "r"
        case phase = "h"
        case variables = "v"
        case extra = "x"
    }

    init(key: Int32, node: Int, parent: Int32, role: Role = .work, variables: Variables? = nil) {
        self.key = key
        self.node = Int32(node)
        self.parent = parent
        self.role = role
        self.variables = variables
    }
}

/// What only few lives have.
final class Extra: Sendable, Equatable, Codable {
    struct Values: Sendable, Equatable, Codable {
        /// Of a loop.
        var loop: LoopState?
        /// The number of an inner instance of a loop, from 1.
        var index: Int?
        /// What completed in this scope and can be compensated, in that order; or what a compensation has still to do.
        var records: [CompensationRecord] = []
        /// Who waits for a compensation.
        var owner: Int32?
        /// The values with which it was completed, while it cannot complete.
        var pending: Variables?
        /// The result of a decision or script, while it cannot complete.
        var result: Variables?
        /// Of an ad-hoc sub-process: the nodes that have completed, and those to be done.
        var done: [Int32] = []
        /// Flows whose tokens a gateway has taken and still remembers.
        var flows: [Int32] = []
        var chosen: [Int32]?
        /// An error that nobody has caught yet, of a task that failed with it.
        var code: String?

        private enum CodingKeys: String, CodingKey {
            case loop = "l"
            case index = "i"
            case records = "r"
            case owner = "o"
            case pending = "p"
            case result = "e"
            case done = "d"
            case flows = "f"
            case chosen = "h"
            case code = "c"
        }
    }

    let values: Values

    init(_ values: Values) { self.values = values }

    static func == (a: Extra, b: Extra) -> Bool { a === b || a.values == b.values }

    init(from decoder: any Decoder) throws { values = try Values(from: decoder) }

    func encode(to encoder: any Encoder) throws { try values.encode(to: encoder) }
}

/// How far a loop is. BPMN 2.0.2, 10.3.8.
struct LoopState: Sendable, Equatable, Codable {
    /// What the instances have one each of.
    var items: Variables?
    /// How many there will be; nil for a loop that is not counted.
    var total: Int?
    var started = 0
    var completed = 0
    var terminated = 0
    /// What the instances gave, in their order.
    var outputs: Variables?

    private enum CodingKeys: String, CodingKey {
        case items = "i"
        case total = "t"
        case started = "s"
        case completed = "c"
        case terminated = "x"
        case outputs = "o"
    }
}

/// An activity that completed and may have to be undone. BPMN 2.0.2, 10.7.
struct CompensationRecord: Sendable, Equatable, Codable {
    var node: Int32
    var variables: Variables?
    /// What completed in it, where it is a sub-process.
    var inside: [CompensationRecord] = []

    private enum CodingKeys: String, CodingKey {
        case node = "n"
        case variables = "v"
        case inside = "i"
    }
}
