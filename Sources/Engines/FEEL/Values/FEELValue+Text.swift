extension FEELValue: CustomStringConvertible {
    /// The text that FEEL's `string()` gives; `null` for null.
    public var description: String { if case .string(let text) = self { text } else { written(quoting: false) } }

    /// The value as an expression that gives it again: strings in quotes, dates as `@"…"`. Functions cannot be written.
    public var literal: String { written(quoting: true) }

    private func written(quoting: Bool) -> String {
        func temporal(_ value: some CustomStringConvertible) -> String { quoting ? "@\"\(value)\"" : "\(value)" }
        switch self {
        case .null: return "null"
        case .boolean(let value): return value ? "true" : "false"
        case .number(let value): return value.description
        case .string(let text): return FEELValue.quoted(text)
        case .date(let value): return temporal(value)
        case .time(let value): return temporal(value)
        case .dateTime(let value): return temporal(value)
        case .days(let value): return temporal(value)
        case .months(let value): return temporal(value)
        case .list(let items):
            return "[" + items.map { $0.written(quoting: quoting) }.joined(separator: ", ") + "]"
        case .context(let context):
            let entries = context.entries.map { "\(FEELValue.key($0)): \($1.written(quoting: quoting))" }
            return "{" + entries.joined(separator: ", ") + "}"
        case .range(let range): return FEELValue.written(range, quoting: quoting)
        case .function(let function):
            return "function(\(function.parameters.map(\.name).joined(separator: ", ")))"
        }
    }

    private static func written(_ range: FEELRange, quoting: Bool) -> String {
        let start = range.start.written(quoting: quoting)
        let end = range.end.written(quoting: quoting)
        switch range.form {
        case .interval:
            return "\(range.startIncluded ? "[" : "(")\(start)..\(end)\(range.endIncluded ? "]" : ")")"
        case .less: return "(< \(end))"
        case .lessOrEqual: return "(<= \(end))"
        case .greater: return "(> \(start))"
        case .greaterOrEqual: return "(>= \(start))"
        case .equal: return "(= \(start))"
        case .notEqual: return "(!= \(start))"
        }
    }

    /// A text as a FEEL string literal.
    public static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// A key as it stands in a context: bare where it is a name.
    static func key(_ name: String) -> String {
        let scalars = Array(name.unicodeScalars)
        guard let first = scalars.first, first.isNameStart, scalars.last != " ",
            scalars.allSatisfy({ $0.isNamePart || $0 == " " })
        else { return quoted(name) }
        return name
    }
}
