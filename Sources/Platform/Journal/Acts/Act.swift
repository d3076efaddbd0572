import Base
import Store

/// One change of state, or one look at someone's personal data: who did what, to what, for whom, why and when.
///
/// An act is recorded in the transaction of the change it tells of (`WriteTransaction.record(_:)`), so that there is
/// never one without the other.
public struct Act: Sendable {
    public var id: Identifier<Act>
    public var at: Instant
    public var verb: Verb
    public var actor: Actor
    /// The person or organisation for whom the actor acted, where that is someone else.
    public var onBehalfOf: Identifier<Party>?
    /// What was changed or looked at.
    public var subject: Subject
    /// The agency in whose name it was done: the key of the jurisdiction's `agencies`.
    public var agency: String?
    /// Why: the legal ground or purpose, in the words of the jurisdiction. Required where personal data is looked at.
    public var purpose: String?
    /// The people whose data this concerns: they find the act under "who looked at my data".
    public var concerns: [Identifier<Party>]
    /// What exactly changed. May hold personal data: it is committed to, not published, and can be erased.
    public var detail: JSON

    public init(
        _ verb: Verb, _ subject: Subject, by actor: Actor, at: Instant, agency: String? = nil,
        onBehalfOf: Identifier<Party>? = nil, purpose: String? = nil, concerns: [Identifier<Party>] = [],
        detail: JSON = .null
    ) {
        self.init(
            id: Identifier(at: at), verb, subject, by: actor, at: at, agency: agency, onBehalfOf: onBehalfOf,
            purpose: purpose, concerns: concerns, detail: detail)
    }

    init(
        id: Identifier<Act>, _ verb: Verb, _ subject: Subject, by actor: Actor, at: Instant, agency: String?,
        onBehalfOf: Identifier<Party>?, purpose: String?, concerns: [Identifier<Party>], detail: JSON
    ) {
        self.id = id
        self.at = at
        self.verb = verb
        self.actor = actor
        self.onBehalfOf = onBehalfOf
        self.subject = subject
        self.agency = agency
        self.purpose = purpose
        self.concerns = concerns
        self.detail = detail
    }

    /// A natural or legal person. The identifier of an account is the identifier of its party.
    public enum Party {}

    /// What was done, as `noun.past-participle`: `service-request.filed`, `account.viewed`. Public in the log.
    public struct Verb: Hashable, Sendable, RawRepresentable, ExpressibleByStringLiteral {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public init(stringLiteral value: String) { rawValue = value }
    }

    /// Who acted.
    public enum Actor: Hashable, Sendable {
        /// Someone who is not signed in.
        case visitor
        /// A signed-in person, resident or officer.
        case person(Identifier<Party>)
        /// A program with a key of its own.
        case client(String)
        /// Polity itself: a job, a command of the operator.
        case system(String)
    }

    /// A thing by its kind and identifier: `("service-request", id)`.
    public struct Subject: Hashable, Sendable {
        public var kind: String
        public var id: Identifier<Never>
        public init<Thing>(_ kind: String, _ id: Identifier<Thing>) {
            self.kind = kind
            self.id = Identifier<Never>(id)
        }
    }
}
