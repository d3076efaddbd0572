import Base

/// JSON Schemas (2020-12) of GeoReport v2's documents, for the OpenAPI description.
enum Open311Schemas {
    static let text: JSON = ["type": "string"]
    static let textOrNull: JSON = ["type": ["string", "null"]]
    static let numberOrNull: JSON = ["type": ["number", "null"]]
    static let time: JSON = ["type": "string", "format": "date-time"]
    static let timeOrNull: JSON = ["type": ["string", "null"], "format": "date-time"]

    static func list(of item: JSON) -> JSON { ["type": "array", "items": item] }

    static func object(_ properties: [(String, JSON)], required: [String]) -> JSON {
        [
            "type": "object",
            "properties": .object(properties.map { JSON.Member($0.0, $0.1) }),
            "required": .array(required.map(JSON.string)),
        ]
    }

    static let errors = list(
        of: object([("code", ["type": "integer"]), ("description", text)], required: ["code", "description"]))

    static let discovery = object(
        [
            ("changeset", time), ("contact", text), ("key_service", text),
            (
                "endpoints",
                list(
                    of: object(
                        [
                            ("specification", text), ("url", text), ("changeset", time),
                            ("type", ["type": "string", "enum": ["production", "test"]]), ("formats", list(of: text)),
                        ], required: ["specification", "url", "changeset", "type", "formats"]))
            ),
        ], required: ["changeset", "contact", "key_service", "endpoints"])

    static let services = list(
        of: object(
            [
                ("service_code", text), ("service_name", text), ("description", text),
                ("metadata", ["type": "boolean"]),
                ("type", ["type": "string", "enum": ["realtime", "batch", "blackbox"]]), ("keywords", text),
                ("group", text),
            ], required: ["service_code", "service_name", "metadata", "type"]))

    static let definition = object(
        [
            ("service_code", text),
            (
                "attributes",
                list(
                    of: object(
                        [
                            ("variable", ["type": "boolean"]), ("code", text),
                            (
                                "datatype",
                                ["type": "string", "enum": .array(Question.Kind.allCases.map { .string($0.rawValue) })]
                            ),
                            ("required", ["type": "boolean"]), ("datatype_description", textOrNull),
                            ("order", ["type": "integer"]), ("description", text),
                            ("values", list(of: object([("key", text), ("name", text)], required: ["key", "name"]))),
                        ], required: ["variable", "code", "datatype", "required", "order", "description"]))
            ),
        ], required: ["service_code", "attributes"])

    static let requests = list(
        of: object(
            [
                ("service_request_id", text), ("status", ["type": "string", "enum": ["open", "closed"]]),
                ("status_notes", textOrNull), ("service_name", text), ("service_code", text), ("description", text),
                ("agency_responsible", text), ("service_notice", textOrNull), ("requested_datetime", time),
                ("updated_datetime", time), ("expected_datetime", timeOrNull), ("address", textOrNull),
                ("address_id", textOrNull), ("zipcode", textOrNull), ("lat", numberOrNull), ("long", numberOrNull),
                ("media_url", textOrNull),
            ], required: ["service_request_id", "status", "service_code", "requested_datetime"]))

    static let filed = list(
        of: object(
            [
                ("service_request_id", text), ("token", text), ("service_notice", textOrNull),
                ("account_id", textOrNull),
            ],
            required: ["service_notice", "account_id"]))

    static let tokens = list(
        of: object([("service_request_id", text), ("token", text)], required: ["service_request_id", "token"]))

    static let updates = list(
        of: object(
            [
                ("update_id", text), ("service_request_id", text),
                ("status", ["type": "string", "enum": ["open", "closed"]]), ("updated_datetime", time),
                ("description", text), ("media_url", textOrNull),
            ], required: ["update_id", "service_request_id", "status", "updated_datetime", "description"]))

    static let updated = list(of: object([("update_id", text)], required: ["update_id"]))

    private static let latitude: JSON = ["type": "number", "minimum": -90, "maximum": 90]
    private static let longitude: JSON = ["type": "number", "minimum": -180, "maximum": 180]
    private static let description: JSON = ["type": "string", "maxLength": .integer(Int64(Filing.descriptionLimit))]

    /// The form of POST Service Request. Attributes are members of their own, `attribute[CODE]`.
    static let filing = object(
        [
            ("service_code", text), ("jurisdiction_id", text), ("api_key", text), ("lat", latitude),
            ("long", longitude),
            ("address_string", ["type": "string", "maxLength": 300]), ("address_id", text), ("zipcode", text),
            ("email", ["type": "string", "format": "email"]), ("device_id", text), ("account_id", text),
            ("first_name", text), ("last_name", text), ("phone", text), ("description", description),
            ("media_url", ["type": "string", "format": "uri"]),
        ], required: ["service_code"])

    static let update = object(
        [
            ("service_request_id", text), ("jurisdiction_id", text), ("api_key", text),
            ("status", ["type": "string", "enum": ["open", "closed", "OPEN", "CLOSED"]]), ("updated_datetime", time),
            ("description", description), ("media_url", ["type": "string", "format": "uri"]), ("email", text),
            ("first_name", text), ("last_name", text), ("title", text), ("update_id", text), ("account_id", text),
        ], required: ["service_request_id", "description"])
}
