import Web

/// A page of parts below each other.
struct ProcessPage: ViewModel {
    var title: String
    var parts: [any Component]

    func member(_ name: String) -> Any? {
        switch name {
        case "title": title
        case "parts": parts
        default: nil
        }
    }
}

/// A heading between parts.
struct ProcessHeading: Component {
    static let partial = "processes/heading"
    var text: String
    init(_ text: String) { self.text = text }
    func member(_ key: String) -> Any? { key == "text" ? text : nil }
}

/// A process's picture; it scrolls within its frame where the page is narrow.
struct ProcessPicture: Component {
    static let partial = "processes/picture"
    var label: String
    var svg: HTML

    func member(_ key: String) -> Any? {
        switch key {
        case "label": label
        case "svg": svg
        default: nil
        }
    }
}
