import Base
import Store

/// How requests are found by words and by place: the platform's search and spatial indexes.
enum RequestIndex {
    static let words = SearchIndex("service_requests_words")
    static let places = SpatialIndex("service_requests_places")

    static let migrations = [
        words.migration(block: ServiceRequestsBlock.name, number: 2),
        places.migration(block: ServiceRequestsBlock.name, number: 3),
    ]

    /// Conditions on `service_requests_requests r`.
    static func matches(_ text: String, _ dialect: Dialect) -> SQL {
        "r.id IN (SELECT id FROM (\(words.matches(text, dialect))) AS m)"
    }

    static func within(_ box: BoundingBox, _ dialect: Dialect) -> SQL {
        "r.id IN (\(places.within(box, dialect)))"
    }
}

extension ServiceRequest {
    /// What finds it: its category in every language, its reference, its address and its words.
    func searchDocument(_ category: Category?) -> SearchIndex.Document {
        let names = category.map { category in category.name.translations.values.sorted().joined(separator: " ") } ?? ""
        return SearchIndex.Document(title: "\(names) \(reference) \(place.address ?? "")", body: description)
    }
}

extension WriteTransaction {
    /// Makes a new request findable by words and by its place, which never changes.
    func index(new request: ServiceRequest, _ document: SearchIndex.Document) throws {
        try RequestIndex.words.index(request.id, document, isNew: true, in: self)
        guard let point = request.place.point else { return }
        try RequestIndex.places.index(
            request.id, at: BoundingBox(latitude: point.latitude, longitude: point.longitude), isNew: true, in: self)
    }
}
