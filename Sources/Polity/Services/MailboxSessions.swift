import Base
import Identity
import Messages
import Store
import Web

/// Who holds a session, and how many messages wait for them: read in one transaction, for every page asks.
struct MailboxSessions: SessionReader {
    let sessions: IdentityService
    let messages: MessageDesk

    func person(session token: String, at now: Instant) async throws -> Person? {
        let messages = messages
        let found = try await sessions.person(session: token, at: now) { account, transaction in
            try messages.unread(of: Identifier(account), in: transaction)
        }
        guard let found else { return nil }
        var person = found.person
        person.unread = found.more
        return person
    }
}
