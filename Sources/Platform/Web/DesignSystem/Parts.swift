// The small parts that stand between the large ones of a page.
extension UI {
    /// A heading between parts.
    public struct Heading: Component {
        public static let partial = "heading"
        public var text: String

        public init(_ text: String) { self.text = text }

        public func member(_ key: String) -> Any? { key == "text" ? text : nil }
    }

    /// Paragraphs of text.
    public struct Paragraphs: Component {
        public static let partial = "paragraphs"
        public var lines: [String]
        /// The language they are in (BCP 47), where it is not the page's.
        public var language: String?
        /// Set as small print.
        public var isSmall: Bool

        public init(_ lines: [String], language: String? = nil, isSmall: Bool = false) {
            (self.lines, self.language, self.isSmall) = (lines, language, isSmall)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "lines": lines
            case "language": language.orAbsent
            case "isSmall": isSmall
            default: nil
            }
        }
    }

    /// A drawing in SVG that scrolls within its frame where the page is narrow.
    public struct Drawing: Component {
        public static let partial = "drawing"
        /// What it shows, for those who cannot see it.
        public var label: String
        public var svg: HTML

        public init(_ label: String, _ svg: HTML) { (self.label, self.svg) = (label, svg) }

        public func member(_ key: String) -> Any? {
            switch key {
            case "label": label
            case "svg": svg
            default: nil
            }
        }
    }

    /// Lines of text with a point before each.
    public struct PointList: Component {
        public static let partial = "points"
        public var lines: [String]

        public init(_ lines: [String]) { self.lines = lines }

        public func member(_ key: String) -> Any? { key == "lines" ? lines : nil }
    }

    /// Links below each other.
    public struct LinkList: Component {
        public static let partial = "links"
        public var links: [Link]

        public init(_ links: [Link]) { self.links = links }

        public func member(_ key: String) -> Any? { key == "links" ? links : nil }
    }

    /// Buttons beside each other.
    public struct ButtonRow: Component {
        public static let partial = "button-row"
        public var buttons: [Button]

        public init(_ buttons: [Button]) { self.buttons = buttons }

        public func member(_ key: String) -> Any? { key == "buttons" ? buttons : nil }
    }

    /// Buttons beside each other, each a form of its own.
    public struct ActionRow: Component {
        public static let partial = "action-row"
        public var actions: [Action]

        public init(_ actions: [Action]) { self.actions = actions }

        public func member(_ key: String) -> Any? { key == "actions" ? actions : nil }
    }

    /// Parts that are seldom needed: folded away until somebody opens them.
    public struct Fold: Component {
        public static let partial = "fold"
        public var title: String
        public var parts: [any Component]
        public var isOpen: Bool

        public init(_ title: String, _ parts: [any Component], isOpen: Bool = false) {
            (self.title, self.parts, self.isOpen) = (title, parts, isOpen)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "title": title
            case "parts": parts
            case "isOpen": isOpen
            default: nil
            }
        }
    }
}
