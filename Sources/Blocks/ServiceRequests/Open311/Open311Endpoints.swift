import Base
import Web

/// The calls of GeoReport v2 as the OpenAPI description tells them.
enum Open311Endpoints {
    private static let base = Open311API.base
    private static let tag = "Open311 GeoReport v2"
    private static let form = "application/x-www-form-urlencoded"

    static let discovery = Endpoint(
        .get, "\(base)/discovery.:format", id: "discoverOpen311", summary: "Service discovery", tag: tag,
        parameters: [format], responses: answers(200, "What this server offers", Open311Schemas.discovery))

    static let services = Endpoint(
        .get, "\(base)/services.:format", id: "listServices", summary: "Kinds of requests that can be filed", tag: tag,
        parameters: [format, jurisdiction], responses: answers(200, "The services", Open311Schemas.services, 404))

    static let definition = Endpoint(
        .get, "\(base)/services/:code.:format", id: "getServiceDefinition", summary: "The questions of one service",
        tag: tag,
        parameters: [path("code", "The service_code"), format, jurisdiction],
        responses: answers(200, "The definition", Open311Schemas.definition, 404))

    static let list = Endpoint(
        .get, "\(base)/requests.:format", id: "listServiceRequests", summary: "Find requests", tag: tag,
        parameters: [
            format, jurisdiction,
            query("service_request_id", "References, separated by commas; overrides every other argument"),
            query("service_code", "Codes, separated by commas"),
            query("start_date", "Filed at or after", Open311Schemas.time),
            query("end_date", "Filed at or before; at most 90 days after start_date", Open311Schemas.time),
            query("status", "open, closed, or both separated by a comma"),
            query("updated_after", "Changed at or after", Open311Schemas.time),
            query("updated_before", "Changed at or before", Open311Schemas.time),
            query("lat", "Latitude of the middle of a circle", ["type": "number", "minimum": -90, "maximum": 90]),
            query("long", "Longitude of the middle of a circle", ["type": "number", "minimum": -180, "maximum": 180]),
            query(
                "radius", "Of the circle, in metres; 1000 where it is missing",
                ["type": "number", "minimum": 1, "maximum": 50000]),
            query("q", "Words that must all occur"), page, pageSize,
        ], responses: answers(200, "The requests, the newest first", Open311Schemas.requests, 400, 404))

    static let show = Endpoint(
        .get, "\(base)/requests/:id.:format", id: "getServiceRequest", summary: "One request", tag: tag,
        parameters: [path("id", "The service_request_id"), format, jurisdiction],
        responses: answers(200, "A list of one request", Open311Schemas.requests, 404))

    static let file = Endpoint(
        .post, "\(base)/requests.:format", id: "createServiceRequest", summary: "File a request", tag: tag,
        parameters: [format], body: [form: Open311Schemas.filing, "multipart/form-data": Open311Schemas.filing],
        responses: answers(201, "The reference, or a token, of the new request", Open311Schemas.filed, 400, 403, 404),
        limits: .photos)

    static let token = Endpoint(
        .get, "\(base)/tokens/:token.:format", id: "getServiceRequestIdFromToken",
        summary: "The reference behind a token",
        tag: tag, parameters: [path("token", "What filing in a batch service gave back"), format, jurisdiction],
        responses: answers(200, "The reference", Open311Schemas.tokens, 404))

    static let updates = Endpoint(
        .get, "\(base)/servicerequestupdates.:format", id: "listServiceRequestUpdates",
        summary: "What happened to requests (an extension of GeoReport v2)", tag: tag,
        parameters: [
            format, jurisdiction, query("service_request_id", "Of this request only"),
            query("start_date", "At or after", Open311Schemas.time),
            query("end_date", "At or before", Open311Schemas.time),
            page, pageSize,
        ], responses: answers(200, "The updates, the oldest first", Open311Schemas.updates, 400, 404))

    static let postUpdate = Endpoint(
        .post, "\(base)/servicerequestupdates.:format", id: "createServiceRequestUpdate",
        summary: "Tell what was done about a request (an extension of GeoReport v2)", tag: tag, parameters: [format],
        body: [form: Open311Schemas.update],
        responses: answers(201, "The new update", Open311Schemas.updated, 400, 403, 404, 409))

    // MARK: Parts

    private static let format = Endpoint.Parameter(
        "format", in: .path, required: true, "xml or json", schema: ["type": "string", "enum": ["xml", "json"]])
    private static let jurisdiction = query("jurisdiction_id", "Optional: this server has one jurisdiction")
    private static let page = query("page", "From 1", ["type": "integer", "minimum": 1, "maximum": 100000])
    private static let pageSize = query(
        "page_size", "At most 1000", ["type": "integer", "minimum": 1, "maximum": 1000])

    private static func path(_ name: String, _ description: String) -> Endpoint.Parameter {
        Endpoint.Parameter(name, in: .path, required: true, description)
    }

    private static func query(_ name: String, _ description: String, _ schema: JSON = ["type": "string"])
        -> Endpoint.Parameter
    {
        Endpoint.Parameter(name, in: .query, description, schema: schema)
    }

    /// Both formats of an answer, and of the errors that the call knows.
    private static func answers(
        _ status: Int, _ description: String, _ schema: JSON, _ faults: Int...
    ) -> [Int: Endpoint.Response] {
        func content(_ schema: JSON) -> [String: JSON] { ["application/json": schema, "text/xml": ["type": "string"]] }
        var responses = [status: Endpoint.Response(description, content: content(schema))]
        let words = [
            400: "An argument is missing or invalid", 403: "api_key is missing or invalid",
            404: "There is no such thing",
            409: "The request has changed meanwhile, or cannot be changed like this",
            429: "Too many calls in a short time; try again after Retry-After seconds",
            503: "Not at present; try again after Retry-After seconds",
        ]
        // Any call may be unreadable, too frequent or come while the database is away.
        for fault in Set(faults + [400, 404, 429, 503]) {
            responses[fault] = Endpoint.Response(words[fault] ?? "An error", content: content(Open311Schemas.errors))
        }
        return responses
    }
}
