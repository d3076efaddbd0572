import Base
import Journal

/// One change of a record: what was recorded together, and what it changed.
public struct RecordEvent: Sendable {
    public var act: Identifier<Act>
    public var kind: ChangeKind
    public var recordedAt: Instant
    /// The times that the change is about.
    public var periods: [Period]
    /// Against what was known before of the same time; for a creation everything.
    public var difference: RecordDifference

    /// The events of a record's versions (in the order of recording).
    static func events(_ rows: [VersionRow], _ definition: RegistryDefinition, fields: Set<String>?) -> [RecordEvent] {
        func visible(_ values: [String: JSON]) -> [String: JSON] {
            guard let fields else { return values }
            return values.filter { fields.contains($0.key) }
        }
        var events: [RecordEvent] = []
        for row in rows {
            let ended = row.kind == .ended && !row.isNew
            guard row.isNew || ended else { continue }
            if let last = events.indices.last, events[last].act == row.act {
                if row.isNew { events[last].periods.append(row.valid) }
                continue
            }
            // What was known of the same time until this was recorded.
            let before = rows.last {
                $0.recorded.until == row.recorded.from && $0.valid.overlaps(row.valid) && $0.act != row.act
            }
            let period = ended ? Period(from: row.valid.until) : row.valid
            let after = ended ? (before?.values ?? [:]) : row.values
            events.append(
                RecordEvent(
                    act: row.act, kind: row.kind, recordedAt: row.recorded.from, periods: [period],
                    difference: RecordDifference(
                        from: visible(before?.values ?? [:]), to: visible(after), in: definition)))
        }
        return events
    }
}
