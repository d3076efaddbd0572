import Web

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
