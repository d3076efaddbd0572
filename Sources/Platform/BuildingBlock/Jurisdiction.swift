import Base

/// A government as data: the folder that says who it is. Blocks read their own files from `folder`.
public struct Jurisdiction: Sendable {
    /// `larkhaven`: also Open311's `jurisdiction_id`.
    public var key: String
    public var name: LocalizedText
    /// The languages that it speaks to people, the default first.
    public var languages: [Language]
    public var calendar: LegalCalendar
    public var currency: Currency
    public var agencies: [Agency]
    /// Longitude west, latitude south, longitude east, latitude north of its territory (WGS 84 degrees).
    public var extent: Extent
    /// The path of its folder.
    public var folder: String

    public struct Agency: Sendable, Hashable {
        /// `public-works`: what acts and grants name.
        public var key: String
        public var name: LocalizedText
        public var email: String?
        public var phone: String?
    }

    public struct Extent: Sendable, Hashable {
        public var west: Double
        public var south: Double
        public var east: Double
        public var north: Double
    }

    public func agency(_ key: String) -> Agency? { agencies.first { $0.key == key } }
}

/// Sends e-mail. Called from a job, never inside a transaction.
public protocol Mailer: Sendable {
    func send(to address: String, subject: String, text: String) async throws
}
