import HTTPTypes
import NIOCore

/// What goes back over the wire.
struct Answer: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: Content
    /// The route's path, for metrics and logs: never the address as it came, which may name a person.
    var route = "unmatched"
    /// For how many seconds anyone may receive the same answer; `nil` for what depends on who asks.
    var sharedSeconds: Int?
    /// Whether the connection ends after this answer, because the request's body was not read to its end.
    var closes = false
    /// Whether a streamed body is abandoned as soon as the client leaves, not only when the next write fails.
    var endsWithClient = false
    /// Removes what the request left behind (temporary files).
    var cleanUp: (@Sendable () -> Void)?

    enum Content: Sendable {
        case empty
        case bytes(ByteBuffer)
        case stream(length: Int?, @Sendable (StreamWriter) async throws -> Void)
    }

    init(_ status: HTTPResponse.Status, headers: HTTPFields = [:], body: Content = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    init(_ status: HTTPResponse.Status, type: String, _ text: String) {
        self.init(status, headers: [.contentType: type], body: .bytes(ByteBuffer(string: text)))
    }

    /// Has `more` done as well, once the answer went out.
    mutating func alsoClean(_ more: @escaping @Sendable () -> Void) {
        guard let before = cleanUp else {
            cleanUp = more
            return
        }
        cleanUp = {
            before()
            more()
        }
    }

    /// 303 See Other (RFC 9110 §15.4.4).
    static func seeOther(_ location: String) -> Answer { Answer(.seeOther, headers: [.location: location]) }
}

// The names are constants that the initializer accepts: each is read when the first answer goes out.
// swift-format-ignore: NeverForceUnwrap
extension HTTPField.Name {
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy")!
    static let requestID = HTTPField.Name("X-Request-Id")!
    static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!
    static let csrfToken = HTTPField.Name("X-CSRF-Token")!
}
