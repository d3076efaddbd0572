import Base
import BuildingBlock
import Journal
import Store

/// Loads records from a CSV file: its header names fields, and perhaps `valid from` and `valid until`. A row whose key is in force
/// already changes that record; a row that says what is so already does nothing.
///
/// The file is read twice: once to check every cell, once to write, in one transaction. Nothing is loaded by half.
struct RegistryImport: Sendable {
    let desk: RegistryDesk
    let definition: RegistryDefinition
    let path: String
    let change: RecordChange
    /// When rows without `valid from` begin to hold.
    let validFrom: Instant
    /// The day from which `today-3y` is counted, where sample data says so.
    var today: LocalDate? = nil

    static let validFrom = "valid from"
    static let validUntil = "valid until"
    /// Mistakes in a file that is wrong from end to end are told only so often.
    static let rejectLimit = 10_000

    /// Reads every row within `tx`. With a write transaction and `apply` the rows are written on the way; whoever applies checked before.
    func run(apply: (any WriteTransaction)?, in tx: any ReadTransaction) throws -> ImportReport {
        var report = ImportReport()
        var source = try CSVSource(path: path)
        guard let header = try source.next() else {
            report.rejects.append(cell(1, "", "the file is empty"))
            return report
        }
        let columns = header.fields.map { $0.trimmed }
        report.rejects += headerMistakes(columns)
        guard report.isClean else { return report }
        var keys: [[JSON]: Int] = [:]
        while let row = try source.next() {
            report.rows += 1
            guard report.rejects.count < Self.rejectLimit else { break }
            guard row.fields.count == columns.count else {
                report.rejects.append(
                    cell(row.line, "", "has \(row.fields.count) cells where the header has \(columns.count)"))
                continue
            }
            let read = try read(row.fields.map { $0.trimmed }, columns, in: tx)
            var mistakes = read.mistakes
            if mistakes.isEmpty, let key = key(read.values) {
                if let line = keys[key] {
                    mistakes.append((definition.recordKey.joined(separator: " and "), "stands on line \(line) too"))
                }
                keys[key] = row.line
            }
            if mistakes.isEmpty {
                mistakes += try take(read.values, read.period, apply, tx, &report)
            }
            report.rejects += mistakes.map { cell(row.line, $0.column, $0.reason) }
        }
        report.isApplied = apply != nil && report.isClean
        return report
    }

    private func cell(_ line: Int, _ column: String, _ reason: String) -> RejectedCell {
        RejectedCell(file: path, line: line, column: column, reason: reason)
    }

    private func headerMistakes(_ columns: [String]) -> [RejectedCell] {
        var seen: Set<String> = []
        var rejects: [RejectedCell] = []
        for column in columns {
            if !seen.insert(column).inserted { rejects.append(cell(1, column, "stands twice")) }
            if definition.field(column) == nil, column != Self.validFrom, column != Self.validUntil {
                let known = definition.fields.map(\.name).joined(separator: ", ")
                rejects.append(cell(1, column, "is not a field of \(definition.key); fields are \(known)"))
            }
        }
        for name in definition.recordKey where !columns.contains(name) {
            rejects.append(cell(1, name, "is the key and has no column"))
        }
        return rejects
    }

    private typealias Mistakes = [(column: String, reason: String)]

    private func read(
        _ cells: [String], _ columns: [String], in tx: any ReadTransaction
    ) throws -> (values: [String: JSON], period: Period, mistakes: Mistakes) {
        var values: [String: JSON] = [:]
        var mistakes: Mistakes = []
        var period = Period(from: validFrom)
        for (column, cell) in zip(columns, cells) {
            let text = today.flatMap { RelativeDay.date(cell, from: $0)?.description } ?? cell
            if column == Self.validFrom || column == Self.validUntil {
                guard !text.isEmpty else { continue }
                guard let date = LocalDate(text) else {
                    mistakes.append((column, "is not a date like 2026-03-01"))
                    continue
                }
                let instant = desk.platform.jurisdiction.calendar.zone.startOfDay(date)
                if column == Self.validFrom { period.from = instant } else { period.until = instant }
                continue
            }
            guard let field = definition.field(column) else { continue }
            if field.type.isParty, !text.isEmpty {
                if let party = try desk.party(text, field.type, at: change.at, in: tx) {
                    values[column] = .string(party.description)
                } else {
                    mistakes.append((column, FieldMistake(column, .notAParty).description))
                }
                continue
            }
            do {
                values[column] = try field.value(from: text, currency: desk.currency)
            } catch {
                mistakes.append((column, FieldMistake(column, error.reason).description))
            }
        }
        if period.isEmpty { mistakes.append((Self.validUntil, "ends before it begins")) }
        return (values, period, mistakes)
    }

