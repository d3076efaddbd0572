import Base
import Logging
import Store
import TransparencyLog

/// Puts recorded acts into the log: numbers them, appends their leaves, signs the checkpoint. Commits never wait for it.
///
/// Every copy of the program runs one; at any moment one of them writes. It keeps nothing in memory, so any copy may die
/// at any moment.
public struct Sequencer: Sendable {
    /// When a checkpoint is served.
    public enum Publication: Hashable, Sendable {
        case immediately
        /// When enough witnesses have cosigned it, or a newer one; without them after this time.
        case cosigned(patience: Duration)
    }

    public struct Options: Sendable {
        /// The shortest time between two batches: acts that come meanwhile share one checkpoint.
        public var pause: Duration = .milliseconds(100)
        /// How often to look for acts of which another copy of the program was told.
        public var poll: Duration = .seconds(1)
        /// How many acts are integrated in one transaction.
        public var batch = 16_384
        public var publication = Publication.immediately
        public init() {}
    }

    let database: any Database
    let keys: LogKeys
    let time: TimeSource
    let options: Options
    let logger: Logger

    public init(
        database: any Database, keys: LogKeys, time: TimeSource = .system, options: Options = Options(),
        logger: Logger = Logger(label: "journal.sequencer")
    ) {
        self.database = database
        self.keys = keys
        self.time = time
        self.options = options
        self.logger = logger
    }

    /// Works until the task is cancelled. What goes wrong is logged and tried again.
    public func run() async {
        var failures = 0
        var isPrepared = false
        while !Task.isCancelled {
            let seen = Wake.commits.generation
            var wait = options.poll
            do {
                if !isPrepared { try await prepare() }
                isPrepared = true
                let count = try await catchUp()
                failures = 0
                if count > 0 { wait = options.pause }
            } catch is CancellationError {
                return
            } catch {
                failures += 1
                wait = .seconds(min(60, 1 << min(failures, 6)))
                logger.error("the log does not move on", metadata: ["error": "\(error)", "failures": "\(failures)"])
            }
            if wait == options.poll {
                await Wake.commits.wait(since: seen, atMost: wait)
            } else {
                try? await Task.sleep(for: wait)
            }
        }
    }

    /// Makes sure that there is a checkpoint of the log as it stands, signed by the present keys. Called at the start,
    /// and after a change of keys.
    public func prepare() async throws {
        let (row, state, root) = try await database.read { transaction in
            let state = try transaction.logState()
            var reader = transaction.tileReader(size: state.size)
            return (try transaction.checkpoint(size: state.size), state, try reader.root())
        }
        if let row, Self.isSigned(row.note, by: keys.signers) { return }
        let checkpoint = try signed(size: state.size, root: root)
        try await database.write { transaction in
            guard try transaction.leads(.log), try transaction.logState().size == state.size else { return }
            try transaction.write(checkpoint)
        }
    }

    /// Integrates everything that was recorded before, and returns how many acts. While one batch is integrated, the
    /// numbers of the next are given.
    @discardableResult
    public func catchUp() async throws -> Int {
        var total = 0
        var numbered = try await number()
        while let full = numbered.map({ $0 == options.batch }) {
            async let next = full ? number() : 0
            let count = try await integrate()
            numbered = try await next
            total += count
            if count < options.batch, numbered == 0 { break }
            try Task.checkCancellation()
        }
        return total
    }

    /// Integrates one batch and returns how many acts.
    @discardableResult
    public func step() async throws -> Int {
        try await number() == nil ? 0 : integrate()
    }

    /// Gives numbers to the acts of a batch that have none, and returns how many; `nil` where another copy does.
    private func number() async throws -> Int? {
        // On SQLite an act gets its number as it is recorded.
        guard database.dialect == .postgres else { return 0 }
        let limit = options.batch
        return try await database.write { try $0.leads(.numbering) ? $0.numberActs(atMost: limit) : nil }
    }

    /// Integrates acts that have numbers, at most one batch, and returns how many.
    private func integrate() async throws -> Int {
        let limit = options.batch
        let batch = try await database.read { try LogBatch(reading: $0, limit: limit) }
        if batch.isEmpty {
            try await publishOverdue()
            return 0
        }
        let checkpoint = try signed(size: batch.size, root: batch.tree.root)
        let publishing = options.publication == .immediately
        let isWritten = try await database.write { transaction in
            guard try transaction.leads(.log) else { return false }
            return try batch.write(checkpoint, publishing: publishing, to: transaction)
        }
        if !isWritten { return 0 }
        Wake.checkpoints.signal()
        try await publishOverdue()
        return batch.size - batch.oldSize
    }

    /// Serves a checkpoint without its witnesses where they let it wait for too long.
    private func publishOverdue() async throws {
        guard case .cosigned(let patience) = options.publication else { return }
        let now = time.now()
        let since = try await database.read { try $0.logState().waitingSince }
        guard let since, since + patience < now else { return }
        try await database.write { transaction in
            let state = try transaction.logState()
            if let since = state.waitingSince, since + patience < now {
                try transaction.publish(size: state.size, at: now)
            }
        }
    }

    private func signed(size: Int, root: TreeHash) throws -> CheckpointRow {
        let note = try Checkpoint(origin: keys.origin, size: size, root: root).signed(by: keys.signers)
        return CheckpointRow(size: size, root: root, madeAt: time.now(), note: note.encoded)
    }

    private static func isSigned(_ note: String, by signers: [SignerKey]) -> Bool {
        guard let note = try? SignedNote(encoded: note) else { return false }
        return note.signatures.count == signers.count && signers.allSatisfy { (try? note.verify($0.verifier)) != nil }
    }
}
