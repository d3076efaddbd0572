import Foundation

/// A mail server to which mails are given (RFC 6409, RFC 5321).
public struct SMTPServer: Sendable, Hashable {
    public enum Security: String, Sendable, CaseIterable {
        /// TLS from the first byte (RFC 8314 §3.3): `smtps://`.
        case tls
        /// TLS after STARTTLS (RFC 3207), never without.
        case starttls
        /// In the clear: for a server on this machine or in a network of one's own.
        case none
    }
    public var host: String
    public var port: Int
    public var security: Security
    public var user: String?
    public var password: String?
    /// A file of certificates (PEM) to trust in place of the system's.
    public var certificates: String?

    /// - Parameter address: `smtp://HOST[:PORT]` or `smtps://HOST[:PORT]`. `nil` for anything else.
    public init?(
        _ address: String, encrypted: Bool = true, user: String? = nil, password: String? = nil,
        certificates: String? = nil
    ) {
        guard let url = URLComponents(string: address), let host = url.host, !host.isEmpty,
            url.user == nil, url.path.isEmpty || url.path == "/"
        else { return nil }
        switch url.scheme {
        case "smtp": security = encrypted ? .starttls : .none
        case "smtps": security = .tls
        default: return nil
        }
        self.host = host
        port = url.port ?? (security == .tls ? 465 : 587)
        (self.user, self.password, self.certificates) = (user, password, certificates)
    }

    /// Whether it is on this machine.
    public var isLoopback: Bool { ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host) }
}
