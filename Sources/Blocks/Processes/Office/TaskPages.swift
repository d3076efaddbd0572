import BPMN
import Base
import BuildingBlock
import FEEL
import Journal
import Store
import Web

/// The tasks that processes wait for: an officer takes one, does it and says so.
struct TaskPages: Sendable {
    let desk: ProcessDesk
    static let list = "/office/tasks"

    func declare(in routes: inout Routes) {
        let task = TaskPages.list + "/:id"
        routes.get(officer: TaskPages.list, permission: ProcessPermissions.work) { call in try await index(call) }
        routes.get(officer: task, permission: ProcessPermissions.work) { call in try await show(call) }
        routes.post(officer: task + "/claim", permission: ProcessPermissions.work) { call in
            try await change(call) { task, transaction in
                try desk.claim(
                    task.id, for: party(call), by: actor(call), at: call.now, in: transaction)
            }
        }
        routes.post(officer: task + "/release", permission: ProcessPermissions.work) { call in
            try await change(call) { task, transaction in
                if task.assignee != party(call) { throw ProcessError.notPossible("somebody else has the task") }
                try desk.assign(task.id, to: nil, by: actor(call), at: call.now, in: transaction)
            }
        }
        routes.post(officer: task + "/completion", permission: ProcessPermissions.work) { call in
            try await complete(call)
        }
    }

    func party(_ call: Call<Officer>) -> Identifier<Act.Party> { Identifier(call.caller.person.account) }

    private func actor(_ call: Call<Officer>) -> Act.Actor { .person(party(call)) }

    /// Officers know of their agencies' tasks, and of those that are no agency's.
    func seen(
        _ id: Identifier<ProcessTask>, by officer: Officer, in transaction: any ReadTransaction
    ) throws -> ProcessTask {
        guard let task = try desk.task(id, in: transaction), task.agency.map({ officer.agencies.contains($0) }) ?? true
        else { throw Problem.notFound }
        return task
    }

    private func change(
        _ call: Call<Officer>, _ body: @escaping @Sendable (ProcessTask, any WriteTransaction) throws -> Void
    ) async throws -> Reply {
        let id = try call.identifier("id", of: ProcessTask.self)
        try await desk.database.write { transaction in
            try body(try seen(id, by: call.caller, in: transaction), transaction)
        }
        return .redirect(to: "\(TaskPages.list)/\(id)")
    }

    // MARK: Doing

    private func complete(_ call: Call<Officer>) async throws -> Reply {
        let id = try call.identifier("id", of: ProcessTask.self)
        let way = try await call.input.form()["way"] ?? ""
        let isDone = try await desk.database.write { transaction in
            let sheet = try TaskSheet(try seen(id, by: call.caller, in: transaction), desk, in: transaction)
            guard sheet.canBeDone(by: party(call)) else {
                throw ProcessError.notPossible("the task is not done here, or somebody else has it")
            }
            var values = Variables()
            if let choice = sheet.choice {
                guard let chosen = choice.ways.first(where: { $0.flow == way }) else { return false }
                values[choice.variable] = chosen.value
            }
            if sheet.task.assignee == nil {
                try desk.claim(id, for: party(call), by: actor(call), at: call.now, in: transaction)
            }
            try desk.complete(id, values: values, by: actor(call), at: call.now, in: transaction)
            return true
        }
        if isDone { return .redirect(to: "\(TaskPages.list)?done=1") }
        return try await show(call, isUnanswered: true)
    }

    // MARK: The list

    private func index(_ call: Call<Officer>) async throws -> Reply {
        let words = ProcessWords(desk, in: call.language)
        let query = call.input.query
        let whose = TaskOwner(rawValue: query["whose"] ?? "") ?? .open
        let role = query["role"].flatMap { $0.isEmpty ? nil : $0 }
        let size = 50
        let after = query["after"].flatMap { Identifier<ProcessTask>($0) }
        let (found, roles) = try await desk.database.read { transaction in
            var filter = ProcessDesk.TaskFilter()
            filter.agencies = call.caller.agencies
            filter.roles = role.map { [$0] }
            switch whose {
            case .open: filter.takenByNoneBut = party(call)
            case .mine: filter.assignee = party(call)
            case .all: break
            }
            filter.after = try after.flatMap { try desk.task($0, in: transaction) }
            let tasks = try desk.tasks(filter, limit: size + 1, in: transaction)
            let roles = try desk.roles(agencies: call.caller.agencies, in: transaction)
            return (try tasks.map { try TaskSheet($0, desk, in: transaction) }, roles)
        }
        var parts: [any Component] = []
        if query["done"] != nil { parts.append(UI.Notice(.done, words("tasks.done"), announced: true)) }
        parts.append(filters(whose, role, roles, words))
        if found.isEmpty {
            parts.append(UI.EmptyState(.check, words("tasks.empty"), words("tasks.empty-text")))
        } else {
            parts.append(table(found.prefix(size), call, words))
            if found.count > size, let last = found.prefix(size).last {
                let next = query.without("done").with("after", "\(last.task.id)")
                parts.append(UI.Pagination(previous: nil, next: "\(TaskPages.list)?\(next.urlencoded)"))
            }
        }
        return .page(UI.PartsPage(title: words("tasks.title"), parts: parts).workspace())
    }

    private func filters(
        _ whose: TaskOwner, _ role: String?, _ roles: [String], _ words: ProcessWords
    ) -> any Component {
        let owners = TaskOwner.allCases.map {
            UI.Choice($0.rawValue, words("tasks.whose-\($0.rawValue)"), isChosen: $0 == whose)
        }
        let choices =
            [UI.Choice("", words("tasks.every-role"), isChosen: role == nil)]
            + roles.map { UI.Choice($0, $0, isChosen: $0 == role) }
        return UI.Filters(
            action: TaskPages.list,
            fields: [
                UI.Select(UI.Question("whose", words("tasks.whose")), owners),
                UI.Select(UI.Question("role", words("tasks.role")), choices),
            ], clearAll: role == nil && whose == .open ? nil : TaskPages.list)
    }

    private func table(
        _ sheets: some Sequence<TaskSheet>, _ call: Call<Officer>, _ words: ProcessWords
    ) -> any Component {
        let columns = ["task", "case", "role", "taken", "due"].map { UI.Column(words("tasks.column-\($0)")) }
        let rows = sheets.map { sheet in
            UI.Row([
                UI.Cell(sheet.name, href: "\(TaskPages.list)/\(sheet.task.id)", note: sheet.process),
                UI.Cell(sheet.reference), UI.Cell(sheet.task.role ?? ""),
                UI.Cell(words(sheet.taken(by: party(call)))), dueCell(sheet.task, call.now, words),
            ])
        }
        return UI.Table(words("tasks.title"), hideCaption: true, columns: columns, rows: Array(rows))
    }

    private func dueCell(_ task: ProcessTask, _ now: Instant, _ words: ProcessWords) -> UI.Cell {
        guard let due = task.dueAt else { return UI.Cell(words("tasks.no-date")) }
        if due >= now { return UI.Cell(moment: words.moment(due)) }
        return UI.Cell(tag: UI.Tag(words("tasks.overdue"), .problem), note: words.format.dateTime(due))
    }
}

/// Whose tasks a list shows.
enum TaskOwner: String, CaseIterable {
    /// One's own, and those that nobody has.
    case open
    case mine
    case all
}
