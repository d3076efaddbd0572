import Base
import BuildingBlock
import Journal
import Store
import Web

/// All payments that an officer may see, the entry of transfers, and the refunds that wait.
struct PaymentListPages: Sendable {
    let desk: PaymentDesk
    let directory: PayerDirectory

    func declare(in routes: inout Routes) {
        routes.get(officer: PaymentLinks.office, permission: PaymentPermissions.view) { call in try await list(call) }
        routes.get(officer: PaymentLinks.transfers, permission: PaymentPermissions.record) { call in
            .page(transferPage(call))
        }
        routes.post(officer: PaymentLinks.transfers, permission: PaymentPermissions.record) { call in
            try await recordTransfer(call)
        }
        routes.get(officer: PaymentLinks.refunds, permission: PaymentPermissions.view) { call in try await refunds(call)
        }
    }

    private func list(_ call: Call<Officer>) async throws -> Reply {
        let sight = PaymentSight(call.caller, desk)
        let query = call.input.query
        if let reference = query["q"].flatMap({ CreditorReference($0) }),
            let request = try await desk.database.read({ try $0.payment(reference) }),
            sight.may(PaymentPermissions.view, request)
        {
            return .redirect(to: PaymentLinks.office(request.id))
        }
        let state = query["state"].flatMap(PaymentState.init)
        let size = call.pageSize(50)
        let cursor = try call.cursor()
        let isBackward = cursor?.isBackward ?? false
        let last = cursor?.values.first?.string.flatMap(Identifier<PaymentRequest>.init)
        let found = try await desk.database.read { transaction in
            var condition = sight.condition
            if let state { condition.append(" AND state = \(state)") }
            if let last { condition.append(isBackward ? " AND id > \(last)" : " AND id < \(last)") }
            return try transaction.rows(
                """
                SELECT \(PaymentRows.columns) FROM payments_requests WHERE \(condition)
                ORDER BY \(isBackward ? "id" : "id DESC" as SQL) LIMIT \(size + 1)
                """
            ).map(PaymentRows.request)
        }
        let page = call.page(of: found, size: size, after: cursor) { [.string("\($0.id)")] }
        let words = PaymentWords(desk, in: call.language)
        var parts: [any Component] = [
            OfficeTabs.tabs(PaymentLinks.office, call.caller, words), filters(query, state, words),
        ]
        if page.elements.isEmpty {
            parts.append(UI.EmptyState(.money, words("office.empty"), words("office.empty-text")))
        } else {
            parts += [table(page.elements, words) as any Component, call.pagination(page)]
        }
        return .page(UI.PartsPage(title: words("office.title"), parts: parts).workspace())
    }

    private func filters(_ query: Query, _ state: PaymentState?, _ words: PaymentWords) -> UI.Filters {
        let states =
            [UI.Choice("", words("office.every-state"), isChosen: state == nil)]
            + PaymentState.allCases.map { UI.Choice($0.rawValue, words("state.\($0.rawValue)"), isChosen: $0 == state) }
        return UI.Filters(
            action: PaymentLinks.office,
            fields: [
                UI.TextField(
                    UI.Question("q", words("office.search")), value: query["q"] ?? "", kind: .search, width: .medium),
                UI.Select(UI.Question("state", words("own.state")), states),
            ], clearAll: query.items.isEmpty ? nil : PaymentLinks.office)
    }

    private func table(_ requests: [PaymentRequest], _ words: PaymentWords) -> UI.Table {
        UI.Table(
            words("office.requests"), hideCaption: true,
            columns: [
                UI.Column(words("reference")), UI.Column(words("for")), UI.Column(words("amount"), .number),
                UI.Column(words("own.due")), UI.Column(words("own.state")),
            ],
            rows: requests.map { request in
                UI.Row([
                    UI.Cell(request.reference.grouped, href: PaymentLinks.office(request.id)),
                    UI.Cell(request.title(in: words.language), note: words.agency(request.agency)),
                    UI.Cell(words.money(request.amount)), UI.Cell(moment: words.day(request.due)),
                    UI.Cell(tag: words.tag(request.state)),
                ])
            })
    }
}

