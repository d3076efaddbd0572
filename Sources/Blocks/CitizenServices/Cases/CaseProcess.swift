import BPMN
import Base
import FEEL
import Journal
import Processes
import ServiceDefinition
import Store

/// A case and the process that its designer drew move together, in one transaction: what is done to the case completes a task or brings
/// a message, and what the process then asks for (`ServiceTasks`) is done to the case. A case without a process goes by the state table
/// alone.
extension ServicesDesk {
    /// The messages that processes of services may wait for.
    enum Message {
        /// A fee before the decision, or what the decision asked for, is paid.
        static let paid = ["fee paid", "tax paid"]
        static let answered = ["applicant answered"]
    }

    /// Begins the process of the case's revision.
    /// - Parameters:
    ///   - known: how the case stands in the rules, where that was found out just now.
    ///   - isAnew: after an appeal: officers decide, whatever the rules propose.
    func begin(
        _ one: inout ServiceCase, _ service: Service, _ known: Journey? = nil, isAnew: Bool = false,
        by actor: Act.Actor, at now: Instant,
        _ transaction: any WriteTransaction
    ) throws {
        guard let processes, let process = try catalogue.process(of: one.service, one.revision, in: transaction) else {
            return
        }
        let journey = known ?? journey(one, service, in: one.language)
        var variables = Variables(journey.context)
        let proposed = isAnew ? nil : service.proposed(journey)?.decision
        variables["proposal"] = proposed.map { .string($0) } ?? .null
        variables["decision"] = .null
        let id = try processes.start(
            process.revision.process, revision: process.revision.revision, variables: variables,
            businessKey: one.reference.description,
            about: ServiceLinks.office(one.id), agency: one.agency, concerning: one.party, by: actor, at: now,
            in: transaction)
        try refresh(&one, transaction)
        one.process = id
        try CaseRows.update(&one, transaction)
    }

    /// Brings what was done to a case into its process, and what came of that into the case.
    func move(
        _ one: inout ServiceCase, _ action: CaseAction, _ step: CaseStep, from before: CaseStatus, _ service: Service,
        by actor: Act.Actor, at now: Instant, _ transaction: any WriteTransaction
    ) throws {
        if let processes, let id = one.process, try isRunning(id, transaction) {
            switch action {
            case .pay: try pass(Message.paid, to: id, by: actor, at: now, transaction)
            case .answer:
                try pass(
                    Message.answered, ["answer": step.text.map { .string($0) } ?? .null], to: id, by: actor, at: now,
                    transaction)
            case .ask, .propose, .giveBack, .approve, .refuse:
                if before == .waitingForApplicant {
                    try pass(Message.answered, to: id, by: actor, at: now, transaction)
                }
                // A drawing without a way for questions waits where it is until the answer is there.
                let process = try catalogue.process(of: one.service, one.revision, in: transaction)
                if action == .ask, process?.hasQuestions != true { break }
                let values = values(of: step, action, service)
                if let task = try decisionTask(of: id, transaction) {
                    try processes.complete(task.id, values: values, by: actor, at: now, in: transaction)
                    try agree(values, in: id, action, by: actor, at: now, transaction)
                } else if action == .approve || action == .refuse {
                    // Decided where the drawing has no task for it: by silence, or past an incident. What follows is done now.
                    try processes.cancel(
                        id, reason: "decided outside of the process", by: actor, at: now, in: transaction)
                }
            case .withdraw, .lapse, .remit:
                try processes.cancel(id, reason: action.rawValue, by: actor, at: now, in: transaction)
            case .appeal, .uphold: break
            }
        }
        try refresh(&one, transaction)
        if action == .remit { try begin(&one, service, isAnew: true, by: actor, at: now, transaction) }
        try settle(&one, service, by: actor, at: now, transaction)
    }

    /// Nobody has to agree any more to what is decided, such as by silence.
    private func agree(
        _ values: Variables, in id: Identifier<ProcessInstance>, _ action: CaseAction, by actor: Act.Actor,
        at now: Instant,
        _ transaction: any WriteTransaction
    ) throws {
        guard action == .approve || action == .refuse, let second = try secondTask(of: id, transaction) else { return }
        try processes?.complete(second.id, values: values, by: actor, at: now, in: transaction)
    }

    func secondTask(of id: Identifier<ProcessInstance>, _ transaction: any ReadTransaction) throws -> ProcessTask? {
        try openTasks(of: id, transaction).first { $0.form == "second officer" }
    }

    /// Whether an officer can decide where the process stands: at a task for it, where it has ended or come to a stop, or where the
    /// person did not answer.
    func awaitsDecision(_ one: ServiceCase, _ transaction: any ReadTransaction) throws -> Bool {
        guard let id = one.process, let instance = try processes?.instance(id, in: transaction) else { return true }
        if instance.status != .running || instance.openIncidents > 0 || one.status == .waitingForApplicant {
            return true
        }
        return try decisionTask(of: id, transaction) != nil
    }

