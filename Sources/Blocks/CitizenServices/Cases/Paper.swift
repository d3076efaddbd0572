import Base
import Journal
import ServiceDefinition

/// A certificate or letter that is to be issued for a case.
public struct PaperOrder: Sendable {
    public enum Kind: String, Sendable { case certificate, letter }
    public var kind: Kind
    /// `driving-licence-renewal`: of which service.
    public var name: String
    public var text: Service.Manuscript
    public var language: Language
    public var recipient: Identifier<Act.Party>
    public var agency: String
    /// The case, and the path of its page.
    public var reference: String
    public var about: String
    /// The moment from which it holds no more; `nil`: it holds for ever.
    public var validUntil: Instant?
    public var actor: Act.Actor
    public var now: Instant
}

/// A certificate or letter that was issued for a case.
public struct Paper: Sendable {
    public var title: String
    /// Where it can be read.
    public var path: String
    public var issuedAt: Instant
    /// Whether it was taken back or replaced.
    public var hasEnded: Bool

    public init(title: String, path: String, issuedAt: Instant, hasEnded: Bool) {
        (self.title, self.path, self.issuedAt, self.hasEnded) = (title, path, issuedAt, hasEnded)
    }
}
