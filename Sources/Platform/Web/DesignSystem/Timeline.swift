extension UI {
    /// What happened, in order, and what is still to come.
    public struct Timeline: Component {
        public static let partial = "timeline"
        public var label: String
        public var events: [TimelineEvent]

        public init(_ label: String, _ events: [TimelineEvent]) { (self.label, self.events) = (label, events) }

        public func member(_ key: String) -> Any? {
            switch key {
            case "label": label
            case "events": events
            default: nil
            }
        }
    }

    public struct TimelineEvent: Component {
        public static let partial = "timeline-event"

        public enum State: String, Sendable, CaseIterable { case past, current, future, problem }

        public var state: State
        public var title: String
        public var moment: Moment?
        /// Who did it: "Roads and lighting".
        public var actor: String?
        public var paragraphs: [String]
        public var links: [Link]

        public init(
            _ state: State, _ title: String, moment: Moment? = nil, actor: String? = nil, _ paragraphs: [String] = [],
            links: [Link] = []
        ) {
            (self.state, self.title, self.moment, self.actor) = (state, title, moment, actor)
            (self.paragraphs, self.links) = (paragraphs, links)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "state": state.rawValue
            case "isCurrent": state == .current
            case "isPast": state == .past
            case "isFuture": state == .future
            case "isProblem": state == .problem
            case "title": title
            case "moment": moment.orAbsent
            case "actor": actor.orAbsent
            case "hasMeta": moment != nil || actor != nil
            case "paragraphs": paragraphs
            case "links": links
            case "hasLinks": !links.isEmpty
            default: nil
            }
        }
    }

    /// The steps of a service, numbered: what is done, what comes next, what is not open yet.
    public struct StepList: Component {
        public static let partial = "step-list"
        public var steps: [Step]

        public init(_ steps: [Step]) { self.steps = steps }

        public func member(_ key: String) -> Any? { key == "steps" ? steps : nil }
    }

    public struct Step: Component {
        public static let partial = "step"

        public enum State: String, Sendable, CaseIterable { case done, current, open, closed }

        public var title: String
        public var state: State
        public var href: String?
        public var text: String?

        public init(_ title: String, _ state: State, href: String? = nil, text: String? = nil) {
            (self.title, self.state, self.href, self.text) = (title, state, href, text)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "title": title
            case "state": state.rawValue
            case "isDone": state == .done
            case "isCurrent": state == .current
            case "isClosed": state == .closed
            case "href": href.orAbsent
            case "text": text.orAbsent
            default: nil
            }
        }
    }
}
