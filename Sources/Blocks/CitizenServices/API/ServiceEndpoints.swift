import Base
import Web

/// The calls of the interface of public services, as the OpenAPI description tells them.
enum ServiceEndpoints {
    static let base = "/api/v1"
    private static let tag = "Public services"
    private static let text: JSON = ["type": "string"]
    private static let textOrNull: JSON = ["type": ["string", "null"]]
    private static let time: JSON = ["type": "string", "format": "date-time"]
    private static let timeOrNull: JSON = ["type": ["string", "null"], "format": "date-time"]
    private static let yesOrNull: JSON = ["type": ["boolean", "null"]]

    static let list = Endpoint(
        .get, "\(base)/services", id: "listPublicServices", summary: "The services in force, or those that words find",
        tag: tag,
        parameters: [
            .init("q", in: .query, "Everyday words in any language; slips are forgiven"),
            .init("topic", in: .query, "Of one topic only"),
            .init("life_event", in: .query, "Of one life event only"),
        ],
        responses: answers(
            200, "The services, the best first where words were given, else by name",
            ["type": "array", "items": summary]))

    static let show = Endpoint(
        .get, "\(base)/services/:service", id: "getPublicService",
        summary: "One service: its words, rules, and questions as JSON Schema",
        tag: tag, parameters: [service],
        responses: answers(
            200, "The service",
            object(
                [
                    ("service", text), ("revision", text), ("title", text), ("summary", textOrNull),
                    ("questions", ["type": "object"]),
                    (
                        "eligibility",
                        [
                            "type": "array",
                            "items": object(
                                [("rule", text), ("words", text), ("require", text)], ["rule", "require"]),
                        ]
                    ),
                    (
                        "decisions",
                        [
                            "type": "array",
                            "items": object([("decision", text), ("title", text)], ["decision", "title"]),
                        ]
                    ),
                ], ["service", "revision", "title", "questions", "eligibility", "decisions"]), 404))

    static let check = Endpoint(
        .post, "\(base)/services/:service/check", id: "checkEligibility",
        summary: "Whether a service is for somebody who answers so. Nothing is kept, and no register is asked",
        tag: tag,
        parameters: [service],
        body: ["application/json": object([("answers", ["type": "object"])], ["answers"])],
        responses: answers(
            200, "Each rule with what became of it",
            object(
                [
                    ("eligible", yesOrNull),
                    (
                        "rules",
                        [
                            "type": "array",
                            "items": object(
                                [
                                    ("rule", text),
                                    ("state", ["type": "string", "enum": ["fulfilled", "failed", "undecided"]]),
                                    ("words", text),
                                ],
                                ["rule", "state", "words"]),
                        ]
                    ),
                    (
                        "errors",
                        [
                            "type": "array",
                            "items": object([("question", text), ("message", text)], ["question", "message"]),
                        ]
                    ),
                    ("pages", ["type": "array", "items": text]),
                ], ["eligible", "rules", "errors", "pages"]), 404, 413, 415, 422))

    static let cases = Endpoint(
        .get, "\(base)/cases", id: "listCases",
        summary: "The open cases of the key's agency, the first due first. Nobody's data stands here", tag: tag,
        parameters: [
            .init("service", in: .query, "Of one service only"),
            .init(
                "status", in: .query, "In one state only",
                schema: ["type": "string", "enum": .array(CaseStatus.allCases.map { .string($0.rawValue) })]),
            .init("updated_after", in: .query, "Changed after this moment, closed ones among them", schema: time),
            .init(
                "page_size", in: .query, "How many to a page",
                schema: ["type": "integer", "minimum": 1, "maximum": 100]),
            .init("cursor", in: .query, "Where the page begins, as `next` of the page before tells"),
        ],
        responses: answers(
            200, "A page of cases",
            object([("cases", ["type": "array", "items": brief]), ("next", textOrNull)], ["cases", "next"]), 400, 401))

    static let showCase = Endpoint(
        .get, "\(base)/cases/:reference", id: "getCase",
        summary:
            "One case of the key's agency, with answers and facts. The person can read that it was looked at, by whom and why",
        tag: tag,
        parameters: [
            .init("reference", in: .path, required: true, "The case's reference"),
            .init(
                "purpose", in: .query, required: true, "Why it is looked at, in words that the person will read",
                schema: ["type": "string", "minLength": 1, "maxLength": 300]),
        ],
        responses: answers(
            200, "The case",
            object(
                [
                    ("case", brief), ("answers", ["type": "object"]), ("facts", ["type": "object"]),
                    ("decision", textOrNull),
                    ("explanation", text),
                ], ["case", "answers", "facts", "decision", "explanation"]), 400, 401, 404))

    // MARK: Parts

    private static let service = Endpoint.Parameter("service", in: .path, required: true, "The key of the service")

    private static let summary = object(
        [
            ("service", text), ("title", text), ("summary", textOrNull), ("topic", textOrNull), ("agency", text),
            ("applicant", text),
            ("assurance", text), ("life_events", ["type": "array", "items": text]),
            ("languages", ["type": "array", "items": text]),
            ("revision", text), ("page", text), ("href", text),
        ], ["service", "title", "agency", "applicant", "assurance", "revision", "page", "href"])

    private static let brief = object(
        [
            ("reference", text), ("service", text), ("revision", text), ("agency", text), ("status", text),
            ("submitted", time),
            ("updated", time), ("due", timeOrNull), ("decided", timeOrNull), ("fee_paid", timeOrNull), ("href", text),
            ("page", text),
        ], ["reference", "service", "revision", "agency", "status", "submitted", "updated", "href"])

    private static func object(_ properties: [(String, JSON)], _ required: [String]) -> JSON {
        [
            "type": "object", "properties": .object(properties.map { .init($0.0, $0.1) }),
            "required": .array(required.map(JSON.string)),
        ]
    }

    private static func answers(_ status: Int, _ description: String, _ schema: JSON, _ problems: Int...) -> [Int:
        Endpoint.Response]
    {
        let words = [
            400: "The question cannot be read", 401: "The key is missing, ended, or not for this",
            404: "There is no such thing",
            413: "The body is too large", 415: "The body is not JSON", 422: "The body is not what is described",
            429: "Too many calls in a short time; try again after Retry-After seconds",
            503: "Not at present; try again after Retry-After seconds",
        ]
        var responses = [status: Endpoint.Response(description, content: ["application/json": schema])]
        for problem in Set(problems + [400, 404, 429, 503]) {
            responses[problem] = .init(words[problem] ?? "An error", content: Endpoint.problem)
        }
        return responses
    }
}
