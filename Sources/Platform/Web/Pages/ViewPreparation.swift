import Base

/// What happens to a view once, when it is loaded: words are put in, spare white space is taken out.
enum ViewPreparation {
    /// The view in `language`. `[[key]]` becomes the text of `key`, escaped; `{name}` in the text becomes the variable `{{name}}`.
    static func prepare(_ source: String, named view: String, in language: Language, texts: Texts) -> (
        text: String, mistakes: [String]
    ) {
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
            if let found = texts.resolved(key, in: language),
                found.language == language || language.fallbacks.contains(found.language)
            {
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
}

/// HTML escaping over bytes. Text that needs none is copied as it is.
enum EscapedHTML {
    static func escape(_ text: String) -> String {
        var bytes: [UInt8] = []
        append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    static func append(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            for index in utf8.indices {
                guard let replacement = replacement(utf8[index]) else { continue }
                bytes.append(contentsOf: utf8[start..<index])
                bytes += replacement.utf8
                start = index + 1
            }
            bytes.append(contentsOf: utf8[start...])
        }
    }

    @inline(__always)
    private static func replacement(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
