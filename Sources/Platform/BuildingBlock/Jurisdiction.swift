import Base
import Store

/// A government as data: the folder that says who it is. Blocks read their own files from `folder`.
public struct Jurisdiction: Sendable {
    /// `larkhaven`: also Open311's `jurisdiction_id`.
    public var key: String
    /// `Larkhaven`
    public var name: LocalizedText
    /// How it signs: `City of Larkhaven`.
    public var title: LocalizedText
    /// Whether it is invented. Said on every page.
    public var isSample: Bool
    /// The languages that it speaks to people, the default first. Never empty.
    public var languages: [Language]
    public var calendar: LegalCalendar
    public var currency: Currency
    public var agencies: [Agency]
    public var roles: [Role]
    /// Longitude west, latitude south, longitude east, latitude north of its territory (WGS 84 degrees).
    public var extent: BoundingBox
    public var look: Look
    public var contact: Contact
    /// The path of its folder.
    public var folder: String

    public struct Agency: Sendable, Hashable {
        /// `public-works`: what acts and grants name.
        public var key: String
        public var name: LocalizedText
        public var email: String?
        public var phone: String?

        public init(key: String, name: LocalizedText, email: String? = nil, phone: String? = nil) {
            self.key = key
            self.name = name
            self.email = email
            self.phone = phone
        }
    }

    /// What a person may do once it was granted this role in an agency.
    public struct Role: Sendable, Hashable {
        /// `supervisor`
        public var key: String
        public var name: LocalizedText
        /// The keys of permissions.
        public var permissions: Set<String>

        public init(key: String, name: LocalizedText, permissions: Set<String>) {
            self.key = key
            self.name = name
            self.permissions = permissions
        }
    }

    /// What makes its pages its own.
    public struct Look: Sendable, Hashable {
        /// The civic colour on light paper and on dark, `#rrggbb`.
        public var colour: String
        public var darkColour: String
        /// The emblem's SVG file, in the folder.
        public var emblem: String?
        /// The SVG file of a drawing for the head of the first page, in the folder.
        public var banner: String?

        public init(colour: String, darkColour: String, emblem: String? = nil, banner: String? = nil) {
            self.colour = colour
            self.darkColour = darkColour
            self.emblem = emblem
            self.banner = banner
        }
    }

    /// Where people find someone to talk to.
    public struct Contact: Sendable, Hashable {
        public var address: String?
        public var email: String?
        public var phone: String?
        public var hours: LocalizedText?

        public init(address: String? = nil, email: String? = nil, phone: String? = nil, hours: LocalizedText? = nil) {
            self.address = address
            self.email = email
            self.phone = phone
            self.hours = hours
        }
    }

    public init(
        key: String, name: LocalizedText, title: LocalizedText? = nil, isSample: Bool = false, languages: [Language],
        calendar: LegalCalendar, currency: Currency, agencies: [Agency], roles: [Role] = [], extent: BoundingBox,
        look: Look = Look(colour: "#26415c", darkColour: "#a9c8e6"), contact: Contact = Contact(), folder: String
    ) {
        self.key = key
        self.name = name
        self.title = title ?? name
        self.isSample = isSample
        self.languages = languages
        self.calendar = calendar
        self.currency = currency
        self.agencies = agencies
        self.roles = roles
        self.extent = extent
        self.look = look
        self.contact = contact
        self.folder = folder
    }

    public func agency(_ key: String) -> Agency? { agencies.first { $0.key == key } }
    public func role(_ key: String) -> Role? { roles.first { $0.key == key } }
}

/// Sends e-mail. Called from a job, never inside a transaction.
public protocol Mailer: Sendable {
    func send(to address: String, subject: String, text: String) async throws
}
