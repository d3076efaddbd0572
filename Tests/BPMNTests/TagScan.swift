import Foundation

/// Reads tags one after the other, by no code of the engine's, so that what it finds can stand against what the reader finds.
struct TagScan {
    struct Tag {
        var namespace: String
        var name: String
        var attributes: [String: String]
        var text = ""
        /// Places of the tags around it.
        var path: [Int]
    }

    private(set) var tags: [Tag] = []

    init(_ source: String) throws {
        let comment = try Regex(#"(?s)<!--.*?-->"#)
        let markup = try Regex(
            #"(?s)<!\[CDATA\[(.*?)\]\]>|<\?.*?\?>|<(/?)([^\s<>/=]+)((?:\s+[^\s=<>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(/?)>"#
        )
        let attribute = try Regex(#"([^\s=]+)\s*=\s*("[^"]*"|'[^']*')"#)
        let text = source.replacing(comment, with: "")
        var open: [Int] = []
        var scopes: [[String: String]] = [[:]]
        var end = text.startIndex
        for match in text.matches(of: markup) {
            if let top = open.last { tags[top].text += TagScan.plain(text[end..<match.range.lowerBound]) }
            end = match.range.upperBound
            if let cdata = match.output[1].substring {
                if let top = open.last { tags[top].text += cdata }
                continue
            }
            guard let written = match.output[3].substring else { continue }
            if match.output[2].substring == "/" {
                open.removeLast()
                scopes.removeLast()
                continue
            }
            var attributes: [String: String] = [:]
            for pair in (match.output[4].substring ?? "").matches(of: attribute) {
                guard let key = pair.output[1].substring, let value = pair.output[2].substring else { continue }
                attributes[String(key)] = TagScan.plain(value.dropFirst().dropLast())
            }
            var scope = scopes[scopes.count - 1]
            for (key, value) in attributes {
                if key == "xmlns" { scope[""] = value }
                if key.hasPrefix("xmlns:") { scope[String(key.dropFirst(6))] = value }
            }
            let parts = written.split(separator: ":").map(String.init)
            tags.append(
                Tag(
                    namespace: scope[parts.count > 1 ? parts[0] : ""] ?? "", name: parts[parts.count - 1],
                    attributes: attributes, path: open))
            if match.output[5].substring != "/" {
                open.append(tags.count - 1)
                scopes.append(scope)
            }
        }
    }

    private static func plain(_ text: Substring) -> String {
        var text = String(text)
        for match in text.matches(of: /&#(x?)([0-9A-Fa-f]+);/).reversed() {
            let number = UInt32(match.output.2, radix: match.output.1.isEmpty ? 10 : 16) ?? 63
            text.replaceSubrange(match.range, with: Unicode.Scalar(number).map { String(Character($0)) } ?? "?")
        }
        for (name, value) in [("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"), ("amp", "&")] {
            text = text.replacingOccurrences(of: "&\(name);", with: value)
        }
        return text
    }

    static let model = "http://www.omg.org/spec/BPMN/20100524/MODEL"
    static let diagram = "http://www.omg.org/spec/BPMN/20100524/DI"

    /// The elements of BPMN itself, without what stands in extensions.
    var modelTags: [Tag] {
        tags.filter { tag in
            tag.namespace == TagScan.model
                && !tag.path.contains { tags[$0].name == "extensionElements" || tags[$0].namespace != TagScan.model }
        }
    }

    func children(of index: Int) -> [Tag] { tags.filter { $0.path.last == index } }
}
