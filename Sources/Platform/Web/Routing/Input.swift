import Base

/// The readable part of a request, free of the HTTP server's types.
public struct Input: Sendable {
    public enum Method: String, Sendable, CaseIterable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    public let method: Method
    /// The path without the query, as it came.
    public let path: String
    public let parameters: [String: String]
    public let query: Query
    /// Header values by lower-case name; several of one name are joined by ", ".
    public let headers: [String: String]
    /// The client's address, as the trusted proxy tells it. For rate limits only; never logged.
    public let address: String
    /// Unique per request; in logs and problem documents.
    public let requestID: String
    let body: BodyReader

    /// The form, urlencoded or multipart. Throws a `Problem` (413, 415, 400) for one that is too large or malformed.
    public func form() async throws -> Form { try await body.form() }
    /// The body as JSON. Throws a `Problem` (413, 415, 400 with line and column).
    public func json() async throws -> JSON { try await body.json() }
    /// The body as it came, at most `limit` bytes; a 413 `Problem` beyond.
    public func bytes(limit: Int) async throws -> [UInt8] { try await body.bytes(limit: limit) }
}

/// Names and values of a query or an urlencoded form, in their order.
public struct Query: Sendable, Hashable {
    public var items: [(name: String, value: String)] { pairs.map { ($0.name, $0.value) } }
    private var pairs: [Pair]
    private struct Pair: Hashable, Sendable {
        var name: String
        var value: String
    }

    public init(_ items: [(name: String, value: String)] = []) {
        pairs = items.map { Pair(name: $0.name, value: $0.value) }
    }

    /// The first value of `name`; `nil` where it is absent.
    public subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }
    public func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }
}

/// A submitted form. Texts are trimmed of the white space around them; what a person typed is kept for showing again.
public struct Form: Sendable {
    public let fields: Query
    public let files: [UploadedFile]

    public init(fields: Query, files: [UploadedFile]) {
        self.fields = fields
        self.files = files
    }

    /// The trimmed text of a field; `nil` where it is absent or blank.
    public subscript(name: String) -> String? {
        guard let text = fields[name]?.trimmed, !text.isEmpty else { return nil }
        return text
    }
    public func all(_ name: String) -> [String] { fields.all(name) }
    public func file(_ name: String) -> UploadedFile? { files.first { $0.field == name && $0.size > 0 } }
}

/// A file of a multipart form, streamed to a temporary file that lives until the request was answered.
public struct UploadedFile: Sendable {
    public let field: String
    /// The name that the browser gave; shown, never used as a path.
    public let name: String
    /// What the browser says it is; the content decides.
    public let contentType: String
    /// Bytes.
    public let size: Int
    /// The temporary file.
    public let path: String

    public init(field: String, name: String, contentType: String, size: Int, path: String) {
        self.field = field
        self.name = name
        self.contentType = contentType
        self.size = size
        self.path = path
    }
}

extension String {
    var trimmed: String {
        var view = self[...]
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }
}
