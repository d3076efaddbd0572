import Base
import Store
import TransparencyLog

/// The signed checkpoints among those to compare with.
enum Checkpoints {
    struct Failure: Error {
        var finding: LogFinding
    }

    /// In order of their sizes. A row that cannot be read has a root that fits nothing.
    static func rows(in sizes: ClosedRange<Int>, from transaction: any ReadTransaction) throws -> [CheckpointRow] {
        try transaction.rows(
            """
            SELECT size, root, made_at, note FROM journal_checkpoints
            WHERE size >= \(sizes.lowerBound) AND size <= \(sizes.upperBound) ORDER BY size
            """
        ).map { row in
            CheckpointRow(
                size: try row[0], root: TreeHash((try? row[1]) ?? []) ?? .empty, madeAt: try row[2],
                note: (try? row[3]) ?? "")
        }
    }

    /// The note's text and signatures, by themselves.
    static func verify(_ row: CheckpointRow, keys: LogKeys) -> Result<Checkpoint, Failure> {
        do {
            let checkpoint = try SignedNote(encoded: row.note).checkpoint(origin: keys.origin, keys: keys.verifiers)
            guard checkpoint.size == row.size, checkpoint.root == row.root else {
                return .failure(Failure(finding: .wrongCheckpoint(size: row.size)))
            }
            return .success(checkpoint)
        } catch LogError.notSigned, LogError.badSignature {
            return .failure(Failure(finding: .badSignature(size: row.size)))
        } catch {
            return .failure(Failure(finding: .wrongCheckpoint(size: row.size)))
        }
    }

    static func firstBadCosignature(
        by witnesses: [VerifierKey], upTo size: Int, in transaction: any ReadTransaction
    ) throws -> LogFinding? {
        var finding: LogFinding?
        if witnesses.isEmpty { return nil }
        try transaction.forEach(
            """
            SELECT c.size, c.witness, c.line, p.note FROM journal_cosignatures c
            LEFT JOIN journal_checkpoints p ON p.size = c.size WHERE c.size <= \(size) ORDER BY c.size, c.witness
            """
        ) { row in
            let (id, line): (String, String) = (try row[1], try row[2])
            guard let key = witnesses.first(where: { "\($0.name)+\($0.id)" == id }) else { return true }
            let text: String? = try row[3]
            if let text, let note = try? SignedNote(encoded: text),
                let signatures = try? NoteSignature.parse(lines: line + "\n"),
                (try? SignedNote(text: note.text, signatures: signatures).verify(key)) != nil
            {
                return true
            }
            finding = .badCosignature(size: try row[0], witness: key.name)
            return false
        }
        return finding
    }
}

/// The index of whom acts concern, which answers "who looked at my data".
enum Concerns {
    /// The first act that is not listed for everyone whom it concerns.
    static func firstAltered(of acts: [(index: Int, act: Act)], in transaction: any ReadTransaction) throws
        -> LogFinding?
    {
        var byParty: [Identifier<Act.Party>: [Identifier<Act>]] = [:]
        for (_, act) in acts {
            for party in act.concerns { byParty[party, default: []].append(act.id) }
        }
        var missing: Set<Identifier<Act>> = []
        for (party, expected) in byParty {
            let found = try transaction.rows(
                "SELECT act FROM journal_concerns WHERE party = \(party) AND act IN (\(list: expected))"
            ).map { row -> Identifier<Act> in try row[0] }
            if found.count < expected.count { missing.formUnion(Set(expected).subtracting(found)) }
        }
        return acts.first { missing.contains($0.act.id) }.map { .alteredConcerns(index: $0.index, id: $0.act.id) }
    }
}
