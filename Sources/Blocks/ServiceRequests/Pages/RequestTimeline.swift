import Base
import BuildingBlock
import Web

/// The history of a request as a timeline: from its filing to what is to come.
struct RequestTimeline {
    let words: RequestWords
    let request: ServiceRequest
    let updates: [RequestUpdate]
    /// The address of a photo of the request.
    let photo: (Identifier<Photo>) -> String
    /// The names of officers, for the workspace; nobody is named to the public.
    var officers: [Identifier<Never>: String] = [:]

    var part: UI.Timeline {
        let filed = UI.TimelineEvent(
            updates.isEmpty ? .current : .past, words("timeline.filed"), moment: words.moment(request.filedAt),
            actor: words.agency(request.agency).isEmpty
                ? nil : words("timeline.sent-to", ["agency": .text(words.agency(firstAgency))]))
        var events = [filed]
        for (index, update) in updates.enumerated() {
            events.append(event(update, isLast: index == updates.count - 1))
        }
        if request.status.isOpen, let due = request.dueAt {
            events.append(UI.TimelineEvent(.future, words("timeline.due"), moment: words.day(due)))
        }
        return UI.Timeline(words("timeline.title"), events)
    }

    /// The agency that received it first: before it was handed over.
    private var firstAgency: String {
        words.catalogue[request.category]?.agency ?? request.agency
    }

    private func event(_ update: RequestUpdate, isLast: Bool) -> UI.TimelineEvent {
        var links: [UI.Link] = []
        if let id = update.photo { links.append(UI.Link(words("timeline.photo"), photo(id))) }
        if let url = update.mediaURL { links.append(UI.Link(words("timeline.picture-elsewhere"), url)) }
        var state: UI.TimelineEvent.State = isLast ? .current : .past
        if update.kind == .refused { state = .problem }
        return UI.TimelineEvent(
            state, title(of: update), moment: words.moment(update.at), actor: actor(of: update),
            update.text.map(words.paragraphs) ?? [], links: links)
    }

    private func title(of update: RequestUpdate) -> String {
        switch update.kind {
        case .handedOver: words("timeline.handed-over", ["agency": .text(words.agency(update.agency ?? ""))])
        case .assigned:
            if let officer = update.actor {
                words("timeline.assigned", ["officer": .text(officers[Identifier(officer)] ?? words("office.officer"))])
            } else {
                words("timeline.unassigned")
            }
        default: words("timeline.\(update.kind.rawValue)")
        }
    }

    private func actor(of update: RequestUpdate) -> String? {
        if update.kind == .comment || (update.kind == .reopened && update.agency == nil) {
            return words("timeline.reporter")
        }
        if update.kind == .assigned { return nil }
        if let officer = update.actor.flatMap({ officers[Identifier($0)] }) { return officer }
        return update.agency.map(words.agency)
    }
}
