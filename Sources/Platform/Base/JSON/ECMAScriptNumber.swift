/// How ECMAScript writes a number: the shortest digits that read back as the same double, laid out as ECMA-262
/// §6.1.6.1.20 says. RFC 8785 §3.2.2.3 asks for it.
enum ECMAScriptNumber {
    /// The text of a finite number; both zeros are `0`.
    static func text(of number: Double) -> String {
        if number == 0 { return "0" }
        if number.magnitude < 1e15, number == number.rounded(.towardZero) { return String(Int64(number)) }
        let (digits, point) = shortest(number.magnitude)
        return (number < 0 ? "-" : "") + layout(digits, point)
    }

    /// The shortest digits d₁d₂…dₖ, neither end zero, and n such that the number is 0.d₁d₂…dₖ × 10ⁿ. Swift's own
    /// description has the shortest digits; only its layout differs.
    private static func shortest(_ number: Double) -> (digits: [UInt8], point: Int) {
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        let text = Array(number.description.utf8)
        for (index, byte) in text.enumerated() {
            if byte == UInt8(ascii: "e") {
                exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
                break
            }
            if byte == UInt8(ascii: ".") { point = digits.count } else { digits.append(byte) }
        }
        let whole = point ?? digits.count
        let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(leading)
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return (digits, whole - leading + exponent)
    }

    private static func layout(_ digits: [UInt8], _ point: Int) -> String {
        let text = String(decoding: digits, as: UTF8.self)
        switch point {
        case digits.count...21:
            return text + String(repeating: "0", count: point - digits.count)
        case 1...21: return "\(text.prefix(point)).\(text.dropFirst(point))"
        case -5...0: return "0." + String(repeating: "0", count: -point) + text
        default:
            let exponent = point - 1
            let mantissa = digits.count == 1 ? text : "\(text.prefix(1)).\(text.dropFirst())"
            return "\(mantissa)e\(exponent < 0 ? "-" : "+")\(exponent.magnitude)"
        }
    }
}
