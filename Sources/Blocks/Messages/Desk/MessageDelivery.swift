import Base
import Journal
import Store

/// How far an e-mail has come. The mailbox has the message whatever becomes of it.
public struct MessageDelivery: Hashable, Sendable {
    /// Statuses as the GOV.UK Notify API (v2) names them, as far as SMTP knows them: a mail server that took a message has
    /// not yet shown it to anyone.
    public enum State: String, Sendable, CaseIterable, SQLConvertible {
        /// Waits for its first attempt.
        case created
        /// Was tried, and will be again where the server had no time for it.
        case sending
        /// The mail server has it.
        case delivered
        /// Nobody will try again unless an officer says so.
        case failed
    }

    public var state: State
    public var attempts: Int
    public var changedAt: Instant
    /// Why the last attempt did not succeed.
    public var reason: MailTrouble?
}

/// A message as it was sent.
public struct SentMessage: Sendable {
    public var id: Identifier<Message>
    public var recipient: Identifier<Act.Party>
    /// The template's name.
    public var template: String
    /// The language in which the e-mail was written.
    public var language: Language
    /// In every language of the template.
    public var texts: [Language: Text]
    public var about: String
    public var reference: String?
    public var agency: String?
    public var sentAt: Instant
    public var readAt: Instant?
    /// `nil` where no e-mail was to be sent.
    public var delivery: MessageDelivery?

    public struct Text: Hashable, Sendable {
        public var subject: String
        /// Paragraphs with empty lines between them.
        public var body: String
    }

    /// For a reader of `language`, with the language that it is really in.
    public func text(in language: Language) -> (text: Text, language: Language) {
        for candidate in language.fallbacks + [self.language] {
            if let text = texts[candidate] { return (text, candidate) }
        }
        return (Text(subject: "", body: ""), self.language)
    }
}
