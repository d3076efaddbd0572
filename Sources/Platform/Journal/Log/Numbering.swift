import Base
import Store

/// What one copy of the program does at a time, for as long as its transaction runs.
enum LogWork: Int64 {
    /// Writing tiles and checkpoints: "polity-j" as a number, the key of the advisory lock.
    case log = 8_101_523_914_428_374_378
    /// Giving numbers to acts: "polity-n". It goes on while the batch before is integrated.
    case numbering = 8_101_523_914_428_374_382
}

extension WriteTransaction {
    /// Whether this transaction may do this work. On SQLite there is one writer anyway.
    func leads(_ work: LogWork) throws -> Bool {
        switch dialect {
        case .sqlite: true
        case .postgres: try value(Bool.self, "SELECT pg_try_advisory_xact_lock(\(work.rawValue))") ?? false
        }
    }

    /// Gives numbers, in the order of time, to acts that wait for one, and returns how many (PostgreSQL).
    func numberActs(atMost limit: Int) throws -> Int {
        let last = try lastActNumber()
        return try execute(
            """
            WITH next AS (
                DELETE FROM journal_waiting
                WHERE ctid = ANY(ARRAY(SELECT ctid FROM journal_waiting ORDER BY at, id LIMIT \(limit)))
                RETURNING at, id)
            INSERT INTO journal_numbers (number, id)
            SELECT \(last) + row_number() OVER (ORDER BY at, id), id FROM next ORDER BY at, id
            """)
    }
}
