import Base
import BuildingBlock
import ServiceDefinition
import Web

/// Services that belong together, by what happens in a life.
struct LifeEventPages: Sendable {
    let desk: ServicesDesk
    static let list = "/life-events"

    func declare(in routes: inout Routes) {
        routes.get(Self.list, cache: ServicePages.cache) { call in
            let words = ServiceWords(desk, in: call.language)
            let cards = events.map { event, services in
                UI.ServiceCard(
                    event.title(in: call.language), "\(Self.list)/\(event.key)",
                    facts: services.map { words.of($0.title) }, icon: event.icon)
            }
            var page = UI.PartsPage(
                title: words("life-events-title"), introduction: [words("life-events-lead")],
                parts: [UI.ServiceCards(cards)]
            ).page(cache: ServicePages.cache)
            page.breadcrumbs = [UI.Link(words("title"), ServiceLinks.list)]
            return .page(page)
        }
        routes.get("\(Self.list)/:name", cache: ServicePages.cache) { call in
            let words = ServiceWords(desk, in: call.language)
            let key = call.parameter("name")
            guard let (event, services) = events.first(where: { $0.event.key == key }) else { throw Problem.notFound }
            var page = UI.PartsPage(
                title: event.title(in: call.language),
                introduction: [event.text?(in: call.language) ?? words("life-event-lead")],
                parts: [ServicePages(desk: desk).cards(services, words)]
            ).page(cache: ServicePages.cache)
            page.breadcrumbs = [
                UI.Link(words("title"), ServiceLinks.list), UI.Link(words("life-events-title"), Self.list),
            ]
            return .page(page)
        }
    }

    private var events: [(event: ServiceTopics.Topic, services: [Service])] {
        desk.catalogue.topics.lifeEvents(of: desk.catalogue.entries.map(\.service))
    }

    /// A heading with a link to each; nothing where no service names one.
    func links(_ words: ServiceWords) -> [any Component] {
        let links = events.map { UI.Link($0.event.title(in: words.language), "\(Self.list)/\($0.event.key)") }
        return links.isEmpty ? [] : [UI.Heading(words("life-events")), UI.LinkList(links)]
    }
}
