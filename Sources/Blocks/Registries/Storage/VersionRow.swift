import Base
import Journal
import Store

/// A row of `registries_versions`.
struct VersionRow: Sendable {
    var id: Identifier<RecordVersion>
    var record: Identifier<RegistryRecord>
    var valid: Period
    var recorded: Period
    var values: [String: JSON]
    var kind: ChangeKind
    /// Whether the change was about this period; otherwise it is what a cut left of an older version.
    var isNew: Bool
    var act: Identifier<Act>

    static let columns: SQL =
        "v.id, v.record, v.valid_from, v.valid_until, v.recorded_at, v.superseded_at, v.content, v.kind, v.is_new, v.act"

    init(
        id: Identifier<RecordVersion>, record: Identifier<RegistryRecord>, valid: Period, recorded: Period,
        values: [String: JSON], kind: ChangeKind, isNew: Bool, act: Identifier<Act>
    ) {
        (self.id, self.record, self.valid, self.recorded) = (id, record, valid, recorded)
        (self.values, self.kind, self.isNew, self.act) = (values, kind, isNew, act)
    }

    init(_ row: Row) throws {
        id = try row[0]
        record = try row[1]
        valid = Period(from: try row[2], until: try row[3])
        recorded = Period(from: try row[4], until: try row[5])
        values = Self.values(try row[6])
        kind = try row[7]
        isNew = try row[8]
        act = try row[9]
    }

    static func values(_ text: String) -> [String: JSON] {
        let members = (try? JSON(parsing: text))?.object ?? []
        return Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }

    /// In the order of their names, so that equal values have equal texts.
    static func text(_ values: [String: JSON]) -> String {
        String(decoding: object(values).bytes(), as: UTF8.self)
    }

    static func object(_ values: [String: JSON]) -> JSON {
        .object(values.filter { $0.value != .null }.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) })
    }

    func record(_ definition: RegistryDefinition) -> RegistryRecord {
        RegistryRecord(
            id: record, definition: definition, version: id, values: values, valid: valid, recorded: recorded,
            kind: kind, act: act)
    }
}

extension ChangeKind: SQLConvertible {}
