import BPMN
import Base
import BuildingBlock
import FEEL
import Journal
import Store
import Web

/// Pages of officers: the processes that run, and one of them with its picture, its history and what stopped it.
struct OfficePages: Sendable {
    let desk: ProcessDesk
    static let list = "/office/processes"

    func declare(in routes: inout Routes) {
        let instance = OfficePages.list + "/:id"
        routes.get(officer: OfficePages.list, permission: ProcessPermissions.view) { call in try await index(call) }
        routes.get(officer: instance, permission: ProcessPermissions.view) { call in try await show(call) }
        routes.post(officer: instance + "/incidents/:key/attempts", permission: ProcessPermissions.operate) { call in
            try await change(call) { id, form, transaction in
                try desk.retry(
                    incident: try key(call), of: id, values: try variables(form["values"]), by: actor(call),
                    at: call.now,
                    in: transaction)
            }
        }
        routes.post(officer: instance + "/incidents/:key/resolution", permission: ProcessPermissions.operate) { call in
            try await change(call) { id, form, transaction in
                let flow = form["flow"].flatMap { $0.isEmpty ? nil : $0 }
                try desk.resolve(
                    incident: try key(call), of: id, values: try variables(form["values"]), flow: flow, by: actor(call),
                    at: call.now, in: transaction)
            }
        }
        routes.post(officer: instance + "/cancellation", permission: ProcessPermissions.operate) { call in
            try await change(call) { id, _, transaction in
                try desk.cancel(id, reason: "an operator cancelled it", by: actor(call), at: call.now, in: transaction)
            }
        }
    }

    private func actor(_ call: Call<Officer>) -> Act.Actor { .person(Identifier(call.caller.person.account)) }

    private func key(_ call: Call<Officer>) throws -> Int {
        guard let key = Int(call.parameter("key")) else { throw Problem.notFound }
        return key
    }

    /// Variables as an operator writes them: a JSON object, or nothing.
    private func variables(_ text: String?) throws -> Variables {
        guard let text, text.contains(where: { !$0.isWhitespace }) else { return Variables() }
        guard case .context(let context)? = FEELValue(json: text) else {
            throw Problem.invalid([.init(field: "values", message: "Write a JSON object, such as {\"amount\": 12}")])
        }
        return Variables(context)
    }

    /// Officers know of their agencies' processes, and of those that are no agency's.
    private func isSeen(_ instance: ProcessInstance, by officer: Officer) -> Bool {
        instance.agency.map { officer.agencies.contains($0) } ?? true
    }

    private func change(
        _ call: Call<Officer>,
        _ body: @escaping @Sendable (Identifier<ProcessInstance>, Web.Form, any WriteTransaction) throws -> Void
    ) async throws -> Reply {
        let id = try call.identifier("id", of: ProcessInstance.self)
        let form = try await call.input.form()
        try await desk.database.write { transaction in
            guard let instance = try desk.instance(id, in: transaction), isSeen(instance, by: call.caller) else {
                throw Problem.notFound
            }
            try body(id, form, transaction)
        }
        return .redirect(to: "\(OfficePages.list)/\(id)")
    }

    // MARK: The list

    private func index(_ call: Call<Officer>) async throws -> Reply {
        let words = ProcessWords(desk, in: call.language)
        let query = call.input.query
        let status = query["status"].flatMap { ProcessInstance.Status(rawValue: $0) }
        let isStuck = query["status"] == "stopped"
        let before = query["before"].flatMap { Identifier<ProcessInstance>($0) }
        let size = 50
        let (found, names) = try await desk.database.read { transaction in
            let found = try desk.instances(
                status: isStuck ? .running : status, agencies: call.caller.agencies, isStuck: isStuck, before: before,
                limit: size + 1, in: transaction)
            let rows = try transaction.rows(
                "SELECT process, revision, name FROM processes_definitions ORDER BY revision")
            let names = try rows.reduce(into: [String: String]()) { $0[try $1["process"]] = try $1["name"] }
            return (found, names)
        }
        var parts: [any Component] = [try await timers(call.now, words), filters(query["status"], words)]
        if found.isEmpty {
            parts.append(UI.EmptyState(.check, words("office.empty"), words("office.empty-text")))
        } else {
            parts.append(table(found.prefix(size), names, words))
            if found.count > size, let last = found.prefix(size).last {
                let filter = query["status"].map { "&status=\($0)" } ?? ""
                let isKnown = status != nil || isStuck
                parts.append(
                    UI.Pagination(previous: nil, next: "\(OfficePages.list)?before=\(last.id)\(isKnown ? filter : "")"))
            }
        }
        let title = words("office.title")
        return .page(UI.PartsPage(title: title, parts: parts).workspace())
    }

    private func timers(_ now: Instant, _ words: ProcessWords) async throws -> any Component {
        let timers = try await desk.timerStatus(at: now)
        let ran = timers.lastRanAt.map { words.format.dateTime($0) } ?? words("office.timers-never")
        var rows = [UI.SummaryRow(words("office.timers-ran"), ran)]
        if let next = timers.nextDue {
            rows.append(UI.SummaryRow(words("office.timers-next"), moment: words.moment(next)))
        }
        if timers.overdue > 0 { rows.append(UI.SummaryRow(words("office.timers-overdue"), "\(timers.overdue)")) }
        return UI.SummaryList(title: words("office.timers"), rows)
    }

    private func filters(_ chosen: String?, _ words: ProcessWords) -> any Component {
        let choices = ["", "running", "stopped", "completed", "failed", "cancelled"]
        return UI.Tabs(
            words("office.filter"),
            choices.map { choice in
                UI.Link(
                    words(choice.isEmpty ? "status.all" : "status.\(choice)"),
                    OfficePages.list + (choice.isEmpty ? "" : "?status=\(choice)"), isCurrent: choice == chosen ?? "")
            })
    }

    private func table(
        _ instances: some Sequence<ProcessInstance>, _ names: [String: String], _ words: ProcessWords
    ) -> any Component {
        let columns = ["case", "process", "status", "started", "updated"].map {
            UI.Column(words("office.column-\($0)"))
        }
        let rows = instances.map { instance in
            let name = names[instance.process].flatMap { $0.isEmpty ? nil : $0 } ?? instance.process
            let label = instance.businessKey.isEmpty ? String(instance.id.description.suffix(12)) : instance.businessKey
            return UI.Row([
                UI.Cell(label, href: "\(OfficePages.list)/\(instance.id)"),
                UI.Cell(name, note: words("office.revision", ["number": .number(Int64(instance.revision))])),
                UI.Cell(tag: words.tag(instance)), UI.Cell(moment: words.moment(instance.startedAt)),
                UI.Cell(moment: words.moment(instance.updatedAt)),
            ])
        }
        return UI.Table(words("office.title"), hideCaption: true, columns: columns, rows: Array(rows))
    }
}
