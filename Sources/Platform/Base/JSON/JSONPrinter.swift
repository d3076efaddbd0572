extension JSON: CustomStringConvertible {
    /// The value as compact JSON, members in their order.
    public var description: String { String(decoding: bytes(), as: UTF8.self) }

    /// The value as UTF-8 JSON, members in their order. `pretty` breaks lines and indents by two spaces.
    ///
    /// A number that JSON cannot write (not a number, infinite) becomes `null`.
    public func bytes(pretty: Bool = false) -> [UInt8] {
        var printer = JSONPrinter(pretty: pretty)
        printer.print(self)
        return printer.output
    }
}

struct JSONPrinter {
    private(set) var output: [UInt8] = []
    private let pretty: Bool
    private var indent = 0

    init(pretty: Bool) {
        self.pretty = pretty
        output.reserveCapacity(256)
    }

    mutating func print(_ value: JSON) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .integer(let value): output.append(contentsOf: String(value).utf8)
        case .number(let value): value.isFinite ? print(value) : append("null")
        case .string(let value): print(value)
        case .array(let elements):
            print(elements, "[", "]") { printer, element in printer.print(element) }
        case .object(let members):
            print(members, "{", "}") { printer, member in
                printer.print(member.name)
                printer.append(printer.pretty ? ": " : ":")
                printer.print(member.value)
            }
        }
    }

    private mutating func print<Part>(
        _ parts: [Part], _ open: StaticString, _ close: StaticString, each: (inout JSONPrinter, Part) -> Void
    ) {
        append(open)
        indent += 1
        for (index, part) in parts.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            newLine()
            each(&self, part)
        }
        indent -= 1
        if !parts.isEmpty { newLine() }
        append(close)
    }

    private mutating func newLine() {
        guard pretty else { return }
        output.append(0x0A)
        for _ in 0..<indent { append("  ") }
    }

    mutating func append(_ text: StaticString) {
        output.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// A number as ECMAScript writes it (ECMA-262 §6.1.6.1.20).
    mutating func print(_ number: Double) { output.append(contentsOf: ECMAScriptNumber.text(of: number).utf8) }

    /// A string with no more escapes than JSON asks for (RFC 8785 §3.2.2.2).
    mutating func print(_ text: String) {
        output.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            // Most texts need no escape and are copied whole.
            guard bytes.contains(where: Self.needsEscape) else { return output.append(contentsOf: bytes) }
            for byte in bytes { printEscaped(byte) }
        }
        output.append(UInt8(ascii: "\""))
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func printEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x08: append("\\b")
        case 0x09: append("\\t")
        case 0x0A: append("\\n")
        case 0x0C: append("\\f")
        case 0x0D: append("\\r")
        case 0..<0x20:
            append("\\u00")
            output.append(Hex.digit(byte >> 4))
            output.append(Hex.digit(byte & 15))
        default: output.append(byte)
        }
    }
}
