import Base
import BuildingBlock
import Journal
import ServiceDefinition
import Store
import Web

/// The counter: an officer finds the person who is there, or opens an account, sees proof of who it is, and acts in the person's name.
/// What the person would see is what the officer sees, and each step is the officer's act.
struct CounterPages: Sendable {
    let desk: ServicesDesk

    func declare(in routes: inout Routes) {
        let permission = CitizenServicesPermissions.counter
        routes.get(officer: ServiceLinks.counters, permission: permission) { call in .page(start(call)) }
        // Names stand in the body, never in an address.
        routes.post(officer: ServiceLinks.counters, permission: permission) { call in try await seek(call) }
        routes.get(officer: "\(ServiceLinks.counters)/new", permission: permission) { call in
            .page(CounterAccountForm(words: words(call)).page)
        }
        routes.post(officer: "\(ServiceLinks.counters)/new", permission: permission) { call in try await open(call) }
        let person = "\(ServiceLinks.counters)/:party"
        routes.get(officer: person, permission: permission) { call in
            .page(try await page(call, try await desk.seat(call)))
        }
        routes.post(officer: "\(person)/identity", permission: permission) { call in try await prove(call) }
        routes.post(officer: "\(person)/drafts", permission: permission) { call in try await begin(call) }
        for name in ["identity", "drafts"] {
            // Who switches the language at a form that had something wrong comes back to the person.
            routes.get(officer: "\(person)/\(name)", permission: permission) { call in
                .redirect(to: ServiceLinks.counter(try call.identifier("party")))
            }
        }
    }

    private func words(_ call: Call<Officer>) -> ServiceWords { ServiceWords(desk, in: call.language) }

    // MARK: Who is there

    private func start(
        _ call: Call<Officer>, sought: String = "", problem: String? = nil, _ found: [any Component] = []
    ) -> Web.Page {
        let words = words(call)
        let form = UI.Form(
            action: ServiceLinks.counters,
            fields: [
                UI.TextField(
                    UI.Question("who", words("counter.who"), hint: words("counter.who-hint"), error: problem),
                    value: sought, autocomplete: "off")
            ], buttons: [UI.Button(words("counter.find"), icon: .search)])
        let other = UI.ButtonRow([
            UI.Button(words("counter.open"), .secondary, href: "\(ServiceLinks.counters)/new")
        ])
        return UI.PartsPage(
            title: words("counter.title"), introduction: [words("counter.lead")], parts: [form] + found + [other]
        ).workspace()
    }

    private func seek(_ call: Call<Officer>) async throws -> Reply {
        let words = words(call)
        let sought = String((try await call.input.form()["who"] ?? "").prefix(200))
        guard sought.filter({ !$0.isWhitespace }).count >= 3 else {
            return .page(start(call, sought: sought, problem: words("counter.too-short")))
        }
        guard let found = try await desk.seek(sought, by: CounterHand(call.caller), at: call.now) else {
            return .page(start(call, sought: sought, problem: words("counter.too-many")))
        }
        if found.isEmpty {
            let none = UI.EmptyState(.search, words("counter.nobody"), words("counter.nobody-text"))
            return .page(start(call, sought: sought, [none]))
        }
        let cards = found.map { person in
            UI.ServiceCard(
                person.name, ServiceLinks.counter(person.party),
                facts: [person.contact ?? words("counter.no-address")], icon: .person)
        }
        return .page(start(call, sought: sought, [UI.Heading(words("counter.found")), UI.ServiceCards(cards)]))
    }

    private func open(_ call: Call<Officer>) async throws -> Reply {
        let form = try await call.input.form()
        var sheet = CounterAccountForm(words: words(call))
        sheet.typed = NewCounterPerson(
            name: form["name"] ?? "", email: form["email"] ?? "",
            language: form["language"].flatMap(Language.init(rawValue:)) ?? call.language)
        guard let counter = desk.ports.counter else { throw CitizenServicesError.unknownCase }
        do {
            let party = try await counter.open(sheet.typed, CounterHand(call.caller), call.now)
            return .redirect(to: "\(ServiceLinks.counter(party))?done=opened")
        } catch let refusal as CounterRefusal {
            sheet.refusal = refusal
            return .page(sheet.page)
        }
    }

    // MARK: The person who is there

