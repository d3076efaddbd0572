extension UI {
    /// The head of a case in the officers' workspace. It stays in sight while the case scrolls.
    public struct CaseHead: Component {
        public static let partial = "case-head"
        public var reference: String
        public var title: String
        public var tags: [Tag]
        public var deadline: Deadline?
        /// What can be done with the case now.
        public var buttons: [Button]

        public init(
            _ reference: String, _ title: String, tags: [Tag] = [], deadline: Deadline? = nil, buttons: [Button] = []
        ) {
            (self.reference, self.title, self.tags) = (reference, title, tags)
            (self.deadline, self.buttons) = (deadline, buttons)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "reference": reference
            case "title": title
            case "tags": tags
            case "deadline": deadline.orAbsent
            case "buttons": buttons
            default: nil
            }
        }
    }

    /// A table whose ticked rows can be acted on together.
    public struct BulkTable: Component {
        public static let partial = "bulk-table"
        public var action: String
        /// With `selection`.
        public var table: Table
        public var fields: [any Field]
        public var buttons: [Button]
        public var hidden: [HiddenField]

        public init(
            action: String, table: Table, fields: [any Field] = [], buttons: [Button], hidden: [HiddenField] = []
        ) {
            (self.action, self.table, self.fields) = (action, table, fields)
            (self.buttons, self.hidden) = (buttons, hidden)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "action": action
            case "table": table
            case "fields": fields
            case "buttons": buttons
            case "hidden": hidden
            default: nil
            }
        }
    }

    /// The keys that work on this page. They can be turned off (WCAG 2.2, 2.1.4).
    public struct Shortcuts: Component {
        public static let partial = "shortcuts"
        public var shortcuts: [Shortcut]
        /// Unique in the page.
        public var id: String
        public init(_ shortcuts: [Shortcut], id: String = "keys") { (self.shortcuts, self.id) = (shortcuts, id) }

        public func member(_ key: String) -> Any? {
            switch key {
            case "shortcuts": shortcuts
            case "id": id
            default: nil
            }
        }
    }

    public struct Shortcut: Component {
        public static let partial = "shortcut"
        public var key, text: String
        public init(_ key: String, _ text: String) { (self.key, self.text) = (key, text) }

        public func member(_ key: String) -> Any? {
            switch key {
            case "key": key
            case "text": text
            default: nil
            }
        }
    }

    /// A state that changes while the page is open, told by server-sent events where scripts run.
    public struct LiveStatus: Component {
        public static let partial = "live-status"
        /// The address of the events; empty where there are none. An event's data is the new text.
        public var source: String
        public var text: String
        public init(_ source: String, _ text: String) { (self.source, self.text) = (source, text) }

        public func member(_ key: String) -> Any? {
            switch key {
            case "source": source
            case "text": text
            default: nil
            }
        }
    }

    /// More to read for those who want it.
    public struct Details: Component {
        public static let partial = "details"
        public var title: String
        public var paragraphs: [String]
        public init(_ title: String, _ paragraphs: [String]) { (self.title, self.paragraphs) = (title, paragraphs) }

        public func member(_ key: String) -> Any? {
            switch key {
            case "title": title
            case "paragraphs": paragraphs
            default: nil
            }
        }
    }
}
