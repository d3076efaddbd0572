/// A node of a definition as the machine has it: everything by place, everything compiled.
final class CompiledNode: Sendable {
    let index: Int
    let id: String
    let name: String
    let element: String
    let line: Int
    /// The place of what it is in: 0 is the process.
    let scope: Int
    let kind: Kind
    let outgoing: [Int]
    let incoming: [Int]
    /// The flow that is taken where no condition holds.
    let defaultFlow: Int?
    /// The boundary events that wait for something, and all of them.
    let waitingBoundaries: [Int]
    let boundaries: [Int]
    let inputs: [Mapping]
    let outputs: [Mapping]
    /// Whether nothing but what is mapped leaves it.
    let outputsAreAll: Bool
    let loop: LoopPlan?
    /// What undoes it.
    let compensationHandler: Int?
    let isForCompensation: Bool
    let startQuantity: Int
    let completionQuantity: Int

    init(
        index: Int, id: String, name: String, element: String, line: Int, scope: Int, kind: Kind, outgoing: [Int],
        incoming: [Int], defaultFlow: Int?, waitingBoundaries: [Int], boundaries: [Int], data: DataPlan,
        loop: LoopPlan?, compensationHandler: Int?, isForCompensation: Bool, startQuantity: Int,
        completionQuantity: Int
    ) {
        self.index = index
        self.id = id
        self.name = name
        self.element = element
        self.line = line
        self.scope = scope
        self.kind = kind
        self.outgoing = outgoing
        self.incoming = incoming
        self.defaultFlow = defaultFlow
        self.waitingBoundaries = waitingBoundaries
        self.boundaries = boundaries
        inputs = data.inputs
        outputs = data.outputs
        outputsAreAll = data.outputsAreAll
        self.loop = loop
        self.compensationHandler = compensationHandler
        self.isForCompensation = isForCompensation
        self.startQuantity = startQuantity
        self.completionQuantity = completionQuantity
    }

    enum Kind: Sendable {
        case process(Body)
        case subProcess(Body, SubProcessPlan)
        /// Tokens go straight through: tasks without work, none events, link targets.
        case pass
        case start([Trigger], isParallel: Bool, isInterrupting: Bool)
        case throwing([Throw])
        case catching([Trigger], isParallel: Bool)
        case boundary([Trigger], host: Int, isInterrupting: Bool, isParallel: Bool)
        case exclusive
        case parallel
        case inclusive(Upstream)
        case complex(Upstream, Formula?)
        case eventBased(instantiates: Bool, isParallel: Bool)
        case user(UserPlan)
        case service(ServicePlan)
        case send(MessagePlan)
        case receive(Trigger, instantiates: Bool)
        case script(Script, result: String?)
        case decision(DecisionPlan)
        case call(CallPlan)
    }

    var label: String { name.isEmpty ? id : name }

    /// Whether it does nothing that must be remembered, besides what its kind does.
    var isPlain: Bool {
        inputs.isEmpty && outputs.isEmpty && waitingBoundaries.isEmpty && compensationHandler == nil
            && completionQuantity == 1
    }

    var isGateway: Bool {
        switch kind {
        case .exclusive, .parallel, .inclusive, .complex, .eventBased: true
        default: false
        }
    }

    /// What it waits for, by number, where it waits for events.
    var triggers: [Trigger] {
        switch kind {
        case .start(let triggers, _, _), .catching(let triggers, _), .boundary(let triggers, _, _, _): triggers
        case .receive(let trigger, _): [trigger]
        default: []
        }
    }

    var isParallelMultiple: Bool {
        switch kind {
        case .start(_, let isParallel, _), .catching(_, let isParallel), .boundary(_, _, _, let isParallel): isParallel
        default: false
        }
    }

    var body: Body? {
        switch kind {
        case .process(let body), .subProcess(let body, _): body
        default: nil
        }
    }

    var isEventSubProcess: Bool { if case .subProcess(_, .event) = kind { true } else { false } }
    var isTransaction: Bool { if case .subProcess(_, .transaction) = kind { true } else { false } }
}

/// A sequence flow.
struct CompiledFlow: Sendable {
    let id: String
    let name: String
    let source: Int
    let target: Int
    let condition: Formula?
}

/// What is inside a process or sub-process.
struct Body: Sendable {
    /// Where a token begins: none start events, and nodes that nothing leads to.
    var starts: [Int] = []
    /// All start events and instantiating nodes, by which it may be started.
    var entrances: [Int] = []
    var eventSubProcesses: [Int] = []
    /// The event sub-process that undoes it.
    var compensation: Int?
    /// Data that begins and ends with it.
    var locals: [(name: String, value: Formula?)] = []
    /// Its gateways that wait for whatever may still come.
    var deferredJoins: [Int] = []
}

enum SubProcessPlan: Sendable {
    case embedded
    case event
    case transaction
    case adHoc(AdHocPlan)
}

struct AdHocPlan: Sendable {
    var activities: [Int]
    var isSequential: Bool
    var cancelsRemaining: Bool
    var completion: Formula?
    /// Which activities are begun at once, by their ids.
    var chosen: Formula?
}

/// What an event waits for.
struct Trigger: Sendable {
    enum Kind: Sendable {
        case message(MessagePlan)
        case timer(TimerPlan)
        case signal(Template)
        case conditional(Formula)
        /// nil catches every code.
        case error(code: String?)
        case escalation(code: String?)
        case compensation
        case cancel
    }

    var id: String
    var kind: Kind
    /// Variables that get the code and the message of an error.
    var codeVariable: String?
    var messageVariable: String?

    /// Whether the world has to be told that it waits.
    var isSubscribed: Bool {
        switch kind {
        case .message, .timer, .signal, .conditional: true
        case .error, .escalation, .compensation, .cancel: false
        }
    }
}

/// What an event makes happen.
enum Throw: Sendable {
    case message(MessagePlan)
    case service(ServicePlan)
    case signal(Template)
    case error(code: Template, message: String)
    case escalation(code: Template)
    /// A node, or everything in the scope.
    case compensate(Int?, waits: Bool)
    case cancel
    case terminate
    /// The node of the link's other end.
    case link(Int)
}

struct MessagePlan: Sendable {
    var name: Template
    /// The id of the message in the file, by which it may be called as well.
    var id: String?
    var correlation: Template?
    /// The correlation keys of the collaboration that know this message, as places in `ExecutableProcess.keys`.
    var keys: [Int] = []
    /// The variable that gets the values of a message; its values become variables themselves without it.
    var result: String?
}

enum TimerPlan: Sendable {
    case date(Template)
    case duration(Template)
    case cycle(Template)
}

/// From an expression into a variable.
struct Mapping: Sendable {
    var source: Formula?
    /// A text that is no expression.
    var text: String?
    /// A variable that is taken as it is.
    var variable: String?
    var target: [String]
    /// Whether the target stays as it is where the source is null.
    var skipsNull = false
}

struct DataPlan: Sendable {
    var inputs: [Mapping] = []
    var outputs: [Mapping] = []
    var outputsAreAll = false
}
