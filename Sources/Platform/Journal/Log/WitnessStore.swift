import Base
import Store
import TransparencyLog

extension ReadTransaction {
    /// How it stands with the witnesses; for the operator.
    public func witnessStatus() throws -> [WitnessStatus] {
        try rows("SELECT witness, size, failures, error FROM journal_witnesses ORDER BY witness").map { row in
            let id: String = try row[0]
            return WitnessStatus(
                name: String(id.prefix { $0 != "+" }), size: try row[1], failures: try row[2], error: try row[3])
        }
    }

    func record(of witness: Witness) throws -> (size: Int, failures: Int, triedAt: Instant)? {
        try row("SELECT size, failures, tried_at FROM journal_witnesses WHERE witness = \(witness.id)").map { row in
            (try row[0], try row[1], try row[2])
        }
    }

    /// What to ask of a witness whose latest checkpoint has `oldSize` entries; `nil` where it has cosigned the newest one.
    func request(for witness: Witness, from oldSize: Int) throws -> AddCheckpoint? {
        let state = try logState()
        guard state.size > 0, let row = try checkpoint(size: state.size) else { return nil }
        guard oldSize <= state.size else { throw WitnessError.ahead(size: oldSize) }
        let cosigned: SQL = "SELECT 1 FROM journal_cosignatures WHERE size = \(state.size) AND witness = \(witness.id)"
        if try self.row(cosigned) != nil { return nil }
        var reader = tileReader(size: state.size)
        return AddCheckpoint(
            oldSize: oldSize, proof: try reader.consistencyProof(from: oldSize).hashes,
            checkpoint: try SignedNote(encoded: row.note))
    }
}

extension WriteTransaction {
    func keep(_ line: NoteSignature, of witness: Witness, size: Int, at now: Instant) throws {
        try execute(
            """
            INSERT INTO journal_cosignatures (size, witness, at, line) VALUES (\(size), \(witness.id), \(now), \(line.line))
            ON CONFLICT (size, witness) DO UPDATE SET at = excluded.at, line = excluded.line
            """)
        try execute(
            """
            INSERT INTO journal_witnesses (witness, size, tried_at, failures) VALUES (\(witness.id), \(size), \(now), 0)
            ON CONFLICT (witness) DO UPDATE SET size = excluded.size, tried_at = excluded.tried_at, failures = 0, error = NULL
            """)
    }

    func note(failure: String, of witness: Witness, at now: Instant) throws {
        try execute(
            """
            INSERT INTO journal_witnesses (witness, size, tried_at, failures, error)
            VALUES (\(witness.id), 0, \(now), 1, \(failure))
            ON CONFLICT (witness) DO UPDATE SET tried_at = excluded.tried_at, error = excluded.error,
                failures = journal_witnesses.failures + 1
            """)
    }
}
