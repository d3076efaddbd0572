import Base
import BuildingBlock

/// One e-mail to one address.
public struct Mail: Sendable, Hashable {
    /// Makes the Message-ID: the same mail sent again has the same.
    public var id: Identifier<Mail>
    public var to: String
    /// The name beside the address.
    public var name: String?
    public var subject: String
    /// Plain text. Paragraphs are parted by empty lines, `- ` begins an item of a list.
    public var text: String
    public var language: Language?
    public var date: Instant

    public init(
        id: Identifier<Mail>, to: String, name: String? = nil, subject: String, text: String, language: Language? = nil,
        date: Instant
    ) {
        (self.id, self.to, self.name, self.subject) = (id, to, name, subject)
        (self.text, self.language, self.date) = (text, language, date)
    }
}

/// Who e-mails come from.
public struct MailOrigin: Sendable, Hashable {
    /// `no-reply@larkhaven.example`
    public var address: String
    /// `City of Larkhaven`, in the languages of the government.
    public var name: LocalizedText?

    public init(address: String, name: LocalizedText?) { (self.address, self.name) = (address, name) }

    /// What stands behind the `@`.
    public var domain: String { address.split(separator: "@").last.map(String.init) ?? "localhost" }
}

/// Brings composed mails to where they go on from.
public protocol MailTransport: Sendable {
    /// - Parameters:
    ///   - message: complete, as RFC 5322 has it, lines ended by CR LF.
    ///   - id: the mail's own, in file names.
    func deliver(_ message: [UInt8], id: Identifier<Mail>, from sender: String, to address: String)
        async throws(MailTrouble)
}

/// The one way by which e-mails leave: what blocks send as they stand (`Mailer`), and what the desk sends for messages.
public struct MailSender: Mailer {
    public let origin: MailOrigin
    public let transport: any MailTransport
    private let time: TimeSource

    public init(origin: MailOrigin, transport: any MailTransport, time: TimeSource) {
        (self.origin, self.transport, self.time) = (origin, transport, time)
    }

    public func send(_ mail: Mail) async throws(MailTrouble) {
        guard MailAddress.isDeliverable(mail.to) else { throw MailTrouble(.address, code: nil) }
        try await transport.deliver(
            MIMEMessage(mail, from: origin).bytes, id: mail.id, from: origin.address, to: mail.to)
    }

    public func send(to address: String, subject: String, text: String) async throws {
        let now = time.now()
        try await send(Mail(id: Identifier(at: now), to: address, subject: subject, text: text, date: now))
    }
}

enum MailAddress {
    /// Whether SMTP can take it as it stands: ASCII (RFC 5321 §4.1.2), nothing that would end the command.
    static func isDeliverable(_ address: String) -> Bool {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty && address.utf8.count <= 254
            && address.utf8.allSatisfy { $0 > 32 && $0 < 127 && !$0.isDelimiter }
    }
}

extension UInt8 {
    fileprivate var isDelimiter: Bool { [UInt8](#"<>,;:"\()[]"#.utf8).contains(self) }
}
