import Base
import FEEL
import Journal
import Processes
import ServiceDefinition
import Store

/// What follows from a decision. A process says when; what it leaves out follows when it has ended.
extension ServicesDesk {
    /// Brings a case into line with where its process stands: what is paid or free is not waited for, what was not paid in time has
    /// lapsed, and what a decision changes is done once.
    func settle(
        _ one: inout ServiceCase, _ service: Service, by actor: Act.Actor, at now: Instant, _ transaction: any WriteTransaction
    ) throws {
        var isOver = true
        if let id = one.process {
            if one.feePaidAt != nil || one.fee.minorUnits <= 0, try isRunning(id, transaction) {
                try passPayment(to: id, by: actor, at: now, transaction)
                one = try fresh(one.id, transaction)
            }
            isOver = try !isRunning(id, transaction)
        }
        if one.status == .waitingForPayment {
            if isOver, one.process != nil {
                return try take(.lapse, on: &one, service, at: now, transaction)
            }
            if one.payment == nil { try requestFee(&one, service, by: actor, at: now, transaction) }
        }
        guard isOver, one.status == .approved || one.status == .refused else { return }
        try write(&one, service, by: actor, at: now, transaction)
        if service.fee?.due == .afterDecision, one.status == .approved, one.payment == nil {
            try requestFee(&one, service, by: actor, at: now, transaction)
        }
        try tellDecision(&one, service, by: actor, at: now, transaction)
    }

    private func take(
        _ step: CaseStep, on one: inout ServiceCase, _ service: Service, at now: Instant, _ transaction: any WriteTransaction
    ) throws {
        one = try take(step, on: one.id, by: CaseWorker(actor: .system("citizen-services.clock"), agencies: nil), at: now, in: transaction)
    }

    /// Decides as the rules propose, where the process needs no officer for it.
    func decideByRules(
        _ one: inout ServiceCase, _ service: Service, at now: Instant, _ transaction: any WriteTransaction
    ) throws {
        guard one.decidedAt == nil || one.status.isOpen else { return }
        guard let key = service.proposed(journey(one, service, in: one.language))?.decision, let decision = service.decision(key)
        else { throw CitizenServicesError.missing("decision") }
        try record(
            .decide(key, reasons: [], explanation: decision.isApproval ? "" : words("by-rules")(in: one.language)),
            decision.isApproval ? .approve : .refuse, on: &one, service,
            by: CaseWorker(actor: .system("citizen-services.rules"), agencies: nil), at: now, transaction)
    }

    /// Writes what the decision changes in registries, once.
    func write(
        _ one: inout ServiceCase, _ service: Service, by actor: Act.Actor, at now: Instant, _ transaction: any WriteTransaction
    ) throws {
        guard !one.isWritten else { return }
        if let write = ports.write {
            for change in service.writes(journey(one, service, in: one.language), afterwards(one, at: now, in: one.language)) {
                try write(
                    RegistryChange(
                        write: change, applicant: one.party, reference: one.reference.description, agency: one.agency, actor: actor,
                        now: now), transaction)
            }
        }
        one.isWritten = true
        try CaseRows.update(&one, transaction)
    }

    /// Tells the person of the decision, once: in the mailbox, and as a letter where the definition has one.
    func tellDecision(
        _ one: inout ServiceCase, _ service: Service, by actor: Act.Actor, at now: Instant, _ transaction: any WriteTransaction
    ) throws {
        guard !one.isTold else { return }
        let name = one.decision.flatMap { service.decision($0)?.letter } ?? (one.status == .approved ? "approved" : "refused")
        try tell(one, service, name, by: actor, at: now, transaction)
        if let letter = service.letter(name) { try issue(.letter, letter, one, service, by: actor, at: now, transaction) }
        one.isTold = true
        try CaseRows.update(&one, transaction)
    }

    /// Issues a certificate or letter of the definition.
    func issue(
        _ kind: PaperOrder.Kind, _ letter: Service.Letter, _ one: ServiceCase, _ service: Service, by actor: Act.Actor,
        at now: Instant, _ transaction: any WriteTransaction
    ) throws {
        guard let issue = ports.issue else { return }
        let journey = journey(one, service, in: one.language)
        let after = afterwards(one, at: now, in: one.language)
        let validUntil = service.validUntil(letter, journey, after).flatMap { LocalDate($0.description) }
        try issue(
            PaperOrder(
                kind: kind, name: service.key,
                text: service.manuscript(letter, journey, after, language: one.language.rawValue), language: one.language,
                recipient: one.party, agency: one.agency, reference: one.reference.description, about: one.path,
                // It holds until the end of the day.
                validUntil: validUntil.map { calendar.zone.startOfDay($0.adding(days: 1)) }, actor: actor, now: now), transaction)
    }
}
