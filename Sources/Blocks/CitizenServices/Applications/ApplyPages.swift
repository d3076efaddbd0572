import Base
import BuildingBlock
import FEEL
import Journal
import ServiceDefinition
import Store
import Web

/// The pages by which a person applies: what is looked up, one page of questions after another, check, send.
struct ApplyPages: Sendable {
    let desk: ServicesDesk

    static let limits = Limits(body: 44 * 1024 * 1024, file: 20 * 1024 * 1024, files: 4)

    /// What is shown and sent on the way, from the own account and at a counter.
    private typealias Step = @Sendable (Call<Person>, Seat) async throws -> Reply

    func declare(in routes: inout Routes) {
        routes.get(person: "/services/:name/apply") { call in try await door(call) }
        routes.post(person: "/services/:name/apply") { call in try await begin(call) }
        let shown: [(String, Step)] = [
            ("", goOn), ("/check", check), ("/not-eligible", notEligible), ("/pages/:page", show),
        ]
        let sent: [(String, Limits, Step)] = [
            ("/removal", .form, remove), ("/check", .form, send), ("/pages/:page", Self.limits, answered),
        ]
        for (path, step) in shown {
            routes.get(person: "/apply/:draft\(path)") { call in try await step(call, .own(call)) }
            routes.get(officer: "/office/counter/:party/drafts/:draft\(path)", permission: Self.counter) { call in
                try await step(call.map(\.person), try await desk.seat(call))
            }
        }
        for (path, limits, step) in sent {
            routes.post(person: "/apply/:draft\(path)", limits: limits) { call in try await step(call, .own(call)) }
            routes.post(
                officer: "/office/counter/:party/drafts/:draft\(path)", permission: Self.counter, limits: limits
            ) { call in try await step(call.map(\.person), try await desk.seat(call)) }
        }
    }

    private static let counter = CitizenServicesPermissions.counter

    private func remove(_ call: Call<Person>, _ seat: Seat) async throws -> Reply {
        try await desk.discard(try call.identifier("draft"), by: seat.party, through: seat.hand, at: call.now)
        return .redirect(to: "\(seat.home)?done=discarded")
    }

    // MARK: The door

    private func begin(_ call: Call<Person>) async throws -> Reply {
        let organisation = try await call.input.form()["organisation"].flatMap(Identifier<Act.Party>.init)
        do {
            let draft = try await desk.begin(
                call.parameter("name"), by: Seat.own(call).party, for: organisation, at: call.now)
            return .redirect(to: ServiceLinks.draft(draft.id))
        } catch CitizenServicesError.missing("organisation") {
            return try await door(call, isUnchosen: true)
        }
    }

    /// What will be asked and looked up, before anything is. Somebody who has begun goes on.
    private func door(_ call: Call<Person>, isUnchosen: Bool = false) async throws -> Reply {
        let entry = try desk.catalogue.entry(call.parameter("name"))
        let service = entry.service
        let words = ServiceWords(desk, in: call.language)
        let party = Seat.own(call).party
        let known = try await desk.drafts(of: party).filter { $0.service == service.key }
        let organisations = try await desk.organisations(of: party, for: service, at: call.now)
        if let first = known.first, organisations.isEmpty { return .redirect(to: ServiceLinks.draft(first.id)) }
        var parts: [any Component] = []
        if !known.isEmpty {
            let links = known.map { UI.Link(words.applicant($0.facts, $0.organisation), ServiceLinks.draft($0.id)) }
            parts += [UI.Heading(words("begun")), UI.LinkList(links)]
        }
        let looked = service.evidence.map { evidence in evidence.purpose.map(words.of) ?? evidence.registry }
        if !looked.isEmpty {
            parts += [UI.Heading(words("looked-up")), UI.PointList(looked), UI.Paragraphs([words("looked-up-text")])]
        }
        if !service.needed.isEmpty {
            parts += [UI.Heading(words("needed")), UI.PointList(service.needed.map(words.of))]
        }
        if try await desk.isAssured(party, for: service) {
            parts.append(
                UI.Form(
                    action: ServiceLinks.apply(service.key),
                    fields: words.forWhom(service, call.caller.name, organisations, isUnchosen: isUnchosen),
                    buttons: [UI.Button(words("begin"), icon: .forward)]))
        } else {
            parts.append(UI.Notice(.warning, words("assurance.title"), [words("assurance.text")]))
            parts += otherWays(service, words)
        }
        return .page(
            UI.PartsPage(
                title: words("apply-title"), caption: words.of(service.title), introduction: [words("apply-lead")],
                back: ServiceLinks.service(service.key), parts: parts
            ).page())
    }

