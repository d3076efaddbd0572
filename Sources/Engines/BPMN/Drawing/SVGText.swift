/// The text of an SVG document, as it grows.
struct SVGText {
    private(set) var text = ""
    private var open: [String] = []

    mutating func open(_ tag: String, _ attributes: KeyValuePairs<String, String?> = [:]) {
        text += "<\(tag)"
        add(attributes)
        text += ">"
        open.append(tag)
    }

    mutating func close() {
        if let tag = open.popLast() { text += "</\(tag)>" }
    }

    mutating func element(_ tag: String, _ attributes: KeyValuePairs<String, String?>) {
        text += "<\(tag)"
        add(attributes)
        text += "/>"
    }

    mutating func element(_ tag: String, _ attributes: KeyValuePairs<String, String?> = [:], words: String) {
        text += "<\(tag)"
        add(attributes)
        text += ">\(SVGText.escaped(words))</\(tag)>"
    }

    private mutating func add(_ attributes: KeyValuePairs<String, String?>) {
        for (name, value) in attributes {
            if let value { text += " \(name)=\"\(SVGText.escaped(value))\"" }
        }
    }

    /// Without the characters that XML 1.0 has no room for.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\u{9}", "\u{A}", "\u{D}": result += " "
            default:
                if scalar.value >= 32, scalar.value != 0xFFFE, scalar.value != 0xFFFF {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }

    /// A length with at most one decimal.
    static func number(_ value: Double) -> String {
        let tenths = Int((max(-1e7, min(1e7, value)) * 10).rounded())
        if tenths % 10 == 0 { return "\(tenths / 10)" }
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}
