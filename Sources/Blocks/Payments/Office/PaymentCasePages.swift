import Base
import BuildingBlock
import Journal
import Store
import Web

/// One payment in the workspace: everything about it, and what can be done with it. Opening it is recorded: it is about a person.
struct PaymentCasePages: Sendable {
    let desk: PaymentDesk
    let directory: PayerDirectory

    func declare(in routes: inout Routes) {
        let view = PaymentPermissions.view
        routes.get(officer: "/office/payments/:id", permission: view) { call in .page(try await page(call)) }
        routes.post(officer: "/office/payments/:id/receipts", permission: PaymentPermissions.record) { call in
            try await record(call)
        }
        routes.post(officer: "/office/payments/:id/refunds", permission: PaymentPermissions.refund) { call in
            try await refund(call)
        }
        routes.post(officer: "/office/payments/:id/refunds/:refund/decision", permission: PaymentPermissions.approve) {
            call in try await decide(call)
        }
        routes.post(officer: "/office/payments/:id/refunds/:refund/completion", permission: PaymentPermissions.record) {
            call in try await complete(call)
        }
        routes.post(officer: "/office/payments/:id/cancellation", permission: PaymentPermissions.refund) { call in
            try await cancel(call)
        }
        routes.post(officer: "/office/payments/:id/check", permission: view) { call in try await check(call) }
        // A form that had something wrong stands at its own address: who switches the language there comes back.
        for form in ["receipts", "refunds", "cancellation", "check"] {
            routes.get(officer: "/office/payments/:id/\(form)", permission: view) { call in
                .redirect(to: PaymentLinks.office(try call.identifier("id", of: PaymentRequest.self)))
            }
        }
    }

    /// What is shown again when something was wrong.
    struct Outcome {
        var form: Form?
        /// The form that had faults, and these by field.
        var name = ""
        var faults: [String: String] = [:]
    }

    private func page(_ call: Call<Officer>, _ outcome: Outcome = Outcome()) async throws -> Page {
        let sight = PaymentSight(call.caller, desk)
        let id = try call.identifier("id", of: PaymentRequest.self)
        let facts = try await desk.database.write { transaction in
            let request = try desk.require(id, PaymentPermissions.view, sight, in: transaction)
            let purpose = desk.settings.purpose(in: desk.settings.purpose.original)
            try transaction.record(
                PaymentActs.act(PaymentActs.viewed, request, by: sight.actor, at: call.now, purpose: purpose))
            return PaymentCaseSheet.Facts(
                request: request, receipts: try transaction.receipts(of: id), refunds: try transaction.refunds(of: id),
                attempts: try transaction.attempts("request = \(id)", limit: 20),
                entries: try transaction.entries(of: id), incidents: try transaction.incidents("request = \(id)"),
                payer: try request.payer.flatMap { try directory.names([$0], transaction)[$0] })
        }
        return PaymentCaseSheet(
            words: PaymentWords(desk, in: call.language), facts: facts, sight: sight, outcome: outcome,
            done: call.input.query["done"]
        ).page
    }

    private func back(_ id: Identifier<PaymentRequest>, _ done: String) -> Reply {
        .redirect(to: "\(PaymentLinks.office(id))?done=\(done)")
    }

    /// The request of the address, if the officer may do with it what the route is for.
    private func request(_ call: Call<Officer>, _ permission: Permission) async throws -> PaymentRequest {
        let sight = PaymentSight(call.caller, desk)
        let id = try call.identifier("id", of: PaymentRequest.self)
        return try await desk.database.read { try desk.require(id, permission, sight, in: $0) }
    }

    private func record(_ call: Call<Officer>) async throws -> Reply {
        let form = try await call.input.form()
        let request = try await request(call, PaymentPermissions.record)
        let words = PaymentWords(desk, in: call.language)
        var outcome = Outcome(form: form, name: "receipts")
        let amount = Money(typed: form["amount"], request.currency)
        if amount == nil { outcome.faults["amount"] = words("fault.amount") }
        let slip = form["slip"].map { String($0.prefix(100)) }
        if slip == nil { outcome.faults["slip"] = words("fault.slip") }
        guard let amount, let slip else { return .page(try await page(call, outcome)) }
        let sight = PaymentSight(call.caller, desk)
        do {
            try await desk.database.write { transaction -> Void in
                if form["way"] == PaymentWay.transfer.rawValue {
                    try desk.recordTransfer(
                        amount, reference: request.reference, bankReference: slip, by: sight.actor, at: call.now,
                        in: transaction)
                } else {
                    try desk.recordCounterPayment(
                        amount, for: request.id, slip: slip, agency: call.caller.agencies[0], by: sight.actor,
                        at: call.now, in: transaction)
                }
            }
        } catch PaymentError.recordedBefore {
            outcome.faults["slip"] = words("fault.recorded")
            return .page(try await page(call, outcome))
        }
        return back(request.id, "recorded")
    }

