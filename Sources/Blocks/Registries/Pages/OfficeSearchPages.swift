import Base
import BuildingBlock
import Journal
import Store
import Web

/// The officers' way into the registers: which there are, and the search. What is looked for is sent in a form, never in an address.
struct OfficePages: Sendable {
    let desk: RegistryDesk
    var database: any Database { desk.platform.database }

    func declare(_ routes: inout Routes) {
        let read = RegistryPermissions.read
        routes.get(officer: "/office/registries", permission: read, overview)
        routes.get(officer: "/office/registries/:registry", permission: read) { call in
            try searchPage(call, LookForm(), "", nil)
        }
        routes.post(officer: "/office/registries/:registry", permission: read, searchSent)
        routes.get(officer: "/office/registries/:registry/records/:id", permission: read) { call in
            let (definition, _) = try self.definition(call)
            return try await definition.isPersonal
                ? purposePage(call, LookForm(), mistaken: false) : show(call, LookForm())
        }
        routes.post(officer: "/office/registries/:registry/records/:id", permission: read) { call in
            try await show(call, LookForm(call.input.form()))
        }
        declareChanges(&routes)
    }

    /// The registry of the address and what the officer may do there; for others there is none.
    func definition(_ call: Call<Officer>) throws -> (RegistryDefinition, RegistryRights) {
        let definition = try desk.definition(call.parameter("registry"))
        let rights = definition.rights(of: call.caller.person.grants)
        guard !rights.isEmpty else { throw Problem.notFound }
        return (definition, rights)
    }

    func address(_ definition: RegistryDefinition) -> String { "/office/registries/\(definition.key)" }
    func address(_ definition: RegistryDefinition, _ record: Identifier<RegistryRecord>) -> String {
        "\(address(definition))/records/\(record)"
    }

    func look(_ call: Call<Officer>, _ rights: RegistryRights, _ purpose: Purpose) -> Look {
        Look(
            by: .person(Identifier(call.caller.person.account)), for: rights.agency, purpose, at: call.now,
            fields: rights.read)
    }

    // MARK: Which there are

    private func overview(_ call: Call<Officer>) async throws -> Reply {
        let words = RecordWords(desk, in: call.language)
        let mine = desk.definitions.filter { !$0.rights(of: call.caller.person.grants).isEmpty }
        let keys = mine.map(\.key)
        let counts = try await database.read { tx in
            try Dictionary(uniqueKeysWithValues: keys.map { ($0, try RecordStore.count($0, tx)) })
        }
        let cards = mine.map { definition in
            UI.ServiceCard(
                definition.title(in: call.language), address(definition),
                text: definition.description?(in: call.language),
                facts: [
                    words.text("overview.count", ["count": .number(Int64(counts[definition.key] ?? 0))]),
                    words.agency(definition.agency),
                ], icon: definition.isPersonal ? .person : .document)
        }
        let empty = UI.EmptyState(.search, words.text("overview.none"), words.text("overview.none-text"))
        return .page(
            UI.PartsPage(
                title: words.text("overview.title"), introduction: [words.text("overview.introduction")],
                parts: cards.isEmpty ? [empty] : [UI.ServiceCards(cards)]
            ).workspace())
    }

    // MARK: Search

    private func searchSent(_ call: Call<Officer>) async throws -> Reply {
        let form = try await call.input.form()
        let asked = LookForm(form)
        let wanted = form["q"] ?? ""
        let (definition, rights) = try definition(call)
        guard let purpose = asked.purpose(in: definition) else {
            return try searchPage(call, asked, wanted, nil, mistaken: true)
        }
        guard !wanted.isEmpty else { return try searchPage(call, asked, wanted, nil) }
        let desk = desk
        let look = look(call, rights, purpose)
        let found = try await database.write { tx in
            let exact = try desk.exact(definition, wanted, among: rights.read, at: look.at, in: tx)
            let records =
                try exact.isEmpty
                ? desk.search(definition.key, wanted, asOf: AsOf(valid: look.at), limit: Self.resultLimit, in: tx)
                : exact
            var words = RecordWords(desk, in: call.language)
            let seen = try desk.seen(records, look, in: tx)
            try words.learn(seen.map(\.values), definition, at: look.at, tx)
            return Found(records: seen, words: words)
        }
        return try searchPage(call, asked, wanted, found)
    }

    static let resultLimit = 50

    private struct Found: Sendable {
        var records: [RegistryRecord]
        var words: RecordWords
    }

