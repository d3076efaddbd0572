import Base
import Identity
import Messages
import Store
import Web

/// Who holds a session, and how many messages wait for them.
struct MailboxSessions: SessionReader {
    let sessions: any SessionReader
    let messages: MessageDesk

    func person(session token: String, at now: Instant) async throws -> Person? {
        guard var person = try await sessions.person(session: token, at: now) else { return nil }
        let party = person.account
        person.unread = try await messages.unread(of: Identifier(party))
        return person
    }
}
