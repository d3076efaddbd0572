import Base
import BuildingBlock
import Journal
import Store
import Web

/// What does not add up, and which card payments still wait for the provider's word.
struct IncidentPages: Sendable {
    let desk: PaymentDesk

    func declare(in routes: inout Routes) {
        let ledger = PaymentPermissions.ledger
        routes.get(officer: PaymentLinks.reconciliation, permission: ledger) { call in .page(try await page(call)) }
        routes.post(officer: "/office/payments/reconciliation/:incident/resolution", permission: ledger) { call in
            try await resolve(call)
        }
        routes.get(officer: "/office/payments/reconciliation/:incident/resolution", permission: ledger) { _ in
            .redirect(to: PaymentLinks.reconciliation)
        }
    }

    private struct Found: Sendable {
        var live: [(CardAttempt, PaymentRequest)]
        var incidents: [(PaymentIncident, PaymentRequest)]
    }

    private func page(
        _ call: Call<Officer>, wrong: Identifier<PaymentIncident>? = nil
    ) async throws -> Page {
        let sight = PaymentSight(call.caller, desk)
        let found = try await desk.database.read { transaction in
            let seen: SQL = "request IN (SELECT id FROM payments_requests WHERE \(sight.condition))"
            return Found(
                live: try transaction.attempts("is_live AND \(seen)", limit: 100).map {
                    ($0, try desk.require($0.request, in: transaction))
                },
                incidents: try transaction.incidents("resolved_at IS NULL AND \(seen)", limit: 100).map {
                    ($0, try desk.require($0.request, in: transaction))
                })
        }
        let words = PaymentWords(desk, in: call.language)
        var parts: [any Component] = [OfficeTabs.tabs(PaymentLinks.reconciliation, call.caller, words)]
        if call.input.query["done"] != nil { parts.append(UI.Notice(.done, words("incident.done"), announced: true)) }
        if desk.provider == nil { parts.append(UI.Notice(.notice, words("reconciliation.no-provider"))) }
        parts.append(UI.Heading(words("incident.title")))
        if found.incidents.isEmpty { parts.append(UI.Paragraphs([words("incident.none")])) }
        for (incident, request) in found.incidents { parts += notice(incident, request, wrong == incident.id, words) }
        parts.append(UI.Heading(words("reconciliation.waiting")))
        parts.append(found.live.isEmpty ? UI.Paragraphs([words("reconciliation.none")]) : table(found.live, words))
        return UI.PartsPage(
            title: words("office.reconciliation"), introduction: [words("reconciliation.text")], parts: parts
        )
        .workspace()
    }

    private func notice(
        _ incident: PaymentIncident, _ request: PaymentRequest, _ isWrong: Bool, _ words: PaymentWords
    ) -> [any Component] {
        [
            UI.Notice(
                .warning, words("incident.\(incident.kind.rawValue)"),
                [incident.note, words.format.dateTime(incident.foundAt)],
                links: [UI.Link(request.reference.grouped, PaymentLinks.office(request.id))]),
            UI.Fold(
                words("incident.resolve"),
                [
                    UI.Form(
                        action: "\(PaymentLinks.reconciliation)/\(incident.id)/resolution",
                        fields: [
                            UI.TextArea(
                                UI.Question(
                                    "resolution", words("incident.resolution"), hint: words("incident.resolution-hint"),
                                    error: isWrong ? words("fault.reason") : nil), rows: 2, limit: 1000)
                        ], buttons: [UI.Button(words("incident.button"), .secondary)])
                ], isOpen: isWrong),
        ]
    }

    private func table(_ live: [(CardAttempt, PaymentRequest)], _ words: PaymentWords) -> UI.Table {
        UI.Table(
            words("reconciliation.waiting"), hideCaption: true,
            columns: [
                UI.Column(words("reference")), UI.Column(words("attempts.begun")), UI.Column(words("own.state")),
                UI.Column(words("amount"), .number), UI.Column(words("reconciliation.next")),
            ],
            rows: live.map { attempt, request in
                UI.Row([
                    UI.Cell(request.reference.grouped, href: PaymentLinks.office(request.id)),
                    UI.Cell(moment: words.moment(attempt.begunAt)), UI.Cell(words("attempt.\(attempt.state.rawValue)")),
                    UI.Cell(words.money(attempt.amount)), UI.Cell(moment: words.moment(attempt.checkAt)),
                ])
            })
    }

    private func resolve(_ call: Call<Officer>) async throws -> Reply {
        let form = try await call.input.form()
        let id = try call.identifier("incident", of: PaymentIncident.self)
        guard let words = form["resolution"] else { return .page(try await page(call, wrong: id)) }
        let sight = PaymentSight(call.caller, desk)
        try await desk.database.write { transaction in
            guard let incident = try transaction.incidents("id = \(id)", limit: 1).first else {
                throw PaymentError.unknownIncident
            }
            _ = try desk.require(incident.request, PaymentPermissions.ledger, sight, in: transaction)
            try desk.resolveIncident(id, String(words.prefix(1000)), by: sight.actor, at: call.now, in: transaction)
        }
        return .redirect(to: "\(PaymentLinks.reconciliation)?done=1")
    }
}
