import Base
import BuildingBlock
import Journal
import Web

/// Changes that a person makes to their own account.
extension IdentityPages {
    func profile(_ call: Call<Person>) async throws -> Reply {
        guard let account = try await service.account(call.caller.accountID) else { throw Problem.notFound }
        return profilePage(call, name: account.name, language: account.language, mistake: nil)
    }

    func profileSent(_ call: Call<Person>) async throws -> Reply {
        let form = try await call.input.form()
        let name = form["name"] ?? ""
        let chosen = form["language"].flatMap(Language.init(rawValue:)).flatMap { language in
            platform.jurisdiction.languages.contains(language) ? language : nil
        }
        do {
            try await service.edit(
                call.caller.accountID, name: name, language: chosen, by: .person(Identifier(call.caller.account)),
                at: call.now)
            return .redirect(to: "/account?done=profile")
        } catch let error as IdentityError {
            return profilePage(call, name: name, language: chosen, mistake: try mistake(error, call.language))
        }
    }

    private func profilePage(_ call: Call<Person>, name: String, language chosen: Language?, mistake: FormMistake?)
        -> Reply
    {
        let language = call.language
        let title = text("profile.title", language)
        let fields: [any Field] = [
            UI.TextField(.init("name", text("name", language)), value: name, autocomplete: "name"),
            languageField(language, chosen: chosen),
        ]
        let form = UI.Form(
            action: "/account/profile", fields: fields.with(mistake),
            buttons: [UI.Button(text("profile.button", language))])
        return page(
            title, FormPage(page: UI.QuestionPage(title: title, back: "/account", form: form)),
            status: mistake?.status ?? 200)
    }

    func languageField(_ language: Language, chosen: Language?) -> UI.Choices {
        let choices = platform.jurisdiction.languages.map { known in
            UI.Choice(known.rawValue, languageName(known), isChosen: known == chosen)
        }
        let browser = UI.Choice("", text("language.browser", language), isChosen: chosen == nil)
        return UI.Choices(
            .init("language", text("language", language), hint: text("language.hint", language)), choices + [browser])
    }

    func ownPassword(_ call: Call<Person>) async throws -> Reply { ownPasswordPage(call, mistake: nil) }

    func ownPasswordSent(_ call: Call<Person>) async throws -> Reply {
        let form = try await call.input.form()
        do {
            let session = try await service.changePassword(
                of: call.caller.accountID, from: form.password("current"), to: form.password("password"),
                place: call.place(replacing: call.caller.session), at: call.now)
            return .redirect(to: "/account?done=password").startingSession(session.token)
        } catch let error as IdentityError {
            return ownPasswordPage(call, mistake: try mistake(error, call.language)).waiting(error)
        }
    }

    private func ownPasswordPage(_ call: Call<Person>, mistake: FormMistake?) -> Reply {
        let language = call.language
        let title = text("new-password.title", language)
        let fields: [any Field] = [
            UI.TextField(
                .init("current", text("password.current", language)), kind: .password, autocomplete: "current-password"),
            newPasswordField(language),
        ]
        let form = UI.Form(
            action: "/account/password", fields: fields.with(mistake),
            buttons: [UI.Button(text("new-password.button", language))],
            problems: mistake.flatMap { $0.field == nil ? [$0.text] : nil } ?? [])
        return page(
            title,
            FormPage(
                page: UI.QuestionPage(
                    title: title, introduction: [text("password.others", language)], back: "/account", form: form)),
            status: mistake?.status ?? 200)
    }
}
