/// Reads the parts of ISO 8601 dates and times from a text. Each part is `nil`, and the scanner's place undefined,
/// where the text has something else.
struct ISOScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { position == bytes.count }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func take(_ choices: String) -> Bool {
        guard let byte = peek(), choices.utf8.contains(byte) else { return false }
        position += 1
        return true
    }

    mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let byte = peek(), case let digit = byte &- UInt8(ascii: "0"), digit < 10 else { return nil }
            value = value * 10 + Int(digit)
            position += 1
        }
        return value
    }

    mutating func date() -> LocalDate? {
        guard let year = number(digits: 4), take("-"), let month = number(digits: 2), take("-"),
            let day = number(digits: 2)
        else { return nil }
        return LocalDate(year: year, month: month, day: day)
    }

    /// `hh:mm`, `hh:mm:ss` or with a fraction, of which six digits count.
    mutating func time() -> LocalTime? {
        guard let hour = number(digits: 2), take(":"), let minute = number(digits: 2) else { return nil }
        guard take(":") else { return LocalTime(hour: hour, minute: minute) }
        guard let second = number(digits: 2) else { return nil }
        guard take(".,") else { return LocalTime(hour: hour, minute: minute, second: second) }
        var fraction = 0
        var digits = 0
        while let digit = number(digits: 1) {
            if digits < 6 { fraction = fraction * 10 + digit }
            digits += 1
        }
        guard digits > 0 else { return nil }
        for _ in min(digits, 6)..<6 { fraction *= 10 }
        return LocalTime(hour: hour, minute: minute, second: second, microsecond: fraction)
    }

    /// `Z`, `±hh:mm`, `±hhmm` or `±hh`: seconds east of Greenwich.
    mutating func offset() -> Int? {
        if take("Zz") { return 0 }
        let sign: Int
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(digits: 2), hours < 24 else { return nil }
        guard !isAtEnd else { return sign * hours * 3600 }
        _ = take(":")
        guard let minutes = number(digits: 2), minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}

/// Writes ISO 8601 dates and times.
struct ISOText {
    enum Precision { case minutes, seconds }
    private var bytes: [UInt8] = []

    var string: String { String(decoding: bytes, as: UTF8.self) }

    mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func append(_ number: Int, digits: Int) {
        var scale = (1..<digits).reduce(1) { scale, _ in scale * 10 }
        while scale > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / scale % 10))
            scale /= 10
        }
    }

    mutating func append(_ date: LocalDate) {
        append(date.year, digits: 4)
        append("-")
        append(date.month, digits: 2)
        append("-")
        append(date.day, digits: 2)
    }

    mutating func append(_ time: LocalTime, always precision: Precision) {
        append(time.hour, digits: 2)
        append(":")
        append(time.minute, digits: 2)
        guard precision == .seconds || time.second != 0 || time.microsecond != 0 else { return }
        append(":")
        append(time.second, digits: 2)
        guard time.microsecond != 0 else { return }
        append(".")
        append(time.microsecond, digits: 6)
        while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
    }

    mutating func append(offset seconds: Int) {
        guard seconds != 0 else { return append("Z") }
        append(seconds < 0 ? "-" : "+")
        append(abs(seconds) / 3600, digits: 2)
        append(":")
        append(abs(seconds) / 60 % 60, digits: 2)
    }
}
