import Base
import BuildingBlock
import Journal
import Store
import Web

/// The queue of officers: what is open in their agencies, the first due first.
struct QueuePages: Sendable {
    let desk: RequestDesk
    let directory: OfficerDirectory

    func declare(in routes: inout Routes) {
        routes.get(officer: RequestLinks.queue, permission: RequestPermissions.view) { call in try await show(call) }
        routes.post(officer: "/office/requests/assignments", permission: RequestPermissions.work) { call in
            try await assign(call)
        }
        routes.post(officer: "/office/requests/assignments/:bulk/removal", permission: RequestPermissions.work) {
            call in
            let count = try await desk.undo(try call.identifier("bulk"), by: Worker(call.caller), at: call.now)
            return .redirect(to: PageAddress(RequestLinks.queue).with("undone", "\(count)").description)
        }
    }

    private func show(_ call: Call<Officer>) async throws -> Reply {
        let query = call.input.query
        if let text = query["q"], let reference = RequestReference(text),
            let request = try await desk.database.read({ try $0.request(reference) }), Worker(call.caller).may(request)
        {
            return .redirect(to: RequestLinks.office(request.id))
        }
        let choice = QueueChoice(query, catalogue: desk.catalogue)
        let after = query["after"].flatMap(QueueKey.init)
        let size = desk.catalogue.settings.pageSize * 2
        let found = try await desk.database.read { transaction in
            let page = try transaction.queue(choice.filter(call.caller, now: call.now), after: after, limit: size)
            let assignees = Set(page.requests.compactMap { $0.assignee }).map { Identifier<Act.Party>($0) }
            let names = try directory.names(assignees, transaction)
            return (page, names, try self.officers(of: call.caller, at: call.now, transaction))
        }
        let (page, names, officers) = found
        let words = RequestWords(desk, in: call.language)
        var parts: [any Component] = notices(query, words)
        parts.append(choice.filters(call.caller, words))
        if page.requests.isEmpty {
            parts.append(UI.EmptyState(.check, words("queue.empty"), words("queue.empty-text")))
        } else {
            parts.append(table(page.requests, names, officers, call, words))
            let next =
                page.hasMore
                ? page.requests.last.map { choice.page.with("after", QueueKey($0).text).description } : nil
            parts.append(UI.Pagination(previous: after == nil ? nil : choice.page.description, next: next))
        }
        parts.append(
            UI.Shortcuts([
                UI.Shortcut("a", words("queue.shortcut-assign")), UI.Shortcut("u", words("queue.shortcut-undo")),
            ]))
        return .page(UI.PartsPage(title: words("queue.title"), parts: parts).workspace())
    }

    /// Everybody to whom the officer may give work.
    private func officers(
        of officer: Officer, at now: Instant, _ transaction: any ReadTransaction
    ) throws -> [OfficerDirectory.Officer] {
        var known: [Identifier<Act.Party>: OfficerDirectory.Officer] = [:]
        for agency in officer.agencies where officer.may(RequestPermissions.work.key, in: agency) {
            for officer in try directory.officers(agency, now, transaction) { known[officer.id] = officer }
        }
        return known.values.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    private func notices(_ query: Query, _ words: RequestWords) -> [any Component] {
        if let bulk = query["assigned"], let count = query["count"].flatMap(Int.init) {
            let undo = UI.Action(
                "/office/requests/assignments/\(bulk)/removal",
                UI.Button(words("queue.undo"), .secondary, shortcut: "u"))
            guard Identifier<BulkAssignment>(bulk) != nil else { return [] }
            return [UI.Notice(.done, words.count("queue.assigned", count), action: undo, announced: true)]
        }
        if let count = query["undone"].flatMap(Int.init) {
            return [UI.Notice(.done, words.count("queue.undone", count), announced: true)]
        }
        return []
    }

    private func table(
        _ requests: [RequestSummary], _ names: [Identifier<Act.Party>: String], _ officers: [OfficerDirectory.Officer],
        _ call: Call<Officer>, _ words: RequestWords
    ) -> any Component {
        let columns = ["reference", "category", "place", "due", "status", "assignee"].map {
            UI.Column(words("queue.column-\($0)"))
        }
        let mayAssign = requests.contains { call.caller.may(RequestPermissions.work.key, in: $0.agency) }
        let rows = requests.map { request -> UI.Row in
            let assignee = request.assignee.map { names[Identifier($0)] ?? words("office.officer") }
            return UI.Row(
                [
                    UI.Cell(
                        request.reference.description, href: RequestLinks.office(request.id),
                        note: request.isPublic ? nil : words("office.sensitive")),
                    UI.Cell(words.category(request.category), note: words.excerpt(request.description)),
                    UI.Cell(request.address ?? "–"), due(request, call.now, words),
                    UI.Cell(tag: words.tag(request.status)),
                    UI.Cell(assignee ?? words("office.nobody")),
                ],
                sends: mayAssign ? request.id.description : nil,
                selectLabel: words("queue.select", ["reference": .text(request.reference.description)]))
        }
        let table = UI.Table(
            words("queue.title"), hideCaption: true, columns: columns, rows: rows,
            selection: mayAssign ? "request" : nil)
        guard mayAssign else { return table }
        let choices = [UI.Choice("", words("office.nobody"))] + officers.map { UI.Choice($0.id.description, $0.name) }
        return UI.BulkTable(
            action: "/office/requests/assignments", table: table,
            fields: [UI.Select(UI.Question("assignee", words("queue.assign-to")), choices)],
            buttons: [UI.Button(words("queue.assign"), .secondary, shortcut: "a")])
    }

    private func due(_ request: RequestSummary, _ now: Instant, _ words: RequestWords) -> UI.Cell {
        guard let due = request.dueAt else { return UI.Cell("–") }
        guard request.status.isOpen, due < now else { return UI.Cell(moment: words.day(due)) }
        return UI.Cell(tag: UI.Tag(words("queue.late"), .warning), note: words.format.relative(due, to: now))
    }

    /// Gives all ticked requests to one officer.
    private func assign(_ call: Call<Officer>) async throws -> Reply {
        let form = try await call.input.form()
        let ids = form.all("request").compactMap(Identifier<ServiceRequest>.init)
        guard !ids.isEmpty else { return .redirect(to: RequestLinks.queue) }
        let assignee = form["assignee"].flatMap(Identifier<Act.Party>.init)
        if let assignee {
            let known = try await desk.database.read { try self.officers(of: call.caller, at: call.now, $0) }
            guard known.contains(where: { $0.id == assignee }) else { throw Problem.notFound }
        }
        let bulk = try await desk.assign(ids, to: assignee, by: Worker(call.caller), at: call.now)
        return .redirect(
            to: PageAddress(RequestLinks.queue).with("assigned", bulk.id.description).with("count", "\(ids.count)")
                .description)
    }
}
