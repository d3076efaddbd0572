import BPMN
import Base
import FEEL
import Store

/// What the program brings to processes: services, decisions, messages that leave the house.
public struct ProcessHandlers: Sendable {
    /// Services by the name that a definition calls them by.
    public var services: [String: ServiceHandler]
    /// Services whose names are not known beforehand.
    public var others: @Sendable (String) -> ServiceHandler?
    public typealias Decide =
        @Sendable (DecisionOrder, ProcessInstance, Instant, any ReadTransaction) throws -> FEELValue?
    /// Makes a decision for an instance, within the step; nil where there is no decision of that name.
    public var decide: Decide
    /// Takes a message that nothing in the house waits for. May be called more than once with one key.
    public var sendMessage: (@Sendable (MessageOrder, _ idempotencyKey: String) async throws -> Void)?
    public var options: ProcessOptions

    public init(
        services: [String: ServiceHandler] = [:],
        others: @escaping @Sendable (String) -> ServiceHandler? = { _ in nil },
        decide: @escaping Decide = { _, _, _, _ in nil },
        sendMessage: (@Sendable (MessageOrder, _ idempotencyKey: String) async throws -> Void)? = nil,
        options: ProcessOptions = ProcessOptions()
    ) {
        self.services = services
        self.others = others
        self.decide = decide
        self.sendMessage = sendMessage
        self.options = options
    }

    func service(_ name: String) -> ServiceHandler? { services[name] ?? others(name) }
}

/// Does what a service task asks for.
public enum ServiceHandler: Sendable {
    /// In the step's own transaction: what it writes and the step are one. Nothing in it may wait for the network.
    case within(@Sendable (ServiceCall, any WriteTransaction) throws -> Variables)
    /// In a job of its own, tried again until it succeeds or its attempts are used up, which is an incident. It may run more than
    /// once: `idempotencyKey` is the same each time.
    case outside(@Sendable (ServiceCall) async throws -> Variables)
}

/// A service task at work.
public struct ServiceCall: Sendable {
    public var order: ServiceOrder
    public var instance: Identifier<ProcessInstance>
    public var businessKey: String
    public var about: String
    public var agency: String?
    public var now: Instant
    public var idempotencyKey: String
}

/// An error that the process may know: a boundary event catches it by its code. BPMN 2.0.2, 10.5.6.
public struct ProcessFault: Error, Sendable {
    public var code: String
    public var message: String
    public var values: Variables

    public init(_ code: String, _ message: String = "", values: Variables = Variables()) {
        self.code = code
        self.message = message
        self.values = values
    }
}
