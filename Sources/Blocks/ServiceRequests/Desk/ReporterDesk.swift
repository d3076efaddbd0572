import Base
import BuildingBlock
import Journal
import Store
import Web

/// What the person who reported can do through the private page: whoever has its key.
extension RequestDesk {
    func request(key: String) async throws -> ServiceRequest {
        guard let key = SecretKey(key) else { throw ServiceRequestError.unknownRequest }
        let hash = key.hash
        let found = try await database.read { try $0.request(where: "r.private_hash = \(hash)") }
        guard let found else { throw ServiceRequestError.unknownRequest }
        return found
    }

    /// Adds words to a report. On a public request they can be read by everyone.
    public func comment(_ text: String, key: String, at now: Instant) async throws {
        let id = try await request(key: key).id
        try await database.write { transaction in
            guard var request = try transaction.request(id) else { throw ServiceRequestError.unknownRequest }
            request.updatedAt = now
            try transaction.update(&request)
            let update = RequestUpdate(
                id: Identifier(at: now), request: id, at: now, kind: .comment, status: request.status, text: text,
                agency: nil, actor: nil, isPublic: request.isPublic, photo: nil, mediaURL: nil)
            try transaction.insert(update)
            try transaction.record(reporterAct(RequestActs.commented, request, update, transaction, at: now))
        }
    }

    /// Says that it is not done, within the days that the jurisdiction allows.
    public func reopen(_ text: String, key: String, at now: Instant) async throws {
        let id = try await request(key: key).id
        try await database.write { transaction in
            guard var request = try transaction.request(id) else { throw ServiceRequestError.unknownRequest }
            guard mayReopen(request, at: now), let status = request.status.after(.reopen) else {
                throw ServiceRequestError.notPossible(.reopen, request.status)
            }
            (request.status, request.closedAt, request.updatedAt) = (status, nil, now)
            request.dueAt = catalogue[request.category].flatMap { due($0, from: now) }
            try transaction.update(&request)
            let update = RequestUpdate(
                id: Identifier(at: now), request: id, at: now, kind: .reopened, status: status, text: text, agency: nil,
                actor: nil, isPublic: request.isPublic, photo: nil, mediaURL: nil)
            try transaction.insert(update)
            try transaction.record(reporterAct(RequestActs.reopened, request, update, transaction, at: now))
        }
    }

    func mayReopen(_ request: ServiceRequest, at now: Instant) -> Bool {
        guard request.status == .resolved || request.status == .refused, let closedAt = request.closedAt else {
            return false
        }
        return now - closedAt <= .seconds(Int64(catalogue.settings.reopenDays) * 86_400)
    }

    private func reporterAct(
        _ verb: Act.Verb, _ request: ServiceRequest, _ update: RequestUpdate, _ transaction: any WriteTransaction,
        at now: Instant
    ) throws -> Act {
        let party = try transaction.contact(of: request.id)?.party
        return Act(
            verb, RequestActs.subject(request.id), by: party.map(Act.Actor.person) ?? .visitor, at: now,
            agency: request.agency, concerns: party.map { [$0] } ?? [],
            detail: [
                "status": .string(request.status.rawValue), "version": .integer(request.version),
                "update": .string(update.id.description),
            ])
    }

    /// Erases the contact data of one report at the wish of who reported it.
    public func eraseContact(key: String, at now: Instant) async throws {
        let id = try await request(key: key).id
        try await database.write { transaction in
            guard try transaction.contact(of: id) != nil else { return }
            try transaction.eraseContact(of: id, by: .visitor, at: now)
        }
    }
}

extension WriteTransaction {
    /// Forgets who reported a request. The request stays: it tells of a pothole, not of a person.
    func eraseContact(of id: Identifier<ServiceRequest>, by actor: Act.Actor, at now: Instant) throws {
        try execute("DELETE FROM service_requests_contacts WHERE request = \(id)")
        try record(Act(RequestActs.contactErased, RequestActs.subject(id), by: actor, at: now))
    }
}
