import Base
import Journal
import Web

/// One sample request with its history, as a value: nothing of it is stored yet.
public struct DemoRequest: Hashable, Sendable {
    public var request: ServiceRequest
    public var contact: Contact?
    public var updates: [RequestUpdate]
    /// The acts that tell of it: when, which verb, by whom.
    var acts: [DemoAct]
    var key: SecretKey

    struct DemoAct: Hashable, Sendable {
        var at: Instant
        var verb: Act.Verb
        var actor: Act.Actor
        var update: Identifier<RequestUpdate>?
    }
}
