import Base
import Mustache

/// What happens to a view once, when it is loaded: words are put in, spare white space is taken out.
enum ViewPreparation {
    /// Stands before every view so that it is escaped by our own escaping, which is many times faster than the engine's.
    static let pragma: String = {
        MustacheContentTypes.register(EscapedHTML(), named: "POLITY")
        return "{{%CONTENT_TYPE:POLITY}}\n"
    }()

    /// The view in `language`. `[[key]]` becomes the text of `key`, escaped; `{name}` in the text becomes the variable `{{name}}`.
    static func prepare(_ source: String, named view: String, in language: Language, texts: Texts) -> (text: String, mistakes: [String]) {
        var result = ""
        var mistakes: [String] = []
        var rest = source[...]
        while let open = rest.firstRange(of: "[[") {
            result += rest[..<open.lowerBound]
            guard let close = rest[open.upperBound...].firstRange(of: "]]") else {
                mistakes.append("\(view): [[ without ]]")
                break
            }
            let key = String(rest[open.upperBound..<close.lowerBound])
            if let found = texts.resolved(key, in: language), found.language == language || language.fallbacks.contains(found.language) {
                result += variables(in: EscapedHTML.escape(found.text))
            } else {
                mistakes.append("\(view): \(key) has no text in \(language)")
            }
            rest = rest[close.upperBound...]
        }
        result += rest
        return (squeezed(result), mistakes)
    }

    /// `{name}` as `{{name}}`.
    private static func variables(in text: String) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            let inner = rest[rest.index(after: open)...]
            let name = inner.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" || $0 == "." }
            if !name.isEmpty, inner[name.endIndex...].first == "}" {
                result += "{{\(name)}}"
                rest = inner[inner.index(after: name.endIndex)...]
            } else {
                result += "{"
                rest = inner
            }
        }
        return result + rest
    }

    /// Without indentation and empty lines, unless white space may mean something.
    private static func squeezed(_ text: String) -> String {
        guard !text.contains("<pre"), !text.contains("<textarea") else { return text }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true).map { line in
            line.drop { $0 == " " || $0 == "\t" }
        }
        return lines.filter { !$0.isEmpty }.joined(separator: "\n") + (text.last == "\n" ? "\n" : "")
    }

    /// The names of the views that a view draws or inherits, except names from the model (`{{>*name}}`).
    static func partials(of source: String) -> Set<String> {
        var found: Set<String> = []
        var rest = source[...]
        while let open = rest.firstRange(of: "{{") {
            rest = rest[open.upperBound...]
            guard let kind = rest.first, kind == ">" || kind == "<" else { continue }
            let name = rest.dropFirst().drop { $0 == " " }.prefix { $0 != "}" && $0 != " " }
            if name.first != "*" { found.insert(String(name)) }
        }
        return found
    }
}

/// HTML escaping over bytes. Text that needs none is returned as it is.
struct EscapedHTML: MustacheContentType {
    func escapeText(_ text: String) -> String { Self.escape(text) }

    static func escape(_ text: String) -> String {
        guard text.utf8.contains(where: isSpecial) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case UInt8(ascii: "'"): bytes += "&#39;".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\"")
            || byte == UInt8(ascii: "'")
    }
}
