extension CSV {
    /// Why a text is not CSV, and on which line (counted from 1).
    public enum ReadError: Error, Hashable, Sendable {
        case unterminatedQuote(line: Int)
        /// A quote inside a field without quotes, or something between a closing quote and the separator.
        case strayQuote(line: Int)
        case notUTF8(line: Int)
    }

    /// All records of a document. For large ones, take `Reader` record by record.
    public static func records(_ text: String, separator: Character = ",") throws(ReadError) -> [[String]] {
        var reader = Reader(Array(text.utf8), separator: separator)
        var records: [[String]] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    /// Reads one record after the other. Lines end with CR LF, LF or CR; empty lines and a byte-order mark are passed over.
    public struct Reader {
        private let bytes: [UInt8]
        private let separator: UInt8
        private var position = 0
        /// The line the next record begins on.
        public private(set) var line = 1

        public init(_ bytes: [UInt8], separator: Character = ",") {
            self.bytes = bytes
            self.separator = separator.asciiValue ?? UInt8(ascii: ",")
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        }

        /// The next record, or `nil` at the end.
        public mutating func next() throws(ReadError) -> [String]? {
            while position < bytes.count, isLineEnd(bytes[position]) { takeLineEnd() }
            guard position < bytes.count else { return nil }
            var fields: [String] = []
            while true {
                fields.append(try field())
                guard position < bytes.count else { return fields }
                if bytes[position] == separator {
                    position += 1
                } else {
                    takeLineEnd()
                    return fields
                }
            }
        }

        private mutating func field() throws(ReadError) -> String {
            if position < bytes.count, bytes[position] == UInt8(ascii: "\"") { return try quotedField() }
            let start = position
            while position < bytes.count, bytes[position] != separator, !isLineEnd(bytes[position]) {
                if bytes[position] == UInt8(ascii: "\"") { throw .strayQuote(line: line) }
                position += 1
            }
            return try text(bytes[start..<position])
        }

        private mutating func quotedField() throws(ReadError) -> String {
            let startLine = line
            var content: [UInt8] = []
            var isClosed = false
            position += 1
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                if byte == UInt8(ascii: "\"") {
                    let isDoubled = position < bytes.count && bytes[position] == UInt8(ascii: "\"")
                    guard isDoubled else {
                        isClosed = true
                        break
                    }
                    position += 1
                } else if byte == 0x0A {
                    line += 1
                }
                content.append(byte)
            }
            guard isClosed else { throw .unterminatedQuote(line: startLine) }
            if position < bytes.count, bytes[position] != separator, !isLineEnd(bytes[position]) {
                throw .strayQuote(line: line)
            }
            return try text(content[...])
        }

        private func text(_ bytes: ArraySlice<UInt8>) throws(ReadError) -> String {
            guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8(line: line) }
            return text
        }

        private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

        private mutating func takeLineEnd() {
            if bytes[position] == 0x0D, position + 1 < bytes.count, bytes[position + 1] == 0x0A { position += 1 }
            position += 1
            line += 1
        }
    }
}
