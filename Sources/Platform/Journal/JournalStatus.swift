import Base
import Store

/// Figures for the operator: `/metrics`, `polity doctor`.
public struct JournalStatus: Hashable, Sendable {
    /// How many acts are in the log.
    public var size: Int
    /// How many are recorded and not yet in the log.
    public var waiting: Int
    /// The size of the checkpoint that is served.
    public var published: Int
    public var listeners: [ListenerStatus]
    public var witnesses: [WitnessStatus]
}

extension ReadTransaction {
    public func journalStatus() throws -> JournalStatus {
        let state = try logState()
        var waiting = max(0, try lastActNumber() - state.size)
        if dialect == .postgres {
            waiting += try value(Int.self, "SELECT count(*) FROM journal_waiting") ?? 0
        }
        return JournalStatus(
            size: state.size, waiting: waiting, published: state.published, listeners: try listenerStatus(),
            witnesses: try witnessStatus())
    }
}
