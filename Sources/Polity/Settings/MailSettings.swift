import ArgumentParser
import Base
import BuildingBlock
import Messages

/// How e-mails leave this process.
struct MailSettings: Sendable {
    /// `nil`: they are laid in the outbox folder.
    var server: SMTPServer?
    var sender: String?

    /// Throws a `ValidationError` that names the setting and what is wrong with it.
    init(isDemo: Bool, _ text: (Setting) -> String) throws {
        func given(_ setting: Setting) -> String? {
            let value = text(setting)
            return value.isEmpty ? nil : value
        }
        sender = given(.smtpSender)
        if let sender, !sender.contains("@") {
            throw ValidationError("smtp.sender: \(sender) is no address of e-mail")
        }
        let encryption = text(.smtpEncryption)
        guard encryption == "on" || encryption == "off" else {
            throw ValidationError("smtp.encryption: \(encryption) is neither on nor off")
        }
        guard let address = given(.smtpServer) else { return }
        guard
            let server = SMTPServer(
                address, encrypted: encryption == "on", user: given(.smtpUser), password: given(.smtpPassword),
                certificates: given(.smtpCertificates))
        else {
            throw ValidationError("smtp.server: \(address) is no mail server; write it as smtp://mail.town.example:587")
        }
        guard server.isLoopback || !isDemo else {
            throw ValidationError(
                "smtp.server: a demonstration sends nothing to the outside; name a server on this machine, or leave it out"
            )
        }
        self.server = server
    }

    /// The one way by which e-mails leave.
    func mailSender(outbox folder: String, jurisdiction: Jurisdiction, isDemo: Bool, time: TimeSource) -> MailSender {
        let domain = jurisdiction.contact.email?.split(separator: "@").last.map(String.init) ?? "localhost"
        let origin = MailOrigin(address: sender ?? "no-reply@\(domain)", name: jurisdiction.title)
        let outbox = MailOutbox(folder: folder)
        guard let server else { return MailSender(origin: origin, transport: outbox, time: time) }
        let smtp = SMTPTransport(server, name: origin.domain)
        return MailSender(
            origin: origin, transport: isDemo ? DemoMail(inside: smtp, outbox: outbox) : smtp, time: time)
    }
}
