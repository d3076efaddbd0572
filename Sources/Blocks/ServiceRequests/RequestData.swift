import Base
import BuildingBlock
import Journal
import Store

/// What the block publishes as open data, and what it holds about people.
extension RequestDesk {
    private static func words(_ english: String, _ french: String, _ arabic: String) -> LocalizedText {
        LocalizedText(english, in: .english, translations: [.french: french, .arabic: arabic])
    }

    /// Every public request without its words, answers and photos: where, what, when, how long. Places are rounded to
    /// about ten metres.
    var openData: OpenDataset {
        OpenDataset(
            name: "service-requests",
            title: Self.words("Service requests", "Signalements", "البلاغات"),
            description: Self.words(
                "Problems that residents reported, and when they were resolved. Without words of people, photos and contacts.",
                "Problèmes signalés par les habitants et date de leur résolution. Sans textes, photos ni coordonnées.",
                "المشكلات التي أبلغ عنها السكان ومتى حُلّت. بلا نصوص أو صور أو بيانات اتصال."),
            licence: "CC-BY-4.0", columns: Self.columns
        ) { transaction, each in
            try transaction.forEach(
                """
                SELECT reference, category, agency, status, filed_at, due_at, closed_at, updated_at, source, longitude, latitude
                FROM service_requests_requests WHERE is_public ORDER BY id
                """
            ) { row in try each(Self.record(row)) }
        }
    }

    private static let columns: [OpenDataset.Column] = [
        .init("reference", .text, words("Reference", "Référence", "الرقم المرجعي")),
        .init("category", .text, words("Code of the category", "Code de la catégorie", "رمز الفئة")),
        .init("agency", .text, words("Key of the agency", "Clé du service", "رمز الجهة")),
        .init("status", .text, words("Status", "État", "الحالة")),
        .init("filed", .instant, words("When it was reported", "Date du signalement", "تاريخ البلاغ")),
        .init("due", .instant, words("When it is due", "Échéance", "موعد الاستحقاق")),
        .init("closed", .instant, words("When it was closed", "Date de clôture", "تاريخ الإغلاق")),
        .init("updated", .instant, words("Last change", "Dernière modification", "آخر تغيير")),
        .init("source", .text, words("How it came in", "Canal", "قناة الورود")),
        .init("longitude", .longitude, words("Longitude, WGS 84", "Longitude, WGS 84", "خط الطول، WGS 84")),
        .init("latitude", .latitude, words("Latitude, WGS 84", "Latitude, WGS 84", "خط العرض، WGS 84")),
    ]

    private static func record(_ row: Row) throws -> [JSON] {
        func text(_ index: Int) throws -> JSON { .string(try row[index]) }
        func time(_ instant: Instant?) -> JSON {
            instant.map { .string(Instant(seconds: $0.seconds).iso8601) } ?? .null
        }
        func degrees(_ index: Int) throws -> JSON {
            let value: Double? = try row[index]
            return value.map { .number(($0 * 10_000).rounded() / 10_000) } ?? .null
        }
        let due: Int64 = try row[5]
        return [
            try text(0), try text(1), try text(2), try text(3), time(try row[4]),
            due == RequestRows.never ? .null : time(Instant(microseconds: due)), time(try row[6]), time(try row[7]),
            try text(8), try degrees(9), try degrees(10),
        ]
    }

    /// Contacts of reports, and what a person follows.
    var personalData: PersonalDataSource {
        PersonalDataSource(
            name: "service-requests.reports",
            title: Self.words("Reports and what you follow", "Signalements et suivis", "البلاغات وما تتابعه"),
            export: { party, transaction in try Self.export(party, transaction) },
            erase: { party, transaction, now in try Self.erase(party, transaction, now) })
    }

    private static func export(_ party: Identifier<Act.Party>, _ transaction: any ReadTransaction) throws -> JSON {
        let reports = try transaction.rows(
            """
            SELECT \(RequestRows.columns), c.name, c.email, c.phone FROM service_requests_contacts c
            JOIN service_requests_requests r ON r.id = c.request WHERE c.party = \(party) ORDER BY r.id
            """
        ).map { row -> JSON in
            let request = try RequestRows.request(row)
            func optional(_ name: String) throws -> JSON {
                let text: String? = try row[name]
                return text.map(JSON.string) ?? .null
            }
            return [
                "reference": .string(request.reference.description), "category": .string(request.category),
                "filed": .string(request.filedAt.iso8601), "status": .string(request.status.rawValue),
                "description": .string(request.description), "answers": request.answers.json,
                "address": request.place.address.map(JSON.string) ?? .null,
                "longitude": request.place.point.map { .number($0.longitude) } ?? .null,
                "latitude": request.place.point.map { .number($0.latitude) } ?? .null,
                "name": try optional("name"), "email": try optional("email"), "phone": try optional("phone"),
            ]
        }
        let followed = try transaction.followed(by: party).map { JSON.string($0.reference.description) }
        return ["reports": .array(reports), "follows": .array(followed)]
    }

    /// The reports stay, for they tell of places; that it was this person is forgotten.
    private static func erase(_ party: Identifier<Act.Party>, _ transaction: any WriteTransaction, _ now: Instant)
        throws
    {
        let requests: [Identifier<ServiceRequest>] = try transaction.rows(
            "SELECT request FROM service_requests_contacts WHERE party = \(party)"
        ).map { try $0[0] }
        for request in requests {
            try transaction.eraseContact(of: request, by: .system("service-requests.erasure"), at: now)
        }
        try transaction.execute("DELETE FROM service_requests_followers WHERE party = \(party)")
        try transaction.execute("UPDATE service_requests_updates SET actor = NULL WHERE actor = \(party)")
        try transaction.execute("UPDATE service_requests_requests SET assignee = NULL WHERE assignee = \(party)")
    }
}
