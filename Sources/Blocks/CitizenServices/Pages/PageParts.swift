import Web

/// A page that is a title and parts of the design system below each other.
struct PartsPage: ViewModel {
    var title: String
    var caption: String?
    var lead: [String] = []
    /// The way back.
    var back: String?
    var parts: [any Component]

    func member(_ name: String) -> Any? {
        switch name {
        case "title": title
        case "caption": caption.orAbsent
        case "lead": lead
        case "back": back.orAbsent
        case "parts": parts
        default: nil
        }
    }
}

/// A page that asks, with what may stand below its form.
struct AskingPage: ViewModel {
    var page: UI.QuestionPage
    var below: [any Component] = []

    func member(_ name: String) -> Any? {
        switch name {
        case "page": page
        case "below": below
        case "hasErrors": page.form.summary != nil
        default: nil
        }
    }
}

/// The page of the web; definitions of services have pages of their own.
typealias WebPage = Page

extension Page {
    /// A page of parts for people.
    static func parts(_ page: PartsPage, status: Int = 200, cache: Reply.Cache = .none) -> Page {
        Page("citizen-services/page", title: page.title, page, status: status, cache: cache)
    }

    /// A page of parts for officers.
    static func workspace(_ page: PartsPage, status: Int = 200) -> Page {
        Page("citizen-services/workspace", title: page.title, page, status: status)
    }

    /// A page that asks.
    static func asking(_ page: AskingPage, title: String, status: Int = 200) -> Page {
        Page("citizen-services/question", title: title, page, status: status)
    }
}

/// A heading between parts.
struct Heading: Component {
    static let partial = "citizen-services/heading"
    var text: String
    init(_ text: String) { self.text = text }
    func member(_ key: String) -> Any? { key == "text" ? text : nil }
}

/// Paragraphs of text.
struct Paragraphs: Component {
    static let partial = "citizen-services/paragraphs"
    var lines: [String]
    init(_ lines: [String]) { self.lines = lines }
    func member(_ key: String) -> Any? { key == "lines" ? lines : nil }
}

/// Lines with a point before each.
struct PointList: Component {
    static let partial = "citizen-services/list"
    var lines: [String]
    init(_ lines: [String]) { self.lines = lines }
    func member(_ key: String) -> Any? { key == "lines" ? lines : nil }
}

/// Buttons beside each other.
struct ButtonRow: Component {
    static let partial = "citizen-services/buttons"
    var buttons: [UI.Button]
    init(_ buttons: UI.Button...) { self.buttons = buttons }
    func member(_ key: String) -> Any? { key == "buttons" ? buttons : nil }
}
