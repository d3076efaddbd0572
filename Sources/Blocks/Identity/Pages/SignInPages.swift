import Base
import BuildingBlock
import Web

/// Signing in and out.
extension IdentityPages {
    func signIn(_ call: Call<Visitor>) async throws -> Reply {
        let target = call.input.query["return"] ?? "/account"
        if call.caller.person != nil { return .redirect(to: target) }
        return try signInPage(call, email: "", target: target, mistake: nil)
    }

    func signInSent(_ call: Call<Visitor>) async throws -> Reply {
        let form = try await call.input.form()
        let email = form["email"] ?? ""
        let target = form["return"] ?? "/account"
        do {
            let place = call.place(replacing: call.caller.person?.session)
            let session = try await service.signIn(
                email: email, password: form.password("password"), from: place, at: call.now)
            return .redirect(to: target).startingSession(session.token)
        } catch let error as IdentityError {
            let mistake = try mistake(error, call.language)
            return try signInPage(call, email: email, target: target, mistake: mistake).waiting(error)
        }
    }

    /// Signs in as one of the sample people. Elsewhere than in a demonstration there is no such page.
    func demoSent(_ call: Call<Visitor>) async throws -> Reply {
        guard platform.isDemo else { throw Problem.notFound }
        let form = try await call.input.form()
        let place = call.place(replacing: call.caller.person?.session)
        let session = try await service.signInToDemo(email: form["person"] ?? "", from: place, at: call.now)
        return .redirect(to: form["return"] ?? "/account").startingSession(session.token)
    }

    func signOutSent(_ call: Call<Person>) async throws -> Reply {
        try await service.signOut(call.caller.device, of: call.caller.accountID, at: call.now)
        return .redirect(to: "/").endingSession()
    }

    private func signInPage(_ call: Call<Visitor>, email: String, target: String, mistake: FormMistake?) throws -> Reply
    {
        let language = call.language
        let form = UI.SignIn(
            action: "/sign-in",
            email: UI.TextField(
                .init("email", text("email", language)), value: email, kind: .email, autocomplete: "username"),
            password: UI.TextField(
                .init("password", text("password", language)), kind: .password, autocomplete: "current-password"),
            hidden: [UI.HiddenField("return", target)], forgotten: "/password",
            create: service.settings.registration ? "/account/new" : nil, problem: mistake?.text)
        let model = SignInPage(form: form, demonstration: try demonstration(language, target: target))
        return .page(Page("identity/sign-in", title: text("sign-in", language), model, status: mistake?.status ?? 200))
    }

    private func demonstration(_ language: Language, target: String) throws -> Demonstration? {
        guard let samples = try service.samplePeople() else { return nil }
        let notice = UI.Notice(
            .warning, text("demo.title", language),
            [text("demo.text", language), text("demo.password", language, ["password": .text(samples.password)])])
        let people = samples.people.map { person in
            ListEntry(
                title: person.name, note: "\(occupation(of: person, language)) · \(person.email)", tag: nil,
                action: UI.Action(
                    "/sign-in/demo",
                    UI.Button(
                        text("demo.button", language, ["name": .text(person.name)]), .quiet, name: "person",
                        value: person.email),
                    hidden: [UI.HiddenField("return", target)]))
        }
        return Demonstration(notice: notice, people: people)
    }

    /// "Officer, Public Works"; "Resident".
    private func occupation(of person: SamplePeople.Person, _ language: Language) -> String {
        guard !person.grants.isEmpty else { return text("kind.resident", language) }
        let jurisdiction = platform.jurisdiction
        let roles = Dictionary(grouping: person.grants, by: \.role).sorted { $0.key < $1.key }
        return roles.map { role, grants in
            let agencies = grants.compactMap { jurisdiction.agency($0.agency)?.name(in: language) }
            let name = jurisdiction.role(role)?.name(in: language) ?? role
            return "\(name): \(format(language).list(agencies))"
        }.joined(separator: "; ")
    }
}

struct SignInPage: ViewModel {
    let form: UI.SignIn
    let demonstration: Demonstration?

    func member(_ name: String) -> Any? {
        switch name {
        case "form": form
        case "demonstration": demonstration.orAbsent
        default: nil
        }
    }
}

/// Sample people to sign in as.
struct Demonstration: ViewModel {
    let notice: UI.Notice
    let people: [ListEntry]

    func member(_ name: String) -> Any? {
        switch name {
        case "notice": notice
        case "people": people
        default: nil
        }
    }
}
