import BPMN
import Base
import BuildingBlock
import FEEL
import Journal
import Processes
import ServiceDefinition
import Web

/// The page of a case, put together: left what is known and why, right what can be done.
struct OfficeCaseSheet {
    let desk: ServicesDesk
    let words: ServiceWords
    let one: ServiceCase
    let service: Service
    let events: [CaseEvent]
    let names: [Identifier<Act.Party>: String]
    let officers: [(id: Identifier<Act.Party>, name: String)]
    let officer: Officer
    let standing: CaseStanding
    let now: Instant
    let problem: String?
    /// `form.field` to which the problem belongs.
    let field: String?
    let form: Form?
    let done: String?

    var title: String { words.of(service.title) }

    private var mayWork: Bool { officer.may(CitizenServicesPermissions.work.key, in: one.agency) }
    private var mayHear: Bool {
        one.appealAgency.map { officer.may(CitizenServicesPermissions.appeals.key, in: $0) } ?? false
    }
    /// Where the officer sees the case: as one who works on it, or as one who hears an appeal.
    private var address: String { mayHear && !mayWork ? ServiceLinks.appeal(one.id) : ServiceLinks.office(one.id) }
    private var version: UI.HiddenField { UI.HiddenField("version", "\(one.version)") }
    private var journey: Journey { desk.journey(one, service, in: words.language) }

    var page: UI.CasePage { UI.CasePage(head: head, notices: notices, story: story, actions: actions) }

    private var head: UI.CaseHead {
        var deadline: UI.Deadline?
        if one.status.isOpen, one.status != .appealed, let due = one.clock.dueAt {
            let whole = Double((due - one.submittedAt).components.seconds)
            let passed = Double((now - one.submittedAt).components.seconds)
            let isPaused = one.clock.pausedAt != nil
            deadline = UI.Deadline(
                words("decide-by"), day: words.lastDay(due),
                remaining: isPaused ? words("paused") : words.remaining(due, to: now),
                meaning: isPaused ? .notice : due < now ? .problem : passed * 4 > whole * 3 ? .warning : .notice,
                passed: whole > 0 ? passed / whole : 1)
        }
        return UI.CaseHead(
            one.reference.description, title, tags: [words.tag(one.status)], deadline: deadline,
            buttons: [
                UI.Button(
                    words("queue"), .quiet,
                    href: one.status == .appealed && !mayWork ? ServiceLinks.appeals : ServiceLinks.queue)
            ])
    }

    private var notices: [any Component] {
        if let problem, field?.hasSuffix(".") ?? true { return [UI.Notice(.problem, problem, announced: true)] }
        guard let done,
            ["decision", "question", "payment", "return", "appeal", "note", "assigned", "work"].contains(done)
        else { return [] }
        return [UI.Notice(.done, words("done.office-\(done)"), announced: true)]
    }

    // MARK: What is known

    private var story: [any Component] {
        var parts: [any Component] = [
            UI.SummaryList(
                [
                    UI.SummaryRow(words("applicant"), names[one.party] ?? words("unknown"))
                ] + organisation + arrival + [
                    UI.SummaryRow(words("submitted-at"), moment: words.moment(one.submittedAt)),
                    UI.SummaryRow(words("column.revision"), String(one.revision.prefix(12))),
                    UI.SummaryRow(
                        words("column.assignee"), one.assignee.map { names[$0] ?? words("officer") } ?? words("nobody")),
                    UI.SummaryRow(
                        words("fee"), words.format.money(one.fee),
                        one.fee.minorUnits == 0
                            ? words("free")
                            : one.feePaidAt.map { words("fee-paid", ["day": .text(words.format.date($0))]) }
                                ?? words("fee-open")),
                ])
        ]
        if one.decidedAt != nil || one.status == .proposed, let title = words.decision(one.decision, service) {
            parts += [UI.Heading(title), UI.Paragraphs(words.reasons(one, service))]
        }
        if !standing.papers.isEmpty { parts.append(words.list(standing.papers)) }
        let journey = journey
        parts.append(answers(journey))
        parts += [UI.Heading(words("rules")), reasons.rules(journey)]
        if let workings = WorkingsTable(words: words, service: service).part(journey) { parts.append(workings) }
        let charge = service.charge(journey, traced: true)
        if !charge.lines.isEmpty { parts.append(UI.SummaryList(title: words("fee"), reasons.lines(charge))) }
        if let picture = standing.position?.picture(on: desk.platform, in: words.language) {
            parts += [UI.Heading(words("process")), picture]
        }
        parts += [UI.Heading(words("history")), CaseTimeline(words: words, names: names).part(events, one)]
        return parts
    }