    private func refund(_ call: Call<Officer>) async throws -> Reply {
        let form = try await call.input.form()
        let request = try await request(call, PaymentPermissions.refund)
        let words = PaymentWords(desk, in: call.language)
        var outcome = Outcome(form: form, name: "refunds")
        let amount = Money(typed: form["amount"], request.currency)
        if amount == nil { outcome.faults["amount"] = words("fault.amount") }
        let reason = form["reason"].map { String($0.prefix(500)) }
        if reason == nil { outcome.faults["reason"] = words("fault.reason") }
        guard let amount, let reason else { return .page(try await page(call, outcome)) }
        let sight = PaymentSight(call.caller, desk)
        do {
            try await desk.database.write { transaction in
                try desk.refund(
                    request.id, RefundOrder(amount, reason: reason), by: sight.actor, at: call.now, in: transaction)
            }
        } catch PaymentError.moreThanPaid {
            outcome.faults["amount"] = words("fault.more-than-paid")
            return .page(try await page(call, outcome))
        }
        return back(request.id, "refund")
    }

    private func decide(_ call: Call<Officer>) async throws -> Reply {
        let form = try await call.input.form()
        let request = try await request(call, PaymentPermissions.approve)
        let refund = try call.identifier("refund", of: Refund.self)
        let officer = PaymentSight(call.caller, desk).party
        try await desk.database.write { transaction -> Void in
            guard try transaction.refund(refund)?.request == request.id else { throw PaymentError.unknownRefund }
            if form["decision"] == "decline" {
                try desk.declineRefund(refund, by: officer, at: call.now, in: transaction)
            } else {
                try desk.approveRefund(refund, by: officer, at: call.now, in: transaction)
            }
        }
        return back(request.id, "decided")
    }

    private func complete(_ call: Call<Officer>) async throws -> Reply {
        let form = try await call.input.form()
        let request = try await request(call, PaymentPermissions.record)
        let id = try call.identifier("refund", of: Refund.self)
        guard let slip = form["slip"] else {
            let words = PaymentWords(desk, in: call.language)
            return .page(
                try await page(call, Outcome(form: form, name: "\(id)", faults: ["slip": words("fault.slip")])))
        }
        let sight = PaymentSight(call.caller, desk)
        try await desk.database.write { transaction -> Void in
            guard let refund = try transaction.refund(id), refund.request == request.id else {
                throw PaymentError.unknownRefund
            }
            // What goes back to a card is said by the provider, not by an officer; unless it refused.
            guard refund.way != .card || refund.state == .failed else {
                throw PaymentError.refundNotPossible(refund.state)
            }
            try desk.finishRefund(
                id, slip: String(slip.prefix(100)), by: sight.actor, at: call.now, in: transaction)
        }
        return back(request.id, "completed")
    }

    private func cancel(_ call: Call<Officer>) async throws -> Reply {
        let form = try await call.input.form()
        let request = try await request(call, PaymentPermissions.refund)
        guard let reason = form["reason"] else {
            let words = PaymentWords(desk, in: call.language)
            return .page(
                try await page(
                    call, Outcome(form: form, name: "cancellation", faults: ["reason": words("fault.reason")])))
        }
        let sight = PaymentSight(call.caller, desk)
        try await desk.database.write { transaction in
            try desk.cancel(
                request.id, reason: String(reason.prefix(500)), by: sight.actor, at: call.now, in: transaction)
        }
        return back(request.id, "cancelled")
    }

    private func check(_ call: Call<Officer>) async throws -> Reply {
        let request = try await request(call, PaymentPermissions.view)
        try await desk.checkNewest(of: request.id, at: call.now)
        return back(request.id, "checked")
    }
}
