/// Plain values as JSON has them, so that programs can give data to FEEL and take results from it.
extension FEELValue {
    /// What a piece of JSON is, for conversions in either direction.
    public indirect enum Plain: Sendable, Equatable {
        case null
        case boolean(Bool)
        /// A numeral as it was written, so that no digit is lost.
        case number(String)
        case string(String)
        case array([Plain])
        case object([(String, Plain)])

        public static func == (a: Plain, b: Plain) -> Bool {
            switch (a, b) {
            case (.null, .null): true
            case (.boolean(let x), .boolean(let y)): x == y
            case (.number(let x), .number(let y)): x == y
            case (.string(let x), .string(let y)): x == y
            case (.array(let x), .array(let y)): x == y
            case (.object(let x), .object(let y)):
                x.count == y.count && zip(x, y).allSatisfy { $0.0 == $1.0 && $0.1 == $1.1 }
            default: false
            }
        }
    }

    /// Numbers, texts, lists and contexts. Dates stay texts: the types of a model, or `date()`, make dates of them.
    public init(_ plain: Plain) {
        switch plain {
        case .null: self = .null
        case .boolean(let value): self = .boolean(value)
        case .number(let text): self = .number(Decimal128(text))
        case .string(let text): self = .string(text)
        case .array(let items): self = .list(items.map { FEELValue($0) })
        case .object(let entries): self = .context(FEELContext(entries.map { ($0.0, FEELValue($0.1)) }))
        }
    }

    /// Dates, times and durations become texts, ranges and functions too.
    public var plain: Plain {
        switch self {
        case .null: .null
        case .boolean(let value): .boolean(value)
        case .number(let number): .number(number.description)
        case .string(let text): .string(text)
        case .list(let items): .array(items.map(\.plain))
        case .context(let context): .object(context.entries.map { ($0, $1.plain) })
        default: .string(description)
        }
    }

    /// The value as JSON text.
    public var json: String { plain.text }

    /// Reads JSON text; nil where it is not JSON.
    public init?(json text: String) {
        var reader = PlainReader(text)
        guard let plain = reader.read() else { return nil }
        self.init(plain)
    }
}

extension FEELValue.Plain {
    /// As JSON text (RFC 8259).
    public var text: String {
        switch self {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .number(let text): text
        case .string(let text): FEELValue.Plain.quoted(text)
        case .array(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
        case .object(let entries):
            "{" + entries.map { "\(FEELValue.Plain.quoted($0.0)):\($0.1.text)" }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

/// Reads JSON (RFC 8259), at most 200 levels deep.
private struct PlainReader {
    private let text: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    init(_ text: String) { self.text = Array(text.unicodeScalars) }

    mutating func read() -> FEELValue.Plain? {
        guard let value = value() else { return nil }
        skipSpace()
        return position == text.count ? value : nil
    }

    private mutating func skipSpace() {
        while position < text.count, [" ", "\t", "\n", "\r"].contains(text[position]) { position += 1 }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < text.count, text[position] == scalar else { return false }
        position += 1
        return true
    }

    private mutating func take(word: String) -> Bool {
        let scalars = Array(word.unicodeScalars)
        guard text[position...].starts(with: scalars) else { return false }
        position += scalars.count
        return true
    }

    private mutating func value() -> FEELValue.Plain? {
        depth += 1
        defer { depth -= 1 }
        skipSpace()
        guard depth <= 200, position < text.count else { return nil }
        switch text[position] {
        case "{": return object()
        case "[": return array()
        case "\"": return string().map { .string($0) }
        case "t": return take(word: "true") ? .boolean(true) : nil
        case "f": return take(word: "false") ? .boolean(false) : nil
        case "n": return take(word: "null") ? .null : nil
        default: return number()
        }
    }

    private mutating func object() -> FEELValue.Plain? {
        position += 1
        var entries: [(String, FEELValue.Plain)] = []
        if take("}") { return .object([]) }
        repeat {
            skipSpace()
            guard position < text.count, text[position] == "\"", let key = string(), take(":"), let value = value()
            else {
                return nil
            }
            entries.append((key, value))
        } while take(",")
        return take("}") ? .object(entries) : nil
    }

    private mutating func array() -> FEELValue.Plain? {
        position += 1
        var items: [FEELValue.Plain] = []
        if take("]") { return .array([]) }
        repeat {
            guard let item = value() else { return nil }
            items.append(item)
        } while take(",")
        return take("]") ? .array(items) : nil
    }

    private mutating func number() -> FEELValue.Plain? {
        let start = position
        while position < text.count, text[position].isDigit || ["-", "+", ".", "e", "E"].contains(text[position]) {
            position += 1
        }
        let numeral = String(String.UnicodeScalarView(text[start..<position]))
        guard let first = numeral.unicodeScalars.first, first == "-" || first.isDigit, numeral.last != ".",
            Decimal128(numeral) != nil
        else { return nil }
        return .number(numeral)
    }

    private mutating func string() -> String? {
        position += 1
        var result = String.UnicodeScalarView()
        while position < text.count {
            let scalar = text[position]
            position += 1
            if scalar == "\"" { return String(result) }
            if scalar.value < 0x20 { return nil }
            guard scalar == "\\" else {
                result.append(scalar)
                continue
            }
            guard let escaped = escaped() else { return nil }
            result.append(escaped)
        }
        return nil
    }

    private mutating func escaped() -> Unicode.Scalar? {
        guard position < text.count else { return nil }
        let scalar = text[position]
        position += 1
        switch scalar {
        case "\"", "\\", "/": return scalar
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u": return unicode()
        default: return nil
        }
    }

    private mutating func unicode() -> Unicode.Scalar? {
        guard let high = hexadecimal() else { return nil }
        guard (0xD800..<0xDC00).contains(high) else { return Unicode.Scalar(high) ?? "\u{FFFD}" }
        let back = position
        guard take(word: "\\u"), let low = hexadecimal(), (0xDC00..<0xE000).contains(low) else {
            position = back
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    }

    private mutating func hexadecimal() -> UInt32? {
        let digits = text[position...].prefix(4)
        guard digits.count == 4, let value = UInt32(String(String.UnicodeScalarView(digits)), radix: 16) else {
            return nil
        }
        position += 4
        return value
    }
}