    /// For whom, where it is an organisation.
    private var organisation: [UI.SummaryRow] {
        one.organisation.map { [UI.SummaryRow(words("for-organisation"), words.applicant(one.facts, $0))] } ?? []
    }

    /// How it came in, where it was not the person who sent it.
    private var arrival: [UI.SummaryRow] {
        guard let officer = one.enteredBy else { return [] }
        let name = names[officer] ?? words("officer")
        return [UI.SummaryRow(words("arrival"), words("arrival.\(one.channel.rawValue)", ["officer": .text(name)]))]
    }

    private func answers(_ journey: Journey) -> UI.SummaryList {
        let rows = journey.pages.flatMap { stop -> [UI.SummaryRow] in
            let facts = journey.facts(on: stop.page).map {
                UI.SummaryRow($0.label, $0.value, source: words($0.isRecord ? "from-register-source" : "calculated"))
            }
            return facts
                + stop.questions.filter { !$0.answer.isEmpty }.map { asked in
                    let line = journey.summary.first { $0.page == stop.page.name && $0.question == asked.question.name }
                    var row = UI.SummaryRow(words.of(asked.question.label), line?.answer ?? asked.answer.typed)
                    if case .file = asked.question.kind, case .list(let files) = asked.answer {
                        row.lines = []
                        row.links = files.map { UI.Link($0["name"].typed, "\(address)/files/\($0["id"].typed)") }
                    }
                    return row
                }
        }
        return UI.SummaryList(title: words("answers"), rows)
    }

    private var reasons: ReasonsTable { ReasonsTable(desk: desk, words: words, own: words) }

    // MARK: What can be done

    private func error(_ name: String) -> String? { field == name ? problem : nil }
    private func typed(_ name: String) -> String { field?.hasPrefix("\(name).") == true ? form?["text"] ?? "" : "" }

    private var actions: [any Component] {
        var parts: [any Component] = []
        let possible = one.status.actions
        if mayHear, possible.contains(.uphold) { parts += [UI.Heading(words("appeal")), appealForm] }
        guard mayWork else { return parts }
        if possible.contains(.pay), one.payment == nil {
            parts += [UI.Heading(words("counter")), text("payment", "receipt", "record-payment", rows: nil)]
        }
        if standing.hasStopped { parts.append(UI.Notice(.problem, words("incident"))) }
        for work in standing.work { parts += [UI.Heading(work.task.name), form(for: work)] }
        let mayDecide = possible.contains(.approve) || possible.contains(.propose) || possible.contains(.refuse)
        if standing.awaitsDecision, mayDecide {
            let checks = service.checks(for: journey).map { words.of($0.words) }
            parts.append(UI.Heading(words("decide")))
            if !checks.isEmpty { parts.append(UI.PointList(checks)) }
            parts.append(decisionForm)
        }
        if possible.contains(.giveBack) {
            parts += [UI.Heading(words("give-back")), text("return", "give-back-why", "give-back", rows: 3)]
        }
        if possible.contains(.ask) {
            parts += [UI.Heading(words("ask")), text("question", "ask-what", "ask-button", rows: 4)]
        }
        parts += [UI.Heading(words("note")), text("notes", "note-text", "note-button", rows: 3)]
        if one.status.isOpen {
            let choices =
                [UI.Choice("", words("nobody"), isChosen: one.assignee == nil)]
                + officers.map { UI.Choice($0.id.description, $0.name, isChosen: $0.id == one.assignee) }
            parts.append(UI.Heading(words("assign")))
            parts.append(
                UI.Form(
                    action: "\(address)/assignment",
                    fields: [
                        UI.Select(
                            UI.Question("assignee", words("column.assignee"), error: error("assignment.assignee")),
                            choices),
                        UI.TextArea(
                            UI.Question("text", words("hand-over-note"), optional: true), value: typed("assignment"),
                            rows: 2, limit: 4000),
                    ],
                    buttons: [UI.Button(words("assign"), .secondary)], hidden: [version]))
        }
        return parts
    }

