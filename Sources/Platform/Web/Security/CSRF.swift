import Base
import Crypto
import HTTPTypes

/// Whether a form was sent by a page of ours, on purpose of the person (OWASP, Cross-Site Request Forgery Prevention).
///
/// Two proofs are asked for. Browsers say where a request comes from (`Sec-Fetch-Site`, else `Origin`): another site is
/// refused. And the form carries a token that only we can make: bound to the session of a person, or to the day for a visitor,
/// so that pages for visitors need no cookie and can be cached.
struct CSRF: Sendable {
    static let field = "csrf"
    private let key: SymmetricKey
    private let authority: Substring

    init(secret: [UInt8], authority: Substring) {
        key = SymmetricKey(data: secret)
        self.authority = authority
    }

    func token(for person: Person?, at now: Instant) -> String {
        token(person.map { "session \($0.session)" } ?? "visitor \(now.seconds / 86400)")
    }

    private func token(_ subject: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array("csrf \(subject)".utf8), using: key)
        return Base64URL.encode(code.prefix(18))
    }

    /// Whether `token` was made for this caller; a visitor's holds until the end of the next day.
    func accepts(_ token: String, for person: Person?, at now: Instant) -> Bool {
        if person != nil { return Self.equal(token, self.token(for: person, at: now)) }
        return Self.equal(token, self.token(for: nil, at: now)) || Self.equal(token, self.token(for: nil, at: now - .seconds(86400)))
    }

    /// In a time that does not tell where the texts differ.
    private static func equal(_ a: String, _ b: String) -> Bool {
        guard a.utf8.count == b.utf8.count else { return false }
        return zip(a.utf8, b.utf8).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Whether the browser says that another site sent this. Programs that say nothing are not browsers.
    func isFromElsewhere(_ headers: HTTPFields, authority host: String?) -> Bool {
        if let site = headers[.fetchSite] { return site != "same-origin" && site != "none" }
        guard let origin = headers[.origin] else { return false }
        guard let scheme = origin.firstRange(of: "://") else { return true }
        let sender = origin[scheme.upperBound...]
        return sender != authority && sender != host ?? ""
    }
}
