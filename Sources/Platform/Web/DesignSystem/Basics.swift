import Base

extension UI {
    /// The four meanings that a colour may have. Each also has an icon and a word, for nobody should need colour.
    public enum Meaning: String, Sendable, CaseIterable {
        case done, notice, warning, problem

        var icon: Icon {
            switch self {
            case .done: .check
            case .notice: .info
            case .warning: .warning
            case .problem: .problem
            }
        }
    }

    /// The icons of the sprite `Assets/icons.svg`. An icon always stands beside a word.
    public enum Icon: String, Sendable, CaseIterable {
        case check, info, warning, problem, search, back, forward, up, down, menu, person, language, document, file
        case calendar, clock, pin, locate, plus, minus, message, print, download, edit, filter, money, shield, external
        case car, home, work, family, globe
    }

    /// A link, in a list or on its own.
    public struct Link: Component {
        public static let partial = "link"
        public var text: String
        public var href: String
        /// Whether it leads to the page that shows it.
        public var isCurrent: Bool
        /// A short figure after the text, such as the number of things behind a tab.
        public var count: String?
        /// The language of `text`, where it is not the page's.
        public var language: Language?

        public init(
            _ text: String, _ href: String, isCurrent: Bool = false, count: String? = nil, language: Language? = nil
        ) {
            (self.text, self.href, self.isCurrent, self.count) = (text, href, isCurrent, count)
            self.language = language
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "text": text
            case "href": href
            case "isCurrent": isCurrent
            case "count": count.orAbsent
            case "language": language.map(\.rawValue).orAbsent
            case "direction": language.map { $0.isRightToLeft ? "rtl" : "ltr" }.orAbsent
            default: nil
            }
        }
    }

    /// A moment or a day: the words a person reads and the form a program reads.
    public struct Moment: Component {
        public static let partial = "moment"
        /// "3 March 2026, 14:05"
        public var text: String
        /// `2026-03-03T14:05:00Z` or `2026-03-03`
        public var iso: String

        public init(_ text: String, iso: String) { (self.text, self.iso) = (text, iso) }

        /// A date with its time on people's clock.
        public init(_ instant: Instant, _ format: Format, _ style: Format.DateStyle = .long) {
            self.init(format.dateTime(instant, style), iso: Instant(seconds: instant.seconds).iso8601)
        }

        /// A day.
        public init(_ day: LocalDate, _ format: Format) { self.init(format.date(day), iso: day.description) }

        /// The day of an instant on people's clock.
        public init(dayOf instant: Instant, _ format: Format) { self.init(format.zone.date(at: instant), format) }

        public func member(_ key: String) -> Any? {
            switch key {
            case "text": text
            case "iso": iso
            default: nil
            }
        }
    }

    /// A short state: one or two words, with the mark of its meaning. Without a meaning it is neutral.
    public struct Tag: Component {
        public static let partial = "tag"
        public var text: String
        public var meaning: Meaning?

        public init(_ text: String, _ meaning: Meaning? = nil) { (self.text, self.meaning) = (text, meaning) }

        public func member(_ key: String) -> Any? {
            switch key {
            case "text": text
            case "meaning": meaning?.rawValue ?? "plain"
            case "icon": (meaning?.icon.rawValue).orAbsent
            default: nil
            }
        }
    }

    /// A button that sends a form, or a link that looks like one.
    public struct Button: Component {
        public static let partial = "button"

        public enum Style: String, Sendable, CaseIterable {
            /// The one thing to do next: at most one on a page.
            case primary
            case secondary
            /// It cannot be undone.
            case destructive
            /// It looks like a link.
            case quiet
        }

        public var text: String
        public var style: Style
        /// For a link. A button of a form has none.
        public var href: String?
        /// For a button of a form: what it sends.
        public var name: String?
        public var valueSent: String?
        public var icon: Icon?
        /// One key that presses it in the workspace.
        public var shortcut: String?

        public init(
            _ text: String, _ style: Style = .primary, href: String? = nil, name: String? = nil,
            value: String? = nil, icon: Icon? = nil, shortcut: String? = nil
        ) {
            (self.text, self.style, self.href, self.name) = (text, style, href, name)
            (self.valueSent, self.icon, self.shortcut) = (value, icon, shortcut)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "text": text
            case "style": style.rawValue
            case "href": href.orAbsent
            case "name": name.orAbsent
            case "value": valueSent ?? ""
            case "icon": (icon?.rawValue).orAbsent
            case "shortcut": shortcut.orAbsent
            default: nil
            }
        }
    }
}
