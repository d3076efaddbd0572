/// Reads the tokens of a PDF file (ISO 32000-1 §7.2).
struct Scanner {
    private let bytes: [UInt8]
    private(set) var position: Int

    init(_ bytes: [UInt8], at position: Int) { (self.bytes, self.position) = (bytes, max(0, position)) }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private static func isSpace(_ byte: UInt8) -> Bool { [0, 9, 10, 12, 13, 32].contains(byte) }
    private static let delimiters = Set("()<>[]{}/%".utf8)

    mutating func skipSpace() {
        while let byte = current {
            if byte == UInt8(ascii: "%") {
                while let byte = current, byte != 10, byte != 13 { position += 1 }
            } else if Self.isSpace(byte) {
                position += 1
            } else {
                return
            }
        }
    }

    mutating func skip(_ word: String) -> Bool {
        skipSpace()
        guard bytes[min(position, bytes.count)...].starts(with: word.utf8) else { return false }
        position += word.utf8.count
        return true
    }

    mutating func number() -> Int? {
        skipSpace()
        let start = position
        var value = 0
        while let byte = current, (48...57).contains(byte), value < 1 << 40 {
            value = value * 10 + Int(byte - 48)
            position += 1
        }
        return position > start ? value : nil
    }

    mutating func word() -> String? {
        skipSpace()
        let start = position
        while let byte = current, !Self.isSpace(byte), !Self.delimiters.contains(byte) { position += 1 }
        return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
    }

    /// A dictionary with its values as they are written.
    mutating func dictionary() -> PDFDictionary? {
        guard skip("<<") else { return nil }
        var found = PDFDictionary()
        while true {
            if skip(">>") { return found }
            guard skip("/"), let name = word() else { return nil }
            skipSpace()
            let start = position
            guard skipValue() else { return nil }
            found[name] = String(decoding: bytes[start..<position], as: UTF8.self)
        }
    }

    /// Passes one value: a dictionary, an array, a string, a name, a number or a reference.
    private mutating func skipValue(depth: Int = 0) -> Bool {
        guard depth < 64 else { return false }
        skipSpace()
        if skip("<<") {
            while !skip(">>") { if !skip("/") || word() == nil || !skipValue(depth: depth + 1) { return false } }
            return true
        }
        if skip("[") {
            while !skip("]") { if !skipValue(depth: depth + 1) { return false } }
            return true
        }
        switch current {
        case UInt8(ascii: "<"):
            while let byte = current, byte != UInt8(ascii: ">") { position += 1 }
            position += 1
            return position <= bytes.count
        case UInt8(ascii: "("): return skipString()
        case UInt8(ascii: "/"):
            position += 1
            return word() != nil
        default:
            guard word() != nil else { return false }
            // A number may begin a reference.
            let end = position
            if number() != nil, skip("R") { return true }
            position = end
            return true
        }
    }

    private mutating func skipString() -> Bool {
        var depth = 0
        while let byte = current {
            position += 1
            switch byte {
            case UInt8(ascii: "\\"): position += 1
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"):
                depth -= 1
                if depth == 0 { return true }
            default: break
            }
        }
        return false
    }

    /// From the start of an object's value: where it ends, white space left out. A stream is passed by its end mark.
    mutating func endOfObject() -> Int? {
        guard skipValue() else { return nil }
        let end = position
        if skip("endobj") { return end }
        guard skip("stream"), let close = bytes[position...].range(of: "endstream") else { return nil }
        position = close.upperBound
        let streamEnd = position
        return skip("endobj") ? streamEnd : nil
    }

    /// The number that follows a place.
    static func number(_ bytes: [UInt8], after place: Int) -> Int? {
        var scanner = Scanner(bytes, at: place)
        return scanner.number()
    }
}

extension Collection where Element == UInt8, Index == Int {
    func range(of text: String) -> Range<Int>? {
        let wanted = Array(text.utf8)
        guard let first = wanted.first, count >= wanted.count else { return nil }
        var index = startIndex
        while index <= endIndex - wanted.count {
            guard let next = self[index...].firstIndex(of: first), next <= endIndex - wanted.count else { return nil }
            if self[next..<next + wanted.count].elementsEqual(wanted) { return next..<next + wanted.count }
            index = next + 1
        }
        return nil
    }

    /// Where a word stands for the last time.
    func lastIndex(of text: String) -> Int? {
        let wanted = Array(text.utf8)
        guard count >= wanted.count else { return nil }
        var index = endIndex - wanted.count
        while index >= startIndex {
            if self[index..<index + wanted.count].elementsEqual(wanted) { return index }
            index -= 1
        }
        return nil
    }
}
