import Base
import CLibPQ
import Store

/// The types that are read and written in the server's binary format (PostgreSQL's `pg_type.dat` has the numbers).
enum PostgresType: Oid {
    case bool = 16
    case bytea = 17
    case name = 19
    case int8 = 20
    case int2 = 21
    case int4 = 23
    case text = 25
    case oid = 26
    case json = 114
    case float4 = 700
    case float8 = 701
    case bpchar = 1042
    case varchar = 1043
    case numeric = 1700
    case uuid = 2950
    case void = 2278

    /// From the binary format; `nil` where the bytes are not of this type.
    func binary(_ bytes: UnsafeRawBufferPointer) -> SQLValue? {
        switch self {
        case .bool: bytes.count == 1 ? .bool(bytes[0] != 0) : nil
        case .bytea: .blob([UInt8](bytes))
        case .int2: Self.integer(bytes, Int16.self).map { .integer(Int64($0)) }
        case .int4: Self.integer(bytes, Int32.self).map { .integer(Int64($0)) }
        case .oid: Self.integer(bytes, UInt32.self).map { .integer(Int64($0)) }
        case .int8: Self.integer(bytes, Int64.self).map { .integer($0) }
        case .float4: Self.integer(bytes, UInt32.self).map { .real(Double(Float(bitPattern: $0))) }
        case .float8: Self.integer(bytes, UInt64.self).map { .real(Double(bitPattern: $0)) }
        case .text, .varchar, .bpchar, .name, .json: .text(String(decoding: bytes, as: UTF8.self))
        case .uuid: Identifier<Never>(bytes: bytes).map { .uuid($0) }
        case .numeric: Self.numeric(bytes)
        case .void: .null
        }
    }

    /// From the text format, which any type has.
    static func text(_ bytes: UnsafeRawBufferPointer, as type: PostgresType?) -> SQLValue? {
        let text = String(decoding: bytes, as: UTF8.self)
        switch type {
        case .bool: return .bool(text == "t")
        case .int2, .int4, .int8, .oid: return Int64(text).map { .integer($0) }
        case .float4, .float8: return Double(text).map { .real($0) }
        case .uuid: return Identifier<Never>(text).map { .uuid($0) }
        case .numeric: return Int64(text).map { .integer($0) } ?? .text(text)
        case .void: return .null
        case .bytea:
            guard text.hasPrefix("\\x") else { return nil }
            let digits = Array(text.utf8.dropFirst(2))
            return .blob(
                stride(from: 0, to: digits.count - 1, by: 2).map { index in
                    hexDigit(digits[index]) << 4 | hexDigit(digits[index + 1])
                })
        case .text, .varchar, .bpchar, .name, .json, nil: return .text(text)
        }
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8 {
        byte <= UInt8(ascii: "9") ? byte &- UInt8(ascii: "0") : byte &- UInt8(ascii: "a") &+ 10
    }

    static func integer<Value: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, _ type: Value.Type) -> Value? {
        guard bytes.count == MemoryLayout<Value>.size else { return nil }
        return Value(bigEndian: bytes.loadUnaligned(as: Value.self))
    }

    /// A decimal: a whole one that fits is an integer, as SQLite's `sum` gives it; any other is its text.
    ///
    /// Groups of four decimal digits; `weight` is the power of 10,000 of the first (`src/backend/utils/adt/numeric.c`).
    private static func numeric(_ bytes: UnsafeRawBufferPointer) -> SQLValue? {
        guard bytes.count >= 8 else { return nil }
        let words = stride(from: 0, to: bytes.count - 1, by: 2).map { offset in
            UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
        }
        let weight = Int(Int16(bitPattern: words[1]))
        let sign = words[2]
        let scale = Int(words[3])
        let groups = words.dropFirst(4).map { Int($0) }
        switch sign {
        case 0xC000: return .text("NaN")
        case 0xD000: return .text("Infinity")
        case 0xF000: return .text("-Infinity")
        default: break
        }
        func group(_ index: Int) -> String {
            let value = groups.indices.contains(index) ? groups[index] : 0
            let digits = String(value)
            return String(repeating: "0", count: 4 - digits.count) + digits
        }
        var whole = weight < 0 ? "0" : (0...weight).map { group($0) }.joined()
        whole = String(whole.drop { $0 == "0" })
        if whole.isEmpty { whole = "0" }
        var text = (sign == 0x4000 ? "-" : "") + whole
        if scale == 0 { return Int64(text).map { .integer($0) } ?? .text(text) }
        let fraction = (0..<(scale + 3) / 4).map { group(weight + 1 + $0) }.joined()
        text += "." + fraction.prefix(scale)
        return .text(text)
    }
}

/// A statement's parameters in the form in which libpq takes them.
struct PostgresParameters {
    let types: [Oid]
    private let values: [[UInt8]?]

    /// Throws where a text cannot be stored.
    init(_ bindings: [SQLValue]) throws {
        types = bindings.map { Self.type($0) }
        values = try bindings.map { try Self.bytes($0) }
    }

    /// Whether these may be given to a statement that was prepared for `others`: NULL is of any type.
    func fit(_ others: [Oid]) -> Bool {
        types.count == others.count && zip(types, others).allSatisfy { $0 == 0 || $0 == $1 }
    }

    func withPointers<Result>(
        _ body: (
            _ count: CInt, _ values: [UnsafePointer<CChar>?], _ lengths: [CInt], _ formats: [CInt]
        ) throws -> Result
    ) rethrows -> Result {
        // One block of memory for all: the pointers stay valid for as long as the closure runs.
        var block: [UInt8] = []
        var offsets: [Int?] = []
        for value in values {
            offsets.append(value.map { _ in block.count })
            block += value ?? []
            block.append(0)
        }
        return try block.withUnsafeBytes { memory in
            let start = memory.bindMemory(to: CChar.self).baseAddress
            let pointers = offsets.map { offset in offset.flatMap { start?.advanced(by: $0) } }
            return try body(
                CInt(values.count), pointers, values.map { CInt($0?.count ?? 0) },
                [CInt](repeating: 1, count: values.count))
        }
    }

    private static func type(_ value: SQLValue) -> Oid {
        switch value {
        case .null: 0
        case .integer: PostgresType.int8.rawValue
        case .real: PostgresType.float8.rawValue
        case .text: PostgresType.text.rawValue
        case .bool: PostgresType.bool.rawValue
        case .uuid: PostgresType.uuid.rawValue
        case .blob: PostgresType.bytea.rawValue
        }
    }

    private static func bytes(_ value: SQLValue) throws -> [UInt8]? {
        switch value {
        case .null: return nil
        case .integer(let value): return withUnsafeBytes(of: value.bigEndian) { [UInt8]($0) }
        case .real(let value): return withUnsafeBytes(of: value.bitPattern.bigEndian) { [UInt8]($0) }
        case .bool(let value): return [value ? 1 : 0]
        case .uuid(let value): return value.bytes
        case .blob(let value): return value
        case .text(let text):
            let bytes = Array(text.utf8)
            if bytes.contains(0) { throw DatabaseError.constraint("text with U+0000") }
            return bytes
        }
    }
}
