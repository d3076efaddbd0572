import Base
import Store

/// What the log says of an act to everyone: an entry of the transparency log. It holds no personal data; the rest of
/// the act is only committed to.
public struct LogEntry: Hashable, Sendable {
    public var act: Identifier<Act>
    public var at: Instant
    public var verb: Act.Verb
    /// 32 bytes, see `ActCommitment`.
    public var commitment: [UInt8]

    public init(act: Identifier<Act>, at: Instant, verb: Act.Verb, commitment: [UInt8]) {
        self.act = act
        self.at = at
        self.verb = verb
        self.commitment = commitment
    }

    /// The bytes of the log's entry: canonical JSON (RFC 8785) with `at` in microseconds since 1970 and the commitment in
    /// hexadecimal.
    public var bytes: [UInt8] {
        // Nothing here needs escaping: the verb was checked when the act was recorded.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(224)
        bytes.append(contentsOf: #"{"act":""#.utf8)
        bytes.append(contentsOf: act.description.utf8)
        bytes.append(contentsOf: #"","at":"#.utf8)
        bytes.append(contentsOf: String(at.microseconds).utf8)
        bytes.append(contentsOf: #","commitment":""#.utf8)
        for byte in commitment {
            bytes.append(Self.digit(byte >> 4))
            bytes.append(Self.digit(byte & 0xF))
        }
        bytes.append(contentsOf: #"","verb":""#.utf8)
        bytes.append(contentsOf: verb.rawValue.utf8)
        bytes.append(contentsOf: #""}"#.utf8)
        return bytes
    }

    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
    }

    /// From the bytes of an entry; `nil` for anything but the form that `bytes` writes.
    public init?(bytes: [UInt8]) {
        guard let json = try? JSON(parsing: bytes), let text = json["act"]?.string, let act = Identifier<Act>(text),
            let at = json["at"]?.integer, let verb = json["verb"]?.string, let hex = json["commitment"]?.string,
            let commitment = Hex.decode(hex)
        else { return nil }
        self.init(act: act, at: Instant(microseconds: at), verb: Act.Verb(rawValue: verb), commitment: commitment)
        guard self.bytes == bytes else { return nil }
    }
}

extension Act.Verb {
    /// Whether the verb may stand in the log.
    var isPublishable: Bool {
        !rawValue.isEmpty && rawValue.utf8.count <= 100
            && rawValue.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
            }
    }
}

extension Act.Verb: SQLConvertible {}
