import Base
import Web

/// A new password by a link that was sent by mail.
extension IdentityPages {
    func forgotten(_ call: Call<Visitor>) async throws -> Reply { forgottenPage(call, email: "", mistake: nil) }

    func forgottenSent(_ call: Call<Visitor>) async throws -> Reply {
        let typed = try await call.input.form()["email"] ?? ""
        guard let email = EmailAddress(typed) else {
            return forgottenPage(call, email: typed, mistake: try mistake(.badEmail, call.language))
        }
        try await service.requestPasswordLink(email: email, language: call.language, at: call.now)
        return letterSent(call.language)
    }

    /// The same words whether or not there is an account.
    func letterSent(_ language: Language) -> Reply {
        let title = text("letter.title", language)
        let notice = UI.Notice(.done, title, [text("letter.text", language), text("letter.nothing", language)])
        return .page(Page("identity/words", title: title, WordsPage(title: title, notice: notice)))
    }

    private func forgottenPage(_ call: Call<Visitor>, email: String, mistake: FormMistake?) -> Reply {
        let language = call.language
        let title = text("forgotten.title", language)
        let fields: [any Field] = [
            UI.TextField(
                .init("email", text("email", language), hint: text("forgotten.hint", language)), value: email,
                kind: .email,
                autocomplete: "email")
        ]
        let form = UI.Form(
            action: "/password", fields: fields.with(mistake), buttons: [UI.Button(text("forgotten.button", language))])
        return page(
            title, FormPage(page: UI.QuestionPage(title: title, back: "/sign-in", form: form)),
            status: mistake?.status ?? 200)
    }

    /// The page that the link leads to. Opening it changes nothing, so that programs which look into mail do no harm.
    func newPassword(_ call: Call<Visitor>) async throws -> Reply {
        guard let account = try await service.account(ofLink: call.parameter("token"), at: call.now) else {
            return linkSpent(call.language)
        }
        return newPasswordPage(call, email: account.email, mistake: nil)
    }

    func newPasswordSent(_ call: Call<Visitor>) async throws -> Reply {
        let form = try await call.input.form()
        let token = call.parameter("token")
        do {
            try await service.resetPassword(link: token, to: form.password("password"), at: call.now)
        } catch IdentityError.linkSpent {
            return linkSpent(call.language)
        } catch let error as IdentityError {
            let account = try await service.account(ofLink: token, at: call.now)
            return newPasswordPage(call, email: account?.email, mistake: try mistake(error, call.language)).waiting(
                error)
        }
        let title = text("password.changed", call.language)
        let notice = UI.Notice(
            .done, title, [text("password.changed-text", call.language)],
            links: [UI.Link(text("sign-in", call.language), "/sign-in")])
        // Whoever was signed in here is not any more.
        return Reply.page(Page("identity/words", title: title, WordsPage(title: title, notice: notice))).endingSession()
    }

    func linkSpent(_ language: Language) -> Reply {
        let title = text("link-spent.title", language)
        let notice = UI.Notice(
            .warning, title, [text("link-spent.text", language)],
            links: [UI.Link(text("forgotten.button", language), "/password")])
        return .page(Page("identity/words", title: title, WordsPage(title: title, notice: notice), status: 410))
    }

    private func newPasswordPage(_ call: Call<Visitor>, email: EmailAddress?, mistake: FormMistake?) -> Reply {
        let language = call.language
        let title = text("new-password.title", language)
        let form = UI.Form(
            action: "/password/\(call.parameter("token"))",
            fields: [newPasswordField(language)].with(mistake),
            buttons: [UI.Button(text("new-password.button", language))],
            problems: mistake.flatMap { $0.field == nil ? [$0.text] : nil } ?? [])
        let introduction = email.map { [text("new-password.for", language, ["email": .text($0.description)])] } ?? []
        return page(
            title, FormPage(page: UI.QuestionPage(title: title, introduction: introduction, form: form)),
            status: mistake?.status ?? 200)
    }

    func newPasswordField(_ language: Language) -> UI.TextField {
        let hint = text("password.hint", language, ["count": .number(Int64(service.settings.passwordLength))])
        return UI.TextField(
            .init("password", text("new-password.label", language), hint: hint), kind: .password,
            autocomplete: "new-password")
    }
}
