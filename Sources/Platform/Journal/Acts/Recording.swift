import Base
import Store

extension WriteTransaction {
    /// Records an act together with the change that it tells of. One statement, two where it concerns people; the log
    /// follows after the commit.
    ///
    /// Throws `JournalError.badVerb`, `.detailNotCanonical`, and what the database throws.
    public func record(_ act: Act) throws {
        let row = try ActRow(act, salt: ActCommitment.randomSalt())
        let insertion: SQL = """
            INSERT INTO journal_acts (id, at, verb, commitment, actor_kind, actor, on_behalf_of, subject_kind, subject_id,
                agency, purpose, concerns, detail, salt)
            VALUES (\(row.id), \(row.at), \(row.verb), \(row.commitment), \(row.actorKind), \(row.actor),
                \(row.onBehalfOf), \(row.subject.kind), \(row.subject.id), \(row.agency), \(row.purpose),
                \(row.concerns), \(row.detail), \(row.salt))
            """
        switch dialect {
        case .sqlite: try executeLater(insertion)
        case .postgres:
            // The sequencer gives the number.
            try executeLater(
                """
                WITH recorded AS (\(insertion) RETURNING at, id)
                INSERT INTO journal_waiting (at, id) SELECT at, id FROM recorded
                """)
        }
        let concerned = act.concernedParties.map { party -> SQL in "(\(party), \(act.id))" }
        if !concerned.isEmpty {
            try executeLater("INSERT INTO journal_concerns (party, act) VALUES \(concerned.joined(separator: ", "))")
        }
        afterCommit { Wake.commits.signal() }
    }
}
