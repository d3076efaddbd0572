import Base
import BuildingBlock
import Store
import Web

extension RequestWords {
    /// A request as a card of a public list.
    func card(_ request: RequestSummary, now: Instant) -> UI.ServiceCard {
        var facts = [
            request.reference.description,
            self("list.filed", ["when": .text(format.relative(request.filedAt, to: now))]),
        ]
        if let address = request.address { facts.insert(address, at: 0) }
        return UI.ServiceCard(
            category(request.category), RequestLinks.request(request.reference), text: excerpt(request.description),
            facts: facts, tag: tag(request.status))
    }

    /// As much of a text as a list shows; `nil` where there is none.
    func excerpt(_ text: String) -> String? {
        guard !text.isEmpty else { return nil }
        return text.count > 160 ? String(text.prefix(157)) + "…" : text
    }

    func pin(_ request: RequestSummary) -> UI.Pin? {
        guard let point = request.point else { return nil }
        return UI.Pin(
            category(request.category), at: UI.Point(point), href: RequestLinks.request(request.reference),
            note: request.address ?? status(request.status))
    }
}

/// What is chosen in the list and the map of requests, as their addresses hold it.
struct ListChoice: Hashable, Sendable {
    enum State: String, CaseIterable, Hashable, Sendable { case open, closed, all }
    var state = State.open
    var category: String?
    var agency: String?
    var words: String?
    var box: UI.Box?

    init(_ query: Query, catalogue: CategoryCatalogue) {
        state = query["status"].flatMap(State.init) ?? .open
        category = query["category"].flatMap { catalogue[$0]?.code }
        agency = query["agency"].flatMap { $0.isEmpty ? nil : $0 }
        words = query["q"].map { $0.trimmed }.flatMap { $0.isEmpty ? nil : String($0.prefix(200)) }
        box = query["bbox"].flatMap(UI.Box.init)
    }

    var filter: RequestFilter {
        var filter = RequestFilter()
        filter.statuses = statuses
        filter.categories = category.map { [$0] } ?? []
        filter.agencies = agency.map { [$0] }
        filter.words = words
        filter.box = box.map { BoundingBox(west: $0.west, south: $0.south, east: $0.east, north: $0.north) }
        return filter
    }

    private var statuses: [RequestStatus] {
        switch state {
        case .open: RequestStatus.open
        case .closed: RequestStatus.closed
        case .all: []
        }
    }

    func page(_ path: String) -> PageAddress {
        PageAddress(path).with("status", state == .open ? nil : state.rawValue).with("category", category)
            .with("agency", agency).with("q", words).with("bbox", box?.text)
    }

    func filters(_ path: String, _ words: RequestWords) -> UI.Filters {
        let page = page(path)
        var chosen: [UI.Link] = []
        if let category { chosen.append(UI.Link(words.category(category), page.without("category").description)) }
        if let agency { chosen.append(UI.Link(words.agency(agency), page.without("agency").description)) }
        if let text = self.words { chosen.append(UI.Link("“\(text)”", page.without("q").description)) }
        let states = State.allCases.map {
            UI.Choice($0.rawValue, words("list.state-\($0.rawValue)"), isChosen: $0 == state)
        }
        let everything = [UI.Choice("", words("list.every-category"), isChosen: category == nil)]
        let categories = words.catalogue.categories.filter { !$0.isSensitive }.map {
            UI.Choice($0.code, $0.name(in: words.language), isChosen: $0.code == category)
        }
        return UI.Filters(
            action: path,
            fields: [
                UI.TextField(
                    UI.Question("q", words("list.search")), value: self.words ?? "", kind: .search, width: .long),
                UI.Select(UI.Question("status", words("list.state")), states),
                UI.Select(UI.Question("category", words("report.category")), everything + categories),
            ], hidden: box.map { [UI.HiddenField("bbox", $0.text)] } ?? [], chosen: chosen,
            clearAll: chosen.isEmpty ? nil : path)
    }
}
