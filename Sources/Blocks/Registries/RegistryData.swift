import Base
import BuildingBlock
import Journal
import Store

extension RegistryDesk {
    /// Public registers as open data.
    var datasets: [OpenDataset] {
        definitions.compactMap { definition in
            guard let publicity = definition.publicity, let name = publicity.dataset else { return nil }
            let fields = definition.fields.filter { publicity.fields.contains($0.name) }
            let key = definition.key
            let desk = self
            return OpenDataset(
                name: name, title: definition.title, description: definition.description ?? definition.title,
                licence: publicity.licence,
                columns: fields.map { OpenDataset.Column(Self.column($0.name), Self.kind($0), $0.label) },
                records: { tx, each in
                    // As it was when the program began to write; the file is written anew every minute.
                    let now = desk.platform.time.now()
                    try RecordStore.scan(key, AsOf(valid: now), tx) { row in
                        try each(fields.map { Self.plain($0, row.values[$0.name] ?? .null) })
                    }
                })
        }
    }

    private static func column(_ name: String) -> String { name.replacing(" ", with: "_") }

    private static func kind(_ field: Field) -> OpenDataset.Column.Kind {
        switch field.type {
        case .integer: .integer
        case .number, .money: .number
        case .yesNo: .boolean
        case .dateTime: .instant
        default: .text
        }
    }

    private static func plain(_ field: Field, _ value: JSON) -> JSON {
        switch (field.type, value) {
        case (.number, .string(let text)), (.money, .string(let text)): Double(text).map(JSON.number) ?? .null
        case (_, .array(let items)): .string(items.compactMap(\.string).joined(separator: " "))
        default: value
        }
    }

    /// What the registers hold about a person, with its history; and who looked.
    var personalData: [PersonalDataSource] {
        let desk = self
        return [
            PersonalDataSource(
                name: "registries.records",
                title: LocalizedText(
                    "Records in registers", in: .english,
                    translations: [.french: "Fiches dans les registres", .arabic: "قيود في السجلات"]),
                export: { party, tx in try desk.export(party, tx) },
                erase: { party, tx, now in try desk.erase(party, at: now, tx) }),
            PersonalDataSource(
                name: "registries.looks",
                title: LocalizedText(
                    "Who looked at records about you", in: .english,
                    translations: [.french: "Qui a consulté vos fiches", .arabic: "من اطّلع على قيودك"]),
                export: { party, tx in
                    .array(
                        try desk.looks(at: party, limit: 10_000, in: tx).map { look in
                            [
                                "at": .string(look.at.iso8601), "registry": .string(look.registry),
                                "agency": look.agency.map(JSON.string) ?? .null,
                                "purpose": .string(look.purpose.text(in: look.purpose.text.original)),
                                "case": look.purpose.caseReference.map(JSON.string) ?? .null,
                                "fields": look.fields.map { .array($0.map(JSON.string)) } ?? .null,
                            ]
                        })
                },
                erase: { party, tx, _ in try LookStore.erase(party, tx) }),
        ]
    }

    private func export(_ party: Identifier<Act.Party>, _ tx: any ReadTransaction) throws -> JSON {
        .array(
            try everRecorded(about: party, tx).flatMap { definition, record in
                try RecordStore.all(record, tx).filter { definition.concerns($0.values).contains(party) }.map {
                    row -> JSON in
                    [
                        "registry": .string(definition.key), "record": .string(record.description),
                        "valid_from": .string(row.valid.from.iso8601),
                        "valid_until": row.valid.isEndless ? .null : .string(row.valid.until.iso8601),
                        "recorded": .string(row.recorded.from.iso8601),
                        "superseded": row.recorded.isEndless ? .null : .string(row.recorded.until.iso8601),
                        "values": VersionRow.object(row.values),
                    ]
                }
            })
    }

    /// Erases the records of registries whose law lets it; others are kept, which is what registers are for.
    private func erase(_ party: Identifier<Act.Party>, at now: Instant, _ tx: any WriteTransaction) throws {
        for (definition, record) in try everRecorded(about: party, tx) where definition.retention?.mayErase == true {
            try RecordStore.blank(record, tx)
            var act = Act(
                RegistryActs.erased, Act.Subject("registry-record", record), by: .system("erasure"), at: now,
                agency: definition.agency)
            act.detail = ["registry": .string(definition.key)]
            try tx.record(act)
        }
    }

    /// Every record that ever named the person as the one it is about.
    private func everRecorded(
        about party: Identifier<Act.Party>, _ tx: any ReadTransaction
    ) throws -> [(RegistryDefinition, Identifier<RegistryRecord>)] {
        var found: [(RegistryDefinition, Identifier<RegistryRecord>)] = []
        for definition in definitions where definition.isPersonal {
            let records = try RecordStore.everIndexed(definition.key, definition.about, party.description, tx)
            found += records.map { (definition, $0) }
        }
        return found
    }
}
