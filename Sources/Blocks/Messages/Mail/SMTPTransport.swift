import Base
import CCurl
import Store
import Synchronization

/// Gives mails to a mail server by libcurl, on threads of its own: a slow server holds up nothing else.
public struct SMTPTransport: MailTransport {
    private let server: SMTPServer
    /// How we introduce ourselves (EHLO).
    private let name: String
    private let limits: Limits
    private let threads: BlockingThreads

    public struct Limits: Sendable {
        public var connecting: Duration = .seconds(15)
        /// For the whole of one mail. A server may take its time over the content (RFC 5321 §4.5.3.2).
        public var sending: Duration = .seconds(180)
        /// How many mails at once.
        public var connections = 4
        public init() {}
    }

    public init(_ server: SMTPServer, name: String, limits: Limits = Limits()) {
        (self.server, self.name, self.limits) = (server, name, limits)
        threads = BlockingThreads(name: "smtp", count: limits.connections, patience: .seconds(600))
    }

    public func deliver(
        _ message: [UInt8], id: Identifier<Mail>, from sender: String, to address: String
    ) async throws(MailTrouble) {
        do {
            try await threads.run { [server, name, limits] in
                try SMTPSession(message).run(server, as: name, limits: limits, from: sender, to: address)
            }
        } catch let trouble as MailTrouble {
            throw trouble
        } catch {
            // Too many mails wait for a thread.
            throw MailTrouble(.connection, code: nil)
        }
    }
}
