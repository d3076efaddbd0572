import BPMN
import Base
import BuildingBlock
import Journal
import Payments
import Processes
import ServiceDefinition
import Store

@testable import CitizenServices
@testable import Polity

/// What officers do on a working day.
extension Year {
    func work() async throws {
        var over: Set<Identifier<ServiceCase>> = []
        for id in live where chance(forgotten.contains(id) ? 1 : 30) {
            if try await work(on: id) { over.insert(id) }
        }
        live.removeAll { over.contains($0) }
        if today.weekday == .friday { try await giveBack() }
    }

    /// Does what a case waits for; says whether nothing is left to do.
    private func work(on id: Identifier<ServiceCase>) async throws -> Bool {
        let desk = town.services
        let found = try await town.database.read { transaction -> (ServiceCase, Service, CaseStanding)? in
            guard let one = try CaseRows.one(id, desk.currency, transaction) else { return nil }
            return (
                one, try desk.catalogue.service(of: one, in: transaction),
                try CaseStanding(one, desk, in: transaction)
            )
        }
        guard let (one, service, standing) = found else { return true }
        let isRunning = standing.position?.instance.status == .running
        if one.status == .appealed { return try await hear(one) }
        guard one.status.isOpen || isRunning else { return true }
        guard let officer = town.officers[one.agency]?.filter({ $0 != one.decidedBy }).randomElement(using: &lot)
        else { return false }
        let worker = CaseWorker(actor: .person(officer), agencies: [one.agency])
        if let work = standing.work.randomElement(using: &lot) {
            // Some never come to the appointment.
            if work.task.element == "fingerprints", forgotten.contains(id) { return false }
            _ = try await desk.view(id, by: worker, at: town.now)
            tally.did("services.viewed")
            let way = work.choice?.ways.randomElement(using: &lot)?.flow
            try await desk.complete(work.task.id, of: id, way: way, note: "", by: worker, at: town.now)
            tally.did("services.worked")
            return false
        }
        guard standing.awaitsDecision, one.status == .received || one.status == .proposed || isSilent(one) else {
            return false
        }
        _ = try await desk.view(id, by: worker, at: town.now)
        tally.did("services.viewed")
        if one.assignee == nil, chance(20) {
            try await desk.assign(id, to: officer, version: nil, by: worker, at: town.now)
            tally.did("services.assigned")
        }
        if one.status == .received, asked[id] == nil, chance(20) {
            asked[id] = day
            try await desk.take(.ask("Please explain."), on: id, by: worker, at: town.now)
            tally.did("services.asked")
            return false
        }
        return try await decide(one, service, worker)
    }

    /// The person was asked a month ago and says nothing.
    private func isSilent(_ one: ServiceCase) -> Bool {
        one.status == .waitingForApplicant && (asked[one.id] ?? day) < day - 30
    }

    private func decide(_ one: ServiceCase, _ service: Service, _ worker: CaseWorker) async throws -> Bool {
        let wantsApproval = one.status != .waitingForApplicant && chance(70)
        guard let decision = service.decisions.filter({ $0.isApproval == wantsApproval }).randomElement(using: &lot)
        else { return false }
        let reasons = decision.isApproval ? [] : [decision.reasons.randomElement(using: &lot)?.key].compactMap { $0 }
        let before = one.status
        let after = try await town.services.take(
            .decide(decision.key, reasons: reasons, explanation: decision.isApproval ? "" : "It is not as it must be."),
            on: one.id, by: worker, at: town.now)
        let isProposed = before == .received && after.status == .proposed
        tally.did(isProposed ? "services.proposed" : decision.isApproval ? "services.approved" : "services.refused")
        if let due = one.clock.dueAt, one.clock.pausedAt == nil, due < town.clock.now {
            tally.told("waited for a decision beyond its term")
        }
        return false
    }

    private func hear(_ one: ServiceCase) async throws -> Bool {
        guard let judge = one.appealAgency.flatMap({ town.officers[$0]?.first }) else {
            throw StartError("nobody hears the appeal of \(one.service)")
        }
        let worker = CaseWorker(actor: .person(judge), agencies: [one.appealAgency ?? ""])
        _ = try await town.services.view(one.id, by: worker, at: town.now)
        tally.did("services.viewed")
        let isUpheld = chance(50)
        try await town.services.take(
            isUpheld ? .uphold("The decision is right.") : .remit("The decision is wrong."), on: one.id, by: worker,
            at: town.now)
        tally.did(isUpheld ? "services.upheld" : "services.remitted")
        asked[one.id] = isUpheld ? asked[one.id] : nil
        return false
    }

    /// The treasurer approves what was proposed, the cashier pays out what was approved.
    private func giveBack() async throws {
        let desk = town.government.desks.payments
        func refunds(_ state: String) async throws -> [(Identifier<Refund>, Int64)] {
            try await town.database.read { transaction in
                try transaction.rows(
                    "SELECT id, amount FROM payments_refunds WHERE state = \(state) ORDER BY proposed_at"
                ).map { (try $0[0], try $0[1]) }
            }
        }
        for (id, amount) in try await refunds("approved") where chance(70) {
            let (now, cashier, slip) = (town.now, town.cashier, "B-\(day)-\(tally.hands["payments.refunded"] ?? 0)")
            try await town.database.write { transaction -> Void in
                try desk.finishRefund(id, slip: slip, by: .person(cashier), at: now, in: transaction)
            }
            tally.did("payments.refunded")
            tally.paidBack += amount
        }
        for (id, _) in try await refunds("proposed") where chance(80) {
            let (now, treasurer) = (town.now, town.treasurer)
            try await town.database.write { transaction -> Void in
                try desk.approveRefund(id, by: treasurer, at: now, in: transaction)
            }
            tally.did("payments.refund-approved")
        }
    }
}
