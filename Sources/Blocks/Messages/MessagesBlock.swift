import Base
import BuildingBlock
import Store
import Web

/// What the government tells people: templates in every language, the mailbox in the portal, e-mail.
public enum MessagesBlock {
    /// The block's views and texts.
    public static let assets = Assets.files
    public static let migrations = Migration.embedded(Assets.files, block: "messages")
    /// The templates that this block brings: `messages/test`.
    public static let templates = MessageTemplates.Source(block: "messages", files: Assets.files)

    /// Where people read what was written to them.
    public static let mailbox = MailboxPages.path

    public static func block(on platform: Platform, desk: MessageDesk) -> Block {
        let mailbox = MailboxPages(desk: desk)
        let deliveries = DeliveryPages(desk: desk)
        let permission = MessagePermissions.deliveries
        return Block(
            name: "messages", migrations: migrations, permissions: [permission],
            jobs: [JobHandler(MessageDesk.emailJob, lane: .network) { job in try await desk.deliver(job) }],
            personalData: [.messages],
            navigation: [Site.Entry(text: "messages.deliveries.nav", path: DeliveryPages.path, permission: permission)]
        ) { routes in
            routes.get(person: MailboxPages.path, mailbox.list)
            routes.get(person: "\(MailboxPages.path)/:id", mailbox.message)
            routes.get(person: "\(MailboxPages.path)/:id/print", mailbox.printed)
            routes.get(officer: DeliveryPages.path, permission: permission, deliveries.list)
            routes.post(officer: "\(DeliveryPages.path)/:id/attempts", permission: permission, deliveries.retry)
        }
    }
}

public enum MessagePermissions {
    public static let deliveries = Permission(
        "messages.deliveries",
        title: LocalizedText(
            "See which e-mails failed and send them again", in: .english,
            translations: [
                .french: "Voir les courriels non remis et les renvoyer",
                .arabic: "الاطلاع على رسائل البريد التي تعذّر تسليمها وإعادة إرسالها",
            ]))
}
