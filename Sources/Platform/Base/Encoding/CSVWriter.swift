/// Comma-separated values (RFC 4180; text/csv in UTF-8).
public enum CSV {
    /// One record with its line end (CR LF). Fields are quoted where they must be.
    ///
    /// - Parameter formulaSafe: a field that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a tab or
    ///   a carriage return, and is no plain number) is led by an apostrophe. Use it for what people typed; it changes
    ///   the data, so leave it off where programs read the file.
    public static func record(_ fields: [String], separator: Character = ",", formulaSafe: Bool = false) -> String {
        var line = ""
        for (index, field) in fields.enumerated() {
            if index > 0 { line.append(separator) }
            line += quoted(formulaSafe ? disarmed(field) : field, separator)
        }
        // One empty field must not look like an empty line, which readers pass over.
        if line.isEmpty { line = "\"\"" }
        return line + "\r\n"
    }

    private static func quoted(_ field: String, _ separator: Character) -> String {
        let special = field.unicodeScalars.contains { scalar in
            scalar == "\"" || scalar == "\n" || scalar == "\r" || separator.unicodeScalars.contains(scalar)
        }
        guard special else { return field }
        return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    private static func disarmed(_ field: String) -> String {
        guard let first = field.unicodeScalars.first,
            "=+-@\t\r\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains(first)
        else { return field }
        return isPlainNumber(field) ? field : "'" + field
    }

    private static func isPlainNumber(_ field: String) -> Bool {
        let digits = field.utf8.dropFirst()
        return !digits.isEmpty && (field.hasPrefix("-") || field.hasPrefix("+"))
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") }
    }
}