    /// What a decision is to the gateways of a process: `decision.outcome`, and `approved`.
    private func values(of step: CaseStep, _ action: CaseAction, _ service: Service) -> Variables {
        var outcome = action == .ask ? "more information" : action == .giveBack ? "give back" : ""
        var reasons: [String] = []
        if case .decide(let key, let chosen, _) = step { (outcome, reasons) = (key, chosen) }
        let decision = FEELContext([
            ("outcome", .string(outcome)), ("reasons", .list(reasons.map { .string($0) })),
            ("explanation", .string(step.text ?? "")),
        ])
        return Variables(
            FEELContext([
                ("decision", .context(decision)),
                ("approved", .boolean(service.decision(outcome)?.isApproval ?? false)),
            ]))
    }

    /// The task in which an officer decides: one that names `officer` or `second officer` as how it is done, or nothing.
    func decisionTask(of id: Identifier<ProcessInstance>, _ transaction: any ReadTransaction) throws -> ProcessTask? {
        try openTasks(of: id, transaction).first(where: \.isDecision)
    }

    func openTasks(of id: Identifier<ProcessInstance>, _ transaction: any ReadTransaction) throws -> [ProcessTask] {
        guard let processes else { return [] }
        var filter = ProcessDesk.TaskFilter()
        filter.instance = id
        return try processes.tasks(filter, in: transaction)
    }

    func isRunning(_ id: Identifier<ProcessInstance>, _ transaction: any ReadTransaction) throws -> Bool {
        try processes?.instance(id, in: transaction)?.status == .running
    }

    /// Brings the first of some messages that the instance waits for; nothing where it waits for none.
    func pass(
        _ messages: [String], _ values: FEELContext = FEELContext(), to id: Identifier<ProcessInstance>,
        by actor: Act.Actor,
        at now: Instant, _ transaction: any WriteTransaction
    ) throws {
        for message in messages {
            do {
                try processes?.advance(
                    id, .message(name: message, values: Variables(values)), by: actor, at: now, in: transaction)
                return
            } catch ProcessError.notPossible {
                continue
            }
        }
    }

    /// What an officer chooses by doing a task: what the gateway behind it asks for, unless the process knows it already.
    func choice(of task: ProcessTask, _ transaction: any ReadTransaction) throws -> TaskChoice? {
        guard let processes, let choice = try processes.choice(of: task, in: transaction) else { return nil }
        return try processes.variables(of: task.instance, in: transaction)[choice.variable] == nil ? choice : nil
    }

    /// An officer has done work other than deciding, such as an inspection.
    /// - Parameter way: the flow that the process takes from here, where the result decides that.
    public func complete(
        _ task: Identifier<ProcessTask>, of id: Identifier<ServiceCase>, way: String?, note: String,
        by worker: CaseWorker, at now: Instant
    ) async throws {
        try await database.write { transaction -> Void in
            guard let processes, var one = try CaseRows.one(id, currency, transaction), worker.mayAct(for: one.agency),
                let found = try processes.task(task, in: transaction), found.instance == one.process, !found.isDecision
            else { throw CitizenServicesError.unknownCase }
            if worker.party == one.party { throw CitizenServicesError.ownDecision }
            var values = Variables()
            if let choice = try self.choice(of: found, transaction) {
                guard let chosen = choice.ways.first(where: { $0.flow == way }) else {
                    throw CitizenServicesError.missing("way")
                }
                values[choice.variable] = chosen.value
            }
            let text = note.isEmpty ? found.name : "\(found.name): \(note)"
            try CaseRows.insert(
                CaseEvent(.worked, of: id, at: now, text: text, actor: worker.party, isInternal: true), transaction)
            try transaction.record(
                Act(
                    CitizenServicesActs.worked, CitizenServicesActs.subject(id), by: worker.actor, at: now,
                    agency: one.agency,
                    concerns: [one.party], detail: ["task": .string(found.element)]))
            try processes.complete(task, values: values, by: worker.actor, at: now, in: transaction)
            one = try fresh(id, transaction)
            try settle(&one, try catalogue.service(of: one, in: transaction), by: worker.actor, at: now, transaction)
        }
    }

    /// Reads the case again, as others have changed it; what it was submitted with never changes and is kept as it was read.
    func refresh(_ one: inout ServiceCase, _ transaction: any ReadTransaction) throws {
        let facts = one.facts
        one = try fresh(one.id, transaction)
        one.facts = facts
    }

    func fresh(_ id: Identifier<ServiceCase>, _ transaction: any ReadTransaction) throws -> ServiceCase {
        guard let one = try CaseRows.one(id, currency, transaction) else { throw CitizenServicesError.unknownCase }
        return one
    }

    /// A process has moved by itself: a timer fired, an operator put it right. Told more than once, it happens once.
    public func processMoved(_ id: Identifier<ProcessInstance>, at now: Instant, in transaction: any WriteTransaction)
        throws
    {
        guard var one = try CaseRows.list("process = \(id)", currency, transaction).first else { return }
        let service = try catalogue.service(of: one, in: transaction)
        try settle(&one, service, by: .system("processes"), at: now, transaction)
    }
}

extension ProcessTask {
    /// Whether it is the decision of a case; any other is work that is done on the way.
    var isDecision: Bool { form == nil || form == "officer" || form == "second officer" }
}
