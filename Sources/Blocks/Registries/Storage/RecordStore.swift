import Base
import Journal
import Store

/// All SQL about records and their versions.
enum RecordStore {
    // MARK: Reading

    /// The version of a record that was true and known then.
    static func version(_ record: Identifier<RegistryRecord>, _ moment: AsOf, _ tx: any ReadTransaction) throws
        -> VersionRow?
    {
        try tx.row(
            "SELECT \(VersionRow.columns) FROM registries_versions v WHERE v.record = \(record) AND \(at(moment)) LIMIT 1"
        ).map(VersionRow.init)
    }

    /// What is known now of a record, in order of time.
    static func current(_ record: Identifier<RegistryRecord>, _ tx: any ReadTransaction) throws -> [VersionRow] {
        try tx.rows(
            """
            SELECT \(VersionRow.columns) FROM registries_versions v
            WHERE v.record = \(record) AND v.superseded_at = \(Instant.endless) ORDER BY v.valid_from
            """
        ).map(VersionRow.init)
    }

    /// Everything that was ever recorded of it, in the order of recording.
    static func all(_ record: Identifier<RegistryRecord>, _ tx: any ReadTransaction) throws -> [VersionRow] {
        try tx.rows(
            """
            SELECT \(VersionRow.columns) FROM registries_versions v
            WHERE v.record = \(record) ORDER BY v.recorded_at, v.valid_from, v.id
            """
        ).map(VersionRow.init)
    }

    static func registry(of record: Identifier<RegistryRecord>, _ tx: any ReadTransaction) throws -> String? {
        try tx.value(String.self, "SELECT registry FROM registries_records WHERE id = \(record)")
    }

    /// The versions of records that ever had a value in an indexed field, as they were then.
    static func candidates(
        _ registry: String, _ field: String, _ value: String, _ moment: AsOf, _ tx: any ReadTransaction,
        _ each: (VersionRow) throws -> Bool
    ) throws {
        try tx.forEach(
            """
            SELECT \(VersionRow.columns) FROM registries_index i JOIN registries_versions v ON v.record = i.record
            WHERE i.registry = \(registry) AND i.field = \(field) AND i.content = \(value) AND \(at(moment))
            """
        ) { try each(VersionRow($0)) }
    }

    /// The current versions of other records with that value, at any time within the period.
    static func rivals(
        _ registry: String, _ field: String, _ value: String, during period: Period,
        but record: Identifier<RegistryRecord>,
        _ tx: any ReadTransaction
    ) throws -> [VersionRow] {
        try tx.rows(
            """
            SELECT \(VersionRow.columns) FROM registries_index i JOIN registries_versions v ON v.record = i.record
            WHERE i.registry = \(registry) AND i.field = \(field) AND i.content = \(value) AND v.superseded_at = \(Instant.endless)
                AND v.valid_from < \(period.until) AND v.valid_until > \(period.from) AND v.record <> \(record)
            """
        ).map(VersionRow.init)
    }

    /// All records of a registry as they were then, in the order of their making.
    static func scan(
        _ registry: String, _ moment: AsOf, after: Identifier<RegistryRecord>? = nil, _ tx: any ReadTransaction,
        _ each: (VersionRow) throws -> Bool
    ) throws {
        let page: SQL = after.map { "AND r.id > \($0)" } ?? ""
        try tx.forEach(
            """
            SELECT \(VersionRow.columns) FROM registries_records r JOIN registries_versions v ON v.record = r.id
            WHERE r.registry = \(registry) AND \(at(moment)) \(page) ORDER BY r.id
            """
        ) { try each(VersionRow($0)) }
    }

    /// The records of which one of these fields ever had that value.
    static func everIndexed(
        _ registry: String, _ fields: [String], _ value: String, _ tx: any ReadTransaction
    ) throws -> [Identifier<RegistryRecord>] {
        try tx.rows(
            """
            SELECT DISTINCT record FROM registries_index
            WHERE registry = \(registry) AND field IN (\(list: fields)) AND content = \(value) ORDER BY record
            """
        ).map { try $0[0] }
    }

    static func search(
        _ registry: String, _ words: String, _ moment: AsOf, limit: Int, _ tx: any ReadTransaction
    ) throws -> [VersionRow] {
        try tx.rows(
            """
            SELECT \(VersionRow.columns) FROM (\(RecordSearch.index.matches(words, tx.dialect))) m
            JOIN registries_versions v ON v.record = m.id
            WHERE v.registry = \(registry) AND \(at(moment)) ORDER BY m.rank DESC, v.record LIMIT \(limit)
            """
        ).map(VersionRow.init)
    }

    static func at(_ moment: AsOf) -> SQL {
        let known: SQL =
            moment.recorded.map { "v.recorded_at <= \($0) AND v.superseded_at > \($0)" }
            ?? "v.superseded_at = \(Instant.endless)"
        return "\(known) AND v.valid_from <= \(moment.valid) AND v.valid_until > \(moment.valid)"
    }

    static func count(_ registry: String, _ tx: any ReadTransaction) throws -> Int {
        try tx.value(Int.self, "SELECT count(*) FROM registries_records WHERE registry = \(registry)") ?? 0
    }

    // MARK: Writing

    static func insert(
        _ record: Identifier<RegistryRecord>, _ registry: String, at now: Instant, _ tx: any WriteTransaction
    ) throws {
        try tx.execute(
            "INSERT INTO registries_records (id, registry, created_at) VALUES (\(record), \(registry), \(now))")
    }

    static func insert(_ row: VersionRow, _ registry: String, definition: Int, _ tx: any WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO registries_versions (id, record, registry, definition, valid_from, valid_until, recorded_at, superseded_at,
                content, kind, is_new, act)
            VALUES (\(row.id), \(row.record), \(registry), \(definition), \(row.valid.from), \(row.valid.until), \(row.recorded.from),
                \(row.recorded.until), \(VersionRow.text(row.values)), \(row.kind), \(row.isNew), \(row.act))
            """)
    }

    static func supersede(_ versions: [Identifier<RecordVersion>], at now: Instant, _ tx: any WriteTransaction) throws {
        try tx.execute("UPDATE registries_versions SET superseded_at = \(now) WHERE id IN (\(list: versions))")
    }

    static func index(
        _ record: Identifier<RegistryRecord>, _ values: [String: JSON], _ definition: RegistryDefinition,
        _ tx: any WriteTransaction
    ) throws {
        let rows = definition.indexedFields.flatMap { field in
            Set(Field.indexText(values[field.name] ?? .null)).sorted().map { value -> SQL in
                "(\(definition.key), \(field.name), \(value), \(record))"
            }
        }
        if rows.isEmpty { return }
        try tx.execute(
            """
            INSERT INTO registries_index (registry, field, content, record) VALUES \(rows.joined(separator: ", "))
            ON CONFLICT DO NOTHING
            """)
    }

    /// Forgets what was true of a person's record; that there was one stays.
    static func blank(_ record: Identifier<RegistryRecord>, _ tx: any WriteTransaction) throws {
        try tx.execute("UPDATE registries_versions SET content = '{}' WHERE record = \(record)")
        try tx.execute("DELETE FROM registries_index WHERE record = \(record)")
        try RecordSearch.index.remove(record, in: tx)
    }
}
