import Base
import Logging
import Store
import TransparencyLog

/// Asks the witnesses to cosign the newest checkpoint, and keeps what they sign.
public struct Witnesses: Sendable {
    /// Posts a text and returns the status and the answer's text, at most 64 kB of it. Throws where no answer came within
    /// a few seconds.
    public typealias Post = @Sendable (_ address: String, _ body: String) async throws -> (status: Int, body: String)

    public struct Options: Sendable {
        /// The shortest time between two checkpoints that are sent.
        public var pause: Duration = .seconds(10)
        public var poll: Duration = .seconds(10)
        /// How many cosignatures a checkpoint needs to be served (`Sequencer.Publication.cosigned`).
        public var quorum = 1
        public init() {}
    }

    let witnesses: [Witness]
    let database: any Database
    let time: TimeSource
    let options: Options
    let post: Post
    let logger: Logger

    public init(
        _ witnesses: [Witness], database: any Database, time: TimeSource = .system, options: Options = Options(),
        logger: Logger = Logger(label: "journal.witnesses"), post: @escaping Post
    ) {
        self.witnesses = witnesses
        self.database = database
        self.time = time
        self.options = options
        self.logger = logger
        self.post = post
    }

    /// Works until the task is cancelled.
    public func run() async {
        while !Task.isCancelled, !witnesses.isEmpty {
            let seen = Wake.checkpoints.generation
            await step()
            try? await Task.sleep(for: options.pause)
            await Wake.checkpoints.wait(since: seen, atMost: options.poll)
        }
    }

    /// Sends the newest checkpoint to every witness that has not cosigned it and is not left alone for a while after
    /// failures.
    public func step() async {
        await withTaskGroup { group in
            for witness in witnesses { group.addTask { await attempt(witness) } }
        }
    }

    private func attempt(_ witness: Witness) async {
        do {
            let known = try await database.read { try $0.record(of: witness) }
            if let known, known.failures > 0 {
                let rest = Duration.seconds(min(600, 1 << min(known.failures, 10)))
                if known.triedAt + rest > time.now() { return }
            }
            do {
                try await cosign(witness, from: known?.size ?? 0)
            } catch {
                logger.warning(
                    "a witness did not cosign", metadata: ["witness": "\(witness.key.name)", "error": "\(error)"])
                let reason = String("\(error)".prefix(300))
                let now = time.now()
                try await database.write { try $0.note(failure: reason, of: witness, at: now) }
            }
        } catch {
            logger.error("cannot note what a witness said", metadata: ["error": "\(error)"])
        }
    }

    /// Sends the newest checkpoint, from the size that the witness last cosigned; where it says another, from there.
    private func cosign(_ witness: Witness, from known: Int) async throws {
        var oldSize = known
        for _ in 0..<3 {
            let from = oldSize
            guard let request = try await database.read({ try $0.request(for: witness, from: from) }) else { return }
            let (status, body) = try await post(witness.address + "/add-checkpoint", request.encoded)
            switch try WitnessAnswer(status: status, body: body) {
            case .cosigned(let signatures):
                return try await keep(signatures, of: witness, for: request.checkpoint)
            case .otherSize(let size):
                oldSize = size
            case .refused(let status):
                throw WitnessError.refused(status: status)
            }
        }
        throw WitnessError.cannotAgree
    }

    private func keep(_ signatures: [NoteSignature], of witness: Witness, for note: SignedNote) async throws {
        let own = signatures.filter { $0.name == witness.key.name && $0.keyID == witness.key.id }
        guard let line = own.first else { throw WitnessError.notItsSignature }
        let checkpoint = try Checkpoint(text: note.text)
        try SignedNote(text: note.text, signatures: [line]).verify(witness.key)
        let now = time.now()
        let quorum = options.quorum
        try await database.write { transaction in
            if try transaction.checkpoint(size: checkpoint.size) == nil {
                // It was sent while it was the newest, and has been followed by another since.
                try transaction.write(
                    CheckpointRow(size: checkpoint.size, root: checkpoint.root, madeAt: now, note: note.encoded))
            }
            try transaction.keep(line, of: witness, size: checkpoint.size, at: now)
            let count: SQL = "SELECT count(*) FROM journal_cosignatures WHERE size = \(checkpoint.size)"
            if try transaction.value(Int.self, count) ?? 0 >= quorum {
                try transaction.publish(size: checkpoint.size, at: now)
            }
        }
    }
}

/// Why a witness did not cosign.
public enum WitnessError: Error, Hashable, Sendable {
    /// 404 it does not know the log, 403 it does not know the log's key, 422 it does not believe the proof, 400.
    case refused(status: Int)
    /// It has cosigned more than the log has: the log was restored from an old backup, or its key signs elsewhere too.
    case ahead(size: Int)
    /// It answered with signatures of someone else.
    case notItsSignature
    /// It named another size each time.
    case cannotAgree
}
