import Base
import BuildingBlock
import Web

/// The page of one payment, for officers.
struct PaymentCaseSheet {
    struct Facts: Sendable {
        var request: PaymentRequest
        var receipts: [PaymentReceipt]
        var refunds: [Refund]
        var attempts: [CardAttempt]
        var entries: [PostedEntry]
        var incidents: [PaymentIncident]
        var payer: String?
    }

    let words: PaymentWords
    let facts: Facts
    let sight: PaymentSight
    let outcome: PaymentCasePages.Outcome
    let done: String?

    private var request: PaymentRequest { facts.request }
    private var address: String { PaymentLinks.office(request.id) }

    var page: Page {
        var parts: [any Component] = []
        let known = ["recorded", "refund", "decided", "completed", "cancelled", "checked"]
        if let done, known.contains(done) { parts.append(UI.Notice(.done, words("done.\(done)"), announced: true)) }
        for incident in facts.incidents where incident.resolvedAt == nil {
            parts.append(
                UI.Notice(
                    .warning, words("incident.\(incident.kind.rawValue)"), [incident.note],
                    links: [UI.Link(words("office.reconciliation"), PaymentLinks.reconciliation)]))
        }
        parts += [summary, PaySheet.lines(of: request, words)]
        parts += actions
        if !facts.receipts.isEmpty { parts += [UI.Heading(words("receipts.title")), receipts] }
        if !facts.refunds.isEmpty { parts += [UI.Heading(words("refunds.title")), refunds] + decisions }
        if !facts.attempts.isEmpty { parts += [UI.Heading(words("attempts.title")), attempts] }
        parts += [UI.Heading(words("entries.title")), LedgerTable.table(facts.entries, words, showsReference: false)]
        return UI.PartsPage(
            title: request.title(in: words.language), caption: request.reference.grouped, back: PaymentLinks.office,
            parts: parts
        ).workspace()
    }

    private var summary: UI.SummaryList {
        var rows = [
            UI.SummaryRow(words("own.state"), tag: words.tag(request.state)),
            UI.SummaryRow(words("amount"), words.money(request.amount)),
            UI.SummaryRow(words("received"), words.money(request.received)),
            UI.SummaryRow(words("refunded"), words.money(request.refunded)),
            UI.SummaryRow(
                words("receipt.payer"), facts.payer ?? words(request.payer == nil ? "payer.erased" : "payer.unnamed")),
            UI.SummaryRow(words("own.due"), moment: words.day(request.due)),
            UI.SummaryRow(words("requested"), moment: words.moment(request.requestedAt)),
            UI.SummaryRow(words("agency"), words.agency(request.agency)),
        ]
        if let path = request.about.officePath {
            rows.append(UI.SummaryRow(words("about"), links: [UI.Link(words("about-link"), path)]))
        }
        return UI.SummaryList(rows)
    }

    private func question(_ form: String, _ name: String, hint: Bool = false) -> UI.Question {
        UI.Question(
            name, words("record.\(name)"), hint: hint ? words("record.\(name)-hint") : nil,
            error: outcome.name == form ? outcome.faults[name] : nil)
    }

    private func typed(_ form: String, _ name: String) -> String? { outcome.name == form ? outcome.form?[name] : nil }

    private var actions: [any Component] {
        var parts: [any Component] = []
        if sight.may(PaymentPermissions.record, request), request.state.isOwed {
            let way = typed("receipts", "way") ?? PaymentWay.counter.rawValue
            let form = UI.Form(
                action: "\(address)/receipts",
                fields: [
                    UI.Choices(
                        question("receipts", "way"),
                        [PaymentWay.counter, .transfer].map {
                            UI.Choice($0.rawValue, words.way($0), isChosen: $0.rawValue == way)
                        }, inline: true),
                    UI.TextField.money(
                        question("receipts", "amount"),
                        value: typed("receipts", "amount") ?? request.outstanding.decimal,
                        currency: request.currency.rawValue),
                    UI.TextField(
                        question("receipts", "slip", hint: true), value: typed("receipts", "slip") ?? "", width: .medium
                    ),
                ], buttons: [UI.Button(words("record.button"))])
            parts.append(UI.Fold(words("record.title"), [form], isOpen: outcome.name == "receipts"))
        }
        if sight.may(PaymentPermissions.refund, request), request.state == .paid || request.state == .partlyRefunded {
            let form = UI.Form(
                action: "\(address)/refunds",
                fields: [
                    UI.TextField.money(
                        question("refunds", "amount"), value: typed("refunds", "amount") ?? "",
                        currency: request.currency.rawValue),
                    UI.TextArea(
                        question("refunds", "reason", hint: true), value: typed("refunds", "reason") ?? "", rows: 2,
                        limit: 500),
                ], buttons: [UI.Button(words("refund.button"), .secondary)])
            parts.append(UI.Fold(words("refund.title"), [form], isOpen: outcome.name == "refunds"))
        }
        if sight.may(PaymentPermissions.refund, request), request.state.after(.cancelled) != nil {
            let form = UI.Form(
                action: "\(address)/cancellation",
                fields: [UI.TextArea(question("cancellation", "reason", hint: true), rows: 2, limit: 500)],
                buttons: [UI.Button(words("cancel.button"), .destructive)])
            parts.append(UI.Fold(words("cancel.title"), [form], isOpen: outcome.name == "cancellation"))
        }
        if facts.attempts.contains(where: { $0.state.isLive }) {
            parts.append(UI.Action("\(address)/check", UI.Button(words("check.button"), .secondary)))
        }
        return parts
    }

