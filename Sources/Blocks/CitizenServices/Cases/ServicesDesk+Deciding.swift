import Base
import BuildingBlock
import FEEL
import Journal
import ServiceDefinition
import Store

/// What is done to a case, with everything that it needs.
public enum CaseStep: Sendable, Hashable {
    /// The fee came: a receipt's number, for the officer who took it.
    case pay(receipt: String)
    case ask(String)
    case answer(String)
    /// A decision's key among the definition's, reasons' keys, the officer's own words.
    case decide(String, reasons: [String], explanation: String)
    case giveBack(String)
    case withdraw
    case appeal(String)
    case uphold(String)
    case remit(String)
    case lapse

    /// What was said.
    var text: String? {
        switch self {
        case .pay(let text), .ask(let text), .answer(let text), .giveBack(let text), .appeal(let text),
            .uphold(let text), .remit(let text):
            text
        case .decide(_, _, let explanation): explanation.isEmpty ? nil : explanation
        case .withdraw, .lapse: nil
        }
    }
}

extension ServicesDesk {
    /// Moves a case in the state table, with what follows: clock, event, act, message. `version` is the one that was seen; where
    /// somebody else was faster it throws `CitizenServicesError.changedMeanwhile` and nothing is changed.
    @discardableResult
    public func take(
        _ step: CaseStep, on id: Identifier<ServiceCase>, version: Int64? = nil, by worker: CaseWorker, at now: Instant
    ) async throws -> ServiceCase {
        try await database.write { try take(step, on: id, version: version, by: worker, at: now, in: $0) }
    }

    /// The same in the caller's transaction.
    @discardableResult
    public func take(
        _ step: CaseStep, on id: Identifier<ServiceCase>, version: Int64? = nil, by worker: CaseWorker, at now: Instant,
        in transaction: any WriteTransaction
    ) throws -> ServiceCase {
        guard var one = try CaseRows.one(id, currency, transaction) else { throw CitizenServicesError.unknownCase }
        guard version == nil || version == one.version else { throw CitizenServicesError.changedMeanwhile }
        let service = try catalogue.service(of: one, in: transaction)
        var action = try self.action(step, one, service, transaction)
        // The clock proposes to nobody.
        if action == .propose, worker.party == nil, case .decide(let key, _, _) = step {
            action = service.decision(key)?.isApproval == true ? .approve : .refuse
        }
        try check(worker, may: action, one)
        if worker.party != nil, [.approve, .refuse, .propose].contains(action), try !awaitsDecision(one, transaction) {
            throw CitizenServicesError.notPossible(action, one.status)
        }
        let before = one.status
        if action == .remit { try takeBack(one, service, by: worker.actor, at: now, transaction) }
        try record(step, action, on: &one, service, by: worker, at: now, transaction)
        try tell(of: step, action, one, service, by: worker.actor, at: now, transaction)
        try move(&one, action, step, from: before, service, by: worker.actor, at: now, transaction)
        return one
    }

    /// Moves the case itself: state, clock, event and act.
    func record(
        _ step: CaseStep, _ action: CaseAction, on one: inout ServiceCase, _ service: Service, by worker: CaseWorker,
        at now: Instant,
        _ transaction: any WriteTransaction
    ) throws {
        guard let status = one.status.after(action) else { throw CitizenServicesError.notPossible(action, one.status) }
        try apply(step, action, to: &one, service, by: worker, at: now)
        one.status = status
        one.updatedAt = now
        one.closedAt = status.isOpen ? nil : now
        one.clock.enter(status, service.clock, at: now, calendar)
        if action == .remit { one.clock = CaseClock.started(service.clock, at: now, calendar) }
        try CaseRows.update(&one, transaction)
        try CaseRows.insert(event(step, action, one, by: worker, at: now), transaction)
        try transaction.record(
            Act(
                action.verb, CitizenServicesActs.subject(one.id), by: worker.actor, at: now, agency: one.agency,
                concerns: [one.party],
                detail: detail(action, one, atCounter: worker.actsFor != nil)))
    }

