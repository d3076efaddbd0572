import BPMN
import Base
import BuildingBlock
import Web

/// The words of pages in one language.
struct ProcessWords: Sendable {
    let desk: ProcessDesk
    let language: Language
    let format: Format

    init(_ desk: ProcessDesk, in language: Language) {
        self.desk = desk
        self.language = language
        format = Format(language, zone: desk.platform.jurisdiction.calendar.zone)
    }

    /// The text of `processes.KEY`.
    func callAsFunction(_ key: String, _ arguments: [String: Texts.Argument] = [:]) -> String {
        desk.platform.texts("processes.\(key)", in: language, arguments)
    }

    func moment(_ instant: Instant) -> UI.Moment {
        UI.Moment(format.dateTime(instant), iso: Instant(seconds: instant.seconds).iso8601)
    }

    func tag(_ instance: ProcessInstance) -> UI.Tag {
        if instance.status == .running, instance.openIncidents > 0 { return UI.Tag(self("status.stopped"), .problem) }
        return switch instance.status {
        case .running: UI.Tag(self("status.running"), .notice)
        case .completed: UI.Tag(self("status.completed"), .done)
        case .terminated: UI.Tag(self("status.terminated"), .done)
        case .failed: UI.Tag(self("status.failed"), .problem)
        case .cancelled: UI.Tag(self("status.cancelled"))
        }
    }

    var drawing: DrawingOptions {
        DrawingOptions(
            words: .init(
                here: self("drawing.here"), done: self("drawing.done"), stuck: self("drawing.stuck"),
                due: self("drawing.due"), steps: self("drawing.steps")),
            isRightToLeft: language.isRightToLeft)
    }
}

extension ProcessPosition {
    /// The instance's picture for people: the definition's own names, or plain-language ones by element.
    /// - Parameter day: how an instant is written as a day.
    public func svg(options: DrawingOptions, day: (Instant) -> String) -> String? {
        let overlay = DrawingOverlay(here: here, done: done, stuck: stuck, due: due.mapValues(day))
        return drawing?.svg(overlay: overlay, options: options)
    }
}
