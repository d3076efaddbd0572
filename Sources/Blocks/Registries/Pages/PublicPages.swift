import Base
import BuildingBlock
import Store
import Web

/// What everyone may look up: the public fields of registers that have some. Nobody's look: nothing of it is personal by law.
struct PublicPages: Sendable {
    let desk: RegistryDesk
    private static let limit = 50

    func declare(_ routes: inout Routes) {
        routes.get("/registers", cache: .shared(seconds: 60), overview)
        routes.get("/registers/:registry", register)
        routes.get("/registers/:registry/:id", record)
    }

    private func definition(_ call: Call<Visitor>) throws -> (RegistryDefinition, RegistryDefinition.Publicity) {
        let definition = try desk.definition(call.parameter("registry"))
        guard let publicity = definition.publicity else { throw Problem.notFound }
        return (definition, publicity)
    }

    private func overview(_ call: Call<Visitor>) async throws -> Reply {
        let words = RecordWords(desk, in: call.language)
        let cards = desk.definitions.filter { $0.publicity != nil }.map { definition in
            UI.ServiceCard(
                definition.title(in: call.language), "/registers/\(definition.key)",
                text: definition.description?(in: call.language),
                facts: [words.text("public.kept", ["agency": .text(words.agency(definition.agency))])], icon: .search)
        }
        return .page(
            UI.PartsPage(
                title: words.text("public.title"), introduction: [words.text("public.introduction")],
                parts: [UI.ServiceCards(cards)]
            ).page())
    }

    private func register(_ call: Call<Visitor>) async throws -> Reply {
        let (definition, publicity) = try definition(call)
        let wanted = String((call.input.query["q"] ?? "").prefix(200)).trimmed
        let desk = desk
        let shown = try await desk.platform.database.read { tx -> (records: [RegistryRecord], words: RecordWords) in
            let found = try desk.publicRecords(definition, wanted, limit: Self.limit + 1, at: call.now, in: tx)
            var words = RecordWords(desk, in: call.language)
            try words.learn(found.map(\.values), definition, at: call.now, tx)
            return (found, words)
        }
        let words = shown.words
        var parts: [any Component] = []
        if publicity.isSearchable {
            parts.append(
                UI.Search(
                    action: "/registers/\(definition.key)", value: wanted, label: words.text("public.search"),
                    large: true))
        }
        let records = Array(shown.records.prefix(Self.limit))
        if records.isEmpty {
            parts.append(UI.EmptyState(.search, words.text("public.none"), words.text("public.none-text")))
        } else {
            parts.append(table(records, definition, publicity, words))
        }
        if shown.records.count > records.count { parts.append(UI.Notice(.notice, words.text("public.more"))) }
        if let dataset = publicity.dataset {
            parts += [
                UI.Heading(words.text("public.data")),
                UI.LinkList([UI.Link("CSV", "/data/\(dataset).csv"), UI.Link("JSON", "/data/\(dataset).json")]),
            ]
        }
        return .page(
            UI.PartsPage(
                title: definition.title(in: call.language),
                caption: words.text("public.kept", ["agency": .text(words.agency(definition.agency))]),
                introduction: [definition.description?(in: call.language)].compactMap { $0 }, back: "/registers",
                isWide: true, parts: parts
            ).page())
    }

    private func table(
        _ records: [RegistryRecord], _ definition: RegistryDefinition, _ publicity: RegistryDefinition.Publicity,
        _ words: RecordWords
    ) -> UI.Table {
        let fields = definition.fields.filter { publicity.fields.contains($0.name) }.prefix(6)
        return UI.Table(
            definition.title(in: words.language), hideCaption: true,
            columns: fields.map { UI.Column($0.label(in: words.language)) },
            rows: records.map { record in
                UI.Row(
                    fields.enumerated().map { index, field in
                        UI.Cell(
                            words.line(field, record[field.name]),
                            href: index == 0 ? "/registers/\(definition.key)/\(record.id)" : nil)
                    })
            })
    }

    private func record(_ call: Call<Visitor>) async throws -> Reply {
        let (definition, _) = try definition(call)
        let id = try call.identifier("id", of: RegistryRecord.self)
        let desk = desk
        let shown = try await desk.platform.database.read { tx -> (record: RegistryRecord, words: RecordWords)? in
            guard try RecordStore.registry(of: id, tx) == definition.key,
                let row = try RecordStore.version(id, AsOf(valid: call.now), tx)
            else { return nil }
            let record = desk.reduced(row.record(definition), definition.publicFields)
            var words = RecordWords(desk, in: call.language)
            try words.learn([record.values], definition, at: call.now, tx)
            return (record, words)
        }
        guard let shown else { throw Problem.notFound }
        return .page(
            UI.PartsPage(
                title: shown.words.title(shown.record),
                caption: "\(definition.recordTitle(in: call.language)) · \(shown.words.period(shown.record.valid))",
                back: "/registers/\(definition.key)", parts: [shown.words.facts(shown.record.values, definition)]
            ).page())
    }
}

extension RegistryDesk {
    /// What everyone may see of the records that words find, or of the first ones; only public fields are searched and shown.
    func publicRecords(
        _ definition: RegistryDefinition, _ wanted: String, limit: Int, after: Identifier<RegistryRecord>? = nil,
        at now: Instant,
        in tx: any ReadTransaction
    ) throws -> [RegistryRecord] {
        let visible = definition.publicFields
        if wanted.isEmpty {
            var found: [RegistryRecord] = []
            try RecordStore.scan(definition.key, AsOf(valid: now), after: after, tx) { row in
                found.append(reduced(row.record(definition), visible))
                return found.count < limit
            }
            return found
        }
        let exact = try exact(definition, wanted, among: visible, at: now, in: tx)
        if !exact.isEmpty { return exact.prefix(limit).map { reduced($0, visible) } }
        // Where a searched field is not public, what is found by it alone must not show.
        let words = SearchWords.of(wanted)
        let isAllPublic = definition.searchedFields.allSatisfy { visible.contains($0.name) }
        return try search(definition.key, wanted, asOf: AsOf(valid: now), limit: limit, in: tx).map {
            reduced($0, visible)
        }
        .filter { record in
            if isAllPublic { return true }
            let seen = SearchWords.of(record.values.values.flatMap(Field.indexText).joined(separator: " "))
            return words.allSatisfy { word in seen.contains { $0.hasPrefix(word) } }
        }
    }
}
