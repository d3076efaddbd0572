import Web

/// A page that is a title and parts of the design system below each other.
struct PartsPage: ViewModel {
    var title: String
    var caption: String?
    var introduction: [String] = []
    var back: String?
    var parts: [any Component]

    /// What is wrong in the forms of the page.
    private var summary: UI.ErrorSummary? {
        let forms = parts.compactMap { ($0 as? UI.Form) ?? (($0 as? Fold)?.part as? UI.Form) }
        return UI.ErrorSummary(fields: forms.flatMap(\.fields), problems: forms.flatMap(\.problems))
    }

    func member(_ name: String) -> Any? {
        switch name {
        case "title": title
        case "caption": caption.orAbsent
        case "introduction": introduction
        case "back": back.orAbsent
        case "summary": summary.orAbsent
        case "parts": parts
        default: nil
        }
    }

    /// In the layout for people.
    func page() -> Page { Page("payments/parts", title: title, self, status: summary == nil ? 200 : 422) }
    /// In the layout for officers.
    func workspace() -> Page { Page("payments/workspace", title: title, self, status: summary == nil ? 200 : 422) }
}

/// A heading between parts.
struct Heading: Component {
    static let partial = "payments/heading"
    var text: String
    init(_ text: String) { self.text = text }
    func member(_ key: String) -> Any? { key == "text" ? text : nil }
}

/// How much, in large figures.
struct LargeSum: Component {
    static let partial = "payments/sum"
    var amount: String
    var note: String?
    func member(_ key: String) -> Any? {
        switch key {
        case "amount": amount
        case "note": note.orAbsent
        default: nil
        }
    }
}

/// A code to scan with a telephone.
struct ScanCode: Component {
    static let partial = "payments/scan"
    var path: String
    var size: Int
    var label: String
    func member(_ key: String) -> Any? {
        switch key {
        case "path": path
        case "size": size
        case "label": label
        default: nil
        }
    }
}

struct Paragraphs: Component {
    static let partial = "payments/paragraphs"
    var lines: [String]
    init(_ lines: String...) { self.lines = lines }
    func member(_ key: String) -> Any? { key == "lines" ? lines : nil }
}

struct LinkList: Component {
    static let partial = "payments/links"
    var links: [UI.Link]
    init(_ links: [UI.Link]) { self.links = links }
    func member(_ key: String) -> Any? { key == "links" ? links : nil }
}

/// Buttons beside each other, each a form of its own.
struct Actions: Component {
    static let partial = "payments/actions"
    var actions: [UI.Action]
    init(_ actions: UI.Action...) { self.actions = actions }
    func member(_ key: String) -> Any? { key == "actions" ? actions : nil }
}

/// A part that is folded away until somebody opens it.
struct Fold: Component {
    static let partial = "payments/fold"
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
