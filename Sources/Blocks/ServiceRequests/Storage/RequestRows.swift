import Base
import Journal
import Store

/// How requests stand in the database.
enum RequestRows {
    static let columns: SQL = """
        r.id, r.reference, r.category, r.definition, r.agency, r.status, r.version, r.description, r.answers, \
        r.longitude, r.latitude, r.address, r.address_id, r.postcode, r.language, r.source, r.is_public, r.filed_at, \
        r.updated_at, r.due_at, r.closed_at, r.assignee, r.merged_into, r.status_note, r.media_url, \
        r.photos
        """

    static let summaryColumns: SQL = """
        r.id, r.reference, r.category, r.agency, r.status, r.is_public, r.description, r.address, r.longitude, \
        r.latitude, r.filed_at, r.updated_at, r.due_at, r.closed_at, r.assignee, r.version
        """

    /// What stands for "no date" in `due_at`.
    static let never = Int64.max

    static func request(_ row: Row) throws -> ServiceRequest {
        ServiceRequest(
            id: try row[0], reference: try row[1], category: try row[2], definition: try row[3], agency: try row[4],
            status: try row[5], version: try row[6], description: try row[7], answers: try answers(row[8]),
            place: Place(
                point: try point(row[9], row[10]), address: try row[11], addressID: try row[12], postcode: try row[13]),
            language: Language(rawValue: try row[14]) ?? .english, source: try row[15], isPublic: try row[16],
            filedAt: try row[17], updatedAt: try row[18], dueAt: try due(row[19]), closedAt: try row[20],
            assignee: try row[21], mergedInto: try row[22], statusNote: try row[23], mediaURL: try row[24],
            photoCount: try row[25])
    }

    static func summary(_ row: Row) throws -> RequestSummary {
        RequestSummary(
            id: try row[0], reference: try row[1], category: try row[2], agency: try row[3], status: try row[4],
            isPublic: try row[5], description: try row[6], address: try row[7], point: try point(row[8], row[9]),
            filedAt: try row[10], updatedAt: try row[11], dueAt: try due(row[12]), closedAt: try row[13],
            assignee: try row[14], version: try row[15])
    }

    private static func answers(_ text: String) throws -> Answers {
        if text == "{}" { return Answers() }
        return Answers(json: try JSON(parsing: text))
    }

    private static func point(_ longitude: Double?, _ latitude: Double?) -> GeoPoint? {
        guard let longitude, let latitude else { return nil }
        return GeoPoint(longitude: longitude, latitude: latitude)
    }

    private static func due(_ microseconds: Int64) -> Instant? {
        microseconds == never ? nil : Instant(microseconds: microseconds)
    }

    static let updateColumns: SQL = "id, request, at, kind, status, text, agency, actor, is_public, photo, media_url"

    static func update(_ row: Row) throws -> RequestUpdate {
        RequestUpdate(
            id: try row[0], request: try row[1], at: try row[2], kind: try row[3], status: try row[4],
            text: try row[5], agency: try row[6], actor: try row[7], isPublic: try row[8], photo: try row[9],
            mediaURL: try row[10])
    }

    static let photoColumns: SQL = "id, digest, format, size, width, height, purpose"

    static func photo(_ row: Row) throws -> Photo {
        Photo(
            id: try row[0], file: try row[1], format: try row[2], size: try row[3], width: try row[4],
            height: try row[5],
            purpose: try row[6])
    }
}

extension ReadTransaction {
    func request(where condition: SQL) throws -> ServiceRequest? {
        try row("SELECT \(RequestRows.columns) FROM service_requests_requests r WHERE \(condition) LIMIT 1")
            .map(RequestRows.request)
    }

    func request(_ id: Identifier<ServiceRequest>) throws -> ServiceRequest? { try request(where: "r.id = \(id)") }

    func request(_ reference: RequestReference) throws -> ServiceRequest? {
        try request(where: "r.reference = \(reference)")
    }

    /// The history of a request, oldest first.
    func updates(of id: Identifier<ServiceRequest>, publicOnly: Bool) throws -> [RequestUpdate] {
        let shown: SQL = publicOnly ? "AND is_public" : ""
        return try rows(
            """
            SELECT \(RequestRows.updateColumns) FROM service_requests_updates
            WHERE request = \(id) \(shown) ORDER BY id
            """
        ).map(RequestRows.update)
    }

