import Base
import BuildingBlock
import Journal
import ServiceDefinition
import Store
import Web

/// What a person sees of the own applications.
struct MyCasePages: Sendable {
    let desk: ServicesDesk

    func declare(in routes: inout Routes) {
        routes.get(person: ServiceLinks.mine) { call in try await list(call, .own(call)) }
        routes.get(person: "/cases/:reference") { call in try await show(call, .own(call)) }
        routes.get(person: "/cases/:reference/files/:file") { call in try await file(call, .own(call)) }
        let (counter, base) = (CitizenServicesPermissions.counter, "/office/counter/:party/cases/:reference")
        routes.get(officer: base, permission: counter) { call in
            try await show(call.map(\.person), try await desk.seat(call))
        }
        routes.get(officer: "\(base)/files/:file", permission: counter) { call in
            try await file(call.map(\.person), try await desk.seat(call))
        }
        for name in ["answer", "withdrawal", "appeal"] {
            routes.post(person: "/cases/:reference/\(name)") { call in try await take(name, call, .own(call)) }
            routes.post(officer: "\(base)/\(name)", permission: counter) { call in
                try await take(name, call.map(\.person), try await desk.seat(call))
            }
            // Who switches the language at a form that had something wrong comes back to the case.
            routes.get(person: "/cases/:reference/\(name)") { call in
                .redirect(to: "/cases/\(call.parameter("reference"))")
            }
            routes.get(officer: "\(base)/\(name)", permission: counter) { call in
                .redirect(
                    to: "\(ServiceLinks.counter(try call.identifier("party")))/cases/\(call.parameter("reference"))")
            }
        }
    }

    private func own(_ call: Call<Person>, _ seat: Seat) async throws
        -> (one: ServiceCase, service: Service, events: [CaseEvent])
    {
        guard let reference = CaseReference(call.parameter("reference")) else { throw CitizenServicesError.unknownCase }
        return try await desk.own(reference, of: seat.party, through: seat.hand, at: call.now)
    }

    private func show(_ call: Call<Person>, _ seat: Seat) async throws -> Reply {
        .page(try await page(call, seat, problem: nil, form: nil))
    }

    private func file(_ call: Call<Person>, _ seat: Seat) async throws -> Reply {
        let one = try await own(call, seat).one
        return try await desk.serve(try call.identifier("file"), of: one.id)
    }

    private func list(_ call: Call<Person>, _ seat: Seat) async throws -> Reply {
        let words = ServiceWords(desk, in: call.language)
        var parts: [any Component] = []
        if let done = call.input.query["done"], ["saved", "discarded"].contains(done) {
            parts.append(UI.Notice(.done, words("done.\(done)"), announced: true))
        }
        parts += try await applications(seat, words, at: call.now)
        return .page(UI.PartsPage(title: words("my-cases"), parts: parts).page())
    }

    /// The drafts and cases of a person.
    func applications(_ seat: Seat, _ words: ServiceWords, at now: Instant) async throws -> [any Component] {
        let party = seat.party
        let (drafts, cases) = try await desk.database.read { [desk] transaction in
            (
                // What was begun at home is not read at a counter, unless the person brings it there.
                try DraftRows.list("party = \(party) ORDER BY saved_at DESC", transaction).filter {
                    seat.counter == nil || $0.channel != .online
                },
                try CaseRows.list("party = \(party) ORDER BY id DESC LIMIT 200", desk.currency, transaction).map {
                    ($0, try desk.catalogue.service(of: $0, in: transaction))
                }
            )
        }
        var parts: [any Component] = []
        if !drafts.isEmpty {
            parts.append(UI.Heading(words("drafts")))
            parts.append(
                UI.ServiceCards(
                    drafts.map { draft in
                        let title = desk.catalogue[draft.service].map { words.of($0.service.title) } ?? draft.service
                        return UI.ServiceCard(
                            title, seat.draft(draft.id),
                            facts: [
                                draft.organisation.map { words.applicant(draft.facts, $0) },
                                words("saved-at", ["when": .text(words.format.relative(draft.savedAt, to: now))]),
                                desk.catalogue[draft.service].map {
                                    let end = desk.end(of: draft, $0.service)
                                    return words("kept-until", ["day": .text(words.format.date(end))])
                                },
                            ].compactMap { $0 },
                            tag: UI.Tag(words("draft"), .warning), icon: .edit)
                    }))
        }
        if !cases.isEmpty {
            parts.append(UI.Heading(words("cases")))
            parts.append(
                UI.ServiceCards(
                    cases.map { one, service in
                        UI.ServiceCard(
                            words.of(service.title), seat.one(one),
                            facts: [
                                one.organisation.map { words.applicant(one.facts, $0) }, one.reference.description,
                                words.format.date(one.submittedAt),
                            ].compactMap { $0 },
                            tag: words.tag(one.status),
                            icon: .document)
                    }))
        }
        if drafts.isEmpty && cases.isEmpty && seat.counter == nil {
            parts.append(
                UI.EmptyState(
                    .document, words("no-cases"), words("no-cases-text"),
                    button: UI.Button(words("all-services"), href: ServiceLinks.list)))
        }
        return parts
    }

