import Base
import BuildingBlock
import Journal
import Web

/// The page of a case, put together.
struct CaseSheet {
    let words: RequestWords
    let shown: RequestPages.Shown
    let names: [Identifier<Act.Party>: String]
    let officers: [OfficerDirectory.Officer]
    let followers: Int
    let merged: [RequestReference]
    let similar: [SimilarRequest]
    let officer: Officer
    let outcome: CasePages.Outcome
    let now: Instant
    let requests: RequestPages
    let done: String?

    private var request: ServiceRequest { shown.request }
    private var address: String { RequestLinks.office(request.id) }
    private var mayWork: Bool { officer.may(RequestPermissions.work.key, in: request.agency) }
    private var version: UI.HiddenField { UI.HiddenField("version", "\(request.version)") }

    private func error(_ field: String) -> String? { outcome.faults.first { $0.field == field }.map(words.fault) }

    var page: UI.CasePage {
        UI.CasePage(head: head, notices: notices, story: story, actions: (mayWork ? actions : []) + contact)
    }

    private var head: UI.CaseHead {
        var tags = [words.tag(request.status)]
        if !request.isPublic { tags.append(UI.Tag(words("office.sensitive"), .warning)) }
        if words.catalogue[request.category]?.priority == .urgent {
            tags.append(UI.Tag(words("office.urgent"), .warning))
        }
        return UI.CaseHead(
            request.reference.description, words.category(request.category), tags: tags, deadline: deadline,
            buttons: [UI.Button(words("office.queue"), .quiet, href: RequestLinks.queue, shortcut: "q")])
    }

    private var deadline: UI.Deadline? {
        guard request.status.isOpen, let due = request.dueAt else { return nil }
        let whole = (due - request.filedAt).components.seconds
        let passed = (now - request.filedAt).components.seconds
        let isLate = due < now
        return UI.Deadline(
            words("request.due"), day: words.day(due), remaining: words.format.relative(due, to: now),
            meaning: isLate ? .problem : passed * 4 > whole * 3 ? .warning : .notice,
            passed: whole > 0 ? Double(passed) / Double(whole) : 1)
    }

    private var notices: [any Component] {
        if outcome.isContactEmpty { return [UI.Notice(.notice, words("office.no-contact"), announced: true)] }
        guard let done, RequestAction(rawValue: done) != nil || ["assigned", "noted", "edited"].contains(done) else {
            return []
        }
        return [UI.Notice(.done, words("office.done-\(done)"), announced: true)]
    }

    /// Left: what is known.
    private var story: [any Component] {
        var parts: [any Component] = []
        if !request.description.isEmpty {
            parts.append(UI.Paragraphs(words.paragraphs(request.description), language: request.language.rawValue))
        }
        var facts = requests.facts(shown, words)
        let assignee = request.assignee.map { names[$0] ?? words("office.officer") } ?? words("office.nobody")
        facts.rows.append(UI.SummaryRow(words("office.assignee"), assignee))
        facts.rows.append(UI.SummaryRow(words("office.followers"), words.format.number(Int64(followers))))
        if !merged.isEmpty {
            facts.rows.append(UI.SummaryRow(words("office.merged"), merged.map(\.description).joined(separator: ", ")))
        }
        parts.append(facts)
        let pictures = shown.photos
        if !pictures.isEmpty { parts.append(requests.strip(pictures, words, address: address)) }
        var timeline = RequestTimeline(words: words, request: request, updates: shown.updates) {
            "\(address)/photos/\($0)"
        }
        timeline.officers = Dictionary(names.map { (Identifier<Never>($0.key), $0.value) }) { $1 }
        parts += [UI.Heading(words("timeline.title")), timeline.part]
        return parts
    }

    /// Right: what can be done, by the state table.
    private var actions: [any Component] {
        var parts: [any Component] = []
        let possible = request.status.actions
        let moves = possible.filter { $0 != .merge && $0 != .handOver }
        if !moves.isEmpty { parts += [UI.Heading(words("office.decide")), decisionForm(moves)] }
        parts += [UI.Heading(words("office.note")), noteForm]
        if request.status.isOpen { parts += [UI.Heading(words("office.assign")), assignmentForm] }
        if possible.contains(.merge) {
            parts.append(UI.Fold(words("office.merge"), [mergeForm], isOpen: !similar.isEmpty || error("into") != nil))
        }
        if possible.contains(.handOver) {
            let isWrong = outcome.form?["action"] == RequestAction.handOver.rawValue && !outcome.faults.isEmpty
            parts.append(UI.Fold(words("office.hand-over"), [handOverForm], isOpen: isWrong))
        }
        if request.isPublic { parts.append(UI.Fold(words("office.edit"), [editForm])) }
        parts.append(shortcuts(moves))
        return parts
    }

    private static let keys: [RequestAction: String] = [
        .accept: "a", .start: "s", .resolve: "r", .refuse: "x", .reopen: "o",
    ]

    /// The keys that work on this page.
    private func shortcuts(_ moves: [RequestAction]) -> UI.Shortcuts {
        let decisions = moves.compactMap { action in
            Self.keys[action].map { UI.Shortcut($0, words("action.\(action.rawValue)")) }
        }
        return UI.Shortcuts(
            decisions + [UI.Shortcut("n", words("office.note-button")), UI.Shortcut("q", words("office.queue"))])
    }

