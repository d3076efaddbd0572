import Base

/// A provider of card payments with a page of its own. Polity never sees a card.
///
/// Every call goes over the network: never inside a transaction. What changes something carries a key, so that it can be
/// repeated until an answer comes. A real provider is another type with these functions.
public protocol CardProvider: Sendable {
    /// Stands in addresses and records: `sandbox`.
    var name: String { get }
    /// Scheme, host and port of the page to which people are sent.
    var origin: String { get }

    /// Makes a session, or returns that of the same key.
    func begin(_ order: CardOrder) async throws(CardProviderError) -> CardSession
    /// How a session stands now: the only word that counts.
    func session(_ id: String) async throws(CardProviderError) -> CardSession
    /// Ends a session that is open; one that has ended stays as it is.
    func end(_ id: String) async throws(CardProviderError) -> CardSession
    /// Sends money back, or returns the refund of the same key.
    func refund(_ order: CardRefundOrder) async throws(CardProviderError) -> CardRefund
    /// The event that a message tells of, once its signature and its time are proved. Throws `.forged`, `.stale`, `.garbled`.
    func event(body: [UInt8], signature: String?, at now: Instant) throws(CardProviderError) -> CardEvent
}

public enum CardProviderError: Error, Hashable, Sendable {
    /// It did not answer, or not as it should: nobody knows what happened, so ask again.
    case unreachable(String)
    /// It knows no such session.
    case unknown
    /// It understood and refused: asking again will not help.
    case refused(String)
    case forged
    case stale
    case garbled
}

/// What a session is asked for.
public struct CardOrder: Sendable, Hashable {
    /// Of orders with one key, the provider keeps one.
    public var key: String
    public var amount: Money
    /// What the payer reads on the provider's page. No personal data.
    public var title: String
    public var reference: String
    /// Where the browser comes back to, and where the provider sends its messages.
    public var back: String
    public var messages: String
    public var language: Language
    /// Seconds until the session ends by itself.
    public var seconds: Int

    public init(
        key: String, amount: Money, title: String, reference: String, back: String, messages: String,
        language: Language, seconds: Int
    ) {
        (self.key, self.amount, self.title, self.reference) = (key, amount, title, reference)
        (self.back, self.messages, self.language, self.seconds) = (back, messages, language, seconds)
    }
}

/// A session as the provider tells it.
public struct CardSession: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable {
        /// The page waits for the person.
        case open
        /// The person has done their part; the bank has not answered.
        case processing
        case succeeded
        case declined
        /// The person went back, or it was ended by us.
        case cancelled
        case expired

        public var isOver: Bool { self != .open && self != .processing }
    }
    public var id: String
    public var state: State
    /// What is asked, and after success what was taken.
    public var amount: Money
    /// The page to send the person to.
    public var page: String
    /// Why it was declined, as a word of the provider: `insufficient-funds`.
    public var failure: String?

    public init(id: String, state: State, amount: Money, page: String, failure: String? = nil) {
        (self.id, self.state, self.amount, self.page, self.failure) = (id, state, amount, page, failure)
    }
}

public struct CardRefundOrder: Sendable, Hashable {
    public var key: String
    public var session: String
    public var amount: Money
    public init(key: String, session: String, amount: Money) {
        (self.key, self.session, self.amount) = (key, session, amount)
    }
}

public struct CardRefund: Sendable, Hashable {
    public var id: String
    public var amount: Money
    public init(id: String, amount: Money) { (self.id, self.amount) = (id, amount) }
}

/// Something that the provider says has happened: a reason to ask, nothing more.
public struct CardEvent: Sendable, Hashable {
    public var id: String
    public var session: String
    public init(id: String, session: String) { (self.id, self.session) = (id, session) }
}