    /// The fee of a case was paid where fees are paid. Told more than once, it happens once; a case that has ended meanwhile keeps its
    /// state, and what was paid is written on it.
    public func paid(_ reference: String, receipt: String, at now: Instant, in transaction: any WriteTransaction) throws
    {
        guard let reference = CaseReference(reference),
            var one = try CaseRows.list("reference = \(reference)", currency, transaction).first, one.feePaidAt == nil
        else { return }
        let worker = CaseWorker(actor: .system("citizen-services.payments"), agencies: nil)
        if one.status.after(.pay) != nil {
            try take(.pay(receipt: receipt), on: one.id, by: worker, at: now, in: transaction)
            return
        }
        (one.feePaidAt, one.updatedAt) = (now, now)
        try CaseRows.update(&one, transaction)
        try CaseRows.insert(CaseEvent(.paid, of: one.id, at: now, text: receipt), transaction)
        try transaction.record(
            Act(
                CaseAction.pay.verb, CitizenServicesActs.subject(one.id), by: worker.actor, at: now, agency: one.agency,
                concerns: [one.party], detail: detail(.pay, one)))
        let service = try catalogue.service(of: one, in: transaction)
        // Money for what has ended without a decision goes back.
        if one.status == .withdrawn || one.status == .lapsed { try giveBack(one, "refund.ended", at: now, transaction) }
        try move(&one, .pay, .pay(receipt: receipt), from: one.status, service, by: worker.actor, at: now, transaction)
    }

    /// Which row of the table a step is.
    private func action(
        _ step: CaseStep, _ one: ServiceCase, _ service: Service, _ transaction: any ReadTransaction
    ) throws -> CaseAction {
        switch step {
        case .pay: return .pay
        case .ask: return .ask
        case .answer: return .answer
        case .giveBack: return .giveBack
        case .withdraw: return .withdraw
        case .lapse: return .lapse
        case .appeal: return .appeal
        case .uphold: return .uphold
        case .remit: return .remit
        case .decide(let key, _, _):
            guard let decision = service.decision(key) else { throw CitizenServicesError.missing("decision") }
            let process = try catalogue.process(of: one.service, one.revision, in: transaction)
            if one.status == .received, process?.asksSecondOfficer ?? false { return .propose }
            return decision.isApproval ? .approve : .refuse
        }
    }

    private func check(_ worker: CaseWorker, may action: CaseAction, _ one: ServiceCase) throws {
        switch action.hand {
        case .applicant:
            guard (worker.actsFor ?? worker.party) == one.party else { throw CitizenServicesError.unknownCase }
            if worker.actsFor != nil, worker.party == one.party { throw CitizenServicesError.ownDecision }
        case .clock:
            guard worker.party == nil else { throw CitizenServicesError.unknownCase }
        case .officer, .cashier:
            guard worker.mayAct(for: one.agency) else { throw CitizenServicesError.unknownCase }
            // Money that is paid elsewhere is booked there, not here.
            if action == .pay, one.payment != nil, worker.party != nil {
                throw CitizenServicesError.notPossible(.pay, one.status)
            }
            // Nobody decides on the own application.
            if worker.party == one.party { throw CitizenServicesError.ownDecision }
        case .appealOfficer:
            guard worker.mayAct(for: one.appealAgency) else { throw CitizenServicesError.unknownCase }
            if worker.party == one.decidedBy || worker.party == one.party { throw CitizenServicesError.ownDecision }
        }
        if one.status == .proposed, action == .approve || action == .refuse, worker.party == one.decidedBy {
            throw CitizenServicesError.ownDecision
        }
    }

