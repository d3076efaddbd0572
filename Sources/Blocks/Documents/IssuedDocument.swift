import Base
import BuildingBlock
import Journal
import Store

/// What is asked for: a document of a template with values, for someone, about something.
public struct DocumentOrder: Sendable {
    /// `residence-certificate`: the template's name, in the words of who orders.
    public var name: String
    public var template: DocumentTemplate
    /// The values that the template declares: texts, ISO 8601 dates and times, money as `{"amount", "currency"}` or an amount,
    /// numbers, flags, and lists of records.
    public var values: JSON
    /// The agency in whose name it is written and signed.
    public var agency: String
    /// Who receives it: it stands in their account.
    public var recipient: Identifier<Act.Party>?
    /// The case that it is for, and the address of the case's page.
    public var about: String?
    public var aboutPath: String?
    /// Until when it holds; `nil`: for ever.
    public var validUntil: Instant?
    /// A document that holds no more once this one is there.
    public var replaces: Identifier<IssuedDocument>?

    public init(
        _ name: String, template: DocumentTemplate, values: JSON, agency: String,
        recipient: Identifier<Act.Party>? = nil,
        about: String? = nil, aboutPath: String? = nil, validUntil: Instant? = nil,
        replaces: Identifier<IssuedDocument>? = nil
    ) {
        (self.name, self.template, self.values, self.agency, self.recipient) = (
            name, template, values, agency, recipient
        )
        (self.about, self.aboutPath, self.validUntil, self.replaces) = (about, aboutPath, validUntil, replaces)
    }
}

/// A document of this government.
public struct IssuedDocument: Sendable, Hashable {
    public typealias ID = Identifier<IssuedDocument>

    public enum State: String, Sendable, SQLConvertible, CaseIterable {
        /// Recorded, and not drawn yet.
        case ordered
        case issued
        case revoked
        /// Another one took its place.
        case replaced
    }

    public var id: ID
    public var code: VerificationCode
    public var name: String
    /// What it is, without anyone's data, in its language.
    public var title: String
    public var language: Language
    public var agency: String
    public var recipient: Identifier<Act.Party>?
    public var about: String?
    public var aboutPath: String?
    public var state: State
    public var orderedAt: Instant
    public var issuedAt: Instant?
    public var validUntil: Instant?
    public var file: FileDigest?
    /// Bytes.
    public var size: Int
    /// The act `documents.issued`.
    public var act: Identifier<Act>?
    /// When it was revoked or replaced, and why.
    public var endedAt: Instant?
    public var reason: String?
    public var replacedBy: ID?

    public func holds(at now: Instant) -> Bool { state == .issued && validUntil.map { now < $0 } ?? true }

    /// The address of its page, where the file is.
    public var path: String { "/documents/\(id)" }
}

extension IssuedDocument {
    static let columns: SQL = """
        id, code, name, title, language, agency, recipient, about, about_path, state, ordered_at, issued_at, valid_until, file, size,
        act, ended_at, reason, replaced_by
        """

    init(_ row: Row) throws {
        id = try row["id"]
        code = try row["code"]
        name = try row["name"]
        title = try row["title"]
        let tag: String = try row["language"]
        language = Language(rawValue: tag) ?? .english
        agency = try row["agency"]
        recipient = try row["recipient"]
        about = try row["about"]
        aboutPath = try row["about_path"]
        state = try row["state"]
        orderedAt = try row["ordered_at"]
        issuedAt = try row["issued_at"]
        validUntil = try row["valid_until"]
        file = try row["file"]
        size = try row["size"]
        act = try row["act"]
        endedAt = try row["ended_at"]
        reason = try row["reason"]
        replacedBy = try row["replaced_by"]
    }
}

/// The acts of this block.
extension Act.Verb {
    public static let documentOrdered: Act.Verb = "documents.ordered"
    public static let documentIssued: Act.Verb = "documents.issued"
    public static let documentRevoked: Act.Verb = "documents.revoked"
    public static let documentReplaced: Act.Verb = "documents.replaced"
    public static let documentViewed: Act.Verb = "documents.viewed"
    public static let uploadReceived: Act.Verb = "documents.received"
    public static let uploadRemoved: Act.Verb = "documents.removed"
}
