import Base
import BuildingBlock
import Journal
import ServiceDefinition
import Store
import Web

/// What officers see: the queue, the figures, the definitions.
struct OfficePages: Sendable {
    let desk: ServicesDesk

    func declare(in routes: inout Routes) {
        routes.get(officer: ServiceLinks.queue, permission: CitizenServicesPermissions.view) { call in
            try await queue(call, appeals: false)
        }
        routes.get(officer: "/office/appeals", permission: CitizenServicesPermissions.appeals) { call in
            try await queue(call, appeals: true)
        }
        routes.get(officer: "/office/cases/figures", permission: CitizenServicesPermissions.supervise) { call in
            try await figures(call)
        }
        routes.get(officer: "/office/services", permission: CitizenServicesPermissions.definitions) { call in
            try await definitions(call)
        }
    }

    /// What is open, the first due first. Nobody's data stands here: a case is a reference and a service until it is opened.
    private func queue(_ call: Call<Officer>, appeals: Bool) async throws -> Reply {
        let words = ServiceWords(desk, in: call.language)
        if let text = call.input.query["q"], let reference = CaseReference(text) {
            let found = try await desk.database.read { [desk] in
                try CaseRows.list("reference = \(reference)", desk.currency, $0).first
            }
            if let found, CaseWorker(call.caller).mayAct(for: appeals ? found.appealAgency : found.agency) {
                return .redirect(to: appeals ? ServiceLinks.appeal(found.id) : ServiceLinks.office(found.id))
            }
        }
        let mine = call.input.query["mine"] != nil
        let officer = Identifier<Act.Party>(call.caller.person.account)
        let after = call.input.query["after"].flatMap(Key.init)
        let agencies = call.caller.agencies
        let size = 50
        let (cases, names, titles) = try await desk.database.read { [desk] transaction in
            var condition: SQL =
                appeals
                ? "appeal_agency IN (\(list: agencies)) AND status = 'appealed'"
                : "agency IN (\(list: agencies)) AND closed_at IS NULL AND status <> 'appealed'"
            if mine { condition.append(" AND assignee = \(officer)") }
            if let after { condition.append(" AND (due_at, id) > (\(after.due), \(after.id))") }
            let cases = try CaseRows.list(
                condition + " ORDER BY due_at, id LIMIT \(size + 1)", desk.currency, transaction)
            var titles: [String: String] = [:]
            for one in cases where titles[one.revision] == nil {
                let service = try desk.catalogue.service(of: one, in: transaction)
                titles[one.revision] = words.of(service.title)
            }
            return (cases, try desk.ports.names(cases.compactMap(\.assignee), transaction), titles)
        }
        let shown = Array(cases.prefix(size))
        let address = appeals ? "/office/appeals" : ServiceLinks.queue
        var parts: [any Component] = [
            UI.Tabs(
                words("queue"),
                [
                    UI.Link(words("queue-all"), address, isCurrent: !mine),
                    UI.Link(words("queue-mine"), address + "?mine=1", isCurrent: mine),
                ]), UI.Search(action: address, label: words("queue-search")),
        ]
        if shown.isEmpty {
            parts.append(UI.EmptyState(.check, words("queue-empty"), words("queue-empty-text")))
        } else {
            let columns = ["reference", "service", "due", "state", "assignee"].map { UI.Column(words("column.\($0)")) }
            let rows = shown.map { one in
                UI.Row([
                    UI.Cell(
                        one.reference.description,
                        href: appeals ? ServiceLinks.appeal(one.id) : ServiceLinks.office(one.id)),
                    UI.Cell(titles[one.revision] ?? one.service),
                    due(one, call.now, words), UI.Cell(tag: words.tag(one.status)),
                    UI.Cell(one.assignee.map { names[$0] ?? words("officer") } ?? words("nobody")),
                ])
            }
            parts.append(UI.Table(words("queue"), hideCaption: true, columns: columns, rows: rows))
            let next =
                cases.count > size ? shown.last.map { "\(address)?\(mine ? "mine=1&" : "")after=\(Key($0).text)" } : nil
            parts.append(UI.Pagination(previous: after == nil ? nil : address, next: next))
        }
        return .page(UI.PartsPage(title: words(appeals ? "appeals" : "queue"), parts: parts).workspace())
    }