    private func apply(
        _ step: CaseStep, _ action: CaseAction, to one: inout ServiceCase, _ service: Service, by worker: CaseWorker,
        at now: Instant
    ) throws {
        switch step {
        case .pay: one.feePaidAt = now
        case .decide(let key, let reasons, let explanation):
            let known = service.decision(key)?.reasons.map(\.key) ?? []
            guard reasons.allSatisfy(known.contains) else { throw CitizenServicesError.missing("reasons") }
            // A refusal says why.
            if action == .refuse || action == .propose, service.decision(key)?.isApproval == false, reasons.isEmpty,
                explanation.isEmpty
            {
                throw CitizenServicesError.missing(known.isEmpty ? "explanation" : "reasons")
            }
            (one.decision, one.reasons, one.explanation) = (key, reasons, explanation)
            // Where the process confirms what an officer proposed, the officer has decided.
            one.decidedBy = worker.party ?? (one.status == .proposed ? one.decidedBy : nil)
            if action == .propose { break }
            one.decidedAt = now
            one.appealUntil = service.appeal.map {
                calendar.zone.startOfDay(calendar.zone.date(at: now).adding(days: $0.withinDays + 1))
            }
        case .appeal:
            guard let appeal = service.appeal, let until = one.appealUntil, now < until else {
                throw CitizenServicesError.tooLate
            }
            one.appealAgency = jurisdiction.agency(appeal.to)?.key ?? one.agency
        case .ask, .giveBack, .uphold, .answer:
            if step.text?.isEmpty ?? true { throw CitizenServicesError.missing("text") }
        case .remit(let text):
            if text.isEmpty { throw CitizenServicesError.missing("text") }
            // What was decided is undone; what it changed is changed again by the next decision.
            (one.isWritten, one.isTold, one.isCertified) = (false, false, false)
        case .withdraw, .lapse: break
        }
        if case .appeal(let text) = step, text.isEmpty { throw CitizenServicesError.missing("text") }
    }

    private func event(
        _ step: CaseStep, _ action: CaseAction, _ one: ServiceCase, by worker: CaseWorker, at now: Instant
    ) -> CaseEvent {
        let kind: CaseEvent.Kind =
            switch action {
            case .pay: .paid
            case .ask: .asked
            case .answer: .answered
            case .propose: .proposed
            case .giveBack: .givenBack
            case .approve: .approved
            case .refuse: .refused
            case .withdraw: .withdrawn
            case .appeal: .appealed
            case .uphold: .upheld
            case .remit: .remitted
            case .lapse: .lapsed
            }
        // A proposal is the officers' matter until it is a decision.
        let isInternal = action == .propose || action == .giveBack
        return CaseEvent(kind, of: one.id, at: now, text: step.text, actor: worker.party, isInternal: isInternal)
    }

    private func detail(_ action: CaseAction, _ one: ServiceCase, atCounter: Bool = false) -> JSON {
        var members: [JSON.Member] = [
            .init("status", .string(one.status.rawValue)), .init("version", .integer(one.version)),
        ]
        if atCounter { members.append(.init("channel", .string(Channel.counter.rawValue))) }
        switch action {
        case .approve, .refuse, .propose:
            members.append(.init("decision", one.decision.map(JSON.string) ?? .null))
            members.append(.init("reasons", .array(one.reasons.map(JSON.string))))
        case .pay: members.append(.init("fee", .string(one.fee.decimal)))
        default: break
        }
        return .object(members)
    }

    /// What the person is told of a step at once; of a decision its process tells, or its end (`settle`).
    private func tell(
        of step: CaseStep, _ action: CaseAction, _ one: ServiceCase, _ service: Service, by actor: Act.Actor,
        at now: Instant,
        _ transaction: any WriteTransaction
    ) throws {
        switch action {
        case .ask: try tell(one, service, "more information", explanation: step.text, by: actor, at: now, transaction)
        case .uphold: try tell(one, service, "upheld", explanation: step.text, by: actor, at: now, transaction)
        case .remit:
            try tell(one, service, "remitted", explanation: step.text, by: actor, at: now, transaction)
            try ports.revoke(one.reference.description, words("revoked")(in: one.language), actor, now, transaction)
        case .pay: try tell(one, service, "paid", by: actor, at: now, transaction)
        case .withdraw, .lapse:
            if one.payment != nil, one.feePaidAt == nil {
                try ports.cancelPayment(one.reference.description, actor, now, transaction)
            }
            if action == .lapse {
                try giveBack(one, "refund.ended", at: now, transaction)
            } else if try !hasWorkBegun(one, transaction) {
                try giveBack(one, "refund.withdrawn", at: now, transaction)
            }
        case .approve, .refuse, .answer, .propose, .giveBack, .appeal: break
        }
    }
}