    func photos(of id: Identifier<ServiceRequest>) throws -> [Photo] {
        try rows("SELECT \(RequestRows.photoColumns) FROM service_requests_photos WHERE request = \(id) ORDER BY id")
            .map(RequestRows.photo)
    }

    func photo(_ photo: Identifier<Photo>, of id: Identifier<ServiceRequest>) throws -> Photo? {
        try row(
            "SELECT \(RequestRows.photoColumns) FROM service_requests_photos WHERE id = \(photo) AND request = \(id)"
        )
        .map(RequestRows.photo)
    }

    func contact(of id: Identifier<ServiceRequest>) throws -> Contact? {
        try row(
            "SELECT party, name, email, phone, language, private_key FROM service_requests_contacts WHERE request = \(id)"
        ).map {
            Contact(
                party: try $0[0], name: try $0[1], email: try $0[2], phone: try $0[3],
                language: Language(rawValue: try $0[4]) ?? .english, privateKey: try $0[5])
        }
    }

    /// The definition under which a request was filed.
    func definition(_ revision: String, of category: String) throws -> KeptDefinition? {
        try value(
            String.self,
            "SELECT definition FROM service_requests_definitions WHERE category = \(category) AND revision = \(revision)"
        ).map { KeptDefinition(json: try JSON(parsing: $0)) }
    }
}

extension WriteTransaction {
    func insert(_ request: ServiceRequest, privateHash: [UInt8]) throws {
        let place = request.place
        try execute(
            """
            INSERT INTO service_requests_requests (
                id, reference, category, definition, agency, status, version, description, answers, longitude, latitude,
                address, address_id, postcode, language, source, is_public, filed_at, updated_at, due_at, closed_at,
                assignee, merged_into, status_note, media_url, photos, private_hash)
            VALUES (
                \(request.id), \(request.reference), \(request.category), \(request.definition), \(request.agency),
                \(request.status), \(request.version), \(request.description), \(text(of: request.answers)),
                \(place.point?.longitude), \(place.point?.latitude), \(place.address), \(place.addressID),
                \(place.postcode), \(request.language.rawValue), \(request.source), \(request.isPublic),
                \(request.filedAt), \(request.updatedAt), \(request.dueAt?.microseconds ?? RequestRows.never),
                \(request.closedAt), \(request.assignee), \(request.mergedInto), \(request.statusNote),
                \(request.mediaURL), \(request.photoCount), \(privateHash))
            """)
    }

    private func text(of answers: Answers) -> String { answers.isEmpty ? "{}" : answers.json.description }

    /// Writes what can change, where nobody else has changed the request since it was read. The request's version
    /// moves on.
    func update(_ request: inout ServiceRequest) throws {
        let changed = try execute(
            """
            UPDATE service_requests_requests SET agency = \(request.agency), status = \(request.status),
                version = \(request.version + 1), updated_at = \(request.updatedAt),
                due_at = \(request.dueAt?.microseconds ?? RequestRows.never), closed_at = \(request.closedAt),
                assignee = \(request.assignee), merged_into = \(request.mergedInto),
                status_note = \(request.statusNote), description = \(request.description)
            WHERE id = \(request.id) AND version = \(request.version)
            """)
        guard changed == 1 else { throw ServiceRequestError.changedMeanwhile }
        request.version += 1
    }

    func insert(_ update: RequestUpdate) throws {
        try execute(
            """
            INSERT INTO service_requests_updates (\(RequestRows.updateColumns)) VALUES (
                \(update.id), \(update.request), \(update.at), \(update.kind), \(update.status), \(update.text),
                \(update.agency), \(update.actor), \(update.isPublic), \(update.photo), \(update.mediaURL))
            """)
    }

    func insert(_ contact: Contact, of request: Identifier<ServiceRequest>) throws {
        try execute(
            """
            INSERT INTO service_requests_contacts (request, party, name, email, phone, language, private_key) VALUES (
                \(request), \(contact.party), \(contact.name), \(contact.email), \(contact.phone),
                \(contact.language.rawValue), \(contact.privateKey))
            """)
    }
}
