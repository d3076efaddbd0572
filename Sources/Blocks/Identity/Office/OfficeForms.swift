import Base
import BuildingBlock
import Journal
import Web

/// What administrators do to accounts. Each is an act of their agency.
extension IdentityPages {
    func newAccount(_ call: Call<Officer>) async throws -> Reply {
        newAccountPage(call, Form(fields: Query(), files: []), mistake: nil)
    }

    func newAccountSent(_ call: Call<Officer>) async throws -> Reply {
        let form = try await call.input.form()
        do {
            guard let email = EmailAddress(form["email"] ?? "") else { throw IdentityError.badEmail }
            let kinds = Set(form.all("kind").compactMap(Account.Kind.init(rawValue:)))
            let language = form["language"].flatMap(Language.init(rawValue:))
            let new = try NewAccount(
                email: email, name: form["name"] ?? "", language: language, kinds: kinds.isEmpty ? [.resident] : kinds)
            let account = try await service.open(
                new, language: language ?? call.language, by: actor(call), at: call.now,
                agency: call.caller.agencies.first)
            return .redirect(to: "/office/accounts/\(account.id)?done=created")
        } catch let error as IdentityError {
            return newAccountPage(call, form, mistake: try mistake(error, call.language))
        }
    }

    private func newAccountPage(_ call: Call<Officer>, _ typed: Form, mistake: FormMistake?) -> Reply {
        let language = call.language
        let title = text("office.new", language)
        let kinds = Account.Kind.allCases.map { kind in
            UI.Choice(
                kind.rawValue, text("kind.\(kind.rawValue)", language),
                isChosen: typed.all("kind").contains(kind.rawValue))
        }
        let fields: [any Field] = [
            UI.TextField(.init("name", text("name", language)), value: typed["name"] ?? "", autocomplete: "off"),
            UI.TextField(
                .init("email", text("email", language)), value: typed["email"] ?? "", kind: .email, autocomplete: "off"),
            UI.Choices(.init("kind", text("office.kind", language)), kinds, several: true),
            languageField(language, chosen: typed["language"].flatMap(Language.init(rawValue:))),
        ]
        let form = UI.Form(
            action: "/office/accounts/new", fields: fields.with(mistake),
            buttons: [UI.Button(text("office.create", language))])
        let question = UI.QuestionPage(
            title: title, introduction: [text("office.new-text", language)], back: "/office/accounts", form: form)
        return page(title, FormPage(page: question), status: mistake?.status ?? 200)
    }

    func grantSent(_ call: Call<Officer>) async throws -> Reply {
        let form = try await call.input.form()
        do {
            try await service.grant(
                form["role"] ?? "", in: form["agency"] ?? "", to: call.identifier("id"), until: try lastDay(form),
                by: actor(call), at: call.now, for: call.caller.agencies.first)
            return done("granted", call)
        } catch let error as IdentityError {
            return try await someonesPage(call, mistake: try mistake(error, call.language), typed: form)
        }
    }

    /// The end of the day that the form names; `nil` where it names none. Throws `IdentityError.badPeriod` for what is no day.
    private func lastDay(_ form: Form) throws -> Instant? {
        let until = DateFieldReader(form, "until")
        if until.isEmpty { return nil }
        guard let date = until.date else { throw IdentityError.badPeriod }
        return platform.jurisdiction.calendar.zone.startOfDay(date.adding(days: 1))
    }

    func revocationSent(_ call: Call<Officer>) async throws -> Reply {
        do {
            try await service.revoke(
                call.identifier("grant"), by: actor(call), at: call.now, for: call.caller.agencies.first)
            return done("revoked", call)
        } catch IdentityError.lastAdministrator {
            return try await someonesPage(call, mistake: try mistake(.lastAdministrator, call.language), typed: nil)
        }
    }

    func statusSent(_ call: Call<Officer>) async throws -> Reply {
        let isDisabled = try await call.input.form()["status"] == Account.Status.disabled.rawValue
        do {
            try await service.setDisabled(
                isDisabled, call.identifier("id"), by: actor(call), at: call.now, agency: call.caller.agencies.first)
            return done(isDisabled ? "disabled" : "enabled", call)
        } catch IdentityError.lastAdministrator {
            return try await someonesPage(call, mistake: try mistake(.lastAdministrator, call.language), typed: nil)
        }
    }

    func assuranceSent(_ call: Call<Officer>) async throws -> Reply {
        guard let level = Assurance(rawValue: try await call.input.form()["assurance"] ?? "") else {
            throw Problem.notFound
        }
        do {
            try await service.setAssurance(
                level, of: call.identifier("id"), by: actor(call), at: call.now, agency: call.caller.agencies.first)
            return done("assured", call)
        } catch IdentityError.ownAccount {
            return try await someonesPage(call, mistake: try mistake(.ownAccount, call.language), typed: nil)
        }
    }

    /// Sends the person a link; the administrator never sees it.
    func passwordLinkSent(_ call: Call<Officer>) async throws -> Reply {
        guard let account = try await service.account(call.identifier("id")), let email = account.email else {
            throw Problem.notFound
        }
        try await service.requestPasswordLink(email: email, language: account.language ?? call.language, at: call.now)
        return done("link", call)
    }

    private func actor(_ call: Call<Officer>) -> Act.Actor { .person(Identifier(call.caller.person.account)) }

    private func done(_ what: String, _ call: Call<Officer>) -> Reply {
        .redirect(to: "/office/accounts/\(call.parameter("id"))?done=\(what)")
    }
}
