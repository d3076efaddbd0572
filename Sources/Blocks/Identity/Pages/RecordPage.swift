import Base
import BuildingBlock
import Journal
import Store
import Web

/// "Who looked at my data": every act of the Journal that concerns the person.
extension IdentityPages {
    private static let pageLength = 50

    func record(_ call: Call<Person>) async throws -> Reply {
        let party = Identifier<Act.Party>(call.caller.account)
        let before = call.input.query["before"].flatMap { Identifier<Act>($0) }
        let acts = try await platform.database.read { tx in
            try tx.acts(concerning: party, before: before, limit: Self.pageLength + 1)
        }
        let shown = acts.prefix(Self.pageLength)
        let language = call.language
        let table = UI.Table(
            text("record.title", language), hideCaption: true,
            columns: ["when", "what", "who", "why"].map { UI.Column(text("record.\($0)", language)) },
            rows: shown.map { row($0.act, party, language) })
        let next = acts.count > shown.count ? shown.last.map { "/account/record?before=\($0.act.id)" } : nil
        let model = RecordPage(
            table: shown.isEmpty ? nil : table,
            empty: shown.isEmpty
                ? UI.EmptyState(.shield, text("record.none", language), text("record.none-text", language)) : nil,
            pages: next != nil || before != nil
                ? UI.Pagination(previous: before == nil ? nil : "/account/record", next: next) : nil)
        return .page(Page("identity/record", title: text("record.title", language), model))
    }

    private func row(_ act: Act, _ party: Identifier<Act.Party>, _ language: Language) -> UI.Row {
        let moment = UI.Moment(act.at, format(language), .short)
        return UI.Row([
            UI.Cell(moment: moment), UI.Cell(words(act.verb, language)), UI.Cell(who(act, party, language)),
            UI.Cell(act.purpose ?? ""),
        ])
    }

    private func words(_ verb: Act.Verb, _ language: Language) -> String {
        platform.texts.resolved("verb.\(verb.rawValue)", in: language)?.text ?? verb.rawValue
    }

    /// Officers stand under the name of their agency: it answers for them.
    private func who(_ act: Act, _ party: Identifier<Act.Party>, _ language: Language) -> String {
        if act.actor == .person(party), act.agency == nil { return text("record.you", language) }
        if let agency = act.agency { return platform.jurisdiction.agency(agency)?.name(in: language) ?? agency }
        return switch act.actor {
        case .visitor: text("record.visitor", language)
        case .person(let id): id == party ? text("record.you", language) : text("record.person", language)
        case .client(let name): name
        case .system: text("record.system", language)
        }
    }
}

struct RecordPage: ViewModel {
    let table: UI.Table?
    let empty: UI.EmptyState?
    let pages: UI.Pagination?

    func member(_ name: String) -> Any? {
        switch name {
        case "table": table.orAbsent
        case "empty": empty.orAbsent
        case "pages": pages.orAbsent
        default: nil
        }
    }
}
