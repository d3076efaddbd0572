import Base
import BuildingBlock
import Journal
import Store

/// Somebody who can sign in: a resident, an officer, or both.
public struct Account: Sendable, Hashable {
    public let id: Identifier<Account>
    /// `nil` once the account is erased, and for somebody who has none.
    public var email: EmailAddress?
    public var name: String
    /// The language that the person reads; `nil` leaves it to the browser.
    public var language: Language?
    public var isResident: Bool
    /// Whether the person works for an agency. What they may do there their grants say.
    public var isOfficer: Bool
    public var status: Status
    public var hasPassword: Bool
    public var createdAt: Instant
    /// How sure the government is of who this is.
    public var assurance: Assurance = .low

    public enum Status: String, Sendable, CaseIterable, SQLConvertible {
        case active
        /// Cannot sign in; everything else stays.
        case disabled
        /// What identifies the person is gone.
        case erased
    }

    public enum Kind: String, Sendable, CaseIterable {
        case resident, officer
    }

    /// The same person in the Journal.
    public var party: Identifier<Act.Party> { Identifier(id) }
}

/// What an account is made of.
public struct NewAccount: Sendable {
    /// `nil` for somebody who has none, whose account a counter opened: it is used there, until an address is given.
    public var email: EmailAddress?
    public var name: String
    public var language: Language?
    public var kinds: Set<Account.Kind>

    /// Throws `IdentityError.badName` for a name that is empty or too long.
    public init(
        email: EmailAddress?, name: String, language: Language? = nil, kinds: Set<Account.Kind> = [.resident]
    ) throws(IdentityError) {
        guard let name = PersonName.tidied(name) else { throw .badName }
        self.email = email
        self.name = name
        self.language = language
        self.kinds = kinds
    }
}

/// Names of people: whatever they say, on one line.
enum PersonName {
    static let limit = 120

    /// Without white space around and doubled within it; `nil` where nothing is left, it is too long, or has control
    /// characters.
    static func tidied(_ text: String) -> String? {
        let name = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let isPlain = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        return name.isEmpty || name.count > limit || !isPlain ? nil : name
    }
}
