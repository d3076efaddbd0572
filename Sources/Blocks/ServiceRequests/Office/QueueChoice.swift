import Base
import BuildingBlock
import Journal
import Web

/// What is chosen in the queue, as its address holds it.
struct QueueChoice: Hashable, Sendable {
    enum Whose: String, CaseIterable, Hashable, Sendable { case everyone, mine, nobody }
    enum State: String, CaseIterable, Hashable, Sendable { case open, received, overdue, closed }

    var whose = Whose.everyone
    var state = State.open
    var agency: String?
    var category: String?
    var words: String?

    init(_ query: Query, catalogue: CategoryCatalogue) {
        whose = query["whose"].flatMap(Whose.init) ?? .everyone
        state = query["state"].flatMap(State.init) ?? .open
        agency = query["agency"].flatMap { $0.isEmpty ? nil : $0 }
        category = query["category"].flatMap { catalogue[$0]?.code }
        words = query["q"].map { $0.trimmed }.flatMap { $0.isEmpty ? nil : String($0.prefix(200)) }
    }

    func filter(_ officer: Officer, now: Instant) -> RequestFilter {
        var filter = RequestFilter()
        filter.publicOnly = false
        filter.agencies = agency.map { chosen in officer.agencies.filter { $0 == chosen } } ?? officer.agencies
        filter.categories = category.map { [$0] } ?? []
        filter.words = words
        switch state {
        case .open: filter.statuses = RequestStatus.open
        case .received: filter.statuses = [.received]
        case .overdue: filter.overdueAt = now
        case .closed: filter.statuses = RequestStatus.closed
        }
        switch whose {
        case .everyone: break
        case .mine: filter.assignee = .officer(Identifier(officer.person.account))
        case .nobody: filter.assignee = .nobody
        }
        return filter
    }

    var page: PageAddress {
        PageAddress(RequestLinks.queue).with("state", state == .open ? nil : state.rawValue)
            .with("whose", whose == .everyone ? nil : whose.rawValue).with("agency", agency).with("category", category)
            .with("q", words)
    }

    func filters(_ officer: Officer, _ words: RequestWords) -> UI.Filters {
        let states = State.allCases.map {
            UI.Choice($0.rawValue, words("queue.state-\($0.rawValue)"), isChosen: $0 == state)
        }
        let owners = Whose.allCases.map {
            UI.Choice($0.rawValue, words("queue.whose-\($0.rawValue)"), isChosen: $0 == whose)
        }
        let codes = words.catalogue.categories.filter { officer.agencies.contains($0.agency) || $0.code == category }
        let categories =
            [UI.Choice("", words("list.every-category"), isChosen: category == nil)]
            + codes.map { UI.Choice($0.code, $0.name(in: words.language), isChosen: $0.code == category) }
        var fields: [any Field] = [
            UI.TextField(
                UI.Question("q", words("list.search")), value: self.words ?? "", kind: .search, width: .medium),
            UI.Select(UI.Question("state", words("queue.state")), states),
            UI.Select(UI.Question("whose", words("queue.whose")), owners),
            UI.Select(UI.Question("category", words("report.category")), categories),
        ]
        if officer.agencies.count > 1 {
            let agencies =
                [UI.Choice("", words("queue.every-agency"), isChosen: agency == nil)]
                + officer.agencies.map { UI.Choice($0, words.agency($0), isChosen: $0 == agency) }
            fields.append(UI.Select(UI.Question("agency", words("request.agency")), agencies))
        }
        return UI.Filters(
            action: RequestLinks.queue, fields: fields, clearAll: page.query.items.isEmpty ? nil : RequestLinks.queue)
    }
}
