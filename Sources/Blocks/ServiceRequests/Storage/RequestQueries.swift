import Base
import Journal
import Store

/// What a list of requests is narrowed to.
struct RequestFilter: Hashable, Sendable {
    var statuses: [RequestStatus] = []
    var categories: [String] = []
    var agencies: [String]?
    var publicOnly = true
    var words: String?
    var box: BoundingBox?
    var assignee: Assignee?
    var overdueAt: Instant?

    enum Assignee: Hashable, Sendable {
        case nobody
        case officer(Identifier<Act.Party>)
    }

    func conditions(_ dialect: Dialect) -> [SQL] {
        var conditions: [SQL] = []
        if publicOnly { conditions.append("r.is_public") }
        if let agencies { conditions.append("r.agency IN (\(list: agencies))") }
        if !statuses.isEmpty { conditions += Self.condition(statuses) }
        if !categories.isEmpty { conditions.append("r.category IN (\(list: categories))") }
        if let words { conditions.append(RequestIndex.matches(words, dialect)) }
        if let box { conditions.append(RequestIndex.within(box, dialect)) }
        switch assignee {
        case .nobody: conditions.append("r.assignee IS NULL")
        case .officer(let officer): conditions.append("r.assignee = \(officer)")
        case nil: break
        }
        if let overdueAt { conditions.append("r.closed_at IS NULL AND r.due_at < \(overdueAt)") }
        return conditions
    }

    /// All open or all closed statuses are told by one column, which the partial indexes know.
    private static func condition(_ statuses: [RequestStatus]) -> [SQL] {
        let chosen = Set(statuses)
        if chosen == Set(RequestStatus.allCases) { return [] }
        if chosen == Set(RequestStatus.open) { return ["r.closed_at IS NULL"] }
        if chosen == Set(RequestStatus.closed) { return ["r.closed_at IS NOT NULL"] }
        return ["r.status IN (\(list: statuses))"]
    }
}

/// Some rows of a longer list, and the keys of its neighbours.
struct RequestPage: Sendable {
    var requests: [RequestSummary]
    var hasMore: Bool
}

extension ReadTransaction {
    /// The newest first, after the request `after` (keyset pagination: the page is as fast at the end as at the start).
    func list(_ filter: RequestFilter, after: Identifier<ServiceRequest>?, limit: Int) throws -> RequestPage {
        var conditions = filter.conditions(dialect)
        if let after { conditions.append("r.id < \(after)") }
        return try page(conditions, order: "r.id DESC", limit: limit)
    }

    /// By due date, after the key of the last row of the page before.
    func queue(_ filter: RequestFilter, after: QueueKey?, limit: Int) throws -> RequestPage {
        var conditions = filter.conditions(dialect)
        if let after { conditions.append("(r.due_at, r.id) > (\(after.due), \(after.id))") }
        return try page(conditions, order: "r.due_at, r.id", limit: limit)
    }

    private func page(_ conditions: [SQL], order: SQL, limit: Int) throws -> RequestPage {
        let condition = conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND ")
        var found = try rows(
            """
            SELECT \(RequestRows.summaryColumns) FROM service_requests_requests r
            WHERE \(condition) ORDER BY \(order) LIMIT \(limit + 1)
            """
        ).map(RequestRows.summary)
        let hasMore = found.count > limit
        if hasMore { found.removeLast() }
        return RequestPage(requests: found, hasMore: hasMore)
    }

    /// Open public requests near a point that may tell the same as a new report.
    func similar(_ rule: SimilarityRule, at point: GeoPoint, now: Instant) throws -> [SimilarRequest] {
        let filter = RequestFilter(
            statuses: RequestStatus.open, categories: rule.categories.sorted(), box: point.box(radius: rule.radius))
        let candidates = try list(filter, after: nil, limit: 200).requests
        return rule.matches(at: point, now: now, among: candidates)
    }

    func followers(of id: Identifier<ServiceRequest>) throws -> Int {
        try value(
            Int.self,
            "SELECT COUNT(*) FROM service_requests_followers WHERE request = \(id) AND is_confirmed") ?? 0
    }

    func merged(into id: Identifier<ServiceRequest>) throws -> [RequestReference] {
        try rows("SELECT reference FROM service_requests_requests WHERE merged_into = \(id) ORDER BY id").map {
            try $0[0]
        }
    }
}

/// Where a page of the queue ended.
struct QueueKey: Hashable, Sendable {
    var due: Int64
    var id: Identifier<ServiceRequest>

    init(_ request: RequestSummary) {
        due = request.dueAt?.microseconds ?? RequestRows.never
        id = request.id
    }

    /// `1790000000000000.018f4e3c-…`
    var text: String { "\(due).\(id)" }

    init?(_ text: String) {
        let parts = text.split(separator: ".")
        guard parts.count == 2, let due = Int64(parts[0]), let id = Identifier<ServiceRequest>(String(parts[1])) else {
            return nil
        }
        self.due = due
        self.id = id
    }
}
