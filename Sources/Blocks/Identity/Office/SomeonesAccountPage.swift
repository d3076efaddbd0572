import Base
import BuildingBlock
import Journal
import Web

/// The account of someone, for administrators: who they are, what they may do, and what can be done about it.
extension IdentityPages {
    func accountOfSomeone(_ call: Call<Officer>) async throws -> Reply {
        try await someonesPage(call, mistake: nil, typed: nil)
    }

    /// - Parameter typed: the form for a role, as it was sent.
    func someonesPage(_ call: Call<Officer>, mistake: FormMistake?, typed: Form?) async throws -> Reply {
        let id = try call.identifier("id", of: Account.self)
        guard let account = try await service.account(id), account.status != .erased else { throw Problem.notFound }
        try await recordLook(IdentityActs.viewed, at: [id], call)
        let grants = try await service.grants(of: id).filter { $0.until.map { call.now < $0 } ?? true }
        let language = call.language
        let model = SomeonesAccountPage(
            name: account.name, notice: doneNotice(call), status: statusTag(account, language),
            facts: facts(account, language), grants: grants.map { entry($0, call) },
            form: grantForm(id, language, mistake, typed), actions: actions(account, language))
        return .page(
            Page("identity/office-account", title: account.name, model, status: mistake?.status ?? 200))
    }

    private func doneNotice(_ call: Call<Officer>) -> UI.Notice? {
        let known = ["created", "granted", "revoked", "disabled", "enabled", "assured", "link"]
        guard let done = call.input.query["done"], known.contains(done) else { return nil }
        return UI.Notice(.done, text("office.done.\(done)", call.language), announced: true)
    }

    private func facts(_ account: Account, _ language: Language) -> UI.SummaryList {
        let format = format(language)
        return UI.SummaryList([
            UI.SummaryRow(text("email", language), account.email?.description ?? ""),
            UI.SummaryRow(text("office.kind", language), kinds(account, language)),
            UI.SummaryRow(
                text("language", language), account.language.map(languageName) ?? text("language.browser", language)),
            UI.SummaryRow(
                text("assurance", language), text("assurance.\(account.assurance.rawValue)", language)),
            UI.SummaryRow(
                text("office.created", language),
                moment: UI.Moment(dayOf: account.createdAt, format)),
            UI.SummaryRow(
                text("password", language),
                text(account.hasPassword ? "office.password-set" : "office.password-none", language)),
        ])
    }

    private func entry(_ grant: RoleGrant, _ call: Call<Officer>) -> ListEntry {
        let language = call.language
        let from = format(language).date(grant.from)
        return ListEntry(
            title: describe(grant, language), note: text("roles.from", language, ["date": .text(from)]),
            tag: grant.isValid(at: call.now) ? nil : UI.Tag(text("roles.later", language)),
            action: UI.Action(
                "/office/accounts/\(grant.account)/roles/\(grant.id)/revocation",
                UI.Button(text("roles.revoke", language), .destructive)))
    }

    private func grantForm(_ id: Identifier<Account>, _ language: Language, _ mistake: FormMistake?, _ typed: Form?)
        -> UI.Form
    {
        let jurisdiction = platform.jurisdiction
        func choose(_ name: String, _ options: [(key: String, name: LocalizedText)]) -> UI.Select {
            UI.Select(
                .init(name, text("roles.\(name)", language)),
                options.map { UI.Choice($0.key, $0.name(in: language), isChosen: typed?[name] == $0.key) })
        }
        let question = UI.Question(
            "until", text("roles.until-label", language), hint: text("roles.until-hint", language), optional: true)
        let until =
            typed.map { UI.DateField(question, typed: DateFieldReader($0, "until")) } ?? UI.DateField(question, nil)
        let fields: [any Field] = [
            choose("role", jurisdiction.roles.map { ($0.key, $0.name) }),
            choose("agency", jurisdiction.agencies.map { ($0.key, $0.name) }), until,
        ]
        return UI.Form(
            action: "/office/accounts/\(id)/roles", fields: fields.with(mistake),
            buttons: [UI.Button(text("roles.grant", language), .secondary)],
            problems: mistake.flatMap { $0.field == nil ? [$0.text] : nil } ?? [])
    }

    private func actions(_ account: Account, _ language: Language) -> [UI.Action] {
        let path = "/office/accounts/\(account.id)"
        let isDisabled = account.status == .disabled
        let status = UI.Action(
            "\(path)/status",
            UI.Button(
                text(isDisabled ? "office.enable" : "office.disable", language), isDisabled ? .secondary : .destructive,
                name: "status", value: isDisabled ? "active" : "disabled"))
        let link = UI.Action("\(path)/password-link", UI.Button(text("office.link", language), .secondary))
        let assurances = Assurance.allCases.filter { $0 != account.assurance }.map { level in
            UI.Action(
                "\(path)/assurance",
                UI.Button(
                    text("office.assure.\(level.rawValue)", language), .secondary, name: "assurance",
                    value: level.rawValue))
        }
        return isDisabled ? [status] : assurances + [link, status]
    }
}

struct SomeonesAccountPage: ViewModel {
    let name: String
    let notice: UI.Notice?
    let status: UI.Tag
    let facts: UI.SummaryList
    let grants: [ListEntry]
    let form: UI.Form
    let actions: [UI.Action]

    func member(_ key: String) -> Any? {
        switch key {
        case "name": name
        case "notice": notice.orAbsent
        case "status": status
        case "facts": facts
        case "grants": grants
        case "hasGrants": !grants.isEmpty
        case "form": form
        case "summary": form.summary.orAbsent
        case "actions": actions
        default: nil
        }
    }
}
