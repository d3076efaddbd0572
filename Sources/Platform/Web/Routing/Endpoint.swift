import Base

/// The description of an endpoint for programs, from which `/openapi.json` (OpenAPI 3.1) is derived and by which input is
/// checked before the handler runs.
public struct Endpoint: Sendable {
    public var method: Input.Method
    public var path: String
    /// Names the operation in generated clients: `createServiceRequest`.
    public var id: String
    public var summary: String
    /// The block, as a heading of the documentation.
    public var tag: String
    public var parameters: [Parameter]
    /// The request body by media type, as JSON Schema (2020-12).
    public var body: [String: JSON]
    /// Answers by status: a description and JSON Schemas by media type.
    public var responses: [Int: Response]
    public var limits: Limits
    /// How this interface tells what went wrong, where its standard has a form of its own; `nil` answers with a problem document.
    public var rejection: (@Sendable (Problem, Input.Method, _ path: String) -> Reply)?

    public struct Parameter: Sendable {
        public enum Place: String, Sendable { case path, query, header }
        public var name: String
        public var place: Place
        public var required: Bool
        public var description: String
        /// JSON Schema.
        public var schema: JSON
        public init(
            _ name: String, in place: Place, required: Bool = false, _ description: String,
            schema: JSON = ["type": "string"]
        ) {
            self.name = name
            self.place = place
            self.required = required
            self.description = description
            self.schema = schema
        }
    }

    public struct Response: Sendable {
        public var description: String
        public var content: [String: JSON]
        public init(_ description: String, content: [String: JSON] = [:]) {
            self.description = description
            self.content = content
        }
    }

    public init(
        _ method: Input.Method, _ path: String, id: String, summary: String, tag: String, parameters: [Parameter] = [],
        body: [String: JSON] = [:], responses: [Int: Response], limits: Limits = .form,
        rejection: (@Sendable (Problem, Input.Method, _ path: String) -> Reply)? = nil
    ) {
        self.method = method
        self.path = path
        self.id = id
        self.summary = summary
        self.tag = tag
        self.parameters = parameters
        self.body = body
        self.responses = responses
        self.limits = limits
        self.rejection = rejection
    }
}

extension Endpoint {
    /// The content of an answer that is a problem document (RFC 9457), for `Response.content`.
    public static let problem: [String: JSON] = ["application/problem+json": ["$ref": "#/components/schemas/Problem"]]
}
