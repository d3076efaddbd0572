import Base
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import Web

/// A browser for tests: asks a site without sockets, keeps cookies, follows redirects, puts the CSRF token into forms.
///
/// ```swift
/// let browser = Browser(application)
/// let visit = try await browser.post("/requests", ["category": "pothole"])
/// #expect(visit.status == 200)
/// ```
public final class Browser: Sendable {
    private let application: WebApplication
    private let state: Mutex<State>

    private struct State {
        var cookies: [String: String] = [:]
        var headers: [String: String]
        var address = "192.0.2.1"
    }

    public init(_ application: WebApplication, language: Language = .english) {
        self.application = application
        state = Mutex(State(headers: ["Accept-Language": language.rawValue, "Accept": "text/html"]))
    }

    /// A header field of every request from now on; `nil` leaves it out.
    public func setHeader(_ name: String, _ value: String?) { state.withLock { $0.headers[name] = value } }
    /// The address that requests come from.
    public func setAddress(_ address: String) { state.withLock { $0.address = address } }
    public func setCookie(_ name: String, _ value: String?) { state.withLock { $0.cookies[name] = value } }
    public func cookie(_ name: String) -> String? { state.withLock { $0.cookies[name] } }
    /// Continues as the holder of the session `token`.
    public func useSession(_ token: String?) { setCookie(application.sessionCookie, token) }

    /// Opens a page.
    public func get(_ path: String, headers: [String: String] = [:], following: Bool = true) async throws -> Visit {
        try await follow(try await send("GET", path, headers: headers), following)
    }

    /// Sends a form. Its token is put in, unless `forged`.
    public func post(
        _ path: String, _ fields: KeyValuePairs<String, String> = [:], files: [FormFile] = [],
        headers: [String: String] = [:], forged: Bool = false, following: Bool = true
    ) async throws -> Visit {
        var pairs = fields.map { ($0.key, $0.value) }
        if !forged {
            pairs.append(("csrf", try await application.formToken(session: cookie(application.sessionCookie))))
        }
        var headers = headers
        headers["Sec-Fetch-Site"] = headers["Sec-Fetch-Site"] ?? "same-origin"
        let body: [UInt8]
        if files.isEmpty {
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = Array(Query(pairs.map { (name: $0.0, value: $0.1) }).urlencoded.utf8)
        } else {
            headers["Content-Type"] = "multipart/form-data; boundary=\(FormFile.boundary)"
            body = FormFile.body(pairs, files)
        }
        return try await follow(try await send("POST", path, headers: headers, body: body), following)
    }

    /// Any request, as it stands: no token, no redirect. `chunks` cuts a stream off after so many pieces.
    public func send(
        _ method: String, _ path: String, headers: [String: String] = [:], body: [UInt8] = [], chunks: Int = .max
    ) async throws -> Visit {
        let (cookies, always, address) = state.withLock { ($0.cookies, $0.headers, $0.address) }
        var fields = HTTPFields()
        for (name, value) in always.merging(headers, uniquingKeysWith: { $1 }) {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        for (name, value) in cookies.sorted(by: { $0.key < $1.key }) {
            fields.append(HTTPField(name: .cookie, value: "\(name)=\(value)"))
        }
        if !body.isEmpty { fields[.contentLength] = "\(body.count)" }
        let head = HTTPRequest(
            method: HTTPRequest.Method(rawValue: method) ?? .get, scheme: "http", authority: "localhost", path: path,
            headerFields: fields)
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
        let (response, bytes) = try await application.collect(request, from: address, chunks: chunks)
        keepCookies(response.headerFields)
        return Visit(path: path, response: response, bytes: bytes)
    }

    private func follow(_ visit: Visit, _ following: Bool) async throws -> Visit {
        var visit = visit
        var count = 0
        while following, [301, 302, 303, 307, 308].contains(visit.status), let location = visit["Location"], count < 10
        {
            visit = try await send("GET", location)
            count += 1
        }
        return visit
    }

    private func keepCookies(_ fields: HTTPFields) {
        for value in fields[values: .setCookie] {
            let parts = value.split(separator: ";").map { $0.drop { $0 == " " } }
            guard let pair = parts.first, let mark = pair.firstIndex(of: "=") else { continue }
            let content = String(pair[pair.index(after: mark)...])
            setCookie(String(pair[..<mark]), parts.contains("Max-Age=0") || content.isEmpty ? nil : content)
        }
    }
}

/// What a browser received.
public struct Visit: Sendable {
    /// The path of the last request, after redirects.
    public let path: String
    public let response: HTTPResponse
    public let bytes: [UInt8]

    public var status: Int { response.status.code }
    public var text: String { String(decoding: bytes, as: UTF8.self) }
    /// The value of a header field.
    public subscript(header: String) -> String? { HTTPField.Name(header).flatMap { response.headerFields[$0] } }
    /// The body as JSON. Throws where it is none.
    public func json() throws -> JSON { try JSON(parsing: bytes) }
}

/// A file in a form.
public struct FormFile: Sendable {
    public var field: String
    public var name: String
    public var type: String
    public var bytes: [UInt8]
    public init(_ field: String, name: String, type: String, _ bytes: [UInt8]) {
        (self.field, self.name, self.type, self.bytes) = (field, name, type, bytes)
    }

    static let boundary = "polity-testing-boundary"

    static func body(_ fields: [(String, String)], _ files: [FormFile]) -> [UInt8] {
        var body: [UInt8] = []
        for (name, value) in fields {
            body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for file in files {
            body += Array(
                ("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\"\r\n"
                    + "Content-Type: \(file.type)\r\n\r\n").utf8)
            body += file.bytes + Array("\r\n".utf8)
        }
        return body + Array("--\(boundary)--\r\n".utf8)
    }
}
