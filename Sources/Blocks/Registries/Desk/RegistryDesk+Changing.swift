import Base
import FEEL
import Journal
import Store

extension RegistryDesk {
    /// Makes a record. In a registry that identifies people, one without a party gets a party of its own.
    ///
    /// Throws `RegistryError.refused` with every mistake.
    @discardableResult
    public func create(
        in registry: String, _ values: [String: JSON], valid: Period, by change: RecordChange,
        in tx: any WriteTransaction
    ) throws -> RegistryRecord {
        let definition = try definition(registry)
        guard !valid.isEmpty else { throw RegistryError.notInForce }
        var (formed, mistakes) = formed(values, definition)
        if definition.identifies != nil, let field = definition.about.first, formed[field] == nil {
            formed[field] = .string(Identifier<Act.Party>(at: change.at).description)
        }
        let id = Identifier<RegistryRecord>(at: change.at)
        if mistakes.isEmpty { mistakes = self.mistakes(formed, definition, now: change.at) }
        if mistakes.isEmpty { mistakes = try conflicts(formed, definition, id, valid, in: tx) }
        guard mistakes.isEmpty else { throw RegistryError.refused(mistakes) }
        let act = act(.created, id, definition, [valid], formed, concerns: definition.concerns(formed), change)
        try RecordStore.insert(id, registry, at: change.at, tx)
        let row = VersionRow(
            id: Identifier(at: change.at), record: id, valid: valid, recorded: Period(from: change.at), values: formed,
            kind: .created,
            isNew: true, act: act.id)
        try RecordStore.insert(row, registry, definition: version(of: definition, at: change.at, tx), tx)
        try RecordStore.index(id, formed, definition, tx)
        try RecordSearch.index.index(id, RecordSearch.document([formed], definition), isNew: true, in: tx)
        try tx.record(act)
        return row.record(definition)
    }

    /// The world changed: from `from` on, the fields have these values (`null` takes one away). What was true before stays.
    @discardableResult
    public func change(
        _ record: Identifier<RegistryRecord>, set values: [String: JSON], from: Instant, by change: RecordChange,
        in tx: any WriteTransaction
    ) throws -> RegistryRecord {
        try modify(record, .changed, during: Period(from: from), values, by: change, in: tx)
    }

    /// What was recorded was wrong: during `period` the fields had these values all along. What was believed stays readable.
    @discardableResult
    public func correct(
        _ record: Identifier<RegistryRecord>, set values: [String: JSON], during period: Period,
        by change: RecordChange,
        in tx: any WriteTransaction
    ) throws -> RegistryRecord {
        try modify(record, .corrected, during: period, values, by: change, in: tx)
    }

    /// The record is no longer in force from `from` on.
    public func end(
        _ record: Identifier<RegistryRecord>, from: Instant, by change: RecordChange, in tx: any WriteTransaction
    ) throws {
        let (definition, rows, timeline) = try known(record, tx)
        let edit = timeline.edit(Period(from: from)) { _ in nil }
        guard !edit.superseded.isEmpty else { throw RegistryError.notInForce }
        let concerns = Set(edit.superseded.flatMap { definition.concerns(rows[$0].values) })
        let act = act(.ended, record, definition, [Period(from: from)], nil, concerns: concerns.sorted(), change)
        try write(edit, rows, record, definition, .ended, act, change, tx)
    }

