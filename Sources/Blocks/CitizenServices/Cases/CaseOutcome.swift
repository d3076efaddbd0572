import Base
import BuildingBlock
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
        _ one: inout ServiceCase, _ service: Service, by actor: Act.Actor, at now: Instant,
        _ transaction: any WriteTransaction
    ) throws {
        var isOver = true
        if let id = one.process {
            if one.feePaidAt != nil || one.fee.minorUnits <= 0, try isRunning(id, transaction) {
                try pass(Message.paid, to: id, by: actor, at: now, transaction)
                try refresh(&one, transaction)
            }
            isOver = try !isRunning(id, transaction)
        }
        if one.status == .waitingForPayment {
            if isOver, one.process != nil {
                return try take(.lapse, on: &one, service, at: now, transaction)
            }
            if one.payment == nil { try requestFee(&one, service, by: actor, at: now, transaction) }
        }
        if let id = one.process, one.status != .waitingForPayment, one.status.after(.lapse) != nil, isOver,
            try hasExpired(id, transaction)
        {
            return try take(.lapse, on: &one, service, at: now, transaction)
        }
        if one.status == .proposed, let id = one.process, try isConfirmed(id, isOver: isOver, transaction) {
            try decideByRules(&one, service, at: now, transaction)
        }
        guard isOver, one.status == .approved || one.status == .refused else { return }
        try write(&one, service, by: actor, at: now, transaction)
        if service.fee?.due == .afterDecision, one.status == .approved, one.payment == nil {
            try requestFee(&one, service, by: actor, at: now, transaction)
        }
        if try !hasCertifiedItsWay(one, transaction) {
            try certify(&one, service, by: actor, at: now, transaction)
        }
        try tellDecision(&one, service, by: actor, at: now, transaction)
    }

    /// Whether the process went its way to the end and says itself when a certificate is issued.
    private func hasCertifiedItsWay(_ one: ServiceCase, _ transaction: any ReadTransaction) throws
        -> Bool
    {
        guard let id = one.process,
            try catalogue.process(of: one.service, one.revision, in: transaction)?.issuesCertificate ?? false
        else { return false }
        guard let instance = try processes?.instance(id, in: transaction), instance.status == .completed else {
            return false
        }
        // Who pays after the process gave up waiting has paid for the certificate all the same.
        if let paid = one.feePaidAt, let ended = instance.endedAt, paid > ended { return false }
        return true
    }

    /// Whether the process ended because a term of it had passed.
    private func hasExpired(_ id: Identifier<ProcessInstance>, _ transaction: any ReadTransaction) throws -> Bool {
        guard let position = try processes?.position(of: id, in: transaction) else { return false }
        let hasEnded = position.instance.status == .completed || position.instance.status == .terminated
        return hasEnded && position.steps.contains { $0.event == "timer" }
    }

    /// Whether the process has gone on past what an officer proposed, and no second officer is asked.
    private func isConfirmed(
        _ id: Identifier<ProcessInstance>, isOver: Bool, _ transaction: any ReadTransaction
    ) throws -> Bool {
        guard let instance = try processes?.instance(id, in: transaction), instance.openIncidents == 0 else {
            return false
        }
        return try isOver ? instance.status == .completed : secondTask(of: id, transaction) == nil
    }

    private func take(
        _ step: CaseStep, on one: inout ServiceCase, _ service: Service, at now: Instant,
        _ transaction: any WriteTransaction
    ) throws {
        one = try take(
            step, on: one.id, by: CaseWorker(actor: .system("citizen-services.clock"), agencies: nil), at: now,
            in: transaction)
    }

    /// Decides as an officer proposed, or as the rules propose, where the process needs no officer (or no second one) for it.
    func decideByRules(
        _ one: inout ServiceCase, _ service: Service, at now: Instant, _ transaction: any WriteTransaction
    ) throws {
        guard one.decidedAt == nil || one.status.isOpen else { return }
        if one.status == .proposed, let key = one.decision, let decision = service.decision(key) {
            return try record(
                .decide(key, reasons: one.reasons, explanation: one.explanation),
                decision.isApproval ? .approve : .refuse, on: &one, service,
                by: CaseWorker(actor: .system("citizen-services.process"), agencies: nil), at: now, transaction)
        }
        guard let key = service.proposed(journey(one, service, in: one.language))?.decision,
            let decision = service.decision(key)
        else { throw CitizenServicesError.missing("decision") }
        try record(
            .decide(key, reasons: [], explanation: decision.isApproval ? "" : words("by-rules")(in: one.language)),
            decision.isApproval ? .approve : .refuse, on: &one, service,
            by: CaseWorker(actor: .system("citizen-services.rules"), agencies: nil), at: now, transaction)
    }

    /// Writes what the decision changes in registries, once.
    func write(
        _ one: inout ServiceCase, _ service: Service, by actor: Act.Actor, at now: Instant,
        _ transaction: any WriteTransaction
    ) throws {
        guard !one.isWritten else { return }
        if let write = ports.write {
            for change in service.writes(
                journey(one, service, in: one.language), afterwards(one, at: now, in: one.language))
            {
                try write(registryChange(change, one, by: actor, at: now), transaction)
            }
        }
        one.isWritten = true
        try CaseRows.update(&one, transaction)
    }

    /// Takes out of registries what a decision entered that an appeal undoes; the next decision enters anew.
    func takeBack(
        _ one: ServiceCase, _ service: Service, by actor: Act.Actor, at now: Instant,
        _ transaction: any WriteTransaction
    ) throws {
        guard one.isWritten else { return }
        let changes = service.writes(
            journey(one, service, in: one.language), afterwards(one, at: now, in: one.language))
        for change in changes where change.write.action == .create {
            try ports.takeBack(registryChange(change, one, by: actor, at: now), transaction)
        }
    }

    private func registryChange(_ write: Service.Write, _ one: ServiceCase, by actor: Act.Actor, at now: Instant)
        -> RegistryChange
    {
        RegistryChange(
            write: write, applicant: one.organisation ?? one.party, reference: one.reference.description,
            agency: one.agency, actor: actor, now: now)
    }

    /// Issues the certificate of a decision in favour, once.
    func certify(
        _ one: inout ServiceCase, _ service: Service, by actor: Act.Actor, at now: Instant,
        _ transaction: any WriteTransaction
    ) throws {
        guard !one.isCertified, let certificate = service.certificate, one.status == .approved else { return }
        try issue(.certificate, certificate, one, service, by: actor, at: now, transaction)
        one.isCertified = true
        try CaseRows.update(&one, transaction)
    }

    /// Proposes to the treasurer that what was paid goes back.
    func giveBack(_ one: ServiceCase, _ reason: String, at now: Instant, _ transaction: any WriteTransaction) throws {
        guard one.feePaidAt != nil else { return }
        try ports.refund(
            one.reference.description, words(reason)(in: jurisdiction.languages.first ?? .english), now, transaction)
    }

    /// Whether an officer has done anything about a case.
    func hasWorkBegun(_ one: ServiceCase, _ transaction: any ReadTransaction) throws -> Bool {
        let work: Set<CaseEvent.Kind> = [.asked, .proposed, .worked, .approved, .refused, .remitted]
        return try CaseRows.events(of: one.id, transaction).contains { work.contains($0.kind) }
    }

    /// Tells the person of the decision, once: in the mailbox, and as a letter where the definition has one.
    func tellDecision(
        _ one: inout ServiceCase, _ service: Service, by actor: Act.Actor, at now: Instant,
        _ transaction: any WriteTransaction
    ) throws {
        guard !one.isTold else { return }
        let name =
            one.decision.flatMap { service.decision($0)?.letter } ?? (one.status == .approved ? "approved" : "refused")
        try tell(one, service, name, by: actor, at: now, transaction)
        if let letter = service.letter(name) {
            try issue(.letter, letter, one, service, by: actor, at: now, transaction)
        }
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
                text: service.manuscript(letter, journey, after, language: one.language.rawValue),
                language: one.language,
                recipient: one.party, agency: one.agency, reference: one.reference.description, about: one.path,
                // It holds until the end of the day.
                validUntil: validUntil.map { calendar.zone.startOfDay($0.adding(days: 1)) }, actor: actor, now: now),
            transaction)
    }
}