    private var receipts: UI.Table {
        UI.Table(
            words("receipts.title"), hideCaption: true,
            columns: [
                UI.Column(words("receipt.number")), UI.Column(words("receipt.way")), UI.Column(words("receipt.at")),
                UI.Column(words("amount"), .number), UI.Column(words("applied"), .number),
            ],
            rows: facts.receipts.map { receipt in
                UI.Row([
                    UI.Cell(receipt.number, note: receipt.slip), UI.Cell(words.way(receipt.way)),
                    UI.Cell(moment: words.moment(receipt.at)), UI.Cell(words.money(receipt.amount)),
                    UI.Cell(words.money(receipt.applied)),
                ])
            })
    }

    private var refunds: UI.Table {
        UI.Table(
            words("refunds.title"), hideCaption: true,
            columns: [
                UI.Column(words("refunds.reason")), UI.Column(words("receipt.way")),
                UI.Column(words("amount"), .number),
                UI.Column(words("refunds.state")),
            ],
            rows: facts.refunds.map { refund in
                UI.Row([
                    UI.Cell(words.reason(refund), note: refund.slip), UI.Cell(words.way(refund.way)),
                    UI.Cell(words.money(refund.amount)), UI.Cell(tag: words.tag(refund.state)),
                ])
            })
    }

    /// What can be done with each refund that waits.
    private var decisions: [any Component] {
        facts.refunds.flatMap { refund -> [any Component] in
            let base = "\(address)/refunds/\(refund.id)"
            let amount: [String: Texts.Argument] = ["amount": .text(words.money(refund.amount))]
            var parts: [any Component] = []
            let mayApprove = sight.may(PaymentPermissions.approve, request)
            if mayApprove, refund.state.after(.approve) != nil {
                if words.settings.fourEyes, refund.proposer == sight.party {
                    parts.append(UI.Paragraphs([words("refund.own", amount)]))
                } else {
                    var actions = [
                        UI.Action(
                            "\(base)/decision",
                            UI.Button(words("refund.approve", amount), .secondary, name: "decision", value: "approve"))
                    ]
                    if refund.kind == .fee, refund.state == .proposed {
                        actions.append(
                            UI.Action(
                                "\(base)/decision",
                                UI.Button(words("refund.decline", amount), .quiet, name: "decision", value: "decline")))
                    }
                    var part = UI.ActionRow([])
                    part.actions = actions
                    parts.append(part)
                }
            }
            let isSentByHand = refund.way != .card && refund.state == .approved || refund.state == .failed
            if isSentByHand, sight.may(PaymentPermissions.record, request) {
                let form = UI.Form(
                    action: "\(base)/completion",
                    fields: [UI.TextField(question("\(refund.id)", "slip", hint: true), width: .medium)],
                    buttons: [UI.Button(words("refund.complete"), .secondary)])
                parts.append(
                    UI.Fold(words("refund.complete-title", amount), [form], isOpen: outcome.name == "\(refund.id)"))
            }
            return parts
        }
    }

    private var attempts: UI.Table {
        UI.Table(
            words("attempts.title"), hideCaption: true,
            columns: [
                UI.Column(words("attempts.begun")), UI.Column(words("own.state")), UI.Column(words("amount"), .number),
                UI.Column(words("attempts.session")),
            ],
            rows: facts.attempts.map { attempt in
                UI.Row([
                    UI.Cell(moment: words.moment(attempt.begunAt)),
                    UI.Cell(
                        words("attempt.\(attempt.state.rawValue)"), note: attempt.failure.map { words.failure($0) }),
                    UI.Cell(words.money(attempt.amount)), UI.Cell(attempt.session ?? "–"),
                ])
            })
    }
}
