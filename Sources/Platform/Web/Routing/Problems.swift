import Base

extension Problem {
    /// What is not there, and what the caller may not know to be there.
    public static let notFound = Problem(type: "not-found", status: 404, title: "Not found")

    /// Fields that cannot be accepted as they are.
    public static func invalid(_ errors: [FieldError]) -> Problem {
        Problem(type: "validation-failed", status: 422, title: "Some answers need your attention", errors: errors)
    }
}

extension Problem {
    static func badRequest(_ detail: String) -> Problem {
        Problem(type: "bad-request", status: 400, title: "Bad request", detail: detail)
    }
    /// A form whose token does not fit, or that another site sent.
    static let formExpired = Problem(type: "form-expired", status: 403, title: "This form has expired")
    static let timeout = Problem(type: "timeout", status: 408, title: "Request timeout")
    /// More than `limit` bytes (or parts), in `field` where one is to blame.
    static func tooLarge(_ limit: Int, field: String? = nil) -> Problem {
        let size = limit >= 1 << 20 ? "\(limit >> 20) MB" : limit >= 1024 ? "\(limit >> 10) kB" : "\(limit) bytes"
        return Problem(
            type: "too-large", status: 413, title: "Content too large", detail: "At most \(size) are accepted.",
            errors: field.map { [FieldError(field: $0, message: "At most \(size)")] } ?? [])
    }
    static func tooManyFiles(_ limit: Int, field: String) -> Problem {
        Problem(
            type: "too-large", status: 413, title: "Too many files", detail: "At most \(limit) files are accepted.",
            errors: [FieldError(field: field, message: "At most \(limit)")])
    }
    static let addressTooLong = Problem(type: "address-too-long", status: 414, title: "URI too long")
    static func unsupportedMediaType(_ detail: String) -> Problem {
        Problem(type: "unsupported-media-type", status: 415, title: "Unsupported media type", detail: detail)
    }
    static let tooManyRequests = Problem(type: "too-many-requests", status: 429, title: "Too many requests")
    static let methodNotAllowed = Problem(type: "method-not-allowed", status: 405, title: "Method not allowed")
    public static let unauthorized = Problem(type: "unauthorized", status: 401, title: "A valid API key is needed")
    static let internalError = Problem(type: "internal", status: 500, title: "Internal error")
    static let unavailable = Problem(type: "unavailable", status: 503, title: "Service unavailable")
}

/// An error of a block that knows what it means to a caller. Web turns it into a page or a problem document.
public protocol ProblemConvertible: Error {
    var problem: Problem { get }
}
