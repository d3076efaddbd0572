extension JSON {
    /// What a reader of JSON accepts, so that no document can exhaust the stack or the memory.
    public struct Limits: Hashable, Sendable {
        /// How deep arrays and objects may nest.
        public var depth: Int
        /// How many bytes the document may have.
        public var bytes: Int
        /// Whether an object may have two members of one name (RFC 8259 §4 leaves their meaning open; RFC 7493 §2.3
        /// forbids them). Where they are allowed, all are kept and the last one answers.
        public var allowsDuplicateNames: Bool

        public init(depth: Int = 64, bytes: Int = 4 << 20, allowsDuplicateNames: Bool = false) {
            self.depth = min(depth, 512)
            self.bytes = bytes
            self.allowsDuplicateNames = allowsDuplicateNames
        }
    }

    /// Why a text is not the JSON that was asked for, and where.
    public struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
        public enum Reason: String, Hashable, Sendable {
            case unexpectedEnd = "the document ends too early"
            case unexpectedCharacter = "unexpected character"
            case trailingCharacters = "something follows the value"
            case badNumber = "a number is not written as JSON writes numbers"
            case numberOutOfRange = "a number is too large"
            case badEscape = "an escape in a string is not one of JSON's"
            case controlCharacter = "a control character in a string must be escaped"
            case notUTF8 = "the text is not UTF-8"
            case duplicateName = "an object has two members of one name"
            case tooDeep = "arrays and objects nest too deep"
            case tooLarge = "the document is too large"
        }

        public var reason: Reason
        /// Bytes from the start of the document.
        public var offset: Int
        /// Counted from 1; a column counts bytes.
        public var line: Int
        public var column: Int

        public var description: String { "line \(line), column \(column): \(reason.rawValue)" }
    }

    /// Reads one JSON document (RFC 8259), strictly: UTF-8, no trailing commas, no comments.
    public init(parsing text: String, limits: Limits = Limits()) throws(ParseError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }

    /// Reads one JSON document from its bytes. A byte-order mark is passed over (RFC 8259 §8.1).
    public init(parsing bytes: [UInt8], limits: Limits = Limits()) throws(ParseError) {
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<JSON, ParseError> in
            var parser = JSONParser(bytes: buffer, limits: limits)
            do throws(ParseError) {
                return .success(try parser.document())
            } catch {
                return .failure(error)
            }
        }
        self = try result.get()
    }
}

struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let limits: JSON.Limits
    var position = 0
    private var depth = 0

    init(bytes: UnsafeBufferPointer<UInt8>, limits: JSON.Limits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func document() throws(JSON.ParseError) -> JSON {
        guard bytes.count <= limits.bytes else { throw failure(.tooLarge, at: limits.bytes) }
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw failure(.trailingCharacters) }
        return value
    }

    private mutating func value() throws(JSON.ParseError) -> JSON {
        skipSpace()
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw failure(.unexpectedCharacter)
        }
    }

    private mutating func object() throws(JSON.ParseError) -> JSON {
        try enter()
        var members: [JSON.Member] = []
        var names = JSONNames()
        if take(UInt8(ascii: "}")) { return leave(.object(members)) }
        while true {
            skipSpace()
            guard position < bytes.count else { throw failure(.unexpectedEnd) }
            guard bytes[position] == UInt8(ascii: "\"") else { throw failure(.unexpectedCharacter) }
            let start = position
            let name = try string()
            if !limits.allowsDuplicateNames, !names.insert(name, after: members) {
                throw failure(.duplicateName, at: start)
            }
            guard take(UInt8(ascii: ":")) else { throw unexpected() }
            members.append(JSON.Member(name, try value()))
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw unexpected() }
            return leave(.object(members))
        }
    }

    private mutating func array() throws(JSON.ParseError) -> JSON {
        try enter()
        var elements: [JSON] = []
        if take(UInt8(ascii: "]")) { return leave(.array(elements)) }
        while true {
            elements.append(try value())
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw unexpected() }
            return leave(.array(elements))
        }
    }

    private mutating func enter() throws(JSON.ParseError) {
        guard depth < limits.depth else { throw failure(.tooDeep) }
        depth += 1
        position += 1
    }

    private mutating func leave(_ value: JSON) -> JSON {
        depth -= 1
        return value
    }

    private mutating func literal(_ text: StaticString, _ value: JSON) throws(JSON.ParseError) -> JSON {
        for index in 0..<text.utf8CodeUnitCount {
            guard position < bytes.count else { throw failure(.unexpectedEnd) }
            guard bytes[position] == text.utf8Start[index] else { throw failure(.unexpectedCharacter) }
            position += 1
        }
        return value
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    /// Takes `byte`, after space; whether it was there.
    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private func unexpected() -> JSON.ParseError {
        failure(position < bytes.count ? .unexpectedCharacter : .unexpectedEnd)
    }

    func failure(_ reason: JSON.ParseError.Reason, at offset: Int? = nil) -> JSON.ParseError {
        let offset = min(offset ?? position, bytes.count)
        var line = 1
        var lineStart = 0
        for index in 0..<offset where bytes[index] == 0x0A {
            line += 1
            lineStart = index + 1
        }
        return JSON.ParseError(reason: reason, offset: offset, line: line, column: offset - lineStart + 1)
    }
}

/// The names an object has so far. Few are compared one by one; many are kept in a set.
private struct JSONNames {
    private var seen: Set<String> = []

    /// Whether `name` is new among `members`. Strings of equal meaning but other code points are other names.
    mutating func insert(_ name: String, after members: [JSON.Member]) -> Bool {
        if members.count < 12 {
            return !members.contains { $0.name.utf8.elementsEqual(name.utf8) }
        }
        if seen.isEmpty { seen = Set(members.map(\.name)) }
        return seen.insert(name).inserted || !members.contains { $0.name.utf8.elementsEqual(name.utf8) }
    }
}