    private func key(_ values: [String: JSON]) -> [JSON]? {
        let key = definition.recordKey.compactMap { values[$0] == .null ? nil : values[$0] }
        return key.isEmpty || key.count != definition.recordKey.count ? nil : key
    }

    /// Checks a row, or writes it.
    private func take(
        _ values: [String: JSON], _ period: Period, _ apply: (any WriteTransaction)?, _ tx: any ReadTransaction,
        _ report: inout ImportReport
    ) throws -> Mistakes {
        // A little later each, so that records keep the order of the file.
        var change = change
        change.at = change.at + .microseconds(report.rows)
        do {
            if let known = try inForce(values, period, tx) {
                let differs = values.contains { (known.values[$0.key] ?? .null) != $0.value }
                if differs {
                    report.changed += 1
                    let merged = known.values.merging(values) { $1 }.filter { $0.value != .null }
                    try check(merged, known.record, Period(from: period.from, until: known.valid.until), tx)
                    if let apply {
                        try desk.change(known.record, set: values, from: period.from, by: change, in: apply)
                    }
                } else {
                    report.unchanged += 1
                }
            } else {
                report.created += 1
                if let apply {
                    try desk.create(in: definition.key, values, valid: period, by: change, in: apply)
                } else {
                    try check(values.filter { $0.value != .null }, Identifier(at: change.at), period, tx)
                }
            }
            return []
        } catch RegistryError.refused(let mistakes) {
            return mistakes.map { ($0.field ?? "", $0.description) }
        }
    }

    private func check(
        _ values: [String: JSON], _ record: Identifier<RegistryRecord>, _ period: Period, _ tx: any ReadTransaction
    ) throws {
        var values = values
        // A party of its own is given when the record is made.
        if definition.identifies != nil, let field = definition.about.first, values[field] == nil {
            values[field] = .string(record.description)
        }
        let (formed, formMistakes) = desk.formed(values, definition)
        var mistakes = formMistakes
        if mistakes.isEmpty { mistakes = desk.mistakes(formed, definition, now: change.at) }
        if mistakes.isEmpty { mistakes = try desk.conflicts(formed, definition, record, period, in: tx) }
        if !mistakes.isEmpty { throw RegistryError.refused(mistakes) }
    }

    private func inForce(_ values: [String: JSON], _ period: Period, _ tx: any ReadTransaction) throws -> VersionRow? {
        guard let key = key(values), let field = definition.recordKey.first, let first = key.first,
            let text = Field.indexText(first).first
        else { return nil }
        var found: VersionRow?
        try RecordStore.candidates(definition.key, field, text, AsOf(valid: period.from), tx) { row in
            if definition.recordKey.compactMap({ row.values[$0] }) == key { found = row }
            return found == nil
        }
        return found
    }
}

extension RegistryDesk {
    /// Reads a CSV file into a registry; without `apply` it is only checked. Where anything is refused, nothing is written.
    ///
    /// Throws where the file cannot be read at all, with the line.
    public func load(
        _ path: String, into registry: String, apply: Bool, validFrom: Instant? = nil, today: LocalDate? = nil,
        by change: RecordChange
    ) async throws -> ImportReport {
        let job = RegistryImport(
            desk: self, definition: try definition(registry), path: path, change: change,
            validFrom: validFrom ?? change.at,
            today: today)
        do {
            let checked = try await platform.database.read { tx in try job.run(apply: nil, in: tx) }
            guard apply, checked.isClean else { return checked }
            return try await platform.database.write { tx in
                let report = try job.run(apply: tx, in: tx)
                // The file or the registry changed in between: nothing is written.
                guard report.isClean else { throw Refused(report: report) }
                try job.record(report, in: tx)
                return report
            }
        } catch let refused as Refused {
            return refused.report
        } catch let unreadable as CSVSource.Unreadable {
            return ImportReport(
                rejects: [RejectedCell(file: path, line: unreadable.line, column: "", reason: unreadable.description)])
        }
    }

    private struct Refused: Error { var report: ImportReport }
}

extension RegistryImport {
    fileprivate func record(_ report: ImportReport, in tx: any WriteTransaction) throws {
        var act = Act(
            RegistryActs.imported, Act.Subject("registry", Identifier<RegistryDefinition>(at: change.at)),
            by: change.actor,
            at: change.at, agency: change.agency, purpose: change.reason)
        act.detail = [
            "registry": .string(definition.key), "created": .integer(Int64(report.created)),
            "changed": .integer(Int64(report.changed)), "unchanged": .integer(Int64(report.unchanged)),
        ]
        try tx.record(act)
    }
}

extension String {
    /// Without white space around it.
    var trimmed: String {
        var view = self[...]
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }
}
