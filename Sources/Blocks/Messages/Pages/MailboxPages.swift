import Base
import BuildingBlock
import Journal
import Store
import Web

/// The person's mailbox: what was told to them, whatever became of the e-mail.
struct MailboxPages: Sendable {
    let desk: MessageDesk
    static let path = "/account/messages"

    private func text(_ key: String, _ language: Language, _ arguments: [String: Texts.Argument] = [:]) -> String {
        desk.platform.texts("messages.\(key)", in: language, arguments)
    }

    private func format(_ language: Language) -> Format { Format(language, zone: desk.jurisdiction.calendar.zone) }

    func list(_ call: Call<Person>) async throws -> Reply {
        let party = call.caller.party
        let cursor = try call.cursor()
        let size = call.pageSize(25)
        let (rows, unread) = try await desk.database.read { tx in
            (try tx.mailbox(of: party, cursor, limit: size + 1), try desk.unread(of: party, in: tx))
        }
        let page = call.page(of: rows, size: size, after: cursor) { [.string($0.id.description)] }
        let language = call.language
        let cells = page.elements.map { message in
            let (shown, real) = message.text(in: language)
            return MailboxEntry(
                link: UI.Link(shown.subject, "\(Self.path)/\(message.id)", language: real == language ? nil : real),
                sender: sender(of: message, language), moment: moment(message.sentAt, language),
                tag: message.readAt == nil ? UI.Tag(text("unread", language), .notice) : nil)
        }
        let model = MailboxPage(
            summary: text("unread-count", language, ["count": .number(Int64(unread))]), entries: cells,
            empty: cells.isEmpty ? UI.EmptyState(.message, text("none", language), text("none-text", language)) : nil,
            pages: page.previous == nil && page.next == nil ? nil : call.pagination(page))
        var drawn = Page("messages/mailbox", title: text("title", language), model)
        drawn.breadcrumbs = [account(language)]
        return .page(drawn)
    }

    private func account(_ language: Language) -> UI.Link { UI.Link(text("account", language), "/account") }

    func message(_ call: Call<Person>) async throws -> Reply {
        let message = try await found(call)
        if message.readAt == nil { try await desk.markRead(message.id, by: call.caller.party, at: call.now) }
        let language = call.language
        let (shown, real) = message.text(in: language)
        let model = MessagePage(
            subject: shown.subject, body: MessageBody(shown.body), language: real == language ? nil : real,
            facts: UI.SummaryList([
                UI.SummaryRow(text("from", language), sender(of: message, language)),
                UI.SummaryRow(text("sent", language), moment: moment(message.sentAt, language)),
                UI.SummaryRow(
                    text("email", language), text("email.\(message.delivery?.state.rawValue ?? "none")", language)),
            ]),
            about: UI.Button(text("about", language), .secondary, href: message.about),
            print: "\(Self.path)/\(message.id)/print")
        var drawn = Page("messages/message", title: shown.subject, model)
        drawn.breadcrumbs = [account(language), UI.Link(text("title", language), Self.path)]
        return .page(drawn)
    }

    func printed(_ call: Call<Person>) async throws -> Reply {
        let message = try await found(call)
        let language = call.language
        let (shown, real) = message.text(in: language)
        let contact = desk.jurisdiction.contact
        let sender = [desk.jurisdiction.title(in: language), contact.address, contact.email].compactMap(\.self)
        let letterhead = UI.Letterhead(
            agency: self.sender(of: message, language), sender: sender, recipient: [call.caller.name],
            date: moment(message.sentAt, language), referenceLabel: text("number", language),
            reference: message.id.description, subject: shown.subject)
        let model = PrintedMessage(letterhead: letterhead, body: MessageBody(shown.body), language: real)
        return .page(Page("messages/print", title: shown.subject, model))
    }

    private func found(_ call: Call<Person>) async throws -> SentMessage {
        let id: Identifier<Message> = try call.identifier("id")
        let message = try await desk.database.read { try MessageRows.message(id, $0) }
        // Someone else's is not there.
        guard let message, message.recipient == call.caller.party else { throw MessageError.unknownMessage }
        return message
    }

    private func sender(of message: SentMessage, _ language: Language) -> String {
        message.agency.flatMap(desk.jurisdiction.agency)?.name(in: language) ?? desk.jurisdiction.title(in: language)
    }

    private func moment(_ instant: Instant, _ language: Language) -> UI.Moment {
        UI.Moment(instant, format(language))
    }
}

extension Person {
    var party: Identifier<Act.Party> { Identifier(account) }
}

extension ReadTransaction {
    /// The newest first; before the cursor's, or after it where it is backward.
    fileprivate func mailbox(of party: Identifier<Act.Party>, _ cursor: Cursor?, limit: Int) throws -> [SentMessage] {
        guard let cursor, let id = cursor.values.first?.string.flatMap(Identifier<Message>.init) else {
            return try MessageRows.list("m.party = \(party) ORDER BY m.id DESC LIMIT \(limit)", self)
        }
        let rest: SQL = cursor.isBackward ? "m.id > \(id) ORDER BY m.id" : "m.id < \(id) ORDER BY m.id DESC"
        return try MessageRows.list("m.party = \(party) AND \(rest) LIMIT \(limit)", self)
    }
}
