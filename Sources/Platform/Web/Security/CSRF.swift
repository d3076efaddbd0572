import Base
import Crypto
import HTTPTypes

/// Whether a form was sent by a page of ours, on purpose of the person (OWASP, Cross-Site Request Forgery Prevention).
///
/// Two proofs are asked for. Browsers say where a request comes from (`Sec-Fetch-Site`, else `Origin`): another site is
/// refused. And the form carries a token that only we can make: bound to the session of a person, or to the day for a visitor,
/// so that pages for visitors need no cookie and can be cached.
///
/// A person's token is masked anew for every page, so that the length of compressed pages tells nothing about it (BREACH).
struct CSRF: Sendable {
    static let field = "csrf"
    private static let length = 18
    private let key: SymmetricKey
    private let authority: Substring

    init(secret: [UInt8], authority: Substring) {
        key = SymmetricKey(data: secret)
        self.authority = authority
    }

    func token(for person: Person?, at now: Instant) -> String {
        guard let person else { return Base64URL.encode(visitor(day: now.seconds / 86400)) }
        var random = SystemRandomNumberGenerator()
        let mask = (0..<Self.length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        return Base64URL.encode(mask + zip(session(person), mask).map { $0 ^ $1 })
    }

    /// Whether `token` was made for this caller; a visitor's holds until the end of the next day.
    func accepts(_ token: String, for person: Person?, at now: Instant) -> Bool {
        guard token.utf8.count <= 64, let bytes = Base64URL.decode(token) else { return false }
        if let person {
            guard bytes.count == 2 * Self.length else { return false }
            let code = zip(bytes.prefix(Self.length), bytes.suffix(Self.length)).map { $0 ^ $1 }
            return Self.equal(code, session(person))
        }
        let day = now.seconds / 86400
        return Self.equal(bytes, visitor(day: day)) || Self.equal(bytes, visitor(day: day - 1))
    }

    private func session(_ person: Person) -> [UInt8] { code("session \(person.session)") }
    private func visitor(day: Int64) -> [UInt8] { code("visitor \(day)") }

    private func code(_ subject: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("csrf \(subject)".utf8), using: key).prefix(Self.length))
    }

    /// In a time that does not tell where the bytes differ.
    private static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a.count == b.count && zip(a, b).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
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
