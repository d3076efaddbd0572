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

    func declare(in routes: inout Routes) {
        routes.get(person: "/services/:name/apply") { call in try await door(call) }
        routes.post(person: "/services/:name/apply") { call in
            let draft = try await desk.begin(call.parameter("name"), by: party(call), at: call.now)
            return .redirect(to: ServiceLinks.draft(draft.id))
        }
        routes.get(person: "/apply/:draft") { call in try await goOn(call) }
        routes.post(person: "/apply/:draft/removal") { call in
            try await desk.discard(try call.identifier("draft"), by: party(call), at: call.now)
            return .redirect(to: "\(ServiceLinks.mine)?done=discarded")
        }
        routes.get(person: "/apply/:draft/check") { call in try await check(call) }
        routes.post(person: "/apply/:draft/check") { call in try await send(call) }
        routes.get(person: "/apply/:draft/not-eligible") { call in try await notEligible(call) }
        routes.get(person: "/apply/:draft/pages/:page") { call in try await show(call) }
        routes.post(person: "/apply/:draft/pages/:page", limits: Self.limits) { call in try await answered(call) }
    }

    func party(_ call: Call<Person>) -> Identifier<Act.Party> { Identifier(call.caller.account) }

    static func address(_ step: Journey.Step, of draft: Identifier<ServiceCase>) -> String {
        switch step {
        case .page(let page): "\(ServiceLinks.draft(draft))/pages/\(page)"
        case .checkAnswers: "\(ServiceLinks.draft(draft))/check"
        case .notEligible: "\(ServiceLinks.draft(draft))/not-eligible"
        }
    }

    // MARK: The door

    /// What will be asked and looked up, before anything is. Somebody who has begun goes on.
    private func door(_ call: Call<Person>) async throws -> Reply {
        let entry = try desk.catalogue.entry(call.parameter("name"))
        let service = entry.service
        let words = ServiceWords(desk, in: call.language)
        let known = try await desk.drafts(of: party(call)).first { $0.service == service.key }
        if let known { return .redirect(to: ServiceLinks.draft(known.id)) }
        var parts: [any Component] = []
        let looked = service.evidence.map { evidence in evidence.purpose.map(words.of) ?? evidence.registry }
        if !looked.isEmpty {
            parts += [UI.Heading(words("looked-up")), UI.PointList(looked), UI.Paragraphs([words("looked-up-text")])]
        }
        if !service.needed.isEmpty {
            parts += [UI.Heading(words("needed")), UI.PointList(service.needed.map(words.of))]
        }
        if try await desk.isAssured(party(call), for: service) {
            parts.append(UI.Action(ServiceLinks.apply(service.key), UI.Button(words("begin"), icon: .forward)))
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
        var service: Service { journey.service }
        var words: ServiceWords
    }

    func sheet(_ call: Call<Person>) async throws -> Sheet {
        let draft = try await desk.draft(try call.identifier("draft"), of: party(call))
        return Sheet(
            draft: draft, journey: try desk.journey(draft, at: call.now, in: call.language),
            words: ServiceWords(desk, in: call.language))
    }

    private func goOn(_ call: Call<Person>) async throws -> Reply {
        let id = try call.identifier("draft", of: ServiceCase.self)
        if let one = try await desk.database.read({ [desk] in try CaseRows.one(id, desk.currency, $0) }),
            one.party == party(call)
        {
            return .redirect(to: one.path)
        }
        let sheet = try await sheet(call)
        if !sheet.draft.facts.isComplete(for: sheet.service) { return .page(unreachable(sheet)) }
        return .redirect(to: Self.address(sheet.journey.current, of: sheet.draft.id))
    }

    /// A register cannot be asked: nobody is led through a form that cannot be sent.
    private func unreachable(_ sheet: Sheet) -> Web.Page {
        let words = sheet.words
        var parts: [any Component] = [UI.Notice(.warning, words("no-register"), [words("no-register-text")])]
        parts += otherWays(sheet.service, words)
        parts.append(discard(sheet))
        return UI.PartsPage(
            title: words.of(sheet.service.title), back: ServiceLinks.service(sheet.service.key), parts: parts
        ).page()
    }

    /// How to apply elsewhere than here.
    private func otherWays(_ service: Service, _ words: ServiceWords) -> [any Component] {
        guard !service.otherWays.isEmpty else { return [] }
        return [UI.Heading(words("other-ways")), UI.PointList(service.otherWays.map { words.of($0.words) })]
    }

    func discard(_ sheet: Sheet) -> UI.Action {
        UI.Action("\(ServiceLinks.draft(sheet.draft.id))/removal", UI.Button(sheet.words("discard"), .quiet))
    }

    private func notEligible(_ call: Call<Person>) async throws -> Reply {
        let sheet = try await sheet(call)
        let words = sheet.words
        guard !sheet.journey.isEligible else {
            return .redirect(to: Self.address(sheet.journey.current, of: sheet.draft.id))
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
            UI.PartsPage(
                title: words("not-eligible-title"), caption: words.of(sheet.service.title),
                back: sheet.journey.pages.last.map { Self.address(.page($0.page.name), of: sheet.draft.id) }
                    ?? ServiceLinks.service(sheet.service.key), parts: parts
            ).page())
    }

    // MARK: A page of questions

    private func show(_ call: Call<Person>) async throws -> Reply {
        let sheet = try await sheet(call)
        let name = call.parameter("page")
        guard sheet.journey.mayVisit(name), let stop = sheet.journey.stop(name) else {
            return .redirect(to: Self.address(sheet.journey.current, of: sheet.draft.id))
        }
        let extra = call.input.query["more"].map { [$0: 1] } ?? [:]
        return .page(
            page(
                stop, sheet, extra: extra, isChange: call.input.query["change"] != nil, showsErrors: false, problem: nil
            ))
    }

    private func page(
        _ stop: Journey.Stop, _ sheet: Sheet, extra: [String: Int], isChange: Bool, showsErrors: Bool, problem: String?
    ) -> Web.Page {
        let words = sheet.words
        let fields = AnswerForm(words).fields(stop.questions, sheet.journey, extra, showsErrors: showsErrors)
        let groups = stop.questions.filter { if case .group = $0.question.kind { true } else { false } }
        var buttons = [UI.Button(words("continue"))]
        for group in groups {
            buttons.append(UI.Button(words("add"), .secondary, name: "more", value: group.question.name))
        }
        buttons.append(UI.Button(words("save-later"), .quiet, name: "later", value: "yes"))
        let asked = stop.questions.map { UI.HiddenField("asked", $0.question.name) }
        let form = UI.Form(
            action: Self.address(.page(stop.page.name), of: sheet.draft.id), fields: fields, buttons: buttons,
            hidden: [UI.HiddenField("version", "\(sheet.draft.version)")]
                + (isChange ? [UI.HiddenField("change", "1")] : []) + asked,
            multipart: stop.questions.contains { if case .file = $0.question.kind { true } else { false } },
            problems: problem.map { [$0] } ?? [])
        let back =
            isChange
            ? Self.address(.checkAnswers, of: sheet.draft.id)
            : sheet.journey.previous(before: stop.page.name).map { Self.address(.page($0), of: sheet.draft.id) }
                ?? ServiceLinks.service(sheet.service.key)
        let place = (sheet.journey.pages.firstIndex { $0.page.name == stop.page.name } ?? 0) + 1
        let caption = words(
            "caption",
            [
                "service": .text(words.of(sheet.service.title)), "number": .number(Int64(place)),
                "count": .number(Int64(sheet.journey.pages.count)),
            ])
        var asking = UI.QuestionPage(
            title: words.of(stop.page.title), caption: caption,
            introduction: stop.page.intro.map { [words.of($0)] } ?? [], back: back,
            form: form)
        let facts = sheet.journey.facts(on: stop.page)
        if !facts.isEmpty {
            asking.known = [
                UI.SummaryList(
                    title: words(facts.contains { $0.isRecord } ? "from-register" : "calculated"),
                    facts.map { UI.SummaryRow($0.label, $0.value) })
            ]
        }
        return asking.page()
    }

    /// Whatever was typed is kept, right or wrong; then the way goes on, or the page says what is wrong.
    private func answered(_ call: Call<Person>) async throws -> Reply {
        var sheet = try await sheet(call)
        let name = call.parameter("page")
        let form = try await call.input.form()
        guard let stop = sheet.journey.stop(name) else {
            return .redirect(to: Self.address(sheet.journey.current, of: sheet.draft.id))
        }
        let asked = Set(form.all("asked"))
        let questions = stop.questions.map(\.question).filter { asked.contains($0.name) }
        sheet.draft.answers = AnswerForm(sheet.words).answers(to: questions, in: form, keeping: sheet.draft.answers)
        var problem = try await receive(form, questions, &sheet, call)
        if form["version"] != "\(sheet.draft.version)" {
            // Another device was here: nothing is overwritten before the person has seen it.
            problem = sheet.words("other-device")
        } else {
            do {
                sheet.draft = try await desk.save(sheet.draft, at: call.now)
            } catch CitizenServicesError.changedMeanwhile {
                sheet.draft.version = try await desk.draft(sheet.draft.id, of: party(call)).version
                problem = sheet.words("other-device")
            }
        }
        sheet.journey = try desk.journey(sheet.draft, at: call.now, in: call.language)
        guard let now = sheet.journey.stop(name) else {
            return .redirect(to: Self.address(sheet.journey.current, of: sheet.draft.id))
        }
        let isChange = form["change"] != nil
        if let problem {
            return .page(page(now, sheet, extra: [:], isChange: isChange, showsErrors: false, problem: problem))
        }
        if form["later"] != nil { return .redirect(to: "\(ServiceLinks.mine)?done=saved") }
        let here = Self.address(.page(name), of: sheet.draft.id) + (isChange ? "?change=1" : "")
        if let more = form["more"] {
            return .redirect(to: "\(Self.address(.page(name), of: sheet.draft.id))?more=\(AnswerForm.name(more))")
        }
        if form.fields.items.contains(where: { $0.name.hasSuffix("-remove") }) { return .redirect(to: here) }
        let seen = now.questions.filter { asked.contains($0.question.name) }
        if seen.contains(where: { !$0.errors.isEmpty }) {
            return .page(page(now, sheet, extra: [:], isChange: isChange, showsErrors: true, problem: nil))
        }
        // An answer has brought another question onto this page.
        if now.questions.contains(where: { !asked.contains($0.question.name) && !$0.errors.isEmpty }) {
            return .redirect(to: here)
        }
        return .redirect(
            to: Self.address(isChange ? sheet.journey.current : sheet.journey.next(after: name), of: sheet.draft.id))
    }

    /// New files are kept and become answers. Returns what is wrong with one of them.
    private func receive(_ form: Form, _ questions: [Question], _ sheet: inout Sheet, _ call: Call<Person>) async throws
        -> String?
    {
        for question in questions {
            guard case .file(let accept, let largest, let most) = question.kind else { continue }
            for upload in form.files where upload.field == AnswerForm.name(question) && upload.size > 0 {
                let order = FileOrder(
                    upload: upload, accept: accept, largest: largest, application: sheet.draft.id,
                    owner: sheet.draft.party,
                    actor: .person(party(call)), now: call.now)
                let file: AddedFile
                do {
                    file = try await desk.keep(order)
                } catch let refusal as FileRefusal {
                    return problem(refusal, accept, largest, sheet.words)
                }
                var items: [AnswerValue] = []
                if most > 1, case .list(let before)? = sheet.draft.answers[question.name] { items = before }
                sheet.draft.answers[question.name] = .list(Array((items + [file.answer]).suffix(max(most, 1))))
            }
        }
        return nil
    }

    private func problem(_ refusal: FileRefusal, _ accept: [String], _ largest: Int, _ words: ServiceWords) -> String {
        switch refusal {
        case .harmful: return words("file-harmful")
        case .unscanned: return words("file-unscanned")
        case .kind, .tooLarge:
            let kinds = (accept.isEmpty ? ["pdf", "jpeg", "png"] : accept).map { $0.uppercased() }.joined(
                separator: ", ")
            return words("bad-file", ["kinds": .text(kinds), "size": .text(words.format.bytes(Int64(largest)))])
        }
    }
}