    private func modify(
        _ record: Identifier<RegistryRecord>, _ kind: ChangeKind, during period: Period, _ values: [String: JSON],
        by change: RecordChange, in tx: any WriteTransaction
    ) throws -> RegistryRecord {
        let (definition, rows, timeline) = try known(record, tx)
        guard timeline.pieces.contains(where: { $0.period.overlaps(period) }), !period.isEmpty else {
            throw RegistryError.notInForce
        }
        let (formed, mistakes) = formed(values, definition)
        guard mistakes.isEmpty else { throw RegistryError.refused(mistakes) }
        let edit = timeline.edit(period) { before in
            var after = before
            for name in values.keys { after[name] = formed[name] }
            return after
        }
        guard !edit.isEmpty else { throw RegistryError.nothingChanged }
        let changed = edit.added.filter(\.isNew).map(\.piece)
        for piece in changed {
            var mistakes = self.mistakes(piece.value, definition, now: change.at)
            if mistakes.isEmpty { mistakes = try conflicts(piece.value, definition, record, piece.period, in: tx) }
            guard mistakes.isEmpty else { throw RegistryError.refused(mistakes) }
        }
        let concerns = Set(
            changed.flatMap { definition.concerns($0.value) }
                + edit.superseded.flatMap { definition.concerns(rows[$0].values) })
        let set = Dictionary(uniqueKeysWithValues: values.keys.map { ($0, formed[$0] ?? .null) })
        let act = act(kind, record, definition, changed.map(\.period), set, concerns: concerns.sorted(), change)
        let written = try write(edit, rows, record, definition, kind, act, change, tx)
        guard let shown = written.first(where: \.isNew) else { throw RegistryError.nothingChanged }
        return shown.record(definition)
    }

    private func known(
        _ record: Identifier<RegistryRecord>, _ tx: any ReadTransaction
    ) throws -> (RegistryDefinition, [VersionRow], RecordTimeline<[String: JSON]>) {
        guard let registry = try RecordStore.registry(of: record, tx) else { throw RegistryError.unknownRecord }
        let rows = try RecordStore.current(record, tx)
        return (try definition(registry), rows, RecordTimeline(rows.map { .init(period: $0.valid, value: $0.values) }))
    }

    @discardableResult
    private func write(
        _ edit: RecordTimeline<[String: JSON]>.Edit, _ rows: [VersionRow], _ record: Identifier<RegistryRecord>,
        _ definition: RegistryDefinition, _ kind: ChangeKind, _ act: Act, _ change: RecordChange,
        _ tx: any WriteTransaction
    ) throws -> [VersionRow] {
        // Recorded time never runs backward in one record, even where a clock did.
        let last = rows.map(\.recorded.from).max() ?? change.at
        let now = max(change.at, last + .microseconds(1))
        try RecordStore.supersede(edit.superseded.map { rows[$0].id }, at: now, tx)
        let definitionVersion = try version(of: definition, at: change.at, tx)
        var written: [VersionRow] = []
        for (piece, isNew) in edit.added {
            let row = VersionRow(
                id: Identifier(at: now), record: record, valid: piece.period, recorded: Period(from: now),
                values: piece.value, kind: kind,
                isNew: isNew, act: act.id)
            try RecordStore.insert(row, definition.key, definition: definitionVersion, tx)
            if isNew { try RecordStore.index(record, piece.value, definition, tx) }
            written.append(row)
        }
        let kept = rows.enumerated().filter { !edit.superseded.contains($0.offset) }.map(\.element.values)
        try RecordSearch.index.index(record, RecordSearch.document(kept + written.map(\.values), definition), in: tx)
        try tx.record(act)
        return written
    }

    private func act(
        _ kind: ChangeKind, _ record: Identifier<RegistryRecord>, _ definition: RegistryDefinition, _ periods: [Period],
        _ values: [String: JSON]?, concerns: [Identifier<Act.Party>], _ change: RecordChange
    ) -> Act {
        var detail: [JSON.Member] = [.init("registry", .string(definition.key))]
        detail.append(
            .init(
                "valid",
                .array(
                    periods.map { period in
                        [
                            "from": .string(period.from.iso8601),
                            "until": period.isEndless ? .null : .string(period.until.iso8601),
                        ]
                    })))
        if let values {
            detail.append(.init("values", .object(values.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) })))
        }
        if let reference = change.caseReference { detail.append(.init("case", .string(reference))) }
        return Act(
            RegistryActs.verb(kind), Act.Subject("registry-record", record), by: change.actor, at: change.at,
            agency: change.agency,
            onBehalfOf: change.onBehalfOf, purpose: change.reason, concerns: concerns, detail: .object(detail))
    }
}