// Transfers that an officer reads on a bank statement.
extension PaymentListPages {
    private func transferPage(_ call: Call<Officer>, _ form: Form? = nil, faults: [String: String] = [:]) -> Page {
        let words = PaymentWords(desk, in: call.language)
        let currency = desk.platform.jurisdiction.currency
        func question(_ name: String, hint: Bool = false) -> UI.Question {
            UI.Question(
                name, words("record.\(name)"), hint: hint ? words("record.\(name)-hint") : nil, error: faults[name])
        }
        var parts: [any Component] = [OfficeTabs.tabs(PaymentLinks.transfers, call.caller, words)]
        if call.input.query["done"] != nil {
            parts.append(UI.Notice(.done, words("record.done"), announced: true))
        }
        parts.append(
            UI.Form(
                action: PaymentLinks.transfers,
                fields: [
                    UI.TextField(question("reference", hint: true), value: form?["reference"] ?? "", width: .medium),
                    UI.TextField.money(question("amount"), value: form?["amount"] ?? "", currency: currency.rawValue),
                    UI.TextField(question("slip", hint: true), value: form?["slip"] ?? "", width: .medium),
                ], buttons: [UI.Button(words("record.button"))]))
        return UI.PartsPage(
            title: words("record.transfer"), introduction: [words("record.transfer-text")], parts: parts
        )
        .workspace()
    }

    private func recordTransfer(_ call: Call<Officer>) async throws -> Reply {
        let form = try await call.input.form()
        let words = PaymentWords(desk, in: call.language)
        let sight = PaymentSight(call.caller, desk)
        let reference = form["reference"].flatMap { CreditorReference($0) }
        let known = try await desk.database.read { transaction in try reference.flatMap { try transaction.payment($0) }
        }
        var faults: [String: String] = [:]
        let request = known.flatMap { sight.may(PaymentPermissions.record, $0) ? $0 : nil }
        if request == nil { faults["reference"] = words("fault.reference") }
        let currency = request?.currency ?? desk.platform.jurisdiction.currency
        let amount = Money(typed: form["amount"], currency)
        if amount == nil { faults["amount"] = words("fault.amount") }
        let slip = form["slip"].map { String($0.prefix(100)) }
        if slip == nil { faults["slip"] = words("fault.slip") }
        guard let request, let amount, let slip, faults.isEmpty else {
            return .page(transferPage(call, form, faults: faults))
        }
        do {
            try await desk.database.write { transaction in
                try desk.recordTransfer(
                    amount, reference: request.reference, bankReference: slip, by: sight.actor, at: call.now,
                    in: transaction)
            }
        } catch PaymentError.recordedBefore {
            return .page(transferPage(call, form, faults: ["slip": words("fault.recorded")]))
        }
        return .redirect(to: "\(PaymentLinks.transfers)?done=1")
    }
}

// Refunds that wait for somebody.
extension PaymentListPages {
    private func refunds(_ call: Call<Officer>) async throws -> Reply {
        let sight = PaymentSight(call.caller, desk)
        let waiting = try await desk.database.read { transaction in
            let condition: SQL =
                "state IN ('proposed', 'approved', 'failed') AND request IN (SELECT id FROM payments_requests WHERE \(sight.condition))"
            return try transaction.refunds(condition, limit: 200).map { refund in
                (refund, try desk.require(refund.request, in: transaction))
            }
        }
        let words = PaymentWords(desk, in: call.language)
        var parts: [any Component] = [OfficeTabs.tabs(PaymentLinks.refunds, call.caller, words)]
        if waiting.isEmpty {
            parts.append(UI.EmptyState(.check, words("office.no-refunds"), words("office.no-refunds-text")))
        } else {
            parts.append(
                UI.Table(
                    words("office.refunds"), hideCaption: true,
                    columns: [
                        UI.Column(words("reference")), UI.Column(words("refunds.reason")),
                        UI.Column(words("receipt.way")),
                        UI.Column(words("amount"), .number), UI.Column(words("refunds.state")),
                    ],
                    rows: waiting.map { refund, request in
                        UI.Row([
                            UI.Cell(request.reference.grouped, href: PaymentLinks.office(request.id)),
                            UI.Cell(words.reason(refund)), UI.Cell(words.way(refund.way)),
                            UI.Cell(words.money(refund.amount)), UI.Cell(tag: words.tag(refund.state)),
                        ])
                    }))
        }
        return .page(UI.PartsPage(title: words("office.refunds"), parts: parts).workspace())
    }
}
