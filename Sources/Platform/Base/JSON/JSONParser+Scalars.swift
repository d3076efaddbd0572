extension JSONParser {
    mutating func string() throws(JSON.ParseError) -> String {
        position += 1
        let start = position
        var seen: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
                position += 1
                // What is all ASCII needs no look at its encoding.
                if seen < 0x80 { return String(decoding: text, as: UTF8.self) }
                guard let text = String(validating: text, as: UTF8.self) else { throw failure(.notUTF8, at: start) }
                return text
            }
            seen |= byte
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            guard byte >= 0x20 else { throw failure(.controlCharacter) }
            position += 1
        }
        throw failure(.unexpectedEnd)
    }

    /// The rest of a string that has escapes: what stands before the first is copied, then byte by byte.
    private mutating func escapedString(from start: Int) throws(JSON.ParseError) -> String {
        var buffer = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                guard let text = String(validating: buffer, as: UTF8.self) else { throw failure(.notUTF8, at: start) }
                position += 1
                return text
            }
            guard byte >= 0x20 else { throw failure(.controlCharacter) }
            if byte == UInt8(ascii: "\\") {
                try escape(into: &buffer)
            } else {
                buffer.append(byte)
                position += 1
            }
        }
        throw failure(.unexpectedEnd)
    }

    private mutating func escape(into buffer: inout [UInt8]) throws(JSON.ParseError) {
        let start = position
        guard position + 1 < bytes.count else { throw failure(.unexpectedEnd, at: bytes.count) }
        let letter = bytes[position + 1]
        position += 2
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(letter)
        case UInt8(ascii: "b"): buffer.append(0x08)
        case UInt8(ascii: "f"): buffer.append(0x0C)
        case UInt8(ascii: "n"): buffer.append(0x0A)
        case UInt8(ascii: "r"): buffer.append(0x0D)
        case UInt8(ascii: "t"): buffer.append(0x09)
        case UInt8(ascii: "u"): buffer.append(contentsOf: String(try unicodeEscape(from: start)).utf8)
        default: throw failure(.badEscape, at: start)
        }
    }

    /// The character of `\uXXXX`, or of a pair of surrogates; a lone surrogate is refused (RFC 7493 §2.1).
    private mutating func unicodeEscape(from start: Int) throws(JSON.ParseError) -> Character {
        var code = UInt32(try hexadecimal(from: start))
        if (0xD800..<0xDC00).contains(code) {
            guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                bytes[position + 1] == UInt8(ascii: "u")
            else { throw failure(.badEscape, at: start) }
            position += 2
            let low = UInt32(try hexadecimal(from: start))
            guard (0xDC00..<0xE000).contains(low) else { throw failure(.badEscape, at: start) }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw failure(.badEscape, at: start) }
        return Character(scalar)
    }

    private mutating func hexadecimal(from start: Int) throws(JSON.ParseError) -> UInt16 {
        var code: UInt16 = 0
        for _ in 0..<4 {
            guard position < bytes.count else { throw failure(.unexpectedEnd) }
            guard let digit = Hex.value(of: bytes[position]) else { throw failure(.badEscape, at: start) }
            code = code << 4 | UInt16(digit)
            position += 1
        }
        return code
    }

    mutating func number() throws(JSON.ParseError) -> JSON {
        let start = position
        var mantissa: UInt64 = 0
        var significant = 0
        let negative = bytes[position] == UInt8(ascii: "-")
        if negative { position += 1 }
        let leading = position
        try digits(into: &mantissa, count: &significant)
        if bytes[leading] == UInt8(ascii: "0"), position > leading + 1 { throw failure(.badNumber, at: start) }
        var exponent = 0
        var isWhole = true
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            let point = position
            try digits(into: &mantissa, count: &significant)
            exponent = point - position
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            exponent += try exponentPart()
        }
        if isWhole, significant <= 18 {
            // `-0` has a sign that no integer keeps.
            if negative, mantissa == 0 { return .number(-0.0) }
            return .integer(negative ? -Int64(mantissa) : Int64(mantissa))
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let value = Int64(text) { return .integer(value) }
        if significant <= 15, let value = Self.exact(mantissa, exponent) { return .number(negative ? -value : value) }
        guard let value = Double(text) else { throw failure(.badNumber, at: start) }
        guard value.isFinite else { throw failure(.numberOutOfRange, at: start) }
        return .number(value)
    }

    private mutating func digits(into mantissa: inout UInt64, count: inout Int) throws(JSON.ParseError) {
        let start = position
        while position < bytes.count, case let digit = bytes[position] &- UInt8(ascii: "0"), digit < 10 {
            mantissa = mantissa &* 10 &+ UInt64(digit)
            if mantissa != 0 { count += 1 }
            position += 1
        }
        if position == start { throw failure(position < bytes.count ? .badNumber : .unexpectedEnd) }
    }

    private mutating func exponentPart() throws(JSON.ParseError) -> Int {
        position += 1
        var negative = false
        if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
            negative = bytes[position] == UInt8(ascii: "-")
            position += 1
        }
        var value = 0
        let start = position
        while position < bytes.count, case let digit = bytes[position] &- UInt8(ascii: "0"), digit < 10 {
            value = min(value * 10 + Int(digit), 100_000)
            position += 1
        }
        if position == start { throw failure(position < bytes.count ? .badNumber : .unexpectedEnd) }
        return negative ? -value : value
    }

    /// `mantissa × 10^exponent` where both factors are exact doubles, so that one rounding gives the right result
    /// (Clinger 1990, the fast path); `nil` elsewhere.
    private static func exact(_ mantissa: UInt64, _ exponent: Int) -> Double? {
        guard (-22...22).contains(exponent) else { return nil }
        let value = Double(mantissa)
        return exponent < 0 ? value / powers[-exponent] : value * powers[exponent]
    }

    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
