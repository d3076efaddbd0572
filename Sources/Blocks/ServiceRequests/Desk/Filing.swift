import Base
import BuildingBlock
import Journal
import Store
import Web

/// A report as somebody sends it, before it is checked.
public struct Filing: Sendable {
    public var category: Category
    public var description: String
    public var answers: Answers
    public var place: Place
    public var contact: Contact
    /// Tickets of photos that were uploaded for it.
    public var photos: [String]
    public var mediaURL: String?
    public var language: Language
    public var source: ServiceRequest.Source
    public var actor: Act.Actor
    /// The key of the private page. Sending the same key twice files one request.
    var key: SecretKey

    init(
        _ category: Category, description: String, answers: Answers = Answers(), place: Place = Place(),
        contact: Contact, photos: [String] = [], mediaURL: String? = nil, language: Language,
        source: ServiceRequest.Source = .web, actor: Act.Actor = .visitor, key: SecretKey = SecretKey()
    ) {
        self.category = category
        self.description = description
        self.answers = answers
        self.place = place
        self.contact = contact
        self.photos = photos
        self.mediaURL = mediaURL
        self.language = language
        self.source = source
        self.actor = actor
        self.key = key
    }

    /// GeoReport v2: "The max length is 4,000 characters."
    static let descriptionLimit = 4000
}

/// What is wrong with a report: the field of the form and the fault, whose words stand in the texts.
public struct FilingFault: Error, Hashable, Sendable {
    public var field: String
    /// A key of the texts.
    public var text: String
    /// The number that the words need, such as a limit.
    public var limit: Int?

    public init(_ field: String, _ text: String, limit: Int? = nil) {
        self.field = field
        self.text = text
        self.limit = limit
    }
}

extension Filing {
    /// Holds the report against its category. Returns what is wrong, in the order of the pages. What the category
    /// does not ask for is dropped.
    public mutating func check(within extent: BoundingBox) -> [FilingFault] {
        var faults = checkPlace(within: extent)
        let checked = category.check(answers)
        answers = checked.answers
        faults += checked.faults.map { code, fault in
            if case .tooLong(let limit) = fault { return FilingFault("answer-\(code)", fault.key, limit: limit) }
            return FilingFault("answer-\(code)", fault.key)
        }
        faults += checkDescription() + checkContact()
        if category.photo == .required, photos.isEmpty, mediaURL == nil {
            faults.append(FilingFault("photos", "service-requests.photo.missing"))
        }
        if category.photo == .none { photos = [] }
        return faults
    }

    private mutating func checkPlace(within extent: BoundingBox) -> [FilingFault] {
        if category.location == .none { place = Place() }
        if let point = place.point {
            guard extent.contains(point) else { return [FilingFault("place", "service-requests.place.outside")] }
            place.point = point.rounded
        }
        if let address = place.address, address.count > 300 {
            return [FilingFault("address", "service-requests.answer.too-long", limit: 300)]
        }
        if category.location == .required, place.isEmpty {
            return [FilingFault("place", "service-requests.place.missing")]
        }
        return []
    }

    private func checkDescription() -> [FilingFault] {
        if description.count > Self.descriptionLimit {
            return [FilingFault("description", "service-requests.answer.too-long", limit: Self.descriptionLimit)]
        }
        // The answers may say it all; a category without questions needs words.
        if description.isEmpty, category.asked.isEmpty {
            return [FilingFault("description", "service-requests.description.missing")]
        }
        return []
    }

    private func checkContact() -> [FilingFault] {
        var faults: [FilingFault] = []
        if let email = contact.email, !email.isEmailAddress {
            faults.append(FilingFault("email", "service-requests.contact.bad-email"))
        }
        if let phone = contact.phone, !phone.isPhoneNumber {
            faults.append(FilingFault("phone", "service-requests.contact.bad-phone"))
        }
        if let name = contact.name, name.count > 200 {
            faults.append(FilingFault("name", "service-requests.answer.too-long", limit: 200))
        }
        return faults
    }
}

