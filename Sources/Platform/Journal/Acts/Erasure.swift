import Base
import Store

extension Act.Verb {
    /// The act by which others were erased; its detail's `acts` lists them.
    static let erased: Act.Verb = "journal.erased"
}

extension WriteTransaction {
    /// Erases what the journal holds about a person: of every act that concerns them, the detail, whom it concerns, on
    /// whose behalf it was, and the salt, so that nothing can be guessed from the commitment; and the person's own
    /// identifier where it stands as actor or subject. Time, verb, agency and purpose stay, and so does the log's entry:
    /// every proof stays valid. Returns how many acts were erased.
    ///
    /// Which acts must be kept by law is the caller's to know: `keeping` says so.
    @discardableResult
    public func eraseActs(
        concerning party: Identifier<Act.Party>, by actor: Act.Actor, at: Instant, purpose: String,
        agency: String? = nil,
        keeping: (RecordedAct) throws -> Bool = { _ in false }
    ) throws -> Int {
        var acts: [Identifier<Act>] = []
        try forEach(
            """
            SELECT \(ActRow.columns) FROM journal_numbered_acts WHERE erased_by IS NULL AND id IN (
                SELECT act FROM journal_concerns WHERE party = \(party)) ORDER BY id
            """
        ) { row in
            let act = try ActRow(row).recorded
            if try !keeping(act) { acts.append(act.act.id) }
            return true
        }
        return try eraseActs(acts, of: party, by: actor, at: at, purpose: purpose, agency: agency)
    }

    /// Erases the given acts, as `eraseActs(concerning:)` does. An act that was erased before, or that tells of an
    /// erasure, stays as it is. `party` is the person whose identifier is taken out as well.
    @discardableResult
    public func eraseActs(
        _ acts: [Identifier<Act>], of party: Identifier<Act.Party>? = nil, by actor: Act.Actor, at: Instant,
        purpose: String, agency: String? = nil
    ) throws -> Int {
        var erased = 0
        // One act of erasure names at most as many as still make a short row.
        for start in stride(from: 0, to: acts.count, by: 500) {
            let chunk = Array(acts[start..<min(start + 500, acts.count)])
            let found = try rows(
                """
                SELECT \(ActRow.columns) FROM journal_numbered_acts
                WHERE id IN (\(list: chunk)) AND erased_by IS NULL AND verb <> \(Act.Verb.erased) ORDER BY id
                """
            ).map { try ActRow($0).recorded.act }
            if found.isEmpty { continue }
            var erasure = Act(
                .erased, Act.Subject("journal", Identifier<Act>(at: at)), by: actor, at: at, agency: agency,
                purpose: purpose)
            erasure.detail = ["acts": .array(found.map { .string($0.id.description) })]
            try record(erasure)
            try blank(found, of: party, by: erasure.id)
            erased += found.count
        }
        return erased
    }

    private func blank(_ erased: [Act], of party: Identifier<Act.Party>?, by erasure: Identifier<Act>) throws {
        let acts = erased.map(\.id)
        try execute(
            """
            UPDATE journal_acts SET detail = NULL, salt = NULL, concerns = '[]', on_behalf_of = NULL, erased_by = \(erasure)
            WHERE id IN (\(list: acts))
            """)
        for concerned in Set(erased.flatMap(\.concerns)) {
            try execute("DELETE FROM journal_concerns WHERE party = \(concerned) AND act IN (\(list: acts))")
        }
        guard let party else { return }
        try execute(
            """
            UPDATE journal_acts SET actor_kind = 'visitor', actor = NULL
            WHERE id IN (\(list: acts)) AND actor_kind = 'person' AND actor = \(party.description)
            """)
        try execute(
            """
            UPDATE journal_acts SET subject_id = \(Identifier<Never>(high: 0, low: 0))
            WHERE id IN (\(list: acts)) AND subject_id = \(party)
            """)
    }
}
