import Base
import BuildingBlock
import Journal
import Store

/// Where messages are sent, read and looked after.
///
/// ```swift
/// let template = desk.templates["applications/received"]
/// try desk.send(Message(to: applicant, template, values: ["reference": "A-17"], about: "/applications/…"), by: actor, at: now, in: tx)
/// ```
public struct MessageDesk: Sendable {
    public let platform: Platform
    public let templates: MessageTemplates
    /// Finds whom a message reaches; `nil` for a party that is not known or was erased.
    let recipient: @Sendable (Identifier<Act.Party>, any ReadTransaction) throws -> MessageRecipient?
    let mail: MailSender

    public init(
        on platform: Platform, templates: MessageTemplates, mail: MailSender,
        recipient: @escaping @Sendable (Identifier<Act.Party>, any ReadTransaction) throws -> MessageRecipient?
    ) {
        (self.platform, self.templates, self.mail, self.recipient) = (platform, templates, mail, recipient)
    }

    var database: any Database { platform.database }
    var jurisdiction: Jurisdiction { platform.jurisdiction }

    /// Writes a message: it is in the mailbox when the transaction is, and an e-mail follows by a job where the recipient has
    /// an address. Records `messages.sent`.
    ///
    /// Throws `MessageError.unknownRecipient`, `.values`.
    @discardableResult
    public func send(
        _ message: Message, by actor: Act.Actor, at now: Instant, in transaction: any WriteTransaction
    ) throws -> Identifier<Message> {
        guard let recipient = try recipient(message.recipient, transaction) else { throw MessageError.unknownRecipient }
        let texts = try message.template.draw(
            message.values, for: recipient, link: platform.address + message.about,
            agency: message.agency.flatMap(jurisdiction.agency), in: jurisdiction)
        let id = Identifier<Message>(at: now)
        let delivery = recipient.email.map { _ in MessageDelivery(state: .created, attempts: 0, changedAt: now) }
        let sent = SentMessage(
            id: id, recipient: message.recipient, template: message.template.name, language: language(of: recipient),
            texts: texts, about: message.about, reference: message.reference, agency: message.agency, sentAt: now,
            readAt: nil, delivery: delivery)
        try MessageRows.insert(sent, transaction)
        if delivery != nil { try enqueueEmail(of: id, attempt: 0, transaction) }
        try transaction.record(
            Act(
                MessageActs.sent, MessageActs.subject(id), by: actor, at: now, agency: message.agency,
                concerns: [message.recipient],
                detail: ["template": .string(message.template.name), "about": .string(message.about)]))
        return id
    }

    private func language(of recipient: MessageRecipient) -> Language {
        let spoken = jurisdiction.languages
        let wanted = recipient.language?.fallbacks.first { spoken.contains($0) }
        return wanted ?? spoken.first ?? .english
    }

    /// The messages that were sent for a case, the oldest first. They are personal data: a look by anyone but the recipient is
    /// an act, which the caller records.
    public func messages(of reference: String, in transaction: any ReadTransaction) throws -> [SentMessage] {
        try MessageRows.list("m.reference = \(reference) ORDER BY m.id", transaction)
    }

    /// How many messages someone has not read.
    public func unread(of party: Identifier<Act.Party>, in transaction: any ReadTransaction) throws -> Int {
        try MessageRows.unread(of: party, transaction)
    }

    public func unread(of party: Identifier<Act.Party>) async throws -> Int {
        try await database.read { try MessageRows.unread(of: party, $0) }
    }

    /// Notes that the recipient has read a message; records `messages.read` the first time.
    func markRead(_ id: Identifier<Message>, by party: Identifier<Act.Party>, at now: Instant) async throws {
        try await database.write { transaction in
            guard try MessageRows.markRead(id, of: party, at: now, transaction) else { return }
            try transaction.record(Act(MessageActs.read, MessageActs.subject(id), by: .person(party), at: now))
        }
    }
}
