extension FEELValue: CustomStringConvertible {
    /// The text that FEEL's `string()` gives; `null` for null.
    public var description: String { if case .string(let text) = self { text } else { written(quoting: false) } }

    /// The value as an expression that gives it again: strings in quotes, dates as `@"…"`. Functions cannot be written.
    public var literal: String { written(quoting: true) }

    /// Longer texts are cut: values that share their parts may be far larger than they look.
    private static let longest = 4_000_000

    private func written(quoting: Bool) -> String {
        var text = ""
        write(to: &text, quoting)
        return text
    }

    private func write(to text: inout String, _ quoting: Bool) {
        if text.utf8.count > FEELValue.longest {
            if !text.hasSuffix("…") { text += "…" }
            return
        }
        func add(_ value: some CustomStringConvertible) { text += quoting ? "@\"\(value)\"" : "\(value)" }
        switch self {
        case .null: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .number(let value): text += value.description
        case .string(let value): text += FEELValue.quoted(value)
        case .date(let value): add(value)
        case .time(let value): add(value)
        case .dateTime(let value): add(value)
        case .days(let value): add(value)
        case .months(let value): add(value)
        case .list(let items):
            text += "["
            for (index, item) in items.enumerated() {
                if index > 0 { text += ", " }
                item.write(to: &text, quoting)
            }
            text += "]"
        case .context(let context):
            text += "{"
            for (index, entry) in context.entries.enumerated() {
                text += (index > 0 ? ", " : "") + FEELValue.key(entry.0) + ": "
                entry.1.write(to: &text, quoting)
            }
            text += "}"
        case .range(let range): range.write(to: &text, quoting)
        case .function(let function): text += "function(\(function.parameters.map(\.name).joined(separator: ", ")))"
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

extension FEELRange {
    fileprivate func write(to text: inout String, _ quoting: Bool) {
        func end(_ value: FEELValue) -> String {
            quoting ? value.literal : value.isString ? value.literal : value.description
        }
        switch form {
        case .interval:
            text += "\(startIncluded ? "[" : "(")\(end(start))..\(end(self.end))\(endIncluded ? "]" : ")")"
        case .less, .lessOrEqual: text += "(\(form.symbol) \(end(self.end)))"
        default: text += "(\(form.symbol) \(end(start)))"
        }
    }
}

extension FEELValue {
    fileprivate var isString: Bool { if case .string = self { true } else { false } }
}
