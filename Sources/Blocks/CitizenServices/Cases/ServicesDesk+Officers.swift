import Base
import BuildingBlock
import FEEL
import Journal
import ServiceDefinition
import Store

/// What officers do with a case without moving it, and how it is opened.
extension ServicesDesk {
    /// Gives a case to an officer of its agency, or back to the queue.
    /// - Parameter note: what the next one has to know. Stands in the history that officers see.
    ///
    /// Who is handed a case by somebody else is told; a note for who has it already is a note on the case. Throws `CitizenServicesError.missing("assignee")` for an officer who may not work
    /// on cases of the agency, `.unknownCase`, `.changedMeanwhile`.
    public func assign(
        _ id: Identifier<ServiceCase>, to assignee: Identifier<Act.Party>?, note: String = "", version: Int64?,
        by worker: CaseWorker, at now: Instant
    ) async throws {
        try await database.write { transaction -> Void in
            guard var one = try CaseRows.one(id, currency, transaction), worker.mayAct(for: one.agency) else {
                throw CitizenServicesError.unknownCase
            }
            guard version == nil || version == one.version else { throw CitizenServicesError.changedMeanwhile }
            if let assignee, try !ports.officers(one.agency, now, transaction).contains(where: { $0.id == assignee }) {
                throw CitizenServicesError.missing("assignee")
            }
            guard one.assignee != assignee else {
                if !note.isEmpty { try self.note(note, on: one, by: worker, at: now, transaction) }
                return
            }
            (one.assignee, one.updatedAt) = (assignee, now)
            try CaseRows.update(&one, transaction)
            try CaseRows.insert(
                CaseEvent(
                    .assigned, of: id, at: now, text: note.isEmpty ? nil : note, actor: assignee, isInternal: true),
                transaction)
            if let assignee, assignee != worker.party { try tell(assignee, of: one, by: worker, at: now, transaction) }
            try transaction.record(
                Act(
                    CitizenServicesActs.assigned, CitizenServicesActs.subject(id), by: worker.actor, at: now,
                    agency: one.agency,
                    detail: ["assignee": assignee.map { .string($0.description) } ?? .null]))
        }
    }

    private func tell(
        _ officer: Identifier<Act.Party>, of one: ServiceCase, by worker: CaseWorker, at now: Instant,
        _ transaction: any WriteTransaction
    ) throws {
        let reference = ["reference": Texts.Argument.text(one.reference.description)]
        try ports.tell(
            ServiceMessage(
                recipient: officer, title: words("message.handed-over.title", reference),
                text: words("message.handed-over.text", reference), about: ServiceLinks.office(one.id),
                reference: one.reference.description, agency: one.agency, actor: worker.actor, now: now), transaction)
    }

    /// Writes a note for officers.
    public func note(_ text: String, on id: Identifier<ServiceCase>, by worker: CaseWorker, at now: Instant)
        async throws
    {
        try await database.write { transaction -> Void in
            guard let one = try CaseRows.one(id, currency, transaction),
                worker.mayAct(for: one.agency) || worker.mayAct(for: one.appealAgency)
            else { throw CitizenServicesError.unknownCase }
            try self.note(text, on: one, by: worker, at: now, transaction)
        }
    }

    private func note(
        _ text: String, on one: ServiceCase, by worker: CaseWorker, at now: Instant,
        _ transaction: any WriteTransaction
    ) throws {
        try CaseRows.insert(
            CaseEvent(.noted, of: one.id, at: now, text: text, actor: worker.party, isInternal: true), transaction)
        try transaction.record(
            Act(
                CitizenServicesActs.noted, CitizenServicesActs.subject(one.id), by: worker.actor, at: now,
                agency: one.agency))
    }

    /// Opens a case for an officer: a look at someone's data, which is an act.
    func view(
        _ id: Identifier<ServiceCase>, by worker: CaseWorker, at now: Instant
    ) async throws -> (one: ServiceCase, service: Service, events: [CaseEvent]) {
        let purpose = words("purpose")(in: jurisdiction.languages.first ?? .english)
        return try await database.write { transaction in
            guard let one = try CaseRows.one(id, currency, transaction),
                worker.mayAct(for: one.agency) || (one.appealAgency != nil && worker.mayAct(for: one.appealAgency))
            else { throw CitizenServicesError.unknownCase }
            try transaction.record(
                Act(
                    CitizenServicesActs.viewed, CitizenServicesActs.subject(id), by: worker.actor, at: now,
                    agency: one.agency,
                    purpose: purpose, concerns: [one.party]))
            return (
                one, try catalogue.service(of: one, in: transaction),
                try CaseRows.events(of: id, transaction)
            )
        }
    }

    /// The case, its service and what happened, for the person whose case it is; at a counter it is a look at the person's data.
    func own(
        _ reference: CaseReference, of party: Identifier<Act.Party>, through hand: CounterHand? = nil, at now: Instant
    ) async throws -> (one: ServiceCase, service: Service, events: [CaseEvent]) {
        guard let hand else { return try await database.read { try own(reference, party, $0) } }
        return try await database.write { transaction in
            let found = try own(reference, party, transaction)
            try look(
                CitizenServicesActs.viewed, CitizenServicesActs.subject(found.one.id), [party], by: hand, at: now,
                transaction)
            return found
        }
    }

    private func own(
        _ reference: CaseReference, _ party: Identifier<Act.Party>, _ transaction: any ReadTransaction
    ) throws -> (one: ServiceCase, service: Service, events: [CaseEvent]) {
        let condition: SQL = "reference = \(reference) AND party = \(party)"
        guard let one = try CaseRows.list(condition, currency, transaction).first else {
            throw CitizenServicesError.unknownCase
        }
        return (
            one, try catalogue.service(of: one, in: transaction),
            try CaseRows.events(of: one.id, transaction).filter { !$0.isInternal }
        )
    }
}