    private func decisionForm(_ moves: [RequestAction]) -> UI.Form {
        let buttons = moves.enumerated().map { index, action in
            UI.Button(
                words("action.\(action.rawValue)"), index == 0 ? .primary : .secondary, name: "action",
                value: action.rawValue, shortcut: Self.keys[action])
        }
        let limits = words("office.photo-hint")
        return UI.Form(
            action: "\(address)/decision",
            fields: [
                UI.TextArea(
                    UI.Question(
                        "note", words("office.public-words"), hint: words("office.public-words-hint"),
                        error: error("note"), optional: true),
                    value: outcome.form?["note"] ?? "", rows: 3, limit: Filing.descriptionLimit),
                UI.FileField(
                    UI.Question("photo", words("office.fix-photo"), error: error("photo"), optional: true),
                    accept: PhotoFormat.allCases.map(\.rawValue), limits: limits),
            ], buttons: buttons, hidden: [version], multipart: true)
    }

    private var noteForm: UI.Form {
        let isPublic = outcome.form?["audience"] == "public"
        return UI.Form(
            action: "\(address)/notes",
            fields: [
                UI.TextArea(
                    UI.Question("text", words("office.note-text"), error: error("text")),
                    value: outcome.form?["text"] ?? "",
                    rows: 3, limit: Filing.descriptionLimit),
                UI.Choices(
                    UI.Question("audience", words("office.audience")),
                    [
                        UI.Choice("internal", words("office.audience-internal"), isChosen: !isPublic),
                        UI.Choice("public", words("office.audience-public"), isChosen: isPublic),
                    ], inline: true),
            ], buttons: [UI.Button(words("office.note-button"), .secondary, shortcut: "n")], multipart: true)
    }

    private var assignmentForm: UI.Form {
        let choices =
            [UI.Choice("", words("office.nobody"), isChosen: request.assignee == nil)]
            + officers.map { UI.Choice($0.id.description, $0.name, isChosen: $0.id == request.assignee) }
        return UI.Form(
            action: "\(address)/assignment",
            fields: [UI.Select(UI.Question("assignee", words("office.assignee")), choices)],
            buttons: [UI.Button(words("office.assign-button"), .secondary)], hidden: [version])
    }

    private var mergeForm: UI.Form {
        let hint =
            similar.isEmpty
            ? words("office.merge-hint")
            : words(
                "office.merge-near",
                [
                    "references": .text(
                        similar.map { "\($0.request.reference) (\(Int($0.distance)) m)" }.joined(separator: ", "))
                ])
        return UI.Form(
            action: "\(address)/decision",
            fields: [
                UI.TextField(
                    UI.Question("into", words("office.merge-into"), hint: hint, error: error("into")),
                    value: outcome.form?["into"] ?? similar.first?.request.reference.description ?? "", width: .medium)
            ],
            buttons: [UI.Button(words("action.merge"), .secondary, name: "action", value: "merge")], hidden: [version])
    }

    private var handOverForm: UI.Form {
        let agencies = words.jurisdiction.agencies.filter { $0.key != request.agency }
        return UI.Form(
            action: "\(address)/decision",
            fields: [
                UI.Select(
                    UI.Question("agency", words("request.agency"), error: error("agency")),
                    agencies.map {
                        UI.Choice($0.key, $0.name(in: words.language), isChosen: outcome.form?["agency"] == $0.key)
                    }),
                UI.TextField(UI.Question("reason", words("office.hand-over-why"), error: error("reason")), value: ""),
            ],
            buttons: [UI.Button(words("action.hand-over"), .secondary, name: "action", value: "hand-over")],
            hidden: [version])
    }

    private var editForm: UI.Form {
        UI.Form(
            action: "\(address)/description",
            fields: [
                UI.TextArea(
                    UI.Question("description", words("office.edit-text"), hint: words("office.edit-hint")),
                    value: request.description, rows: 4, limit: Filing.descriptionLimit)
            ], buttons: [UI.Button(words("office.edit-button"), .secondary)], hidden: [version])
    }

    /// Who reported: hidden until a purpose is told.
    private var contact: [any Component] {
        guard officer.may(RequestPermissions.contact.key, in: request.agency) else { return [] }
        if let contact = outcome.contact {
            let rows = [
                ("report.name", contact.name), ("report.email", contact.email), ("report.phone", contact.phone),
                ("office.language", contact.language.rawValue),
            ].compactMap { key, value in value.map { UI.SummaryRow(words(key), $0) } }
            return [UI.Heading(words("office.contact")), UI.SummaryList(rows)]
        }
        let purposes = words.catalogue.settings.purposes.map { UI.Choice($0, words("purpose.\($0)")) }
        return [
            UI.Heading(words("office.contact")),
            UI.Form(
                action: "\(address)/contact-views",
                fields: [
                    UI.Choices(
                        UI.Question(
                            "purpose", words("office.purpose"), hint: words("office.purpose-hint"),
                            error: error("purpose")), purposes)
                ],
                buttons: [UI.Button(words("office.show-contact"), .secondary)]),
        ]
    }
}
