import Base
import Web

/// Making an account: a letter first, so that nobody makes one with the address of someone else.
extension IdentityPages {
    func register(_ call: Call<Visitor>) async throws -> Reply {
        try mayRegister(call)
        return registrationPage(call, name: "", email: "", mistake: nil)
    }

    func registerSent(_ call: Call<Visitor>) async throws -> Reply {
        try mayRegister(call)
        let form = try await call.input.form()
        let name = form["name"] ?? ""
        let typed = form["email"] ?? ""
        do {
            guard PersonName.tidied(name) != nil else { throw IdentityError.badName }
            guard let email = EmailAddress(typed) else { throw IdentityError.badEmail }
            try await service.requestRegistration(email: email, name: name, language: call.language, at: call.now)
            return letterSent(call.language)
        } catch let error as IdentityError {
            return registrationPage(call, name: name, email: typed, mistake: try mistake(error, call.language))
        }
    }

    func confirmRegistration(_ call: Call<Visitor>) async throws -> Reply {
        guard let link = try await service.registration(call.parameter("token"), at: call.now) else {
            return linkSpent(call.language)
        }
        return confirmationPage(call, link, mistake: nil)
    }

    func confirmRegistrationSent(_ call: Call<Visitor>) async throws -> Reply {
        let form = try await call.input.form()
        let token = call.parameter("token")
        do {
            let place = call.place(replacing: call.caller.person?.session)
            let session = try await service.register(
                link: token, password: form.password("password"), from: place, at: call.now)
            return .redirect(to: "/account").startingSession(session.token)
        } catch let error as IdentityError {
            // Somebody made the account meanwhile: the link is of no more use.
            guard error != .linkSpent, error != .emailTaken,
                let link = try await service.registration(token, at: call.now)
            else {
                return linkSpent(call.language)
            }
            return confirmationPage(call, link, mistake: try mistake(error, call.language)).waiting(error)
        }
    }

    private func registrationPage(_ call: Call<Visitor>, name: String, email: String, mistake: FormMistake?) -> Reply {
        let language = call.language
        let title = text("register.title", language)
        let fields: [any Field] = [
            UI.TextField(.init("name", text("name", language)), value: name, autocomplete: "name"),
            UI.TextField(
                .init("email", text("email", language), hint: text("register.hint", language)), value: email,
                kind: .email,
                autocomplete: "email"),
        ]
        let form = UI.Form(
            action: "/account/new", fields: fields.with(mistake),
            buttons: [UI.Button(text("register.button", language))])
        return page(
            title, FormPage(page: UI.QuestionPage(title: title, back: "/sign-in", form: form)),
            status: mistake?.status ?? 200)
    }

    private func confirmationPage(_ call: Call<Visitor>, _ link: SecretLink, mistake: FormMistake?) -> Reply {
        let language = call.language
        let title = text("confirm.title", language)
        let form = UI.Form(
            action: "/account/new/\(call.parameter("token"))", fields: [newPasswordField(language)].with(mistake),
            buttons: [UI.Button(text("confirm.button", language))],
            problems: mistake.flatMap { $0.field == nil ? [$0.text] : nil } ?? [])
        let email = Texts.Argument.text(link.email?.description ?? "")
        return page(
            title,
            FormPage(
                page: UI.QuestionPage(
                    title: title, introduction: [text("confirm.for", language, ["email": email])], form: form)),
            status: mistake?.status ?? 200)
    }
}
