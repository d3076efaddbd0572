import Base
import Store
import TransparencyLog

/// Recomputes the whole log from the acts, and compares: commitments with contents, leaves with tiles, tiles with each
/// other, roots with every signed checkpoint. Reads in order and holds next to nothing.
public struct LogVerifier: Sendable {
    /// What was verified.
    public struct Report: Hashable, Sendable {
        /// How many acts of the log were recomputed.
        public var acts: Int
        /// How many of them were erased, each with an act that says so.
        public var erased: Int
        /// How many acts are recorded and not yet in the log; their contents were verified too where they are numbered.
        public var waiting: Int
        public var checkpoints: Int
        public var root: TreeHash
        /// The first thing that does not fit; `nil` where all does.
        public var finding: LogFinding?
    }

    let database: any Database
    let keys: LogKeys
    let witnesses: [VerifierKey]
    /// How many acts are read in one transaction.
    var chunk = 4_096

    public init(database: any Database, keys: LogKeys, witnesses: [VerifierKey] = []) {
        self.database = database
        self.keys = keys
        self.witnesses = witnesses
    }

    /// Verifies what is recorded when it starts. `progress` hears how many of how many acts are done. Ends early with
    /// `CancellationError` when the task is cancelled.
    public func run(progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }) async throws -> Report {
        let (state, newest, total) = try await database.read { transaction in
            let state = try transaction.logState()
            let total = max(try transaction.lastActNumber(), state.size)
            return (state, try transaction.checkpoint(size: state.size), total)
        }
        var recomputation = Recomputation(size: state.size, newest: newest, keys: keys, witnesses: witnesses)
        var done = 0
        while done < total, !recomputation.isOver {
            try Task.checkCancellation()
            let numbers = (done + 1)...min(done + chunk, total)
            let before = recomputation
            recomputation = try await database.read { transaction in
                var recomputation = before
                try recomputation.read(numbers, from: transaction)
                return recomputation
            }
            done = numbers.upperBound
            progress(done, total)
        }
        let last = recomputation
        let finding = try await database.read { try last.conclusion(from: $0) }
        // Counted from the acts: whoever could empty the queue of the sequencer could not hide them here.
        let unnumbered = try await database.read {
            try $0.value(Int.self, "SELECT count(*) FROM journal_numbered_acts WHERE number IS NULL") ?? 0
        }
        return Report(
            acts: min(recomputation.count, state.size), erased: recomputation.erased,
            waiting: max(0, total - state.size) + unnumbered, checkpoints: recomputation.checkpoints,
            root: recomputation.tree.root, finding: finding)
    }
}
