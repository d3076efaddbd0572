extension UI {
    /// The step to the page before and after, for lists that are read by a key and not by a number.
    public struct Pagination: Component {
        public static let partial = "pagination"
        public var previous, next: String?
        /// "Requests 21 to 40"
        public var text: String?

        /// Names the list where a page has several.
        public var label: String?

        public init(previous: String?, next: String?, text: String? = nil, label: String? = nil) {
            (self.previous, self.next, self.text, self.label) = (previous, next, text, label)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "previous": previous.orAbsent
            case "next": next.orAbsent
            case "label": label.orAbsent
            case "text": text.orAbsent
            default: nil
            }
        }
    }

    /// Views of one thing, each a page of its own: works without scripts.
    public struct Tabs: Component {
        public static let partial = "tabs"
        public var label: String
        public var links: [Link]

        public init(_ label: String, _ links: [Link]) { (self.label, self.links) = (label, links) }

        public func member(_ key: String) -> Any? {
            switch key {
            case "label": label
            case "links": links
            default: nil
            }
        }
    }

    /// A box to search in, with its button.
    public struct Search: Component {
        public static let partial = "search"
        public var action, name, content, label: String
        public var hidden: [HiddenField]
        /// Large, for the start page.
        public var isLarge: Bool

        public init(
            action: String, name: String = "q", value: String = "", label: String, hidden: [HiddenField] = [],
            large: Bool = false
        ) {
            (self.action, self.name, content, self.label) = (action, name, value, label)
            (self.hidden, isLarge) = (hidden, large)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "action": action
            case "name": name
            case "id": "search-\(name)"
            case "value": content
            case "label": label
            case "hidden": hidden
            case "isLarge": isLarge
            default: nil
            }
        }
    }

    /// Ways to narrow a list: fields, and what is chosen now with a link to let each go.
    public struct Filters: Component {
        public static let partial = "filters"
        public var action: String
        public var fields: [any Field]
        public var hidden: [HiddenField]
        /// Each active choice, leading to the list without it.
        public var chosen: [Link]
        public var clearAll: String?

        public init(
            action: String, fields: [any Field], hidden: [HiddenField] = [], chosen: [Link] = [],
            clearAll: String? = nil
        ) {
            (self.action, self.fields, self.hidden) = (action, fields, hidden)
            (self.chosen, self.clearAll) = (chosen, clearAll)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "action": action
            case "fields": fields
            case "hidden": hidden
            case "chosen": chosen
            case "hasChosen": !chosen.isEmpty
            case "clearAll": clearAll.orAbsent
            default: nil
            }
        }
    }

    /// Services or things to choose from, each with its facts.
    public struct ServiceCards: Component {
        public static let partial = "service-cards"
        public var cards: [ServiceCard]

        public init(_ cards: [ServiceCard]) { self.cards = cards }

        public func member(_ key: String) -> Any? { key == "cards" ? cards : nil }
    }

    public struct ServiceCard: Component {
        public static let partial = "service-card"
        public var title, href: String
        public var text: String?
        /// "Takes 5 minutes", "Free"
        public var facts: [String]
        public var tag: Tag?
        public var icon: Icon?

        public init(
            _ title: String, _ href: String, text: String? = nil, facts: [String] = [], tag: Tag? = nil,
            icon: Icon? = nil
        ) {
            (self.title, self.href, self.text, self.facts) = (title, href, text, facts)
            (self.tag, self.icon) = (tag, icon)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "title": title
            case "href": href
            case "text": text.orAbsent
            case "facts": facts
            case "hasFacts": !facts.isEmpty
            case "tag": tag.orAbsent
            case "icon": (icon?.rawValue).orAbsent
            default: nil
            }
        }
    }
}
