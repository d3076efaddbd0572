import Base
import BuildingBlock
import Store
import Web

/// The list and the map of public requests.
struct ListPages: Sendable {
    let desk: RequestDesk
    let map: StreetMap

    func declare(in routes: inout Routes) {
        routes.get(RequestLinks.list) { call in try await list(call) }
        routes.get(RequestLinks.map) { call in try await onMap(call) }
    }

    private func list(_ call: Call<Visitor>) async throws -> Reply {
        let query = call.input.query
        // Somebody typed a reference into the search: lead there.
        if let text = query["q"], let reference = RequestReference(text) {
            return .redirect(to: RequestLinks.request(reference))
        }
        let choice = ListChoice(query, catalogue: desk.catalogue)
        let words = RequestWords(desk, in: call.language)
        let after = query["after"].flatMap(Identifier<ServiceRequest>.init)
        let size = desk.catalogue.settings.pageSize
        let page = try await desk.database.read { try $0.list(choice.filter, after: after, limit: size) }
        let address = choice.page(RequestLinks.list)
        var parts: [any Component] = [tabs(choice, isMap: false, words), choice.filters(RequestLinks.list, words)]
        if page.requests.isEmpty {
            parts.append(empty(words))
        } else {
            parts.append(UI.ServiceCards(page.requests.map { words.card($0, now: call.now) }))
            let next =
                page.hasMore ? page.requests.last.map { address.with("after", $0.id.description).description } : nil
            parts.append(UI.Pagination(previous: after == nil ? nil : address.description, next: next))
        }
        return .page(
            UI.PartsPage(title: words("list.title"), introduction: [words("list.introduction")], parts: parts).page())
    }

    private func onMap(_ call: Call<Visitor>) async throws -> Reply {
        let choice = ListChoice(call.input.query, catalogue: desk.catalogue)
        let words = RequestWords(desk, in: call.language)
        var filter = choice.filter
        if choice.box == nil { filter.box = desk.extent }
        let found = try await desk.database.read { [filter] in try $0.list(filter, after: nil, limit: 500) }
        let drawn = UI.Map(
            words("map.title"), data: map.data, view: choice.box, pins: found.requests.compactMap(words.pin)
        ) { box in
            var moved = choice
            moved.box = box
            return moved.page(RequestLinks.map).description
        }
        var introduction = [words.count("map.count", found.requests.count)]
        if found.hasMore { introduction.append(words("map.too-many")) }
        return .page(
            UI.PartsPage(
                title: words("map.title"), introduction: introduction,
                parts: [tabs(choice, isMap: true, words), choice.filters(RequestLinks.map, words), drawn]
            ).page())
    }

    private func tabs(_ choice: ListChoice, isMap: Bool, _ words: RequestWords) -> UI.Tabs {
        var everywhere = choice
        everywhere.box = nil
        return UI.Tabs(
            words("list.views"),
            [
                UI.Link(words("list.as-list"), everywhere.page(RequestLinks.list).description, isCurrent: !isMap),
                UI.Link(words("list.as-map"), choice.page(RequestLinks.map).description, isCurrent: isMap),
            ])
    }

    private func empty(_ words: RequestWords) -> UI.EmptyState {
        UI.EmptyState(
            .search, words("list.empty"), words("list.empty-text"),
            button: UI.Button(words("report.title"), href: RequestLinks.report))
    }
}
