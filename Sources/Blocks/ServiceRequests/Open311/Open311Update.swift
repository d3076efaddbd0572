import Base
import Store
import Web

/// The arguments of POST Service Request Updates: what another system did about a request.
struct Open311Update: Hashable, Sendable {
    var reference: RequestReference
    var isOpen: Bool?
    var text: String
    var mediaURL: String?

    /// Throws `Open311Fault` with all that is wrong.
    init(_ form: Form) throws {
        guard let id = form["service_request_id"] else {
            throw Open311Fault(400, "service_request_id was not provided.")
        }
        guard let reference = RequestReference(id) else { throw Open311Fault.unknownRequest }
        self.reference = reference
        var faults: [String] = []
        switch form["status"]?.lowercased() {
        case nil: isOpen = nil
        case "open": isOpen = true
        case "closed": isOpen = false
        default: faults.append("status must be open or closed.")
        }
        text = form["description"] ?? ""
        if text.isEmpty { faults.append("description was not provided.") }
        if text.count > Filing.descriptionLimit { faults.append("description may have 4000 characters.") }
        if let url = form["media_url"] {
            if url.isWebAddress { mediaURL = url } else { faults.append("media_url must be an http or https address.") }
        }
        guard faults.isEmpty else { throw Open311Fault(400, faults) }
    }
}

extension RequestDesk {
    /// A status that differs from ours is a decision; otherwise the update is a public note.
    func apply(_ posted: Open311Update, to request: ServiceRequest, by worker: Worker, at now: Instant) async throws
        -> RequestUpdate
    {
        switch (request.status.isOpen, posted.isOpen) {
        case (true, false):
            return try await decide(
                .resolve(note: posted.text), on: request.id, version: request.version, by: worker,
                mediaURL: posted.mediaURL, at: now)
        case (false, true):
            return try await decide(
                .reopen(note: posted.text), on: request.id, version: request.version, by: worker,
                mediaURL: posted.mediaURL, at: now)
        default:
            return try await note(
                posted.text, isPublic: true, on: request.id, by: worker, mediaURL: posted.mediaURL, at: now)
        }
    }
}

/// The arguments of GET Service Request Updates.
struct Open311UpdatesQuery: Hashable, Sendable {
    var reference: RequestReference?
    var from: Instant?
    var until: Instant?
    var page = 1
    var pageSize = Open311Query.most

    init(_ query: Query, now: Instant, zone: Zone) throws {
        var reader = Open311Arguments(query)
        if let id = reader.text("service_request_id") {
            guard let reference = RequestReference(id) else { throw Open311Fault.unknownRequest }
            self.reference = reference
        }
        from = reader.instant("start_date", zone)
        until = reader.instant("end_date", zone)
        if let page = reader.number("page", in: 1...100_000) { self.page = Int(page) }
        if let size = reader.number("page_size", in: 1...Double(Open311Query.most)) { pageSize = Int(size) }
        guard reader.faults.isEmpty else { throw Open311Fault(400, reader.faults) }
        if reference == nil, from == nil { from = (until ?? now) - Open311Query.span }
    }
}

/// A public request with the first of its photos.
struct PublicRequest: Sendable {
    var request: ServiceRequest
    var photo: Identifier<Photo>?
}

extension ReadTransaction {
    /// Public requests that a GET asks for, the newest first.
    func requests(_ query: Open311Query) throws -> [PublicRequest] {
        if let references = query.references {
            guard !references.isEmpty else { return [] }
            return try publicRequests("r.reference IN (\(list: references))", limit: Open311Query.most)
        }
        var filter = RequestFilter(statuses: query.statuses, categories: query.codes)
        filter.words = query.words
        filter.box = query.center?.box(radius: query.radius)
        var conditions = filter.conditions(dialect)
        // The identifier begins with the time of filing, and is the key by which the table is sorted.
        if let from = query.from {
            conditions.append("r.id >= \(Identifier<ServiceRequest>(first: from)) AND r.filed_at >= \(from)")
        }
        if let until = query.until { conditions.append("r.filed_at <= \(until)") }
        if let after = query.updatedAfter { conditions.append("r.updated_at >= \(after)") }
        if let before = query.updatedBefore { conditions.append("r.updated_at <= \(before)") }
        let condition = conditions.joined(separator: " AND ")
        guard let center = query.center else {
            return try publicRequests(condition, limit: query.pageSize, offset: (query.page - 1) * query.pageSize)
        }
        // The box is a little larger than the circle: what lies in its corners is left out here.
        let near = try publicRequests(condition, limit: 20_000).filter {
            $0.request.place.point.map { $0.distance(to: center) <= query.radius } ?? false
        }
        return Array(near.dropFirst((query.page - 1) * query.pageSize).prefix(query.pageSize))
    }

    func publicRequests(_ condition: SQL, limit: Int, offset: Int = 0) throws -> [PublicRequest] {
        try rows(
            """
            SELECT \(RequestRows.columns), CASE WHEN r.photos > 0 THEN (
                SELECT p.id FROM service_requests_photos p WHERE p.request = r.id AND p.purpose = 'report'
                ORDER BY p.id LIMIT 1) END AS photo
            FROM service_requests_requests r WHERE r.is_public AND \(condition)
            ORDER BY r.id DESC LIMIT \(limit) OFFSET \(offset)
            """
        ).map { PublicRequest(request: try RequestRows.request($0), photo: try $0["photo"]) }
    }

    /// What happened in public, the oldest first.
    func publicUpdates(_ query: Open311UpdatesQuery) throws -> [(update: RequestUpdate, reference: RequestReference)] {
        var conditions: [SQL] = ["u.is_public", "r.is_public"]
        if let reference = query.reference { conditions.append("r.reference = \(reference)") }
        if let from = query.from {
            conditions.append("u.id >= \(Identifier<RequestUpdate>(first: from)) AND u.at >= \(from)")
        }
        if let until = query.until { conditions.append("u.at <= \(until)") }
        return try rows(
            """
            SELECT u.id, u.request, u.at, u.kind, u.status, u.text, u.agency, u.actor, u.is_public, u.photo, u.media_url,
                r.reference
            FROM service_requests_updates u JOIN service_requests_requests r ON r.id = u.request
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY u.id
            LIMIT \(query.pageSize) OFFSET \((query.page - 1) * query.pageSize)
            """
        ).map { (try RequestRows.update($0), try $0["reference"]) }
    }
}

extension Identifier {
    /// The smallest identifier that can have been made at `instant` (RFC 9562 §5.7: 48 bits of milliseconds first).
    init(first instant: Instant) {
        self.init(high: UInt64(clamping: instant.microseconds / 1000) << 16, low: 0)
    }
}
