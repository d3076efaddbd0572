import Base

/// Takes a multipart body apart as it comes (RFC 2046 §5.1, RFC 7578), holding no more than one header or one delimiter.
struct MultipartParser {
    enum Event {
        /// The header of a part: lines without their ends.
        case began([String])
        case data(ArraySlice<UInt8>)
        case ended
    }

    private enum State { case preamble, delimiter, header, content, epilogue }

    static let maximumHeader = 8192
    static let maximumParts = 1000

    private let delimiter: [UInt8]
    private var state = State.preamble
    private var buffer: [UInt8] = []
    private var parts = 0

    /// Throws a 400 `Problem` unless the boundary has 1 to 70 of the characters that RFC 2046 allows.
    init(boundary: String) throws {
        let allowed = boundary.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "'()+_,-./:=? ".utf8.contains(byte)
        }
        guard (1...70).contains(boundary.utf8.count), allowed, boundary.last != " " else {
            throw Problem.badRequest("The multipart form's boundary is not allowed.")
        }
        delimiter = Array("\r\n--\(boundary)".utf8)
        // The first delimiter may stand at the very start, without a line before it.
        buffer = [13, 10]
    }

    mutating func feed(_ bytes: some Sequence<UInt8>, _ emit: (Event) throws -> Void) throws {
        buffer.append(contentsOf: bytes)
        while try step(emit) {}
    }

    /// Throws a 400 `Problem` where the closing delimiter is missing.
    func finish() throws {
        guard state == .epilogue else { throw Problem.badRequest("The multipart form ends before its last boundary.") }
    }

    /// Goes on by one piece; `false` when more bytes are needed.
    private mutating func step(_ emit: (Event) throws -> Void) throws -> Bool {
        switch state {
        case .preamble:
            guard let start = Self.find(delimiter, in: buffer) else {
                buffer.removeFirst(max(0, buffer.count - delimiter.count + 1))
                return false
            }
            buffer.removeFirst(start + delimiter.count)
            state = .delimiter
            return true
        case .delimiter:
            return try afterDelimiter()
        case .header:
            return try header(emit)
        case .content:
            return try content(emit)
        case .epilogue:
            buffer.removeAll()
            return false
        }
    }

    /// `--` closes the form; padding and the end of the line begin a part.
    private mutating func afterDelimiter() throws -> Bool {
        if buffer.starts(with: [45, 45]) {
            state = .epilogue
            return true
        }
        guard let end = Self.find([13, 10], in: buffer) else {
            guard buffer.count < 128 else { throw Problem.badRequest("A boundary of the multipart form is malformed.") }
            return false
        }
        guard buffer[..<end].allSatisfy({ $0 == 32 || $0 == 9 }) else {
            throw Problem.badRequest("A boundary of the multipart form is malformed.")
        }
        // The line's end stays: a header that is empty follows at once.
        buffer.removeFirst(end)
        parts += 1
        guard parts <= Self.maximumParts else { throw Problem.tooLarge(Self.maximumParts) }
        state = .header
        return true
    }

    private mutating func header(_ emit: (Event) throws -> Void) throws -> Bool {
        guard let end = Self.find([13, 10, 13, 10], in: buffer) else {
            guard buffer.count <= Self.maximumHeader else { throw Problem.badRequest("A part's header is too long.") }
            return false
        }
        guard end <= Self.maximumHeader, let text = String(validating: buffer[..<end], as: UTF8.self) else {
            throw Problem.badRequest("A part's header cannot be read.")
        }
        try emit(.began(text.split(separator: "\r\n").map(String.init)))
        buffer.removeFirst(end + 4)
        state = .content
        return true
    }

    private mutating func content(_ emit: (Event) throws -> Void) throws -> Bool {
        if let start = Self.find(delimiter, in: buffer) {
            if start > 0 { try emit(.data(buffer[..<start])) }
            try emit(.ended)
            buffer.removeFirst(start + delimiter.count)
            state = .delimiter
            return true
        }
        let safe = buffer.count - delimiter.count + 1
        if safe > 0 {
            try emit(.data(buffer[..<safe]))
            buffer.removeFirst(safe)
        }
        return false
    }

    private static func find(_ pattern: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= pattern.count else { return nil }
        return bytes.withUnsafeBufferPointer { bytes in
            pattern.withUnsafeBufferPointer { pattern in
                var index = 0
                let last = bytes.count - pattern.count
                while index <= last {
                    if bytes[index] == pattern[0] {
                        var matched = 1
                        while matched < pattern.count, bytes[index + matched] == pattern[matched] { matched += 1 }
                        if matched == pattern.count { return index }
                    }
                    index += 1
                }
                return nil
            }
        }
    }
}
