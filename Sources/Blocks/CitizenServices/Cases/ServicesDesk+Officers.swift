import Base
import BuildingBlock
import FEEL
import Journal
import ServiceDefinition
import Store

/// What officers do with a case without moving it, and how it is opened.
extension ServicesDesk {
    /// Gives a case to an officer, or to nobody.
    public func assign(
        _ id: Identifier<ServiceCase>, to assignee: Identifier<Act.Party>?, version: Int64?, by worker: CaseWorker,
        at now: Instant
    ) async throws {
        try await database.write { transaction -> Void in
            guard var one = try CaseRows.one(id, currency, transaction), worker.mayAct(for: one.agency) else {
                throw CitizenServicesError.unknownCase
            }
            guard version == nil || version == one.version else { throw CitizenServicesError.changedMeanwhile }
            guard one.assignee != assignee else { return }
            (one.assignee, one.updatedAt) = (assignee, now)
            try CaseRows.update(&one, transaction)
            try CaseRows.insert(CaseEvent(.assigned, of: id, at: now, actor: assignee, isInternal: true), transaction)
            try transaction.record(
                Act(
                    CitizenServicesActs.assigned, CitizenServicesActs.subject(id), by: worker.actor, at: now,
                    agency: one.agency,
                    detail: ["assignee": assignee.map { .string($0.description) } ?? .null]))
        }
    }

    /// Writes a note for officers.
    public func note(_ text: String, on id: Identifier<ServiceCase>, by worker: CaseWorker, at now: Instant)
        async throws
    {
        try await database.write { transaction -> Void in
            guard let one = try CaseRows.one(id, currency, transaction),
                worker.mayAct(for: one.agency) || worker.mayAct(for: one.appealAgency)
            else { throw CitizenServicesError.unknownCase }
            try CaseRows.insert(
                CaseEvent(.noted, of: id, at: now, text: text, actor: worker.party, isInternal: true), transaction)
            try transaction.record(
                Act(
                    CitizenServicesActs.noted, CitizenServicesActs.subject(id), by: worker.actor, at: now,
                    agency: one.agency))
        }
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

    /// The case, its service and what happened, for the person whose case it is.
    func own(
        _ reference: CaseReference, of party: Identifier<Act.Party>
    ) async throws -> (one: ServiceCase, service: Service, events: [CaseEvent]) {
        try await database.read { transaction in
            guard
                let one = try CaseRows.list("reference = \(reference) AND party = \(party)", currency, transaction)
                    .first
            else { throw CitizenServicesError.unknownCase }
            return (
                one, try catalogue.service(of: one, in: transaction),
                try CaseRows.events(of: one.id, transaction).filter { !$0.isInternal }
            )
        }
    }
}
