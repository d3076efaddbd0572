import Base
import Journal
import Store

/// All SQL about looks.
enum LookStore {
    static func insert(
        _ act: Act, _ look: Look, _ records: [(id: Identifier<RegistryRecord>, people: [Identifier<Act.Party>])],
        registry: String,
        _ tx: any WriteTransaction
    ) throws {
        let (kind, actor) = LookedAt.columns(of: act.actor)
        let fields = look.fields.map { $0.sorted().joined(separator: ",") }
        let rows = records.flatMap { record in
            Set(record.people).map { person -> SQL in
                """
                (\(person), \(act.id), \(record.id), \(act.at), \(registry), \(kind), \(actor), \(act.agency), \(look.purpose.stored),
                \(look.purpose.caseReference), \(look.purpose.casePath), \(fields))
                """
            }
        }
        // PostgreSQL takes 65535 parameters in a statement, SQLite 32766.
        for start in stride(from: 0, to: rows.count, by: 500) {
            let chunk = Array(rows[start..<min(start + 500, rows.count)])
            try tx.execute(
                """
                INSERT INTO registries_looks (person, act, record, at, registry, actor_kind, actor, agency, purpose, case_reference,
                    case_path, fields) VALUES \(chunk.joined(separator: ", "))
                """)
        }
    }

    /// The newest first.
    static func looks(
        at person: Identifier<Act.Party>, before: Identifier<Act>?, from: Instant?, until: Instant?, limit: Int,
        _ tx: any ReadTransaction
    ) throws -> [LookedAt] {
        var conditions: [SQL] = ["person = \(person)"]
        if let before { conditions.append("act < \(before)") }
        if let from { conditions.append("at >= \(from)") }
        if let until { conditions.append("at < \(until)") }
        return try tx.rows(
            """
            SELECT act, record, at, registry, actor_kind, actor, agency, purpose, case_reference, case_path, fields
            FROM registries_looks WHERE \(conditions.joined(separator: " AND ")) ORDER BY act DESC, record LIMIT \(limit)
            """
        ).map(LookedAt.init)
    }

    static func count(
        at person: Identifier<Act.Party>, from: Instant?, until: Instant?, _ tx: any ReadTransaction
    ) throws -> Int {
        var conditions: [SQL] = ["person = \(person)"]
        if let from { conditions.append("at >= \(from)") }
        if let until { conditions.append("at < \(until)") }
        return try tx.value(
            Int.self, "SELECT count(*) FROM registries_looks WHERE \(conditions.joined(separator: " AND "))") ?? 0
    }

    static func erase(_ person: Identifier<Act.Party>, _ tx: any WriteTransaction) throws {
        try tx.execute("DELETE FROM registries_looks WHERE person = \(person)")
    }
}