    private func due(_ one: ServiceCase, _ now: Instant, _ words: ServiceWords) -> UI.Cell {
        if one.clock.pausedAt != nil { return UI.Cell(words("paused-short")) }
        guard let due = one.clock.dueAt, one.status != .appealed else { return UI.Cell("–") }
        if due < now { return UI.Cell(tag: UI.Tag(words.remaining(due, to: now), .problem)) }
        return UI.Cell(moment: words.lastDay(due), note: words.remaining(due, to: now))
    }

    /// Where a page of the queue ended.
    private struct Key {
        var due: Int64
        var id: Identifier<ServiceCase>
        init(_ one: ServiceCase) { (due, id) = (one.clock.dueAt?.microseconds ?? CaseRows.never, one.id) }
        var text: String { "\(due).\(id)" }
        init?(_ text: String) {
            let parts = text.split(separator: ".")
            guard parts.count == 2, let due = Int64(parts[0]), let id = Identifier<ServiceCase>(String(parts[1])) else {
                return nil
            }
            (self.due, self.id) = (due, id)
        }
    }

    private func figures(_ call: Call<Officer>) async throws -> Reply {
        let words = ServiceWords(desk, in: call.language)
        let agencies = call.caller.agencies
        let figures = try await desk.database.read { try CaseFigures.read(agencies, at: call.now, $0) }
        var parts: [any Component] = []
        if figures.lines.isEmpty {
            parts.append(UI.EmptyState(.check, words("queue-empty"), words("queue-empty-text")))
        } else {
            let columns =
                [UI.Column(words("column.service"))]
                + ["open", "late", "soon", "waiting", "oldest"].map { UI.Column(words("column.\($0)"), .number) }
            let rows = figures.lines.map { line in
                UI.Row(
                    [UI.Cell(desk.catalogue[line.service].map { words.of($0.service.title) } ?? line.service)]
                        + [line.open, line.late, line.soon, line.waiting, line.oldest].map {
                            UI.Cell(words.format.number(Int64($0)))
                        })
            }
            parts.append(UI.Table(words("figures"), hideCaption: true, columns: columns, rows: rows))
        }
        return .page(
            UI.PartsPage(title: words("figures"), introduction: [words("figures-lead")], parts: parts).workspace())
    }

    /// What is published, and what is wrong with the folders that are refused.
    private func definitions(_ call: Call<Officer>) async throws -> Reply {
        let words = ServiceWords(desk, in: call.language)
        let published = try await desk.database.read { try RevisionStore.published($0) }
        var parts: [any Component] = []
        for refusal in desk.catalogue.refusals {
            let text = words(refusal.isServed ? "refused-served" : "refused-unserved")
            let errors = refusal.mistakes.filter { $0.severity == .error }.map { "\(refusal.folder)/\($0)" }
            parts.append(
                UI.Notice(.problem, words("refused-service", ["service": .text(refusal.folder)]), [text] + errors))
        }
        let rows = published.map { service, revision, since in
            UI.Row([
                UI.Cell(
                    desk.catalogue[service].map { words.of($0.service.title) } ?? service,
                    href: DefinitionPages.address(service)),
                UI.Cell(String(revision.prefix(12))), UI.Cell(moment: words.moment(since)),
            ])
        }
        let columns = ["service", "revision", "since"].map { UI.Column(words("column.\($0)")) }
        parts.append(UI.Table(words("definitions"), hideCaption: true, columns: columns, rows: rows))
        return .page(
            UI.PartsPage(title: words("definitions"), introduction: [words("definitions-lead")], parts: parts)
                .workspace())
    }
}
