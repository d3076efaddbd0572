import Base
import Journal

/// Something that a government tells a person or an organisation: it stands in the mailbox of the portal, and an e-mail
/// brings it where the recipient has an address.
public struct Message: Sendable {
    public var recipient: Identifier<Act.Party>
    public var template: MessageTemplate
    /// What the template's names stand for. All that it declares are needed; no others are known.
    public var values: [String: MessageValue]
    /// The path of the page that it is about: `/applications/018f…`. `{{link}}` in the template is its whole address.
    public var about: String
    /// The case that it is for, in the words of whoever sends it; `MessageDesk.messages(of:in:)` finds it again.
    public var reference: String?
    /// The key of the agency in whose name it is sent; `nil`: the government's.
    public var agency: String?

    public init(
        to recipient: Identifier<Act.Party>, _ template: MessageTemplate, values: [String: MessageValue] = [:],
        about: String,
        reference: String? = nil, agency: String? = nil
    ) {
        (self.recipient, self.template, self.values) = (recipient, template, values)
        (self.about, self.reference, self.agency) = (about, reference, agency)
    }
}

/// What a name of a template stands for. Each language writes dates, numbers and money in its own way.
public indirect enum MessageValue: Hashable, Sendable, ExpressibleByStringLiteral {
    case text(String)
    case words(LocalizedText)
    /// An address that a program opens: never wrapped in marks of direction.
    case link(String)
    case number(Int64)
    case money(Money)
    case day(LocalDate)
    case moment(Instant)
    case flag(Bool)
    /// For a section that is drawn once for each.
    case list([[String: MessageValue]])

    public init(stringLiteral text: String) { self = .text(text) }
}

/// Whom a message reaches, as the block that keeps accounts knows them.
public struct MessageRecipient: Hashable, Sendable {
    /// As a letter greets them.
    public var name: String
    /// `nil`: the mailbox alone.
    public var email: String?
    /// `nil`: the first language of the jurisdiction.
    public var language: Language?

    public init(name: String, email: String?, language: Language?) {
        (self.name, self.email, self.language) = (name, email, language)
    }
}
