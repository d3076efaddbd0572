import Base
import BuildingBlock
import Store
import Web

/// Says what records hold, in the reader's language.
struct RecordWords: Sendable {
    let desk: RegistryDesk
    let language: Language
    /// What parties, and records that are referred to, are called.
    var names: [String: String] = [:]

    init(_ desk: RegistryDesk, in language: Language) {
        self.desk = desk
        self.language = language
    }

    var format: Format { Format(language, zone: desk.platform.jurisdiction.calendar.zone) }

    func text(_ key: String, _ arguments: [String: Texts.Argument] = [:]) -> String {
        desk.platform.texts("registries.\(key)", in: language, arguments)
    }

    func agency(_ key: String?) -> String {
        guard let key else { return "" }
        return desk.platform.jurisdiction.agency(key)?.name(in: language) ?? key
    }

    /// Learns what the parties and references in records are called.
    mutating func learn(
        _ records: [[String: JSON]], _ definition: RegistryDefinition, at now: Instant, _ tx: any ReadTransaction
    ) throws {
        var parties: Set<String> = []
        for field in definition.fields {
            let values = Set(records.compactMap { $0[field.name]?.string })
            if field.type.isParty { parties.formUnion(values) }
            guard field.type == .reference, let registry = field.registry, let target = try? desk.definition(registry),
                let key = target.recordKey.first
            else { continue }
            for value in values {
                try RecordStore.candidates(registry, key, value, AsOf(valid: now), tx) { row in
                    names["\(registry) \(value)"] = target.name(row.values)
                    return false
                }
            }
        }
        names.merge(try desk.names(of: parties, at: now, in: tx)) { $1 }
    }

    /// The value of a field, a line each where there are several; empty where there is none.
    func lines(_ field: Field, _ value: JSON?) -> [String] {
        switch (field.type, value) {
        case (_, nil), (_, .null?): []
        case (.choice, .array(let keys)?): keys.compactMap(\.string).map { choice(field, $0) }
        case (.choice, .string(let key)?): [choice(field, key)]
        case (.date, .string(let text)?): [LocalDate(text).map { format.date($0) } ?? text]
        case (.dateTime, .string(let text)?): [Instant(iso8601: text).map { format.dateTime($0) } ?? text]
        case (.yesNo, .bool(let flag)?): [text(flag ? "yes" : "no")]
        case (.money, .string(let text)?): [Money(text, desk.currency).map { format.money($0) } ?? text]
        case (.integer, .integer(let number)?): [field.name.contains("year") ? String(number) : format.number(number)]
        case (.person, .string(let party)?), (.organisation, .string(let party)?):
            [names[party] ?? text("party.unknown")]
        case (.reference, .string(let key)?):
            // What it is called, then the key that it is found by.
            names["\(field.registry ?? "") \(key)"].map { [$0, key] } ?? [key]
        case (_, .string(let text)?): text.split(separator: "\n").map(String.init)
        case (_, .integer(let number)?): [String(number)]
        default: []
        }
    }

    private func choice(_ field: Field, _ key: String) -> String {
        field.choices.first { $0.key == key }?.label(in: language) ?? key
    }

    /// The value in one line, as short as can be.
    func line(_ field: Field, _ value: JSON?) -> String {
        if field.type == .date, let date = value?.string.flatMap(LocalDate.init) { return format.date(date, .short) }
        if field.type == .reference { return lines(field, value).first ?? "–" }
        let lines = lines(field, value)
        return lines.isEmpty ? "–" : lines.joined(separator: ", ")
    }

    /// Facts in pairs, of the fields that have a value.
    func facts(_ values: [String: JSON], _ definition: RegistryDefinition) -> UI.SummaryList {
        UI.SummaryList(
            definition.told.compactMap { field in
                let lines = lines(field, values[field.name])
                guard !lines.isEmpty else { return nil }
                var row = UI.SummaryRow(field.label(in: language))
                row.lines = lines
                return row
            })
    }

    /// "Since 3 March 2020", "3 March 2020 to 2 March 2030"
    func period(_ period: Period) -> String {
        let from = format.date(period.from)
        guard !period.isEndless else { return text("period.since", ["from": .text(from)]) }
        // The end is the midnight after the last day.
        return text(
            "period.between", ["from": .text(from), "until": .text(format.date(period.until - .microseconds(1)))])
    }

    /// What the record is called, in full: names, not identifiers.
    func title(_ record: RegistryRecord) -> String {
        let name = record.name
        return name.isEmpty ? record.definition.recordTitle(in: language) : name
    }

    /// What one field's change was: "Valid until: 3 March 2026 → 3 March 2036".
    func change(_ change: RecordDifference.FieldChange, _ definition: RegistryDefinition) -> String {
        guard let field = definition.field(change.field) else { return change.field }
        let after = line(field, change.after)
        guard change.before != nil else { return "\(field.label(in: language)): \(after)" }
        return text(
            "history.change",
            [
                "field": .text(field.label(in: language)), "before": .text(line(field, change.before)),
                "after": .text(after),
            ])
    }

    func mistake(_ mistake: FieldMistake, _ definition: RegistryDefinition) -> String {
        mistake.words(desk.platform.texts, language, definition)
    }
}

extension RegistryDefinition {
    /// The fields that are told: all but the identity that a registry gives, which says nothing to people.
    var told: [Field] { identifies == nil ? fields : fields.filter { !about.contains($0.name) } }
}
