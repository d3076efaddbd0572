import Web

/// A page that is a title and parts of the design system below each other.
struct PartsPage: ViewModel {
    var title: String
    var tag: UI.Tag? = nil
    var caption: String? = nil
    var introduction: [String] = []
    /// The way back.
    var back: String? = nil
    var isWide = false
    var parts: [any Component]

    func member(_ name: String) -> Any? {
        switch name {
        case "title": title
        case "tag": tag.orAbsent
        case "caption": caption.orAbsent
        case "introduction": introduction
        case "back": back.orAbsent
        case "isWide": isWide
        case "parts": parts
        default: nil
        }
    }

    /// In the layout for people.
    func reply(status: Int = 200) -> Reply { .page(Page("registries/page", title: title, self, status: status)) }
    /// In the layout for officers.
    func office(status: Int = 200) -> Reply { .page(Page("registries/office", title: title, self, status: status)) }
}

/// A heading between parts.
struct Heading: Component {
    static let partial = "registries/heading"
    var text: String
    init(_ text: String) { self.text = text }
    func member(_ key: String) -> Any? { key == "text" ? text : nil }
}

/// Things in a list, each with something to do about it.
struct Entries: Component {
    static let partial = "registries/entries"
    struct Entry: ViewModel {
        var title: String
        var lines: [String]
        var tag: UI.Tag?
        var action: UI.Action?
        func member(_ name: String) -> Any? {
            switch name {
            case "title": title
            case "lines": lines
            case "tag": tag.orAbsent
            case "action": action.orAbsent
            default: nil
            }
        }
    }
    var entries: [Entry]
    func member(_ key: String) -> Any? { key == "entries" ? entries : nil }
}

/// Buttons that send small forms, beside each other.
struct Actions: Component {
    static let partial = "registries/actions"
    var actions: [UI.Action]
    func member(_ key: String) -> Any? { key == "actions" ? actions : nil }
}

/// Links below each other.
struct LinkList: Component {
    static let partial = "registries/links"
    var links: [UI.Link]
    func member(_ key: String) -> Any? { key == "links" ? links : nil }
}

/// Parts that are folded away until somebody opens them.
struct Fold: Component {
    static let partial = "registries/fold"
    var title: String
    var parts: [any Component]
    var isOpen: Bool
    init(_ title: String, _ parts: [any Component], isOpen: Bool) {
        (self.title, self.parts, self.isOpen) = (title, parts, isOpen)
    }
    func member(_ key: String) -> Any? {
        switch key {
        case "title": title
        case "parts": parts
        case "isOpen": isOpen
        default: nil
        }
    }
}

/// Small print.
struct Paragraphs: Component {
    static let partial = "registries/paragraphs"
    var lines: [String]
    init(_ lines: [String]) { self.lines = lines }
    func member(_ key: String) -> Any? { key == "lines" ? lines : nil }
}

/// A page that asks one thing or a few that belong together.
struct Asking: ViewModel {
    var page: UI.QuestionPage
    func member(_ name: String) -> Any? { name == "page" ? page : nil }

    func reply(_ title: String, status: Int = 200) -> Reply {
        .page(Page("registries/question", title: title, self, status: status))
    }
}
