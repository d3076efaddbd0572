import Base
import Store
import TransparencyLog

/// The receipt of an act: a file by which anyone can verify, without asking anyone, that the government recorded it.
public enum Receipt: Hashable, Sendable {
    /// There is no such act.
    case unknown
    /// The act is recorded and its checkpoint not yet signed: try again in a moment.
    case waiting
    /// The file `<act id>.tlog-proof`; its `extra` is the log's entry.
    case ready(ProofFile)
}

/// What a receipt proves, once it has been verified.
public struct VerifiedReceipt: Hashable, Sendable {
    public var entry: LogEntry
    public var index: Int
    /// The checkpoint that the receipt leads to.
    public var checkpoint: Checkpoint
    /// Who cosigned it, of the witnesses that we know.
    public var witnesses: [String]
}

/// Why a receipt proves nothing.
public enum ReceiptError: Error, Hashable, Sendable {
    /// It is no `.tlog-proof` file.
    case notAReceipt
    /// It is of another log; its name.
    case ofAnotherLog(String)
    /// It is not signed by this log.
    case notSigned
    /// It was altered: a signature or the proof does not hold.
    case altered
    /// It holds no entry of an act (`extra`).
    case noEntry
}

extension PublicLog {
    /// The receipt of an act, against the newest checkpoint that a witness has cosigned, else against the newest.
    public func receipt(of act: Identifier<Act>) async throws -> Receipt {
        try await database.read { transaction in
            guard let (index, entry) = try transaction.entry(of: act) else { return .unknown }
            guard let index, let note = try transaction.newestNote(holding: index) else { return .waiting }
            let size = try Checkpoint(text: note.text).size
            var reader = transaction.tileReader(size: size)
            let proof = try reader.inclusionProof(index: index)
            return .ready(ProofFile(extra: entry.bytes, index: index, hashes: proof.hashes, checkpoint: note))
        }
    }

    /// Verifies the text of a receipt by itself, with our keys: it says nothing of what is in the database.
    /// Throws `ReceiptError`.
    public func verify(receipt text: String) throws -> VerifiedReceipt {
        guard let file = try? ProofFile(encoded: text) else { throw ReceiptError.notAReceipt }
        guard let bytes = file.extra, let entry = LogEntry(bytes: bytes) else { throw ReceiptError.noEntry }
        do {
            let checkpoint = try file.verify(entry: bytes, origin: keys.origin, logKeys: keys.verifiers)
            let cosigned = try file.checkpoint.cosignatures(by: witnesses).map(\.key.name)
            return VerifiedReceipt(entry: entry, index: file.index, checkpoint: checkpoint, witnesses: cosigned)
        } catch LogError.otherOrigin(_, let found) {
            throw ReceiptError.ofAnotherLog(found)
        } catch LogError.notSigned {
            throw ReceiptError.notSigned
        } catch LogError.malformed {
            throw ReceiptError.notAReceipt
        } catch {
            throw ReceiptError.altered
        }
    }
}

extension ReadTransaction {
    /// The newest cosigned checkpoint that holds the leaf, else the newest that does, else `nil`.
    func newestNote(holding index: Int) throws -> SignedNote? {
        let cosigned = try value(Int.self, "SELECT coalesce(max(size), 0) FROM journal_cosignatures") ?? 0
        if cosigned > index, let note = try note(size: cosigned) { return note }
        let size = try logState().size
        return size > index ? try note(size: size) : nil
    }
}
