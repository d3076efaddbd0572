import Web

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
