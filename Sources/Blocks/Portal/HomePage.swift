import Base
import BuildingBlock
import Web

/// The portal's first page.
struct HomePage: ViewModel {
    let heading: String
    /// A drawing of the jurisdiction's own.
    let banner: HTML?
    let search: UI.Search?
    /// What blocks bring.
    let parts: [any Component]
    let services: UI.ServiceCards
    let contact: UI.SummaryList

    func member(_ name: String) -> Any? {
        switch name {
        case "heading": heading
        case "banner": banner.orAbsent
        case "search": search.orAbsent
        case "parts": parts
        case "services": services
        case "contact": contact
        default: nil
        }
    }

    static func page(
        of platform: Platform, services: [PublicService], fronts: [Front], banner: HTML?, in language: Language
    ) -> Page {
        let cards = services.map { service in
            UI.ServiceCard(
                platform.texts(service.title, in: language), service.path,
                text: platform.texts(service.summary, in: language), icon: service.icon)
        }
        let model = HomePage(
            heading: platform.jurisdiction.title(in: language), banner: banner,
            search: fronts.lazy.compactMap { $0.search(language) }.first, parts: fronts.flatMap { $0.parts(language) },
            services: UI.ServiceCards(cards), contact: contact(platform, language))
        return Page(
            "portal/home", title: platform.jurisdiction.title(in: language), model, cache: .shared(seconds: 5))
    }

    private static func contact(_ platform: Platform, _ language: Language) -> UI.SummaryList {
        let contact = platform.jurisdiction.contact
        let facts: [(key: String, value: String?)] = [
            ("portal.phone", contact.phone), ("portal.email", contact.email), ("portal.address", contact.address),
            ("portal.hours", contact.hours?(in: language)),
        ]
        return UI.SummaryList(
            facts.compactMap { fact in
                fact.value.map { UI.SummaryRow(platform.texts(fact.key, in: language), $0) }
            })
    }
}
