/// Reads numbers out of bytes without ever reading past their end.
struct ByteReader {
    let bytes: ArraySlice<UInt8>
    let isBigEndian: Bool

    init(_ bytes: ArraySlice<UInt8>, bigEndian: Bool = true) {
        self.bytes = bytes
        isBigEndian = bigEndian
    }

    /// The byte at `offset` from the start.
    subscript(offset: Int) -> UInt8? {
        guard offset >= 0, offset < bytes.count else { return nil }
        return bytes[bytes.startIndex + offset]
    }

    func number(at offset: Int, bytes count: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - count else { return nil }
        let slice = bytes[(bytes.startIndex + offset)..<(bytes.startIndex + offset + count)]
        return (isBigEndian ? Array(slice) : slice.reversed()).reduce(0) { $0 << 8 | Int($1) }
    }

    func slice(_ offset: Int, count: Int) -> ArraySlice<UInt8>? {
        guard offset >= 0, count >= 0, offset <= bytes.count - count else { return nil }
        return bytes[(bytes.startIndex + offset)..<(bytes.startIndex + offset + count)]
    }

    func text(at offset: Int, is text: String) -> Bool {
        slice(offset, count: text.utf8.count)?.elementsEqual(text.utf8) ?? false
    }
}

extension [UInt8] {
    mutating func append(_ number: Int, bytes count: Int, bigEndian: Bool = true) {
        for index in 0..<count {
            let shift = 8 * (bigEndian ? count - 1 - index : index)
            append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
