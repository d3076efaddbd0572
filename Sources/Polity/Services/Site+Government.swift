import Base
import BuildingBlock
import CitizenServices
import Foundation
import Messages
import Store
import Web

extension Government {
    /// The site of this government, ready to be served.
    func webApplication() throws -> WebApplication {
        var routes = Routes()
        for block in blocks { block.routes(&routes) }
        DatasetRoutes(blocks.flatMap(\.datasets), database: database).declare(&routes)
        UI.DesignPage.declare(on: &routes, views: views)
        let metrics = RequestMetrics()
        metrics.register(jobGauges)
        metrics.register(logGauges)
        return try WebApplication(
            site: try site(), routes: routes.declared, views: views,
            ports: .init(
                sessions: MailboxSessions(sessions: identity, messages: desks.messages), clients: desks.services),
            time: platform.time,
            rateLimits: settings.hasRateLimits ? RateLimits() : .off, checks: checks, metrics: metrics,
            logger: platform.logger)
    }

    /// What `/readyz` asks.
    private var checks: [HealthCheck] {
        [
            HealthCheck("database") { [database] in try await database.check() },
            HealthCheck("files") { [files = platform.files] in try await files.check() },
        ]
    }

    private func site() throws -> Site {
        let look = jurisdiction.look
        return Site(
            name: jurisdiction.title, languages: jurisdiction.languages, address: settings.address,
            secret: try folder.siteSecret(), colour: try UI.CivicColour(light: look.colour, dark: look.darkColour),
            emblem: try emblem(), isDemo: settings.isDemo, trustedProxies: settings.proxies,
            navigation: blocks.flatMap(\.navigation),
            footer: [
                Site.Entry(text: "web.data.title", path: "/data"), Site.Entry(text: "web.api.title", path: "/api"),
            ],
            verification: Site.Entry(text: "transparency.nav", path: "/journal"),
            mailbox: Site.Entry(text: "messages.nav", path: MessagesBlock.mailbox))
    }

    private func emblem() throws -> String? {
        guard let file = jurisdiction.look.emblem else { return nil }
        guard let data = FileManager.default.contents(atPath: "\(jurisdiction.folder)/\(file)") else {
            throw StartError("\(jurisdiction.folder)/\(file): the emblem cannot be read")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