    // MARK: One case

    private func page(_ call: Call<Person>, _ seat: Seat, problem: String?, form: String?) async throws -> Web.Page {
        let (one, service, events) = try await own(call, seat)
        let words = ServiceWords(desk, in: call.language)
        var parts: [any Component] = []
        if call.input.query["done"] == "submitted" {
            parts.append(
                UI.Confirmation(
                    words("submitted"), text: words(seat.counter == nil ? "submitted-text" : "counter.submitted-text"),
                    referenceLabel: words("reference"),
                    reference: one.reference.description, isPageTitle: false))
        } else if let done = call.input.query["done"], ["answer", "withdrawal", "appeal"].contains(done) {
            parts.append(UI.Notice(.done, words("done.\(done)"), announced: true))
        }
        parts += todo(one, seat, events, words, problem: problem, form: form)
        parts.append(facts(one, service, words, now: call.now))
        if one.decidedAt != nil, let title = words.decision(one.decision, service) {
            parts += [UI.Heading(title), UI.Paragraphs(words.reasons(one, service))]
        }
        let papers = try await desk.database.read { [desk] in try desk.ports.papers(one.reference.description, $0) }
        if !papers.isEmpty { parts.append(words.list(papers)) }
        parts += [UI.Heading(words("history")), CaseTimeline(words: words).part(events, one)]
        let lines = desk.journey(one, service, in: call.language).summary.filter { !$0.isMissing }
        parts.append(UI.SummaryList(title: words("answers"), lines.map { UI.SummaryRow($0.label, $0.answer) }))
        parts += rights(one, seat, service, words, now: call.now, problem: problem, form: form)
        var page = seat.page(
            UI.PartsPage(
                title: words.of(service.title), caption: one.reference.description, back: seat.home, parts: parts))
        if seat.counter == nil { page.breadcrumbs = [UI.Link(words("my-cases"), ServiceLinks.mine)] }
        return page
    }

    /// What the person has to do now.
    private func todo(
        _ one: ServiceCase, _ seat: Seat, _ events: [CaseEvent], _ words: ServiceWords, problem: String?,
        form: String?
    ) -> [any Component] {
        var parts: [any Component] = []
        if one.fee.minorUnits > 0, one.feePaidAt == nil, one.status == .waitingForPayment || one.payment != nil,
            one.status != .withdrawn
        {
            let text = words("pay-text", ["amount": .text(words.format.money(one.fee))])
            if seat.counter != nil {
                parts.append(UI.Notice(.warning, words("pay"), [text, words("counter.pay")]))
            } else if let payment = one.payment {
                parts.append(UI.Notice(.warning, words("pay"), [text]))
                parts.append(UI.ButtonRow([UI.Button(words("pay-now"), href: payment)]))
            } else {
                parts.append(UI.Notice(.warning, words("pay"), [text, words("pay-counter")]))
            }
        }
        if one.status == .waitingForApplicant {
            let asked = events.last { $0.kind == .asked }?.text ?? ""
            parts.append(UI.Notice(.warning, words("asked"), words.lines(asked)))
            parts.append(
                UI.Form(
                    action: "\(seat.one(one))/answer",
                    fields: [
                        UI.TextArea(
                            UI.Question("text", words("your-answer"), error: form == "answer" ? problem : nil), rows: 5,
                            limit: 4000)
                    ], buttons: [UI.Button(words("send-answer"))]))
        }
        return parts
    }

