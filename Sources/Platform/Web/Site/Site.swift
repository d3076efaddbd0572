import Base

/// What every page of one government shares: its name, languages, colours and address.
public struct Site: Sendable {
    public var name: LocalizedText
    /// The languages that it speaks to people, the default first. Never empty.
    public var languages: [Language]
    /// The public address without a trailing slash: `https://larkhaven.example`. Its scheme decides on `Secure` cookies and HSTS.
    public var address: String
    /// The civic colour; `nil` leaves the style sheet's own.
    public var colour: UI.CivicColour?
    /// SVG markup of the emblem in the header; `nil` draws the neutral one.
    public var emblem: String?
    /// Whether demo sign-ins are offered: every page then says so.
    public var isDemo: Bool
    /// Addresses of proxies whose `X-Forwarded-For` is believed: `127.0.0.1`, `10.0.0.0/8`, `fd00::/8`.
    public var trustedProxies: [String]
    /// Addresses that may read `/metrics`; for others it is not there.
    public var operators: [String]
    public var navigation: [Entry]
    public var footer: [Entry]
    /// Where anyone checks the public record; the footer of every page leads there.
    public var verification: Entry?
    /// Where people sign in, out, and find their account.
    public var signIn: String
    public var signOut: String
    public var account: String
    /// Where people find what was written to them, beside their name; `nil`: nowhere.
    public var mailbox: Entry?
    /// At least 32 random bytes, the same on every copy of the server: forms and cursors are signed with it.
    public var secret: [UInt8]

    /// An entry of the navigation or the footer: shown to everyone, or to officers who hold a permission in some agency.
    public struct Entry: Sendable {
        /// The key of its words in the texts.
        public var text: String
        public var path: String
        public var permission: Permission?
        public init(text: String, path: String, permission: Permission? = nil) {
            self.text = text
            self.path = path
            self.permission = permission
        }
    }

    public init(
        name: LocalizedText, languages: [Language], address: String, secret: [UInt8], colour: UI.CivicColour? = nil,
        emblem: String? = nil, isDemo: Bool = false, trustedProxies: [String] = [],
        operators: [String] = ["127.0.0.1", "::1"], navigation: [Entry] = [], footer: [Entry] = [],
        verification: Entry? = nil, signIn: String = "/sign-in", signOut: String = "/sign-out",
        account: String = "/account", mailbox: Entry? = nil
    ) {
        self.name = name
        self.languages = languages.isEmpty ? [name.original] : languages
        self.address = address
        self.secret = secret
        self.colour = colour
        self.emblem = emblem
        self.isDemo = isDemo
        self.trustedProxies = trustedProxies
        self.operators = operators
        self.navigation = navigation
        self.footer = footer
        self.verification = verification
        self.signIn = signIn
        self.signOut = signOut
        self.account = account
        self.mailbox = mailbox
    }

    var isSecure: Bool { address.hasPrefix("https://") }
    /// `larkhaven.example:8443` of the public address.
    var authority: Substring {
        guard let scheme = address.firstRange(of: "://") else { return address[...] }
        return address[scheme.upperBound...].prefix { $0 != "/" }
    }
}
