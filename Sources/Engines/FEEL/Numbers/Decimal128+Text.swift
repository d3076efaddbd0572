extension Decimal128: CustomStringConvertible, LosslessStringConvertible {
    /// Reads `12`, `-0.5`, `.5`, `1.5e-3`; more than 34 digits are rounded half to even. nil for anything else.
    public init?(_ text: String) {
        self.init(utf8: text.utf8)
    }

    init?(utf8 text: some Sequence<UInt8>) {
        var reader = DecimalReader()
        for byte in text where !reader.read(byte) { return nil }
        guard let value = reader.value else { return nil }
        self = value
    }

    /// Plain digits, never an exponent: `120`, `-0.05`.
    public var description: String {
        let digits = String(coefficient)
        let sign = isNegative ? "-" : ""
        if exponent >= 0 { return isZero ? "0" : sign + digits + String(repeating: "0", count: exponent) }
        let point = digits.utf8.count + exponent
        if point > 0 { return sign + digits.prefix(point) + "." + digits.suffix(-exponent) }
        return sign + "0." + String(repeating: "0", count: -point) + digits
    }
}

/// Reads a decimal numeral byte by byte.
private struct DecimalReader {
    private var negative = false
    private var coefficient: UInt128 = 0
    private var exponent = 0
    private var sticky = false
    private var digits = 0
    private var seenPoint = false
    private var exponentDigits: Int?
    private var exponentNegative = false
    private var written = 0
    private var isStart = true
    private var isExponentStart = false

    mutating func read(_ byte: UInt8) -> Bool {
        defer { isStart = false }
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            isExponentStart = false
            digit(byte - UInt8(ascii: "0"))
            return true
        case UInt8(ascii: "-"), UInt8(ascii: "+"):
            if isStart {
                negative = byte == UInt8(ascii: "-")
                return true
            }
            guard isExponentStart else { return false }
            isExponentStart = false
            exponentNegative = byte == UInt8(ascii: "-")
            return true
        case UInt8(ascii: "."):
            if seenPoint || exponentDigits != nil { return false }
            seenPoint = true
            return true
        case UInt8(ascii: "e"), UInt8(ascii: "E"):
            if digits == 0 || exponentDigits != nil { return false }
            exponentDigits = 0
            isExponentStart = true
            written = 0
            return true
        default:
            return false
        }
    }

    private mutating func digit(_ digit: UInt8) {
        if let soFar = exponentDigits {
            written += 1
            exponentDigits = min(soFar * 10 + Int(digit), 1_000_000)
            return
        }
        digits += 1
        if coefficient < Powers.ten[37] {
            coefficient = coefficient * 10 + UInt128(digit)
            if seenPoint { exponent -= 1 }
        } else {
            sticky = sticky || digit != 0
            if !seenPoint { exponent += 1 }
        }
    }

    var value: Decimal128? {
        guard digits > 0, exponentDigits == nil || written > 0 else { return nil }
        let power = (exponentDigits ?? 0) * (exponentNegative ? -1 : 1)
        return Decimal128.rounded(negative: negative, coefficient, exponent: exponent + power, sticky: sticky)
    }
}
