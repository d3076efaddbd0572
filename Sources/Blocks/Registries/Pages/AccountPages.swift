import Base
import BuildingBlock
import Journal
import Store
import Web

/// A person's own: what the registers hold about them, and who looked at it.
struct AccountPages: Sendable {
    let desk: RegistryDesk
    private static let pageLength = 50
    static let data = "/account/data"
    static let looks = "/account/looks"

    func declare(_ routes: inout Routes) {
        routes.get(person: Self.data, held)
        routes.get(person: Self.looks, looks)
    }

    // MARK: What we hold about you

    private func held(_ call: Call<Person>) async throws -> Reply {
        let desk = desk
        let person = Identifier<Act.Party>(call.caller.account)
        let shown = try await desk.platform.database.read { tx -> (records: [RegistryRecord], words: RecordWords) in
            let records = try desk.records(about: person, at: call.now, in: tx)
            var words = RecordWords(desk, in: call.language)
            for record in records { try words.learn([record.values], record.definition, at: call.now, tx) }
            return (records, words)
        }
        let words = shown.words
        var parts: [any Component] = []
        for definition in desk.catalogue.inOrderOfReference {
            let records = shown.records.filter { $0.definition.key == definition.key }
            for record in records {
                let title = "\(definition.recordTitle(in: call.language)) · \(words.title(record))"
                let facts =
                    [words.facts(record.values, definition), kept(definition, record, words)] as [any Component]
                parts.append(UI.Fold(title, facts, isOpen: parts.isEmpty))
            }
        }
        if parts.isEmpty {
            parts = [UI.EmptyState(.document, words.text("account.none"), words.text("account.none-text"))]
        } else {
            parts.append(UI.Notice(.notice, words.text("account.wrong"), links: offices(shown.records, words)))
        }
        parts.append(UI.LinkList([UI.Link(words.text("account.looks"), Self.looks)]))
        return .page(
            UI.PartsPage(
                title: words.text("account.title"), introduction: [words.text("account.introduction")],
                back: "/account",
                parts: parts
            ).page())
    }

    private func kept(_ definition: RegistryDefinition, _ record: RegistryRecord, _ words: RecordWords) -> UI.Paragraphs
    {
        let agency = words.text("account.kept", ["agency": .text(words.agency(definition.agency))])
        let lines = [
            "\(agency) · \(words.period(record.valid))", definition.description?(in: words.language),
            definition.retention?.ground?(in: words.language),
        ]
        return UI.Paragraphs(lines.compactMap { $0 }, isSmall: true)
    }

    private func offices(_ records: [RegistryRecord], _ words: RecordWords) -> [UI.Link] {
        var seen: Set<String> = []
        return records.compactMap { record in
            guard seen.insert(record.definition.agency).inserted,
                let agency = desk.platform.jurisdiction.agency(record.definition.agency), let email = agency.email
            else { return nil }
            return UI.Link(agency.name(in: words.language), "mailto:\(email)")
        }
    }

    // MARK: Who looked

    private func looks(_ call: Call<Person>) async throws -> Reply {
        let desk = desk
        let person = Identifier<Act.Party>(call.caller.account)
        let before = call.input.query["before"].flatMap { Identifier<Act>($0) }
        let shown = try await desk.platform.database.read {
            tx -> (looks: [LookedAt], names: [Identifier<Act.Party>: String]) in
            let looks = try desk.looks(at: person, before: before, limit: Self.pageLength + 1, in: tx)
            let actors = Set(
                looks.compactMap { look -> Identifier<Act.Party>? in
                    guard case .person(let party) = look.actor else { return nil }
                    return party
                })
            return (looks, try desk.parties.names(actors.sorted(), tx))
        }
        let words = RecordWords(desk, in: call.language)
        // A page ends between acts, so that none is cut in two.
        var looks = Array(shown.looks.prefix(Self.pageLength))
        let hasMore = shown.looks.count > looks.count
        if hasMore, let next = shown.looks.last?.act, looks.first?.act != next { looks.removeAll { $0.act == next } }
        var parts: [any Component] = []
        if looks.isEmpty {
            parts.append(UI.EmptyState(.shield, words.text("looks.none"), words.text("looks.none-text")))
        } else {
            parts.append(table(looks, shown.names, person, words))
        }
        let next = hasMore ? looks.last.map { "\(Self.looks)?before=\($0.act)" } : nil
        if next != nil || before != nil {
            parts.append(UI.Pagination(previous: before == nil ? nil : Self.looks, next: next))
        }
        parts.append(UI.LinkList([UI.Link(words.text("account.held"), Self.data)]))
        return .page(
            UI.PartsPage(
                title: words.text("looks.title"), introduction: [words.text("looks.introduction")], back: "/account",
                isWide: true, parts: parts
            ).page())
    }

    private func table(
        _ looks: [LookedAt], _ names: [Identifier<Act.Party>: String], _ person: Identifier<Act.Party>,
        _ words: RecordWords
    ) -> UI.Table {
        UI.Table(
            words.text("looks.title"), hideCaption: true,
            columns: ["when", "who", "why", "what"].map { UI.Column(words.text("looks.\($0)")) },
            rows: looks.map { look in
                let moment = UI.Moment(look.at, words.format, .short)
                let agency = words.agency(look.agency)
                let who = who(look.actor, names, person, words)
                let reference = look.purpose.caseReference.map { words.text("looks.case", ["case": .text($0)]) }
                let definition = try? desk.definition(look.registry)
                return UI.Row([
                    UI.Cell(moment: moment), agency.isEmpty ? UI.Cell(who) : UI.Cell(agency, note: who),
                    UI.Cell(look.purpose.text(in: words.language), href: look.purpose.casePath, note: reference),
                    UI.Cell(
                        definition?.title(in: words.language) ?? look.registry, note: seen(look, definition, words)),
                ])
            })
    }

    private func who(
        _ actor: Act.Actor, _ names: [Identifier<Act.Party>: String], _ person: Identifier<Act.Party>,
        _ words: RecordWords
    ) -> String {
        switch actor {
        case .person(person): words.text("looks.you")
        case .person(let party): names[party] ?? words.text("looks.officer")
        case .client(let name): words.text("looks.client", ["name": .text(name)])
        case .system, .visitor: words.text("looks.system")
        }
    }

    /// Which fields were seen, where it was not all of them.
    private func seen(_ look: LookedAt, _ definition: RegistryDefinition?, _ words: RecordWords) -> String? {
        guard let definition, let fields = look.fields, fields.count < definition.fields.count else { return nil }
        let labels = definition.fields.filter { fields.contains($0.name) }.map { $0.label(in: words.language) }
        return words.text("looks.fields", ["fields": .text(words.format.list(labels))])
    }
}