    /// What a page works with.
    struct Sheet {
        var draft: Draft
        var journey: Journey
        let seat: Seat
        var service: Service { journey.service }
        var words: ServiceWords

        func address(_ step: Journey.Step) -> String { seat.address(step, of: draft.id) }
    }

    func sheet(_ call: Call<Person>, _ seat: Seat) async throws -> Sheet {
        let draft = try await desk.draft(try call.identifier("draft"), of: seat.party, through: seat.hand, at: call.now)
        let journey = try desk.journey(draft, at: call.now, in: call.language)
        // What a counter looked up for somebody who came with a paper is not shown to an account of which it is not sure whose it is.
        if seat.counter == nil, draft.channel != .online,
            try await !desk.isAssured(seat.party, for: journey.service)
        {
            throw CitizenServicesError.notAssured
        }
        return Sheet(
            draft: draft, journey: journey, seat: seat,
            words: ServiceWords(desk, in: call.language))
    }

    private func goOn(_ call: Call<Person>, _ seat: Seat) async throws -> Reply {
        let id = try call.identifier("draft", of: ServiceCase.self)
        if let one = try await desk.database.read({ [desk] in try CaseRows.one(id, desk.currency, $0) }),
            one.party == seat.party
        {
            return .redirect(to: seat.one(one))
        }
        let sheet = try await sheet(call, seat)
        if !sheet.draft.facts.isComplete(for: sheet.service) { return .page(unreachable(sheet)) }
        return .redirect(to: sheet.address(sheet.journey.current))
    }

    /// A register cannot be asked: nobody is led through a form that cannot be sent.
    private func unreachable(_ sheet: Sheet) -> Web.Page {
        let words = sheet.words
        var parts: [any Component] = [UI.Notice(.warning, words("no-register"), [words("no-register-text")])]
        parts += otherWays(sheet.service, words)
        parts.append(discard(sheet))
        return sheet.seat.page(
            UI.PartsPage(
                title: words.of(sheet.service.title), back: sheet.seat.start(sheet.service), parts: parts))
    }

    /// How to apply elsewhere than here.
    private func otherWays(_ service: Service, _ words: ServiceWords) -> [any Component] {
        guard !service.otherWays.isEmpty else { return [] }
        return [UI.Heading(words("other-ways")), UI.PointList(service.otherWays.map { words.of($0.words) })]
    }

    func discard(_ sheet: Sheet) -> UI.Action {
        UI.Action("\(sheet.seat.draft(sheet.draft.id))/removal", UI.Button(sheet.words("discard"), .quiet))
    }

    private func notEligible(_ call: Call<Person>, _ seat: Seat) async throws -> Reply {
        let sheet = try await sheet(call, seat)
        let words = sheet.words
        guard !sheet.journey.isEligible else {
            return .redirect(to: sheet.address(sheet.journey.current))
        }
        var parts: [any Component] = [
            UI.Notice(.warning, words("not-for-you"), sheet.journey.failures.map { words.of($0.rule.otherwise) })
        ]
        let read = sheet.journey.failures.flatMap { sheet.journey.readings(of: $0.rule) }
        if !read.isEmpty {
            parts += [UI.Heading(words("because")), UI.SummaryList(read.map { UI.SummaryRow($0.label, $0.value) })]
        }
        parts += otherWays(sheet.service, words)
        parts.append(discard(sheet))
        return .page(
            seat.page(
                UI.PartsPage(
                    title: words("not-eligible-title"), caption: words.of(sheet.service.title),
                    back: sheet.journey.pages.last.map { sheet.address(.page($0.page.name)) }
                        ?? seat.start(sheet.service), parts: parts)))
    }
}
