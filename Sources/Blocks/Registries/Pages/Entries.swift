import Web

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
