import BPMN
import Base
import BuildingBlock
import Journal
import Store
import Web

/// The page of one task.
extension TaskPages {
    func show(_ call: Call<Officer>, isUnanswered: Bool = false) async throws -> Reply {
        let words = ProcessWords(desk, in: call.language)
        let id = try call.identifier("id", of: ProcessTask.self)
        let sheet = try await desk.database.read { transaction in
            try TaskSheet(try seen(id, by: call.caller, in: transaction), desk, in: transaction)
        }
        var parts: [any Component] = [summary(sheet, call, words)]
        let path = "\(TaskPages.list)/\(id)"
        let me = party(call)
        if sheet.task.state == .open {
            if sheet.task.assignee == nil {
                parts.append(UI.Action(path + "/claim", UI.Button(words("tasks.claim"), .secondary)))
            } else if sheet.task.assignee == me {
                parts.append(UI.Action(path + "/release", UI.Button(words("tasks.release"), .secondary)))
            } else {
                parts.append(UI.Notice(.notice, words("tasks.taken-other-text")))
            }
            if sheet.isDoneElsewhere {
                let link = UI.Link(words("tasks.open-case"), sheet.instance.about)
                parts.append(UI.Notice(.notice, words("tasks.elsewhere"), links: [link]))
            }
            if sheet.canBeDone(by: me) { parts.append(form(sheet, path, isUnanswered, words)) }
        }
        return .page(
            UI.PartsPage(
                title: sheet.name, tag: tag(sheet.task, call.now, words), caption: sheet.process, back: TaskPages.list,
                parts: parts
            )
            .workspace())
    }

    private func tag(_ task: ProcessTask, _ now: Instant, _ words: ProcessWords) -> UI.Tag {
        switch task.state {
        case .open where task.dueAt.map { $0 < now } ?? false: UI.Tag(words("tasks.overdue"), .problem)
        case .open: UI.Tag(words("tasks.state-open"), .notice)
        case .done: UI.Tag(words("tasks.state-done"), .done)
        case .cancelled: UI.Tag(words("tasks.state-cancelled"))
        }
    }

    private func summary(_ sheet: TaskSheet, _ call: Call<Officer>, _ words: ProcessWords) -> any Component {
        let (task, instance) = (sheet.task, sheet.instance)
        var rows: [UI.SummaryRow] = []
        if instance.about.isEmpty {
            rows.append(UI.SummaryRow(words("tasks.column-case"), sheet.reference))
        } else {
            rows.append(
                UI.SummaryRow(words("tasks.column-case"), links: [UI.Link(sheet.reference, instance.about)]))
        }
        if let role = task.role { rows.append(UI.SummaryRow(words("tasks.role"), role)) }
        if task.state == .open {
            rows.append(UI.SummaryRow(words("tasks.column-taken"), words(sheet.taken(by: party(call)))))
        }
        if let due = task.dueAt { rows.append(UI.SummaryRow(words("tasks.column-due"), moment: words.moment(due))) }
        rows.append(UI.SummaryRow(words("tasks.since"), moment: words.moment(task.createdAt)))
        if let ended = task.endedAt { rows.append(UI.SummaryRow(words("instance.ended"), moment: words.moment(ended))) }
        let views = call.caller.person.grants.contains { grant in
            grant.permissions.contains(ProcessPermissions.view.key)
                && (instance.agency == nil || grant.agency == instance.agency)
        }
        if views {
            let link = UI.Link(words("tasks.see-process"), "\(OfficePages.list)/\(instance.id)")
            rows.append(UI.SummaryRow(words("office.column-process"), links: [link]))
        }
        return UI.SummaryList(rows)
    }

    /// How it is said to be done: by the way that the case takes from here, where the result decides that.
    private func form(_ sheet: TaskSheet, _ path: String, _ isUnanswered: Bool, _ words: ProcessWords) -> any Component
    {
        var fields: [any Field] = []
        if let choice = sheet.choice {
            let label = choice.question.isEmpty ? words("tasks.way") : choice.question
            let question = UI.Question("way", label, error: isUnanswered ? words("tasks.way-missing") : nil)
            fields.append(UI.Choices(question, choice.ways.map { UI.Choice($0.flow, $0.name) }))
        }
        return UI.Form(
            action: path + "/completion", fields: fields, buttons: [UI.Button(words("tasks.complete"))])
    }
}
