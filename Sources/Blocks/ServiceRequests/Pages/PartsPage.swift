import Web

/// A page that is a title and parts of the design system below each other.
struct PartsPage: ViewModel {
    var title: String
    var caption: String?
    var introduction: [String] = []
    /// The way back.
    var back: String?
    var parts: [any Component]

    func member(_ name: String) -> Any? {
        switch name {
        case "title": title
        case "caption": caption.orAbsent
        case "introduction": introduction
        case "back": back.orAbsent
        case "parts": parts
        default: nil
        }
    }
}

extension Page {
    /// A page of parts, in the layout for people.
    static func parts(_ page: PartsPage, status: Int = 200) -> Page {
        Page("service-requests/parts", title: page.title, page, status: status)
    }

    /// A page of parts, in the layout for officers.
    static func workspace(_ page: PartsPage, status: Int = 200) -> Page {
        Page("service-requests/workspace", title: page.title, page, status: status)
    }

    /// A page that asks.
    static func question(_ page: UI.QuestionPage, title: String, status: Int = 200) -> Page {
        Page(
            "service-requests/question", title: title, QuestionModel(page: page, hasErrors: page.form.summary != nil),
            status: status)
    }
}

/// The model of a page that asks.
private struct QuestionModel: ViewModel {
    let page: UI.QuestionPage
    let hasErrors: Bool
    func member(_ name: String) -> Any? {
        switch name {
        case "page": page
        case "hasErrors": hasErrors
        default: nil
        }
    }
}

/// A heading between parts.
struct Heading: Component {
    static let partial = "service-requests/heading"
    var text: String
    init(_ text: String) { self.text = text }
    func member(_ key: String) -> Any? { key == "text" ? text : nil }
}

/// A part that is seldom needed: folded away until somebody opens it.
struct Fold: Component {
    static let partial = "service-requests/fold"
    var title: String
    var part: any Component
    var isOpen: Bool
    init(_ title: String, _ part: any Component, isOpen: Bool = false) {
        (self.title, self.part, self.isOpen) = (title, part, isOpen)
    }
    func member(_ key: String) -> Any? {
        switch key {
        case "title": title
        case "part": [part]
        case "isOpen": isOpen
        default: nil
        }
    }
}

/// Paragraphs of text.
struct Paragraphs: Component {
    static let partial = "service-requests/paragraphs"
    var lines: [String]
    /// The language they are in, where it is not the page's.
    var language: String?
    init(_ lines: [String], language: String? = nil) {
        self.lines = lines
        self.language = language
    }
    func member(_ key: String) -> Any? {
        switch key {
        case "lines": lines
        case "language": language.orAbsent
        default: nil
        }
    }
}

/// Links below each other.
struct LinkList: Component {
    static let partial = "service-requests/links"
    var links: [UI.Link]
    init(_ links: [UI.Link]) { self.links = links }
    func member(_ key: String) -> Any? { key == "links" ? links : nil }
}

/// Photographs, each with the words that stand for it.
struct PhotoStrip: Component {
    static let partial = "service-requests/photos"
    struct Picture: ViewModel {
        var address: String
        var text: String
        var width: Int
        var height: Int
        func member(_ name: String) -> Any? {
            switch name {
            case "address": address
            case "text": text
            case "width": width
            case "height": height
            default: nil
            }
        }
    }
    var pictures: [Picture]
    func member(_ key: String) -> Any? { key == "pictures" ? pictures : nil }
}