    private func searchPage(
        _ call: Call<Officer>, _ asked: LookForm, _ wanted: String, _ found: Found?, mistaken: Bool = false
    ) throws -> Reply {
        let (definition, rights) = try definition(call)
        let words = found?.words ?? RecordWords(desk, in: call.language)
        var fields: [any Web.Field] = [
            UI.TextField(
                UI.Question("q", words.text("search.what"), hint: searchHint(definition, words)), value: wanted,
                kind: .search,
                autocomplete: "off")
        ]
        fields += asked.fields(definition, words, mistaken: mistaken)
        let form = UI.Form(
            action: address(definition), fields: fields, buttons: [UI.Button(words.text("search.find"), icon: .search)])
        var parts: [any Component] = [form]
        if let summary = form.summary { parts.insert(summary, at: 0) }
        if rights.mayCreate {
            parts.append(
                UI.LinkList([UI.Link(words.text("new.link"), "\(address(definition))/new")]))
        }
        if let found { parts += results(found, definition, asked, words) }
        return .page(
            UI.PartsPage(
                title: definition.title(in: call.language), caption: words.agency(definition.agency),
                introduction: definition.isPersonal ? [words.text("look.recorded")] : [], back: "/office/registries",
                parts: parts
            ).workspace(status: mistaken ? 422 : 200))
    }

    private func searchHint(_ definition: RegistryDefinition, _ words: RecordWords) -> String {
        let names = definition.told.filter { field in
            field.isSearched || field.type.isParty || definition.recordKey.contains(field.name)
                || (field.isIndexed && field.type == .date)
        }
        let fields = words.format.list(
            names.map { field in
                let label = field.label(in: words.language)
                return field.type.isParty ? words.text("search.party", ["field": .text(label)]) : label
            })
        let forgiving = definition.searchedFields.isEmpty ? nil : words.text("search.forgiving")
        return [words.text("search.hint", ["fields": .text(fields)]), forgiving].compactMap { $0 }.joined(
            separator: " ")
    }

    private func results(
        _ found: Found, _ definition: RegistryDefinition, _ asked: LookForm, _ words: RecordWords
    ) -> [any Component] {
        guard !found.records.isEmpty else {
            return [UI.EmptyState(.search, words.text("search.none"), words.text("search.none-text"))]
        }
        let naming = Set(definition.naming)
        let entries = found.records.map { record in
            let shown = definition.told.filter { !naming.contains($0.name) && record.values[$0.name] != nil }.prefix(4)
            return Entries.Entry(
                title: words.title(record),
                lines: shown.map { "\($0.label(in: words.language)): \(words.line($0, record[$0.name]))" },
                action: UI.Action(
                    address(definition, record.id), UI.Button(words.text("search.open"), .secondary),
                    hidden: asked.hidden))
        }
        return [
            UI.Heading(words.text("search.found", ["count": .number(Int64(entries.count))])), Entries(entries: entries),
        ]
    }

    // MARK: A purpose, asked before anything is shown

    func purposePage(_ call: Call<Officer>, _ asked: LookForm, mistaken: Bool) async throws -> Reply {
        let (definition, _) = try definition(call)
        let words = RecordWords(desk, in: call.language)
        let title = words.text("look.title")
        let form = UI.Form(
            action: call.input.path, fields: asked.fields(definition, words, mistaken: mistaken),
            buttons: [UI.Button(words.text("look.continue"))])
        let page = UI.QuestionPage(
            title: title, caption: definition.title(in: call.language), introduction: [words.text("look.recorded")],
            back: address(definition), form: form)
        return .page(page.page(status: mistaken ? 422 : 200))
    }
}

extension RegistryDesk {
    /// The records of which an indexed field, that may be seen, has exactly this value as it is typed or as dates are written.
    func exact(
        _ definition: RegistryDefinition, _ text: String, among fields: Set<String>, at now: Instant,
        in tx: any ReadTransaction
    ) throws -> [RegistryRecord] {
        var found: [RegistryRecord] = []
        var seen: Set<Identifier<RegistryRecord>> = []
        for field in definition.indexedFields where fields.contains(field.name) {
            let candidates =
                field.type.isParty
                ? try party(text, field.type, at: now, in: tx).map { [$0.description] } ?? []
                : [text, text.uppercased()]
            for value in Set(candidates) {
                try RecordStore.candidates(definition.key, field.name, value, AsOf(valid: now), tx) { row in
                    let isIt = Field.indexText(row.values[field.name] ?? .null).contains(value)
                    if isIt, seen.insert(row.record).inserted { found.append(row.record(definition)) }
                    return found.count < OfficePages.resultLimit
                }
            }
        }
        return found
    }
}
