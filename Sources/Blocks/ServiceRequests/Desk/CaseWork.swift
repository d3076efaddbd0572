import Base
import BuildingBlock
import Journal
import Store
import Web

/// Who works on a request: an officer, a client of the API, or Polity itself.
public struct Worker: Hashable, Sendable {
    public var actor: Act.Actor
    /// The agencies in whose name the worker may act; `nil` means all.
    public var agencies: Set<String>?

    public init(actor: Act.Actor, agencies: Set<String>?) {
        self.actor = actor
        self.agencies = agencies
    }

    public init(_ officer: Officer) {
        actor = .person(Identifier(officer.person.account))
        agencies = Set(officer.agencies)
    }

    var party: Identifier<Act.Party>? {
        if case .person(let party) = actor { party } else { nil }
    }

    func may(_ request: ServiceRequest) -> Bool { agencies?.contains(request.agency) ?? true }
}

/// What an officer does to a request.
public enum RequestDecision: Hashable, Sendable {
    case accept(note: String?)
    case start(note: String?)
    case resolve(note: String)
    case refuse(note: String)
    case reopen(note: String)
    case merge(into: RequestReference)
    case handOver(agency: String, note: String)

    public var action: RequestAction {
        switch self {
        case .accept: .accept
        case .start: .start
        case .resolve: .resolve
        case .refuse: .refuse
        case .reopen: .reopen
        case .merge: .merge
        case .handOver: .handOver
        }
    }

    var note: String? {
        switch self {
        case .accept(let note), .start(let note): note
        case .resolve(let note), .refuse(let note), .reopen(let note), .handOver(_, let note): note
        case .merge: nil
        }
    }
}

extension RequestDesk {
    /// Moves a request in the state table. `version` is the one that the officer saw; where somebody else was faster,
    /// it throws `ServiceRequestError.changedMeanwhile` and nothing is changed.
    @discardableResult
    public func decide(
        _ decision: RequestDecision, on id: Identifier<ServiceRequest>, version: Int64?, by worker: Worker,
        photo: String? = nil, mediaURL: String? = nil, at now: Instant
    ) async throws -> RequestUpdate {
        try await database.write { transaction in
            var request = try transaction.workable(id, version: version, by: worker)
            let agency = request.agency
            guard let status = request.status.after(decision.action) else {
                throw ServiceRequestError.notPossible(decision.action, request.status)
            }
            request.status = status
            request.updatedAt = now
            request.closedAt = status.isOpen ? nil : now
            if decision.action.needsNote || decision.note != nil { request.statusNote = decision.note }
            try apply(decision, to: &request, at: now, in: transaction)
            try transaction.update(&request)
            var update = RequestUpdate(
                id: Identifier(at: now), request: id, at: now, kind: decision.action.kind, status: status,
                text: decision.note, agency: request.agency, actor: worker.party, isPublic: request.isPublic,
                photo: nil, mediaURL: mediaURL)
            if let photo { update.photo = try transaction.attachFix(photo, to: id) }
            try transaction.insert(update)
            try transaction.record(
                Act(
                    decision.action.verb, RequestActs.subject(id), by: worker.actor, at: now, agency: agency,
                    detail: detail(of: decision, request, update)))
            return update
        }
    }

    /// What a decision does beside moving the status.
    private func apply(
        _ decision: RequestDecision, to request: inout ServiceRequest, at now: Instant,
        in transaction: any WriteTransaction
    ) throws {
        switch decision {
        case .handOver(let agency, _):
            guard jurisdiction.agency(agency) != nil, agency != request.agency else {
                throw ServiceRequestError.unknownAgency(agency)
            }
            request.agency = agency
            request.assignee = nil
        case .merge(let reference):
            guard let target = try transaction.request(reference), target.id != request.id, target.status.isOpen,
                target.isPublic == request.isPublic
            else { throw ServiceRequestError.cannotMerge }
            request.mergedInto = target.id
            request.statusNote = nil
            try transaction.moveFollowers(from: request.id, to: target.id, at: now)
        case .reopen:
            request.mergedInto = nil
            request.dueAt = catalogue[request.category].flatMap { due($0, from: now) }
        case .accept, .start, .resolve, .refuse: break
        }
    }

    private func detail(of decision: RequestDecision, _ request: ServiceRequest, _ update: RequestUpdate) -> JSON {
        var members: [JSON.Member] = [
            .init("status", .string(request.status.rawValue)), .init("version", .integer(request.version)),
            .init("update", .string(update.id.description)),
        ]
        if case .handOver(let agency, _) = decision { members.append(.init("to", .string(agency))) }
        if let target = request.mergedInto { members.append(.init("into", .string(target.description))) }
        return .object(members)
    }

