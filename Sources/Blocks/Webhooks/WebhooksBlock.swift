import Base
import BuildingBlock
import Store
import Web

/// Programs of others are told of acts as they happen (Standard Webhooks 1.0.0).
public enum WebhooksBlock {
    public static let assets = Assets.files
    public static let migrations = Migration.embedded(Assets.files, block: "webhooks")

    public static func block(on platform: Platform, desk: WebhookDesk) -> Block {
        let pages = WebhookPages(desk: desk)
        let manage = WebhookPermissions.manage
        let path = WebhookPages.path
        return Block(
            name: "webhooks", migrations: migrations, permissions: [manage], listeners: [desk.listener],
            jobs: [
                JobHandler(WebhookDesk.job, lane: .network) { job in try await desk.deliver(job) },
                JobHandler(WebhookDesk.forgetting) { _ in
                    try await desk.forget()
                    return .done
                },
            ],
            recurrences: [Recurrence(WebhookDesk.forgetting, every: .seconds(86_400))],
            navigation: [Site.Entry(text: "webhooks.nav", path: path, permission: manage)]
        ) { routes in
            routes.get(officer: path, permission: manage, pages.list)
            routes.get(officer: "\(path)/new", permission: manage, pages.new)
            routes.post(officer: "\(path)/new", permission: manage, pages.newSent)
            routes.get(officer: "\(path)/:id", permission: manage, pages.subscription)
            routes.post(officer: "\(path)/:id/pause", permission: manage, pages.pause)
            routes.post(officer: "\(path)/:id/resumption", permission: manage, pages.resume)
            routes.post(officer: "\(path)/:id/removal", permission: manage, pages.remove)
            routes.post(officer: "\(path)/:id/secret", permission: manage, pages.newSecret)
            routes.post(officer: "\(path)/:id/deliveries/:delivery/attempts", permission: manage, pages.redeliver)
        }
    }
}
