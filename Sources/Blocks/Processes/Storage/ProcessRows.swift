import BPMN
import Base
import Journal
import Store

extension ProcessInstance {
    /// All columns but the state.
    static let columns: SQL = """
        id, process, revision, business_key, about, agency, status, version, parent, parent_key, incidents, started_at, updated_at, ended_at,
        concerns
        """

    init(_ row: Row) throws {
        id = try row["id"]
        process = try row["process"]
        revision = try row["revision"]
        businessKey = try row["business_key"]
        about = try row["about"]
        agency = try row["agency"]
        status = try row["status"]
        version = try row["version"]
        parent = try row["parent"]
        parentKey = try row["parent_key"]
        openIncidents = try row["incidents"]
        startedAt = try row["started_at"]
        updatedAt = try row["updated_at"]
        endedAt = try row["ended_at"]
        concerns = try row["concerns"]
    }
}

extension ProcessTask {
    init(_ row: Row) throws {
        id = try row["id"]
        instance = try row["instance"]
        key = try row["key"]
        process = try row["process"]
        element = try row["element"]
        name = try row["name"]
        role = try row["role"]
        lane = try row["lane"]
        agency = try row["agency"]
        assignee = try row["assignee"]
        form = try row["form"]
        priority = try row["priority"]
        dueAt = try row["due_at"]
        inputs = try Stored.value(row["inputs"])
        state = try row["state"]
        createdAt = try row["created_at"]
        endedAt = try row["ended_at"]
    }
}

extension ProcessIncident {
    init(_ row: Row) throws {
        instance = try row["instance"]
        key = try row["key"]
        kind = try row["kind"]
        message = try row["message"]
        element = try row["element"]
        since = try row["since"]
        closedAt = try row["closed_at"]
    }
}

/// Values as they are kept in a column: JSON.
enum Stored {
    static func text(_ value: some Encodable) throws -> String { try JSON.encode(value).description }

    static func value<Value: Decodable>(_ text: String) throws -> Value {
        try JSON(parsing: text, limits: JSON.Limits(depth: 512, bytes: 64 << 20)).decode(Value.self)
    }
}

extension Moment {
    init(_ instant: Instant) { self.init(microseconds: instant.microseconds) }
    var instant: Instant { Instant(microseconds: microseconds) }
}
