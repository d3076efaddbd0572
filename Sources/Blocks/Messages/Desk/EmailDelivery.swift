import Base
import BuildingBlock
import Journal
import Store

/// The e-mail of a message: one job, which tries until the mail server has it, refuses it, or four days have passed
/// (RFC 5321 §4.5.4.1). The Message-ID and every byte are the same in each attempt, so that a server or a reader that gets it
/// twice, where the answer to the first was lost, can tell.
extension MessageDesk {
    static let emailJob = "messages.email"
    /// With the queue's backoff (10 s, doubled up to 6 h, less up to a half by chance) about four days.
    static let maximumAttempts = 32

    func enqueueEmail(of id: Identifier<Message>, attempt: Int, _ transaction: any WriteTransaction) throws {
        try platform.jobs.enqueue(
            NewJob(
                Self.emailJob, payload: id.description, idempotencyKey: "\(id).\(attempt)",
                maximumAttempts: Self.maximumAttempts), in: transaction)
    }

    func deliver(_ job: Job) async throws -> JobOutcome {
        guard let id = Identifier<Message>(job.payload), let (mail, attempts) = try await begin(id) else {
            return .done
        }
        let trouble: MailTrouble
        do {
            guard let mail else { throw MailTrouble(.address, code: nil) }
            try await self.mail.send(mail)
            return finished(id, .delivered, attempts, nil)
        } catch let error as MailTrouble {
            trouble = error
        }
        if trouble.isPermanent || job.attempts >= job.maximumAttempts {
            return finished(id, .failed, attempts, trouble)
        }
        let delivery = MessageDelivery(
            state: .sending, attempts: attempts, changedAt: platform.time.now(), reason: trouble)
        try await database.write { try MessageRows.setDelivery(of: id, delivery, $0) }
        throw trouble
    }

    /// Notes that it is being sent; `nil` where that is over. The mail is `nil` where the recipient is gone or has no address.
    private func begin(_ id: Identifier<Message>) async throws -> (Mail?, attempts: Int)? {
        let now = platform.time.now()
        return try await database.write { transaction in
            guard let message = try MessageRows.message(id, transaction), var delivery = message.delivery,
                delivery.state == .created || delivery.state == .sending
            else { return nil }
            (delivery.state, delivery.changedAt, delivery.attempts) = (.sending, now, delivery.attempts + 1)
            try MessageRows.setDelivery(of: id, delivery, transaction)
            guard let recipient = try recipient(message.recipient, transaction), let email = recipient.email else {
                return (nil, delivery.attempts)
            }
            return (mail(message, to: recipient, email), delivery.attempts)
        }
    }

    private func mail(_ message: SentMessage, to recipient: MessageRecipient, _ email: String) -> Mail {
        let (text, language) = message.text(in: message.language)
        let foot = platform.texts("messages.mail.foot", in: language)
        return Mail(
            id: Identifier(message.id), to: email, name: recipient.name, subject: text.subject,
            text: "\(text.body)\n\n\(foot)\n\(platform.address)\(MailboxPages.path)/\(message.id)\n",
            language: language,
            date: message.sentAt)
    }

    private func finished(
        _ id: Identifier<Message>, _ state: MessageDelivery.State, _ attempts: Int, _ trouble: MailTrouble?
    ) -> JobOutcome {
        let now = platform.time.now()
        return .done { transaction in
            guard let message = try MessageRows.message(id, transaction) else { return }
            try MessageRows.setDelivery(
                of: id, MessageDelivery(state: state, attempts: attempts, changedAt: now, reason: trouble), transaction)
            try transaction.record(
                Act(
                    state == .delivered ? MessageActs.delivered : MessageActs.failed, MessageActs.subject(id),
                    by: .system(Self.emailJob), at: now, agency: message.agency,
                    detail: [
                        "attempts": .integer(Int64(attempts)),
                        "reason": trouble.map { .string($0.description) } ?? .null,
                    ]))
        }
    }

    /// Has an e-mail that failed sent again. Throws `MessageError.unknownMessage`, `.notFailed`.
    public func retry(_ id: Identifier<Message>, by actor: Act.Actor, agency: String?, at now: Instant) async throws {
        try await database.write { transaction in
            guard let message = try MessageRows.message(id, transaction), var delivery = message.delivery else {
                throw MessageError.unknownMessage
            }
            guard delivery.state == .failed else { throw MessageError.notFailed }
            (delivery.state, delivery.changedAt, delivery.reason) = (.created, now, nil)
            try MessageRows.setDelivery(of: id, delivery, transaction)
            try enqueueEmail(of: id, attempt: delivery.attempts, transaction)
            try transaction.record(
                Act(MessageActs.retried, MessageActs.subject(id), by: actor, at: now, agency: agency))
        }
    }
}
