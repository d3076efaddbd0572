import Base
import Journal
import Store

/// All SQL of this block.
enum MessageRows {
    private static let columns: SQL = """
        m.id, m.party, m.template, m.language, m.texts, m.about, m.reference, m.agency, m.sent_at, m.read_at,
        d.state, d.attempts, d.changed_at, d.reason
        """
    private static let joined: SQL = """
        messages_messages m LEFT JOIN messages_deliveries d ON d.message = m.id AND d.channel = 'email'
        """

    static func insert(_ message: SentMessage, _ tx: any WriteTransaction) throws {
        let texts = JSON.object(
            message.texts.sorted { $0.key < $1.key }.map { language, text in
                .init(language.rawValue, ["subject": .string(text.subject), "body": .string(text.body)])
            })
        try tx.execute(
            """
            INSERT INTO messages_messages (id, party, template, language, texts, about, reference, agency, sent_at, read_at)
            VALUES (\(message.id), \(message.recipient), \(message.template), \(message.language.rawValue), \(texts.description),
                \(message.about), \(message.reference), \(message.agency), \(message.sentAt), \(message.readAt))
            """)
        guard let delivery = message.delivery else { return }
        try tx.execute(
            """
            INSERT INTO messages_deliveries (message, channel, state, attempts, changed_at, reason)
            VALUES (\(message.id), 'email', \(delivery.state), \(delivery.attempts), \(delivery.changedAt), NULL)
            """)
    }

    /// `condition` goes on with the order and the limit; `m` is the message, `d` its delivery.
    static func list(_ condition: SQL, _ tx: any ReadTransaction) throws -> [SentMessage] {
        try tx.rows("SELECT \(columns) FROM \(joined) WHERE \(condition)").map(message)
    }

    static func message(_ id: Identifier<Message>, _ tx: any ReadTransaction) throws -> SentMessage? {
        try tx.row("SELECT \(columns) FROM \(joined) WHERE m.id = \(id)").map(message)
    }

    static func unread(of party: Identifier<Act.Party>, _ tx: any ReadTransaction) throws -> Int {
        try tx.value(Int.self, "SELECT count(*) FROM messages_messages WHERE party = \(party) AND read_at IS NULL") ?? 0
    }

    /// Whether it was unread until now.
    static func markRead(
        _ id: Identifier<Message>, of party: Identifier<Act.Party>, at now: Instant, _ tx: any WriteTransaction
    ) throws -> Bool {
        try tx.execute(
            "UPDATE messages_messages SET read_at = \(now) WHERE id = \(id) AND party = \(party) AND read_at IS NULL")
            == 1
    }

    static func setDelivery(
        of id: Identifier<Message>, _ delivery: MessageDelivery, _ tx: any WriteTransaction
    ) throws {
        try tx.execute(
            """
            UPDATE messages_deliveries SET state = \(delivery.state), attempts = \(delivery.attempts),
                changed_at = \(delivery.changedAt), reason = \(delivery.reason?.description)
            WHERE message = \(id) AND channel = 'email'
            """)
    }

    /// E-mails that failed, the latest first, after the one that the page before ended with.
    static func failed(before: (at: Instant, id: Identifier<Message>)?, limit: Int, _ tx: any ReadTransaction) throws
        -> [SentMessage]
    {
        let after: SQL =
            before.map { "AND (d.changed_at < \($0.at) OR (d.changed_at = \($0.at) AND m.id < \($0.id)))" } ?? ""
        return try list("d.state = 'failed' \(after) ORDER BY d.changed_at DESC, m.id DESC LIMIT \(limit)", tx)
    }

    /// E-mails that are on their way and had trouble, the oldest first.
    static func delayed(limit: Int, _ tx: any ReadTransaction) throws -> [SentMessage] {
        try list("d.state = 'sending' AND d.reason IS NOT NULL ORDER BY m.id LIMIT \(limit)", tx)
    }

    static func counts(_ tx: any ReadTransaction) throws -> [MessageDelivery.State: Int] {
        try tx.rows("SELECT state, count(*) AS count FROM messages_deliveries GROUP BY state").reduce(into: [:]) {
            counts, row in
            let state: MessageDelivery.State = try row["state"]
            counts[state] = try row["count"]
        }
    }

    static func erase(_ party: Identifier<Act.Party>, _ tx: any WriteTransaction) throws {
        try tx.execute(
            "DELETE FROM messages_deliveries WHERE message IN (SELECT id FROM messages_messages WHERE party = \(party))"
        )
        try tx.execute("DELETE FROM messages_messages WHERE party = \(party)")
    }

    private static func message(_ row: Row) throws -> SentMessage {
        let language: String = try row["language"]
        let texts = try JSON(parsing: try row["texts"] as String)
        let state: MessageDelivery.State? = try row["state"]
        return SentMessage(
            id: try row["id"], recipient: try row["party"], template: try row["template"],
            language: Language(rawValue: language) ?? .english, texts: texts.sentTexts, about: try row["about"],
            reference: try row["reference"], agency: try row["agency"], sentAt: try row["sent_at"],
            readAt: try row["read_at"],
            delivery: try state.map { state in
                let reason: String? = try row["reason"]
                return MessageDelivery(
                    state: state, attempts: try row["attempts"], changedAt: try row["changed_at"],
                    reason: reason.flatMap(MailTrouble.init))
            })
    }
}

extension JSON {
    fileprivate var sentTexts: [Language: SentMessage.Text] {
        (object ?? []).reduce(into: [:]) { texts, member in
            guard let language = Language(rawValue: member.name) else { return }
            texts[language] = .init(
                subject: member.value["subject"]?.string ?? "", body: member.value["body"]?.string ?? "")
        }
    }
}
