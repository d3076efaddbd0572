import Base
import BuildingBlock
import Journal
import Store

/// What a counter asks of accounts.
public struct CounterPorts: Sendable {
    /// People whose name or address has all of the words in it, the newest accounts first.
    public var find: @Sendable (_ words: String, _ limit: Int, any ReadTransaction) throws -> [CounterPerson]
    /// `nil`: there is no such account, or it is erased or disabled.
    public var person: @Sendable (Identifier<Act.Party>, any ReadTransaction) throws -> CounterPerson?
    /// Opens an account, and writes to its address how to choose a password. Throws `CounterRefusal`.
    public var open: @Sendable (NewCounterPerson, CounterHand, Instant) async throws -> Identifier<Act.Party>
    /// Records that the officer has seen proof of who the person is. Throws `CitizenServicesError.ownDecision` for the own account.
    public var prove: @Sendable (Identifier<Act.Party>, Assurance, CounterHand, Instant) async throws -> Void

    public init(
        find: @escaping @Sendable (_ words: String, _ limit: Int, any ReadTransaction) throws -> [CounterPerson],
        person: @escaping @Sendable (Identifier<Act.Party>, any ReadTransaction) throws -> CounterPerson?,
        open: @escaping @Sendable (NewCounterPerson, CounterHand, Instant) async throws -> Identifier<Act.Party>,
        prove: @escaping @Sendable (Identifier<Act.Party>, Assurance, CounterHand, Instant) async throws -> Void
    ) {
        (self.find, self.person, self.open, self.prove) = (find, person, open, prove)
    }
}

/// Somebody at a counter.
public struct CounterPerson: Hashable, Sendable {
    public var party: Identifier<Act.Party>
    public var name: String
    /// The address of mail, with what is not needed to recognise it left out: `r•••@larkhaven.example`. `nil`: none.
    public var contact: String?
    /// The language that the person reads.
    public var language: Language?
    public var assurance: Assurance

    public init(
        party: Identifier<Act.Party>, name: String, contact: String?, language: Language?, assurance: Assurance
    ) {
        (self.party, self.name, self.contact) = (party, name, contact)
        (self.language, self.assurance) = (language, assurance)
    }

    /// An address of mail as an officer may see it in a list.
    public static func veiled(_ email: String) -> String {
        guard let at = email.lastIndex(of: "@"), let first = email.first, at != email.startIndex else { return "" }
        return "\(first)•••\(email[at...])"
    }
}

/// An account that a counter opens.
public struct NewCounterPerson: Hashable, Sendable {
    public var name: String
    /// Empty: the person has no address of mail.
    public var email: String
    public var language: Language

    public init(name: String, email: String, language: Language) {
        (self.name, self.email, self.language) = (name, email, language)
    }
}

/// Why an account is not opened.
public enum CounterRefusal: Error, Hashable, Sendable {
    case badName, badEmail, emailTaken
}