    private func page(
        _ call: Call<Officer>, _ seat: Seat, form: Form? = nil, problem: (field: String, text: String)? = nil,
        notice: UI.Notice? = nil
    ) async throws -> Web.Page {
        let words = words(call)
        guard let person = seat.counter?.person else { throw CitizenServicesError.unknownCase }
        try await desk.attend(seat.party, by: CounterHand(call.caller), at: call.now)
        var parts: [any Component] = []
        if let notice { parts.append(notice) }
        if let done = call.input.query["done"], ["opened", "proved", "saved", "discarded"].contains(done) {
            parts.append(UI.Notice(.done, words("counter.done.\(done)"), announced: true))
        }
        parts.append(
            UI.SummaryList([
                UI.SummaryRow(words("counter.contact"), person.contact ?? words("counter.no-address")),
                UI.SummaryRow(words("counter.proof"), words("counter.assurance.\(person.assurance.rawValue)")),
            ]))
        if person.assurance < .substantial {
            parts += [UI.Heading(words("counter.prove")), proofForm(seat, words, problem)]
        }
        let organisations = try await desk.database.read { [desk] in
            try desk.ports.organisations(seat.party, call.now, $0)
        }
        let begin = CounterBeginForm(
            words: words, seat: seat, person: person, organisations: organisations,
            services: desk.catalogue.entries.map(\.service), typed: form, problem: problem)
        parts += [UI.Heading(words("counter.begin")), begin.form]
        parts += try await MyCasePages(desk: desk).applications(seat, words, at: call.now)
        return UI.PartsPage(
            title: person.name, caption: words("counter.title"), back: ServiceLinks.counters, parts: parts
        ).workspace()
    }

    private static let proofs = ["passport", "identity-card", "driving-licence", "residence-permit"]

    private func proofForm(_ seat: Seat, _ words: ServiceWords, _ problem: (field: String, text: String)?) -> UI.Form {
        UI.Form(
            action: "\(seat.home)/identity",
            fields: [
                UI.Choices(
                    UI.Question(
                        "proof", words("counter.proof-seen"), hint: words("counter.proof-hint"),
                        error: problem?.field == "proof" ? problem?.text : nil),
                    Self.proofs.map { UI.Choice($0, words("counter.proof.\($0)")) })
            ], buttons: [UI.Button(words("counter.prove-button"), .secondary)])
    }

    private func prove(_ call: Call<Officer>) async throws -> Reply {
        let seat = try await desk.seat(call)
        guard let proof = try await call.input.form()["proof"], Self.proofs.contains(proof) else {
            return .page(try await page(call, seat, problem: ("proof", words(call)("counter.proof-missing"))))
        }
        do {
            try await desk.ports.counter?.prove(seat.party, .substantial, CounterHand(call.caller), call.now)
        } catch CitizenServicesError.ownDecision {
            return .page(try await page(call, seat, notice: ownNotice(call)))
        }
        return .redirect(to: "\(seat.home)?done=proved")
    }

    private func begin(_ call: Call<Officer>) async throws -> Reply {
        let seat = try await desk.seat(call)
        let form = try await call.input.form()
        let words = words(call)
        do {
            let wanted = try CounterBeginning(form, hand: CounterHand(call.caller), desk.calendar, at: call.now)
            let draft = try await desk.begin(
                wanted.service, by: seat.party, for: wanted.organisation, through: wanted.entry, at: call.now)
            return .redirect(to: seat.draft(draft.id))
        } catch let mistake as CounterBeginning.Mistake {
            let problem = (mistake.field, words("counter.\(mistake.text)"))
            return .page(try await page(call, seat, form: form, problem: problem))
        } catch CitizenServicesError.notAssured {
            let problem = ("proof", words("counter.proof-first"))
            return .page(try await page(call, seat, form: form, problem: problem))
        } catch CitizenServicesError.missing("organisation") {
            let problem = ("organisation", words("missing-organisation"))
            return .page(try await page(call, seat, form: form, problem: problem))
        } catch CitizenServicesError.notRepresentative {
            let problem = ("organisation", words("counter.not-for-organisation"))
            return .page(try await page(call, seat, form: form, problem: problem))
        } catch CitizenServicesError.ownDecision {
            return .page(try await page(call, seat, form: form, notice: ownNotice(call)))
        }
    }

    private func ownNotice(_ call: Call<Officer>) -> UI.Notice {
        UI.Notice(.problem, words(call)("own-decision"), announced: true)
    }
}
