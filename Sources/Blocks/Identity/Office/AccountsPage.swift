import Base
import BuildingBlock
import Journal
import Store
import Web

/// The list of accounts, for administrators. Seeing it is an act that concerns all who are on it.
extension IdentityPages {
    private static let pageLength = 50

    func accounts(_ call: Call<Officer>) async throws -> Reply {
        let words = call.input.query["q"] ?? ""
        let kind = call.input.query["kind"].flatMap(Account.Kind.init(rawValue:))
        let before = call.input.query["before"].flatMap { Identifier<Account>($0) }
        let found = try await service.accounts(matching: words, kind: kind, before: before, limit: Self.pageLength + 1)
        let shown = Array(found.prefix(Self.pageLength))
        try await recordLook(IdentityActs.listed, at: shown.map(\.id), call)

        let language = call.language
        let query = Query([("q", words), ("kind", kind?.rawValue ?? "")])
        let first = "/office/accounts?\(query.urlencoded)"
        let next =
            found.count > shown.count
            ? shown.last.map { "/office/accounts?\(query.with("before", $0.id.description).urlencoded)" } : nil
        let model = AccountsPage(
            filters: filters(words, kind, language),
            table: shown.isEmpty ? nil : table(shown, language),
            empty: shown.isEmpty
                ? UI.EmptyState(.person, text("office.none", language), text("office.none-text", language)) : nil,
            pages: next != nil || before != nil
                ? UI.Pagination(previous: before == nil ? nil : first, next: next) : nil,
            add: UI.Button(text("office.new", language), .secondary, href: "/office/accounts/new"))
        return .page(Page("identity/office-accounts", title: text("office.title", language), model))
    }

    /// Records that an administrator looked at accounts other than their own.
    func recordLook(_ verb: Act.Verb, at accounts: [Identifier<Account>], _ call: Call<Officer>) async throws {
        let others = accounts.filter { $0 != call.caller.person.accountID }
        guard let first = others.first else { return }
        let act = Act(
            verb, Act.Subject("account", first), by: .person(Identifier(call.caller.person.account)), at: call.now,
            agency: call.caller.agencies.first,
            purpose: service.settings.purpose(in: platform.jurisdiction.languages.first ?? .english),
            concerns: others.map { Identifier($0) })
        try await platform.database.write { tx in try tx.record(act) }
    }

    private func filters(_ words: String, _ kind: Account.Kind?, _ language: Language) -> UI.Filters {
        let all = UI.Choice("", text("office.all", language), isChosen: kind == nil)
        let kinds = Account.Kind.allCases.map { each in
            UI.Choice(each.rawValue, text("kind.\(each.rawValue)", language), isChosen: each == kind)
        }
        return UI.Filters(
            action: "/office/accounts",
            fields: [
                UI.TextField(.init("q", text("office.search", language)), value: words, kind: .search),
                UI.Select(.init("kind", text("office.kind", language)), [all] + kinds),
            ])
    }

    private func table(_ accounts: [Account], _ language: Language) -> UI.Table {
        UI.Table(
            text("office.title", language), hideCaption: true,
            columns: [
                text("name", language), text("email", language), text("office.kind", language),
                text("office.status", language),
            ]
            .map { UI.Column($0) },
            rows: accounts.map { account in
                UI.Row([
                    UI.Cell(account.name, href: "/office/accounts/\(account.id)"),
                    UI.Cell(account.email?.description ?? ""),
                    UI.Cell(kinds(account, language)), UI.Cell(tag: statusTag(account, language)),
                ])
            })
    }

    func kinds(_ account: Account, _ language: Language) -> String {
        let kinds = [account.isResident ? "resident" : nil, account.isOfficer ? "officer" : nil].compactMap { $0 }
        return format(language).list(kinds.map { text("kind.\($0)", language) })
    }

    func statusTag(_ account: Account, _ language: Language) -> UI.Tag {
        let words = text("status.\(account.status.rawValue)", language)
        return switch account.status {
        case .active: UI.Tag(words, .done)
        case .disabled: UI.Tag(words, .warning)
        case .erased: UI.Tag(words)
        }
    }
}

struct AccountsPage: ViewModel {
    let filters: UI.Filters
    let table: UI.Table?
    let empty: UI.EmptyState?
    let pages: UI.Pagination?
    let add: UI.Button

    func member(_ name: String) -> Any? {
        switch name {
        case "filters": filters
        case "table": table.orAbsent
        case "empty": empty.orAbsent
        case "pages": pages.orAbsent
        case "add": add
        default: nil
        }
    }
}
