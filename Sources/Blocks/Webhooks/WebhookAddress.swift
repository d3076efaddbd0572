import Foundation

/// Where a program listens: `https` on any host of the public internet. In a demonstration, where nothing may go to the outside, this
/// machine alone, also by `http`.
public struct WebhookAddress: Hashable, Sendable {
    public let text: String
    let host: String
    let port: Int

    /// `nil` for an address that may not be called.
    public init?(_ text: String, isDemo: Bool) {
        guard text.utf8.count <= 2000, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }),
            let url = URLComponents(string: text),
            let host = url.host, !host.isEmpty, url.user == nil, url.password == nil, url.fragment == nil,
            url.scheme == "https" || (isDemo && url.scheme == "http")
        else { return nil }
        self.text = text
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        port = url.port ?? (url.scheme == "https" ? 443 : 80)
    }
}

/// An address of the Internet Protocol, and whether it may be called from here.
struct NetworkAddress: Hashable, Sendable, CustomStringConvertible {
    /// 4 or 16 bytes.
    let bytes: [UInt8]
    let description: String

    /// From its text; `nil` for anything else.
    init?(_ text: String) {
        var four = in_addr()
        var sixteen = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: &four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &sixteen) == 1 {
            bytes = withUnsafeBytes(of: &sixteen) { Array($0) }
        } else {
            return nil
        }
        description = text
    }

    var isLoopback: Bool {
        if let inner = mapped { return inner.isLoopback }
        return bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
    }

    /// Whether it is reachable from everywhere (IANA's registries of special-purpose addresses, RFC 6890): no private network, no
    /// link of this machine, no service of the cloud that hosts it.
    var isPublic: Bool {
        if let inner = mapped { return inner.isPublic }
        if bytes.count == 4 { return !Self.special4.contains { $0.holds(bytes) } }
        // Only 2000::/3 is given out; within it a few blocks lead elsewhere.
        return bytes[0] & 0xE0 == 0x20 && !Self.special6.contains { $0.holds(bytes) }
    }

    /// The IPv4 address inside `::ffff:0:0/96` and `64:ff9b::/96`.
    private var mapped: NetworkAddress? {
        guard bytes.count == 16 else { return nil }
        let head = Array(bytes.prefix(12))
        let prefixes: [[UInt8]] = [
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0],
        ]
        guard prefixes.contains(head) else { return nil }
        return NetworkAddress(bytes.suffix(4).map { String($0) }.joined(separator: "."))
    }

    private struct Block: Sendable {
        let bytes: [UInt8]
        let bits: Int
        init(_ bytes: [UInt8], _ bits: Int) { (self.bytes, self.bits) = (bytes, bits) }

        func holds(_ address: [UInt8]) -> Bool {
            (0..<bits).allSatisfy { bit in
                let mask = UInt8(0x80) >> (bit % 8)
                let own = bit / 8 < bytes.count ? bytes[bit / 8] : 0
                return own & mask == address[bit / 8] & mask
            }
        }
    }

    private static let special4: [Block] = [
        Block([0], 8), Block([10], 8), Block([100, 64], 10), Block([127], 8), Block([169, 254], 16),
        Block([172, 16], 12),
        Block([192, 0, 0], 24), Block([192, 0, 2], 24), Block([192, 88, 99], 24), Block([192, 168], 16),
        Block([198, 18], 15),
        Block([198, 51, 100], 24), Block([203, 0, 113], 24), Block([224], 4), Block([240], 4),
    ]
    /// 2001::/23 (Teredo and others), 2001:db8::/32, 2002::/16 (6to4), 3fff::/20.
    private static let special6: [Block] = [
        Block([0x20, 0x01, 0x00], 23), Block([0x20, 0x01, 0x0D, 0xB8], 32), Block([0x20, 0x02], 16),
        Block([0x3F, 0xFF, 0x00], 20),
    ]
}
