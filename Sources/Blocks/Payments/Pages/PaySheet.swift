import Base
import BuildingBlock
import Web

/// The page of one payment, for who pays it.
struct PaySheet {
    let words: PaymentWords
    let request: PaymentRequest
    let receipts: [PaymentReceipt]
    let refunds: [Refund]
    /// The newest try by card.
    let attempt: CardAttempt?
    let takesCards: Bool
    /// The provider did not answer just now.
    let isUnavailable: Bool
    let today: LocalDate

    var page: Page {
        var parts: [any Component] = notices
        parts.append(
            LargeSum(amount: words.money(request.state.isOwed ? request.outstanding : request.amount), note: note))
        parts.append(Self.lines(of: request, words))
        if request.state.isOwed { parts += ways }
        if !receipts.isEmpty {
            parts.append(UI.Heading(words("receipts.title")))
            parts.append(
                UI.LinkList(
                    receipts.map { receipt in
                        UI.Link(
                            words(
                                "receipts.link",
                                ["number": .text(receipt.number), "amount": .text(words.money(receipt.amount))]),
                            PaymentLinks.receipt(receipt, of: request))
                    }))
        }
        let back = refunds.filter { $0.state != .declined }
        if !back.isEmpty { parts += [UI.Heading(words("refunds.title")), refundTable(back)] }
        parts.append(
            UI.LinkList([
                UI.Link(words("back"), request.about.path), UI.Link(words("own.link"), PaymentLinks.own),
            ]))
        return UI.PartsPage(
            title: request.title(in: words.language), caption: words.agency(request.agency), parts: parts
        ).page()
    }

    private var notices: [any Component] {
        if isUnavailable {
            return [UI.Notice(.warning, words("unavailable.title"), [words("unavailable.text")], announced: true)]
        }
        switch request.state {
        case .open:
            guard attempt?.state == .cancelled || attempt?.state == .expired else { return [] }
            return [UI.Notice(.notice, words("abandoned.title"), [words("abandoned.text")])]
        case .processing:
            return [
                UI.Notice(
                    .notice, words("processing.title"), [words("processing.text")],
                    links: [UI.Link(words("waiting.again"), PaymentLinks.result(request))])
            ]
        case .failed:
            return [
                UI.Notice(
                    .problem, words("failed.title"), [words.failure(attempt?.failure), words("failed.text")],
                    announced: true)
            ]
        case .paid: return [UI.Notice(.done, words("paid.title"), [words("paid.text")], announced: true)]
        case .cancelled: return [UI.Notice(.notice, words("cancelled.title"), [words("cancelled.text")])]
        case .expired: return [UI.Notice(.warning, words("expired.title"), [words("expired.text")])]
        case .partlyRefunded, .refunded:
            return [UI.Notice(.done, words("state.\(request.state.rawValue)"), [words("refunded.text")])]
        }
    }

    private var note: String {
        guard request.state.isOwed else { return words("state.\(request.state.rawValue)") }
        let date: Texts.Argument = .text(words.format.date(request.due))
        return words(request.due < today ? "was-due" : "due", ["date": date])
    }

    static func lines(of request: PaymentRequest, _ words: PaymentWords) -> UI.Table {
        var rows = request.lines.map { line in
            UI.Row([
                UI.Cell(line.title(in: words.language), note: words.agency(line.agency)),
                UI.Cell(words.money(line.amount)),
            ])
        }
        if request.lines.count > 1 {
            rows.append(UI.Row([UI.Cell(words("total")), UI.Cell(words.money(request.amount))]))
        }
        if request.state.isOwed, request.received.minorUnits > 0 {
            rows.append(UI.Row([UI.Cell(words("received")), UI.Cell(words.money(request.received))]))
            rows.append(UI.Row([UI.Cell(words("rest")), UI.Cell(words.money(request.outstanding))]))
        }
        return UI.Table(
            words("lines"), hideCaption: true,
            columns: [UI.Column(words("line")), UI.Column(words("amount"), .number)],
            rows: rows)
    }

    private func refundTable(_ refunds: [Refund]) -> UI.Table {
        UI.Table(
            words("refunds.title"), hideCaption: true,
            columns: [
                UI.Column(words("refunds.reason")), UI.Column(words("amount"), .number),
                UI.Column(words("refunds.state")),
            ],
            rows: refunds.map { refund in
                UI.Row([
                    UI.Cell(words.reason(refund)), UI.Cell(words.money(refund.amount)),
                    UI.Cell(tag: words.tag(refund.state)),
                ])
            })
    }

    private var ways: [any Component] {
        var parts: [any Component] = []
        if takesCards {
            let isUnderWay = attempt?.state.isLive == true
            parts += [
                UI.Heading(words("card.title")), UI.Paragraphs([words("card.text")]),
                UI.Action(
                    "\(request.path)/card", UI.Button(words(isUnderWay ? "card.continue" : "card.button"))),
            ]
        }
        let payee = words.settings.payee
        var rows = [
            UI.SummaryRow(words("transfer.payee"), payee.name),
            UI.SummaryRow(words("transfer.iban"), payee.iban.grouped),
            UI.SummaryRow(words("amount"), words.money(request.outstanding)),
            UI.SummaryRow(words("reference"), request.reference.grouped),
        ]
        if let bic = payee.bic { rows.insert(UI.SummaryRow(words("transfer.bic"), bic), at: 2) }
        parts += [UI.Heading(words("transfer.title")), UI.Paragraphs([words("transfer.text")]), UI.SummaryList(rows)]
        if let code = TransferCode(request.outstanding, to: payee, reference: request.reference)?.picture {
            parts.append(ScanCode(path: code.path, size: code.size, label: words("transfer.scan")))
        }
        parts += [
            UI.Heading(words("counter.title")),
            UI.Paragraphs([words.settings.counter(in: words.language), words("counter.text")]),
        ]
        return parts
    }
}
