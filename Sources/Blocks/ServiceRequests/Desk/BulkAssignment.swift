import Base
import BuildingBlock
import Journal
import Store

/// Many requests given to one officer at once. What was before is kept, so that it can be undone.
public struct BulkAssignment: Hashable, Sendable {
    public var id: Identifier<BulkAssignment>
    public var assignee: Identifier<Act.Party>?
    public var entries: [Entry]

    public struct Entry: Hashable, Sendable {
        public var request: Identifier<ServiceRequest>
        public var before: Identifier<Act.Party>?
    }
}

extension RequestDesk {
    /// Assigns all of `ids`, or none where one of them is not the worker's.
    public func assign(
        _ ids: [Identifier<ServiceRequest>], to assignee: Identifier<Act.Party>?, by worker: Worker, at now: Instant
    ) async throws -> BulkAssignment {
        try await database.write { transaction in
            var bulk = BulkAssignment(id: Identifier(at: now), assignee: assignee, entries: [])
            for id in ids {
                let before = try transaction.assign(id, to: assignee, version: nil, by: worker, at: now)
                bulk.entries.append(.init(request: id, before: before))
            }
            try transaction.insert(bulk, by: worker, at: now)
            return bulk
        }
    }

    /// Gives every request back to whom it was with, unless somebody assigned it anew since. Returns how many were.
    public func undo(_ id: Identifier<BulkAssignment>, by worker: Worker, at now: Instant) async throws -> Int {
        try await database.write { transaction in
            guard let party = worker.party,
                let row = try transaction.row(
                    """
                    SELECT assignee, entries FROM service_requests_bulk_assignments
                    WHERE id = \(id) AND officer = \(party) AND undone_at IS NULL
                    """)
            else { throw ServiceRequestError.linkExpired }
            let assignee: Identifier<Act.Party>? = try row[0]
            var count = 0
            for entry in BulkAssignment.entries(try JSON(parsing: try row[1] as String)) {
                guard let request = try transaction.request(entry.request), request.assignee == assignee,
                    worker.may(request)
                else { continue }
                try transaction.assign(entry.request, to: entry.before, version: nil, by: worker, at: now)
                count += 1
            }
            try transaction.execute(
                "UPDATE service_requests_bulk_assignments SET undone_at = \(now) WHERE id = \(id)")
            return count
        }
    }
}

extension BulkAssignment {
    var json: JSON {
        .array(
            entries.map { entry in
                [
                    "request": .string(entry.request.description),
                    "before": entry.before.map { .string($0.description) } ?? .null,
                ]
            })
    }

    static func entries(_ json: JSON) -> [Entry] {
        (json.array ?? []).compactMap { entry in
            guard let request = entry["request"]?.string.flatMap(Identifier<ServiceRequest>.init) else { return nil }
            return Entry(request: request, before: entry["before"]?.string.flatMap(Identifier<Act.Party>.init))
        }
    }
}

extension WriteTransaction {
    fileprivate func insert(_ bulk: BulkAssignment, by worker: Worker, at now: Instant) throws {
        guard let officer = worker.party else { return }
        try execute(
            """
            INSERT INTO service_requests_bulk_assignments (id, officer, at, assignee, entries, undone_at)
            VALUES (\(bulk.id), \(officer), \(now), \(bulk.assignee), \(bulk.json.description), NULL)
            """)
    }
}
