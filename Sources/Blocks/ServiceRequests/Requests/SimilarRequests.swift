import Base

/// The rule by which a new report is held against those that are open: the same category or one of the same family,
/// near enough, recent enough. Radius and days are the category's.
public struct SimilarityRule: Hashable, Sendable {
    /// Metres.
    public var radius: Double
    /// How many days back.
    public var days: Int
    /// The codes of the categories that are compared.
    public var categories: Set<String>

    public init(radius: Double, days: Int, categories: Set<String>) {
        self.radius = radius
        self.days = days
        self.categories = categories
    }

    /// The requests of `candidates` that may tell the same as a report of something at `point`, nearest first.
    public func matches(
        at point: GeoPoint, now: Instant, among candidates: [RequestSummary], limit: Int = 5
    ) -> [SimilarRequest] {
        let earliest = now - .seconds(Int64(days) * 86_400)
        return candidates.compactMap { candidate -> SimilarRequest? in
            guard candidate.status.isOpen, candidate.isPublic, categories.contains(candidate.category),
                candidate.filedAt >= earliest, let other = candidate.point
            else { return nil }
            let distance = point.distance(to: other)
            return distance <= radius ? SimilarRequest(request: candidate, distance: distance) : nil
        }
        .sorted { ($0.distance, $0.request.id) < ($1.distance, $1.request.id) }
        .prefix(limit).map { $0 }
    }
}

/// An open request that may tell the same.
public struct SimilarRequest: Hashable, Sendable {
    public var request: RequestSummary
    /// Metres.
    public var distance: Double
}

/// As much of a request as a list, a map or a queue shows.
public struct RequestSummary: Hashable, Sendable {
    public var id: Identifier<ServiceRequest>
    public var reference: RequestReference
    public var category: String
    public var agency: String
    public var status: RequestStatus
    public var isPublic: Bool
    public var description: String
    public var address: String?
    public var point: GeoPoint?
    public var filedAt: Instant
    public var updatedAt: Instant
    public var dueAt: Instant?
    public var closedAt: Instant?
    public var assignee: Identifier<Never>?
    public var version: Int64
}