extension String {
    /// Something before and after one @, a dot behind it, no space: whether mail arrives only sending tells.
    var isEmailAddress: Bool {
        let parts = split(separator: "@", omittingEmptySubsequences: false)
        guard utf8.count <= 254, parts.count == 2, !parts[0].isEmpty, parts[1].contains("."),
            !parts[1].hasPrefix("."), !parts[1].hasSuffix(".")
        else { return false }
        return utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"<>,;:\"()[]\\".utf8.contains($0) }
    }

    /// 5 to 20 digits with the signs that people put between them.
    var isPhoneNumber: Bool {
        let digits = filter { $0.isASCII && $0.isNumber }
        return (5...20).contains(digits.count) && allSatisfy { $0.isASCII && ($0.isNumber || "+-/(). ".contains($0)) }
    }
}

/// What filing gives back.
public struct FiledRequest: Hashable, Sendable {
    public var id: Identifier<ServiceRequest>
    public var reference: RequestReference
    /// The key of the private page.
    public var key: String
}

extension RequestDesk {
    var extent: BoundingBox { jurisdiction.extent }

    /// Files a report that was checked: the request, its contact, its photos, what finds it, and the act, in one
    /// transaction. The same key a second time gives back the request that it filed.
    public func file(_ filing: Filing, at now: Instant) async throws -> FiledRequest {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<5 {
            let request = draft(filing, reference: RequestReference(using: &random), at: now)
            do {
                try await write(request, filing)
                published.insert(request.definition)
                return FiledRequest(id: request.id, reference: request.reference, key: filing.key.text)
            } catch DatabaseError.notUnique {
                // Either this was sent before, or the reference is taken: then another is drawn.
                if let filed = try await filed(with: filing.key) { return filed }
            }
        }
        throw DatabaseError.busy
    }

    private func filed(with key: SecretKey) async throws -> FiledRequest? {
        let hash = key.hash
        return try await database.read { transaction in
            try transaction.row(
                "SELECT id, reference FROM service_requests_requests WHERE private_hash = \(hash)"
            ).map { FiledRequest(id: try $0[0], reference: try $0[1], key: key.text) }
        }
    }

    private func draft(_ filing: Filing, reference: RequestReference, at now: Instant) -> ServiceRequest {
        let category = filing.category
        return ServiceRequest(
            id: Identifier(at: now), reference: reference, category: category.code,
            definition: catalogue.revision(of: category.code), agency: category.agency, status: .received, version: 1,
            description: filing.description, answers: filing.answers, place: filing.place, language: filing.language,
            source: filing.source, isPublic: !category.isSensitive, filedAt: now, updatedAt: now,
            dueAt: due(category, from: now), closedAt: nil, assignee: nil, mergedInto: nil, statusNote: nil,
            mediaURL: filing.mediaURL,
            photoCount: filing.photos.count)
    }

    private func write(_ request: ServiceRequest, _ filing: Filing) async throws {
        let hash = filing.key.hash
        let definition = published.contains(request.definition) ? nil : filing.category.definition.description
        let tickets = filing.photos
        let document = request.searchDocument(filing.category)
        try await database.write { transaction in
            try transaction.insert(request, privateHash: hash)
            if !filing.contact.isEmpty {
                var contact = filing.contact
                contact.privateKey = filing.key.text
                try transaction.insert(contact, of: request.id)
            }
            if !tickets.isEmpty { try transaction.attach(tickets, to: request.id) }
            if let definition { try transaction.publish(definition, of: request) }
            try transaction.index(new: request, document)
            try transaction.record(filedAct(request, filing))
        }
    }

    private func filedAct(_ request: ServiceRequest, _ filing: Filing) -> Act {
        Act(
            RequestActs.filed, RequestActs.subject(request.id), by: filing.actor, at: request.filedAt,
            agency: request.agency, concerns: filing.contact.party.map { [$0] } ?? [],
            detail: [
                "reference": .string(request.reference.description), "category": .string(request.category),
                "definition": .string(request.definition), "source": .string(request.source.rawValue),
            ])
    }
}

extension WriteTransaction {
    func publish(_ definition: String, of request: ServiceRequest) throws {
        try execute(
            """
            INSERT INTO service_requests_definitions (revision, category, definition)
            VALUES (\(request.definition), \(request.category), \(definition)) ON CONFLICT DO NOTHING
            """)
    }
}
