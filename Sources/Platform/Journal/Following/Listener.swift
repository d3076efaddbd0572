import Base
import Store

/// Something that follows from acts: a message, a search index, a statistic. It sees every act at least once, in the
/// order of the log, from a cursor of its own; what it writes through `transaction` moves together with that cursor,
/// so rows are written exactly once.
public struct Listener: Sendable {
    /// Names the cursor: `service-requests.open-data`. Never reused for something else.
    public var name: String
    /// The verbs it follows; empty means all.
    public var verbs: Set<Act.Verb>
    /// Handles one act in a write transaction. A thrown error stops this listener at that act until it succeeds.
    public var handle: @Sendable (RecordedAct, any WriteTransaction) throws -> Void
    /// Forgets what it made, before it is fed again from the first act.
    public var reset: @Sendable (any WriteTransaction) throws -> Void

    public init(
        name: String, verbs: Set<Act.Verb> = [],
        reset: @escaping @Sendable (any WriteTransaction) throws -> Void = { _ in },
        handle: @escaping @Sendable (RecordedAct, any WriteTransaction) throws -> Void
    ) {
        self.name = name
        self.verbs = verbs
        self.reset = reset
        self.handle = handle
    }
}

/// An act with its place in the log.
public struct RecordedAct: Sendable {
    public var act: Act
    /// The index of its leaf; `nil` until the sequencer has integrated it.
    public var index: Int64?
    /// Whether its personal content was erased: what is left is time, verb, agency, purpose. An actor who was the erased
    /// person reads as a visitor.
    public var isErased: Bool
    public init(act: Act, index: Int64?, isErased: Bool = false) {
        self.act = act
        self.index = index
        self.isErased = isErased
    }
}
