/// Parameters of `Content-Type` and `Content-Disposition` (RFC 2183, RFC 7578 §4.2).
enum MultipartHeader {
    /// `boundary` of `multipart/form-data; boundary="x y"`; `nil` where it is absent.
    static func parameter(_ name: String, of value: some StringProtocol) -> String? {
        var rest = Substring(value)
        guard let start = rest.firstIndex(of: ";") else { return nil }
        rest = rest[start...]
        while rest.first == ";" {
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            let key = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest[key.endIndex...]
            guard rest.first == "=" else { continue }
            rest = rest.dropFirst()
            let value: String
            if rest.first == "\"" {
                (value, rest) = quoted(rest.dropFirst())
                rest = rest.drop { $0 != ";" }
            } else {
                let token = rest.prefix { $0 != ";" }
                rest = rest[token.endIndex...]
                value = String(token).trimmed
            }
            if String(key).trimmed.lowercased() == name { return value }
        }
        return nil
    }

    /// Up to the closing quote. A backslash escapes only a quote: browsers of old sent whole paths of Windows.
    private static func quoted(_ text: Substring) -> (String, Substring) {
        var value = ""
        var rest = text
        while let first = rest.first {
            rest = rest.dropFirst()
            if first == "\"" { break }
            if first == "\\", rest.first == "\"" {
                value.append("\"")
                rest = rest.dropFirst()
            } else {
                value.append(first)
            }
        }
        return (value, rest)
    }

    /// A field's or file's name as browsers write it: only `"` and the ends of lines are escaped (HTML, §4.10.22.8).
    static func unescaped(_ name: String) -> String {
        name.replacing("%22", with: "\"").replacing("%0D%0A", with: "\n").replacing("%0A", with: "\n").replacing(
            "%0D", with: "\n")
    }
}
