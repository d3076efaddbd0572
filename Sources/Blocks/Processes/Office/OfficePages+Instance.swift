import BPMN
import Base
import BuildingBlock
import Store
import Web

/// The page of one instance.
extension OfficePages {
    func show(_ call: Call<Officer>) async throws -> Reply {
        let words = ProcessWords(desk, in: call.language)
        let id = try call.identifier("id", of: ProcessInstance.self)
        let (position, incidents, tasks) = try await desk.database.read { transaction in
            let position = try desk.position(of: id, in: transaction)
            var filter = ProcessDesk.TaskFilter()
            filter.instance = id
            return (position, try desk.incidents(of: id, in: transaction), try desk.tasks(filter, in: transaction))
        }
        let instance = position.instance
        if let agency = instance.agency, !call.caller.agencies.contains(agency) { throw Problem.notFound }
        let mayOperate = call.caller.person.grants.contains { grant in
            grant.permissions.contains(ProcessPermissions.operate.key)
                && (instance.agency == nil || grant.agency == instance.agency)
        }
        var parts: [any Component] = [summary(position, tasks, words)]
        for incident in incidents where incident.closedAt == nil {
            parts += self.incident(incident, position, mayOperate, words)
        }
        if let picture = position.picture(on: desk.platform, in: words.language) { parts.append(picture) }
        parts.append(history(position, words))
        if mayOperate, instance.status == .running {
            parts.append(
                UI.Form(
                    action: "\(OfficePages.list)/\(id)/cancellation", fields: [],
                    buttons: [UI.Button(words("instance.cancel"), .destructive)]))
        }
        let name = position.name.isEmpty ? instance.process : position.name
        let title = instance.businessKey.isEmpty ? name : "\(name): \(instance.businessKey)"
        return .page(UI.PartsPage(title: title, back: "/office/processes", parts: parts).workspace())
    }

    private func name(_ element: String, _ position: ProcessPosition) -> String {
        position.names[element].flatMap { $0.isEmpty ? nil : $0 } ?? element
    }

    private func summary(
        _ position: ProcessPosition, _ tasks: [ProcessTask], _ words: ProcessWords
    ) -> any Component {
        let instance = position.instance
        var rows = [
            UI.SummaryRow(words("instance.status"), tag: words.tag(instance)),
            UI.SummaryRow(words("instance.revision"), "\(instance.revision)"),
            UI.SummaryRow(words("instance.started"), moment: words.moment(instance.startedAt)),
        ]
        if !position.here.isEmpty {
            let places = position.here.keys.map { name($0, position) }.sorted().joined(separator: ", ")
            rows.append(UI.SummaryRow(words("instance.waits-at"), places))
        }
        if let ended = instance.endedAt {
            rows.append(UI.SummaryRow(words("instance.ended"), moment: words.moment(ended)))
        }
        for task in tasks {
            let who = task.role.map { "\(task.name) (\($0))" } ?? task.name
            rows.append(UI.SummaryRow(words("instance.task"), who, moment: task.dueAt.map { words.moment($0) }))
        }
        if !instance.about.isEmpty {
            rows.append(UI.SummaryRow(words("instance.about"), links: [UI.Link(instance.about, instance.about)]))
        }
        if let parent = instance.parent {
            rows.append(
                UI.SummaryRow(
                    words("instance.parent"),
                    links: [UI.Link(String(parent.description.suffix(12)), "\(OfficePages.list)/\(parent)")]))
        }
        return UI.SummaryList(rows)
    }

    private func incident(
        _ incident: ProcessIncident, _ position: ProcessPosition, _ mayOperate: Bool, _ words: ProcessWords
    ) -> [any Component] {
        let title = words("incident.title", ["element": .text(name(incident.element, position))])
        var parts: [any Component] = [
            UI.Notice(.problem, title, [incident.message, words.format.dateTime(incident.since)])
        ]
        guard mayOperate else { return parts }
        let path = "\(OfficePages.list)/\(incident.instance)/incidents/\(incident.key)"
        let values = UI.Question("values", words("incident.values"), hint: words("incident.values-hint"))
        parts.append(
            UI.Form(
                action: path + "/attempts", fields: [UI.TextArea(values, rows: 2)],
                buttons: [UI.Button(words("incident.retry"))]))
        parts.append(
            UI.Form(
                action: path + "/resolution", fields: [],
                buttons: [UI.Button(words("incident.resolve"), .secondary)]))
        return parts
    }

    private func history(_ position: ProcessPosition, _ words: ProcessWords) -> any Component {
        let events = position.steps.suffix(200).map { step -> UI.TimelineEvent in
            let done = step.movements.compactMap { movement -> String? in
                if case .completed(let element, _) = movement { name(element, position) } else { nil }
            }
            let isLast = step.version == position.instance.version && position.instance.status == .running
            return UI.TimelineEvent(
                isLast ? .current : .past, words("event.\(step.event)"), moment: words.moment(step.at),
                done.isEmpty ? [] : [done.joined(separator: " → ")])
        }
        return UI.Timeline(words("instance.history"), Array(events))
    }
}
