/// A UUID version 7 (RFC 9562 §5.7), typed by what it names: 48 bits of Unix milliseconds, then random bits,
/// so identifiers sort by the time of their making.
///
/// `Identifier<ServiceRequest>` and `Identifier<Account>` are different types; one is never passed for the other.
public struct Identifier<Subject>: Hashable, Comparable, Sendable {
    /// The 128 bits, big-endian: the first 8 bytes, then the last 8.
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new identifier made at `instant`.
    public init(at instant: Instant, using random: inout some RandomNumberGenerator) {
        let milliseconds = UInt64(clamping: instant.microseconds / 1000)
        // 12 bits of sub-millisecond fraction keep the order within one millisecond (RFC 9562 §6.2, method 3).
        let fraction = UInt64(clamping: instant.microseconds % 1000) * 4096 / 1000
        high = (milliseconds << 16) | 0x7000 | fraction
        low = (random.next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
    }

    /// A new identifier made at `instant`, with the system's random numbers.
    public init(at instant: Instant) {
        var random = SystemRandomNumberGenerator()
        self.init(at: instant, using: &random)
    }

    /// The same bits, naming another kind of thing.
    public init<Other>(_ other: Identifier<Other>) {
        high = other.high
        low = other.low
    }

    public static func < (a: Self, b: Self) -> Bool { (a.high, a.low) < (b.high, b.low) }

    /// 16 bytes, big-endian.
    public var bytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) }
            + (0..<8).map { UInt8(truncatingIfNeeded: low >> (56 - 8 * $0)) }
    }

    /// From 16 bytes; `nil` for any other count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
            if index < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
        }
        self.init(high: high, low: low)
    }
}

extension Identifier: CustomStringConvertible, LosslessStringConvertible {
    /// `018f4e3c-7b1a-7cc3-98c4-dc0c0c07398f`: lower-case hexadecimal in groups of 8-4-4-4-12 (RFC 9562 §4).
    public var description: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for index in 0..<32 {
                if index == 8 || index == 12 || index == 16 || index == 20 {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                let word = index < 16 ? high : low
                let digit = UInt8(truncatingIfNeeded: word >> (60 - 4 * (index % 16))) & 0xF
                buffer[position] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                position += 1
            }
            return 36
        }
    }

    /// From its text, in either case of letters; `nil` for anything else.
    public init?(_ description: String) {
        var words: (UInt64, UInt64) = (0, 0)
        var digits = 0
        var position = 0
        for byte in description.utf8 {
            if position == 8 || position == 13 || position == 18 || position == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                let digit: UInt8
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
                case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
                case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
                default: return nil
                }
                if digits < 16 {
                    words.0 = words.0 << 4 | UInt64(digit)
                } else {
                    words.1 = words.1 << 4 | UInt64(digit)
                }
                digits += 1
            }
            position += 1
        }
        guard position == 36, digits == 32 else { return nil }
        self.init(high: words.0, low: words.1)
    }
}

extension Identifier: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a UUID"))
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
