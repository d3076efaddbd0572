import Base
import HTTPTypes

/// The cookies that Polity sets (RFC 6265): the session and the chosen language. Nothing else is ever kept in a browser.
struct Cookies: Sendable {
    /// With `__Host-` a browser accepts the cookie only from https, for this host and all paths.
    let session: String
    private let isSecure: Bool
    static let language = "lang"

    init(isSecure: Bool) {
        self.isSecure = isSecure
        session = isSecure ? "__Host-session" : "session"
    }

    /// The value of a cookie; `nil` where it is absent. Reads the fields without copying them.
    static func value(_ name: String, in headers: HTTPFields) -> Substring? {
        for field in headers where field.name == .cookie {
            var rest = field.value[...]
            while !rest.isEmpty {
                let pair = rest.prefix { $0 != ";" }
                rest = rest[pair.endIndex...].dropFirst().drop { $0 == " " }
                if pair.hasPrefix(name), pair.dropFirst(name.count).first == "=" {
                    return pair.dropFirst(name.count + 1)
                }
            }
        }
        return nil
    }

    /// `Set-Cookie` for a new session; without `until` it ends with the browser.
    func sessionField(_ token: String, until: Instant?, now: Instant) -> HTTPField {
        let age = until.map { "; Max-Age=\(max(0, ($0 - now).components.seconds))" } ?? ""
        return HTTPField(name: .setCookie, value: "\(session)=\(token); Path=/\(age); HttpOnly; SameSite=Lax\(secure)")
    }

    var endedSessionField: HTTPField {
        HTTPField(name: .setCookie, value: "\(session)=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax\(secure)")
    }

    func languageField(_ language: Language) -> HTTPField {
        HTTPField(
            name: .setCookie,
            value: "\(Self.language)=\(language.rawValue); Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax\(secure)")
    }

    private var secure: String { isSecure ? "; Secure" : "" }
}
