import HTTPTypes
import Hummingbird

/// The parts of a request's head that are looked at before anything else.
struct RequestHead: Sendable {
    let method: HTTPRequest.Method
    /// Without the query, as it came.
    let path: Substring
    /// After the `?`; `nil` where there is none.
    let query: Substring?
    let headers: HTTPFields
    /// The host that was asked for, with its port.
    let authority: String?

    /// Longer addresses are refused with 414.
    static let maximumAddress = 8192

    init(_ request: Request) {
        let head = request.head
        method = head.method
        headers = head.headerFields
        authority = head.authority
        let address = head.path ?? "/"
        if let mark = address.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = address[..<mark]
            query = address[address.index(after: mark)...].prefix { $0 != "#" }
        } else {
            path = address[...]
            query = nil
        }
    }

    /// Path and query, as they came.
    var address: String { query.map { "\(path)?\($0)" } ?? String(path) }

    var routeMethod: Input.Method? { method == .head ? .get : Input.Method(rawValue: method.rawValue) }

    /// Whether the caller would rather read a problem document than a page: programs say that they accept JSON, and not HTML.
    var prefersJSON: Bool {
        guard let accept = headers[.accept], !accept.contains("text/html") else { return false }
        return accept.contains("application/json") || accept.contains("application/problem+json")
    }

    var acceptsGzip: Bool {
        guard let accepted = headers[.acceptEncoding] else { return false }
        guard let range = accepted.firstRange(of: "gzip") else { return false }
        return !accepted[range.upperBound...].hasPrefix(";q=0") || accepted[range.upperBound...].hasPrefix(";q=0.")
    }

    /// Header values by lower-case name.
    var headerDictionary: [String: String] {
        var values: [String: String] = [:]
        values.reserveCapacity(headers.count)
        for field in headers where field.name != .cookie {
            let name = field.name.canonicalName
            if let before = values[name] {
                values[name] = "\(before), \(field.value)"
            } else {
                values[name] = field.value
            }
        }
        return values
    }
}