    /// Gives a request to an officer, or to nobody.
    public func assign(
        _ id: Identifier<ServiceRequest>, to assignee: Identifier<Act.Party>?, version: Int64?, by worker: Worker,
        at now: Instant
    ) async throws {
        try await database.write { transaction -> Void in
            try transaction.assign(id, to: assignee, version: version, by: worker, at: now)
        }
    }

    /// Writes a note: for everyone, or for officers only.
    public func note(
        _ text: String, isPublic: Bool, on id: Identifier<ServiceRequest>, by worker: Worker, photo: String? = nil,
        mediaURL: String? = nil, at now: Instant
    ) async throws -> RequestUpdate {
        try await database.write { transaction in
            var request = try transaction.workable(id, version: nil, by: worker)
            if isPublic { request.statusNote = text }
            request.updatedAt = now
            try transaction.update(&request)
            var update = RequestUpdate(
                id: Identifier(at: now), request: id, at: now, kind: isPublic ? .note : .internalNote,
                status: request.status, text: text, agency: request.agency, actor: worker.party,
                isPublic: isPublic && request.isPublic, photo: nil, mediaURL: mediaURL)
            if let photo { update.photo = try transaction.attachFix(photo, to: id) }
            try transaction.insert(update)
            try transaction.record(
                Act(
                    isPublic ? RequestActs.noted : RequestActs.internallyNoted, RequestActs.subject(id),
                    by: worker.actor,
                    at: now, agency: request.agency, detail: ["update": .string(update.id.description)]))
            return update
        }
    }

    /// Puts other words in the place of the public description, where it tells of people.
    public func edit(
        description: String, of id: Identifier<ServiceRequest>, version: Int64?, by worker: Worker, at now: Instant
    ) async throws {
        try await database.write { transaction in
            var request = try transaction.workable(id, version: version, by: worker)
            request.description = description
            request.updatedAt = now
            try transaction.update(&request)
            try RequestIndex.words.index(
                id, request.searchDocument(catalogue[request.category]), in: transaction)
            try transaction.record(
                Act(
                    RequestActs.edited, RequestActs.subject(id), by: worker.actor, at: now, agency: request.agency,
                    detail: ["field": "description"]))
        }
    }

    /// Looks at the contact data of who reported: an act with a purpose, which that person can see.
    public func viewContact(
        of id: Identifier<ServiceRequest>, purpose: String, by worker: Worker, at now: Instant
    ) async throws -> Contact? {
        try await database.write { transaction in
            let request = try transaction.workable(id, version: nil, by: worker)
            guard let contact = try transaction.contact(of: id) else { return nil }
            try transaction.record(
                Act(
                    RequestActs.contactViewed, RequestActs.subject(id), by: worker.actor, at: now,
                    agency: request.agency, purpose: purpose, concerns: contact.party.map { [$0] } ?? []))
            return contact
        }
    }
}

extension WriteTransaction {
    /// The request, where the worker may act on it and has seen its last version.
    func workable(_ id: Identifier<ServiceRequest>, version: Int64?, by worker: Worker) throws -> ServiceRequest {
        guard let request = try request(id), worker.may(request) else { throw ServiceRequestError.unknownRequest }
        guard version == nil || version == request.version else { throw ServiceRequestError.changedMeanwhile }
        return request
    }

    /// Returns who had it before.
    @discardableResult
    func assign(
        _ id: Identifier<ServiceRequest>, to assignee: Identifier<Act.Party>?, version: Int64?, by worker: Worker,
        at now: Instant
    ) throws -> Identifier<Act.Party>? {
        var request = try workable(id, version: version, by: worker)
        let previous = request.assignee
        guard previous != assignee else { return previous }
        request.assignee = assignee
        request.updatedAt = now
        try update(&request)
        try insert(
            RequestUpdate(
                id: Identifier(at: now), request: id, at: now, kind: .assigned, status: request.status, text: nil,
                agency: request.agency, actor: assignee, isPublic: false, photo: nil, mediaURL: nil))
        try record(
            Act(
                RequestActs.assigned, RequestActs.subject(id), by: worker.actor, at: now, agency: request.agency,
                detail: ["assignee": assignee.map { .string($0.description) } ?? .null]))
        return previous
    }

    /// Gives a photo of the repair to the request.
    func attachFix(_ ticket: String, to request: Identifier<ServiceRequest>) throws -> Identifier<Photo>? {
        guard let key = SecretKey(ticket),
            let id = try value(
                Identifier<Photo>.self,
                "SELECT id FROM service_requests_photos WHERE ticket_hash = \(key.hash) AND request IS NULL")
        else { return nil }
        try attach([ticket], to: request)
        return id
    }
}
