extension UI {
    /// Something the person should know, with its meaning.
    public struct Notice: Component {
        public static let partial = "notice"
        public var meaning: Meaning
        public var title: String
        public var paragraphs: [String]
        public var links: [Link]
        /// A small form in the notice, such as "Undo".
        public var action: Action?
        /// Whether assistive technology reads it out at once: for what has just happened.
        public var isAnnounced: Bool

        public init(
            _ meaning: Meaning, _ title: String, _ paragraphs: [String] = [], links: [Link] = [],
            action: Action? = nil, announced: Bool = false
        ) {
            (self.meaning, self.title, self.paragraphs, self.links) = (meaning, title, paragraphs, links)
            (self.action, isAnnounced) = (action, announced)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "meaning": meaning.rawValue
            case "icon": meaning.icon.rawValue
            case "title": title
            case "paragraphs": paragraphs
            case "links": links
            case "hasLinks": !links.isEmpty
            case "action": action.orAbsent
            case "isAnnounced": isAnnounced
            default: nil
            }
        }
    }

    /// A form of one button.
    public struct Action: Component {
        public static let partial = "action"
        public var action: String
        public var button: Button
        public var hidden: [HiddenField]

        public init(_ action: String, _ button: Button, hidden: [HiddenField] = []) {
            (self.action, self.button, self.hidden) = (action, button, hidden)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "action": action
            case "button": button
            case "hidden": hidden
            default: nil
            }
        }
    }

    /// There is nothing to show, and what to do about it.
    public struct EmptyState: Component {
        public static let partial = "empty-state"
        public var icon: Icon
        public var title: String
        public var text: String
        public var button: Button?

        public init(_ icon: Icon, _ title: String, _ text: String, button: Button? = nil) {
            (self.icon, self.title, self.text, self.button) = (icon, title, text, button)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "icon": icon.rawValue
            case "title": title
            case "text": text
            case "button": button.orAbsent
            default: nil
            }
        }
    }

    /// It is done: what was received, under which reference, and what happens next.
    public struct Confirmation: Component {
        public static let partial = "confirmation"
        public var title: String
        public var text: String?
        public var referenceLabel: String
        public var reference: String?
        /// Whether its title is the page's; otherwise the page has one of its own.
        public var isPageTitle: Bool

        public init(
            _ title: String, text: String? = nil, referenceLabel: String, reference: String?, isPageTitle: Bool = true
        ) {
            (self.title, self.text, self.isPageTitle) = (title, text, isPageTitle)
            (self.referenceLabel, self.reference) = (referenceLabel, reference)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "title": title
            case "text": text.orAbsent
            case "referenceLabel": referenceLabel
            case "reference": reference.orAbsent
            case "isPageTitle": isPageTitle
            default: nil
            }
        }
    }

    /// A term by which something must happen, and how much of it is left.
    public struct Deadline: Component {
        public static let partial = "deadline"
        /// "Decide by", "You hear from us by"
        public var label: String
        public var day: Moment
        /// "9 working days left", "2 days late", "Paused while we wait for you"
        public var remaining: String
        public var meaning: Meaning
        /// The part of the term that has passed, 0 to 1.
        public var passed: Double

        public init(_ label: String, day: Moment, remaining: String, meaning: Meaning = .notice, passed: Double) {
            (self.label, self.day, self.remaining, self.meaning) = (label, day, remaining, meaning)
            self.passed = min(max(passed, 0), 1)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "label": label
            case "day": day
            case "remaining": remaining
            case "meaning": meaning.rawValue
            case "icon": (meaning == .notice ? Icon.clock : meaning.icon).rawValue
            case "passed": Int((passed * 100).rounded())
            default: nil
            }
        }
    }
}
