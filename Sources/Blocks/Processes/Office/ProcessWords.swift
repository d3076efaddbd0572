import BPMN
import Base
import BuildingBlock
import Web

/// The words of pages in one language.
struct ProcessWords: PageWords {
    static let block = "processes"
    let platform: Platform
    let language: Language

    init(_ desk: ProcessDesk, in language: Language) { self.init(desk.platform, in: language) }

    init(_ platform: Platform, in language: Language) { (self.platform, self.language) = (platform, language) }

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
    /// The picture of the process with where the instance stands; `nil` where nothing can be drawn.
    public func picture(on platform: Platform, in language: Language) -> UI.Drawing? {
        let words = ProcessWords(platform, in: language)
        let overlay = DrawingOverlay(
            here: here, done: done, stuck: stuck, due: due.mapValues { words.format.date($0) })
        return drawing.map {
            UI.Drawing(words("instance.picture"), HTML($0.svg(overlay: overlay, options: words.drawing)))
        }
    }
}