    /// A form of one text.
    private func text(_ name: String, _ label: String, _ button: String, rows: Int?) -> UI.Form {
        let question = UI.Question("text", words(label), error: error("\(name).text"))
        let field: any Field =
            rows.map { UI.TextArea(question, value: typed(name), rows: $0, limit: 8000) }
            ?? UI.TextField(question, value: typed(name))
        return UI.Form(
            action: "\(ServiceLinks.office(one.id))/\(name)", fields: [field],
            buttons: [UI.Button(words(button), .secondary)],
            hidden: [version])
    }

    /// Work on the way: what was found, and what comes next where the result decides that.
    private func form(for work: CaseStanding.Work) -> UI.Form {
        var fields: [any Field] = []
        if let choice = work.choice {
            let question = UI.Question(
                "way", choice.question.isEmpty ? words("task-way") : choice.question,
                error: error("\(work.task.id).way"))
            fields.append(UI.Choices(question, choice.ways.map { UI.Choice($0.flow, $0.name) }))
        }
        fields.append(UI.TextArea(UI.Question("text", words("task-note"), optional: true), rows: 3, limit: 8000))
        return UI.Form(
            action: "\(ServiceLinks.office(one.id))/tasks/\(work.task.id)", fields: fields,
            buttons: [UI.Button(words("task-done"))])
    }

    private var decisionForm: UI.Form {
        let proposed = service.proposed(journey)?.decision
        // What a first officer wants the second to agree to; what an appeal has undone is no start for the next decision.
        let offered = one.status == .proposed ? one : nil
        let chosen = field?.hasPrefix("decision.") == true ? form?["decision"] : offered?.decision ?? proposed
        let decisions = service.decisions.filter { !$0.isApproval || one.status.actions.contains(.approve) }
        var fields: [any Field] = [
            UI.Choices(
                UI.Question(
                    "decision", words("decision"),
                    hint: proposed.map {
                        words("rules-propose", ["decision": .text(words.decision($0, service) ?? $0)])
                    },
                    error: error("decision.decision")),
                decisions.map { UI.Choice($0.key, words.of($0.title), isChosen: $0.key == chosen) })
        ]
        let reasons = decisions.flatMap { decision in decision.reasons.map { UI.Choice($0.key, words.of($0.words)) } }
        let given = Set(form?.all("reasons") ?? offered?.reasons ?? [])
        if !reasons.isEmpty {
            fields.append(
                UI.Choices(
                    UI.Question(
                        "reasons", words("reasons"), hint: words("reasons-hint"), error: error("decision.reasons"),
                        optional: true),
                    reasons.map { UI.Choice($0.sent, $0.label, isChosen: given.contains($0.sent)) }, several: true))
        }
        fields.append(
            UI.TextArea(
                UI.Question(
                    "text", words("own-words"), error: error("decision.explanation"), optional: true),
                value: typed("decision"), rows: 4, limit: 8000))
        return UI.Form(
            action: "\(ServiceLinks.office(one.id))/decision", fields: fields,
            buttons: [UI.Button(words("decide-button"))], hidden: [version])
    }

    private var appealForm: UI.Form {
        UI.Form(
            action: "\(ServiceLinks.appeal(one.id))/decision",
            fields: [
                UI.Choices(
                    UI.Question("outcome", words("appeal-outcome")),
                    [UI.Choice("uphold", words("uphold"), isChosen: true), UI.Choice("remit", words("remit"))]),
                UI.TextArea(
                    UI.Question("text", words("appeal-reasons"), error: error("appeal.text")), value: typed("appeal"),
                    rows: 4, limit: 8000),
            ], buttons: [UI.Button(words("decide-button"))], hidden: [version])
    }
}
