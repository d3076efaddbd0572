import Base

/// An answer of Open311 as a tree that has both forms: elements of XML, members of JSON.
public indirect enum Open311Node: Hashable, Sendable {
    case text(String?)
    case number(Double?)
    case integer(Int)
    case bool(Bool)
    case object([Member])
    /// A list whose elements are called `item` in XML.
    case list(item: String, [Open311Node])

    public struct Member: Hashable, Sendable {
        public var name: String
        public var value: Open311Node
        public init(_ name: String, _ value: Open311Node) {
            self.name = name
            self.value = value
        }
    }

    public var json: JSON {
        switch self {
        case .text(let text): text.map(JSON.string) ?? .null
        case .number(let number): number.map(JSON.number) ?? .null
        case .integer(let integer): .integer(Int64(integer))
        case .bool(let bool): .bool(bool)
        case .object(let members): .object(members.map { JSON.Member($0.name, $0.value.json) })
        case .list(_, let elements): .array(elements.map(\.json))
        }
    }

    /// A document with `root` as its element.
    public func xml(root: String) -> String {
        var text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        write(to: &text, as: root)
        text += "\n"
        return text
    }

    private func write(to text: inout String, as name: String) {
        text += "<\(name)>"
        switch self {
        case .text(let content): if let content { text += Self.escaped(content) }
        case .number(let number): if let number { text += "\(number)" }
        case .integer(let integer): text += "\(integer)"
        case .bool(let bool): text += "\(bool)"
        case .object(let members): for member in members { member.value.write(to: &text, as: member.name) }
        case .list(let item, let elements): for element in elements { element.write(to: &text, as: item) }
        }
        text += "</\(name)>"
    }

    /// Text as XML 1.0 content: markup escaped, characters that XML has no place for left out (XML 1.0 §2.2).
    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0xEF }) else {
            return text
        }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: result += "&amp;"
            case 0x3C: result += "&lt;"
            case 0x3E: result += "&gt;"
            case 0x0D: result += "&#13;"
            case 0x09, 0x0A: result.unicodeScalars.append(scalar)
            case 0..<0x20, 0xFFFE, 0xFFFF: continue
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
