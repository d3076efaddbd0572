import Web

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