    private func facts(_ one: ServiceCase, _ service: Service, _ words: ServiceWords, now: Instant) -> UI.SummaryList {
        var rows =
            one.organisation.map { [UI.SummaryRow(words("for-organisation"), words.applicant(one.facts, $0))] } ?? []
        rows += [
            UI.SummaryRow(words("state"), tag: words.tag(one.status)),
            UI.SummaryRow(
                words("agency"), words.agency(one.status == .appealed ? one.appealAgency ?? one.agency : one.agency)),
            UI.SummaryRow(words("submitted-at"), moment: words.moment(one.submittedAt)),
        ]
        if one.status.isOpen {
            if one.clock.pausedAt != nil {
                rows.append(UI.SummaryRow(words("answer-by"), words("paused")))
            } else if let due = one.clock.dueAt, one.status != .appealed {
                rows.append(UI.SummaryRow(words("answer-by"), moment: words.lastDay(due)))
            }
        }
        if one.fee.minorUnits > 0 {
            let state =
                one.feePaidAt.map { words("fee-paid", ["day": .text(words.format.date($0))]) } ?? words("fee-open")
            rows.append(UI.SummaryRow(words("fee"), words.format.money(one.fee), state))
        }
        return UI.SummaryList(rows)
    }

    /// What the person may do: withdraw, appeal.
    private func rights(
        _ one: ServiceCase, _ seat: Seat, _ service: Service, _ words: ServiceWords, now: Instant, problem: String?,
        form: String?
    ) -> [any Component] {
        var parts: [any Component] = []
        if one.status.actions.contains(.appeal), let until = one.appealUntil, now < until, let appeal = service.appeal {
            let last = words.format.date(until - .microseconds(1))
            parts.append(UI.Heading(words("appeal-title")))
            parts.append(
                UI.Paragraphs(
                    [appeal.words.map(words.of), words("appeal-until", ["day": .text(last)])].compactMap { $0 }))
            parts.append(
                UI.Form(
                    action: "\(seat.one(one))/appeal",
                    fields: [
                        UI.TextArea(
                            UI.Question("text", words("appeal-why"), error: form == "appeal" ? problem : nil), rows: 5,
                            limit: 4000)
                    ], buttons: [UI.Button(words("appeal-button"), .secondary)]))
        }
        if one.status.actions.contains(.withdraw) {
            let action = UI.Action("\(seat.one(one))/withdrawal", UI.Button(words("withdraw"), .destructive))
            parts.append(UI.Fold(words("withdraw-title"), [UI.Paragraphs([words("withdraw-text")]), action]))
        }
        return parts
    }

    private func take(_ name: String, _ call: Call<Person>, _ seat: Seat) async throws -> Reply {
        let one = try await own(call, seat).one
        let text = String((try await call.input.form()["text"] ?? "").prefix(4000))
        if text.isEmpty, name != "withdrawal" {
            let words = ServiceWords(desk, in: call.language)
            return .page(try await page(call, seat, problem: words("missing-text"), form: name))
        }
        let step: CaseStep = name == "answer" ? .answer(text) : name == "appeal" ? .appeal(text) : .withdraw
        try await desk.take(step, on: one.id, by: seat.worker, at: call.now)
        return .redirect(to: "\(seat.one(one))?done=\(name)")
    }
}

/// What happened to a case, in words.
struct CaseTimeline {
    let words: ServiceWords
    /// For officers, who see each other's names.
    var names: [Identifier<Act.Party>: String] = [:]

    func part(_ events: [CaseEvent], _ one: ServiceCase) -> UI.Timeline {
        let last = events.last?.id
        return UI.Timeline(
            words("history"),
            events.map { event in
                let isProblem = event.kind == .refused
                return UI.TimelineEvent(
                    isProblem ? .problem : event.id == last && one.status.isOpen ? .current : .past,
                    words("event.\(event.kind.rawValue)"),
                    moment: words.moment(event.at), actor: event.actor.flatMap { names[$0] } ?? counter(event, one),
                    event.text.map(words.lines) ?? [])
            })
    }

    /// What an officer at a counter did in the person's name says so to the person.
    private func counter(_ event: CaseEvent, _ one: ServiceCase) -> String? {
        [.answered, .withdrawn, .appealed].contains(event.kind) && event.actor != nil && event.actor != one.party
            ? words("at-a-counter") : nil
    }
}

extension ServicesDesk {
    /// A file of an application, as it was added.
    func serve(_ id: Identifier<AddedFile>, of application: Identifier<ServiceCase>) async throws -> Reply {
        guard let file = try await database.read({ try FileRows.file(id, of: application, $0) }) else {
            throw CitizenServicesError.unknownCase
        }
        let files = platform.files
        return .stream(type: file.type, length: file.size) { writer in
            try await files.get(file.digest, range: nil) { try await writer.write($0) }
        }
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "default-src 'none'; sandbox")
    }
}
