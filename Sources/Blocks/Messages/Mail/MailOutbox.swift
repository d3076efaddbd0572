import Base
import Foundation

/// Lays each mail as a file in an outbox folder (RFC 5322, one `.eml` a mail, mode 0600), from which the operator's own mail system takes
/// it. A mail is complete when its file has its name, and the same mail has the same name.
public struct MailOutbox: MailTransport {
    /// The folder; made when the first mail comes.
    public var folder: String

    public init(folder: String) { self.folder = folder }

    public func deliver(
        _ message: [UInt8], id: Identifier<Mail>, from sender: String, to address: String
    ) async throws(MailTrouble) {
        let manager = FileManager.default
        let part = "\(folder)/.\(id).part"
        do {
            try manager.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            guard manager.createFile(atPath: part, contents: Data(message), attributes: [.posixPermissions: 0o600])
            else {
                throw MailTrouble(.outbox, code: nil)
            }
            guard rename(part, "\(folder)/\(id).eml") == 0 else { throw MailTrouble(.outbox, code: nil) }
        } catch {
            throw MailTrouble(.outbox, code: nil)
        }
    }
}

/// For a demonstration: mails to addresses that nobody can have (RFC 2606, RFC 6761) go to `inside`, all others are only laid in
/// the outbox.
public struct DemoMail: MailTransport {
    public var inside: any MailTransport
    public var outbox: MailOutbox

    public init(inside: any MailTransport, outbox: MailOutbox) { (self.inside, self.outbox) = (inside, outbox) }

    public func deliver(
        _ message: [UInt8], id: Identifier<Mail>, from sender: String, to address: String
    ) async throws(MailTrouble) {
        let transport: any MailTransport = Self.isNobodys(address) ? inside : outbox
        try await transport.deliver(message, id: id, from: sender, to: address)
    }

    static func isNobodys(_ address: String) -> Bool {
        guard let domain = address.split(separator: "@").last?.lowercased() else { return false }
        let top = domain.split(separator: ".").last ?? ""
        let names = ["example.com", "example.net", "example.org"]
        return ["example", "test", "invalid", "localhost"].contains(top)
            || names.contains { domain == $0 || domain.hasSuffix("." + $0) }
    }
}
