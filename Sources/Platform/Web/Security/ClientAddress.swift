import Foundation

/// An Internet address as 128 bits; IPv4 stands in `::ffff:0:0/96` (RFC 4291 §2.5.5.2).
struct ClientAddress: Hashable, Sendable {
    var high: UInt64
    var low: UInt64

    /// From `192.0.2.1` or `2001:db8::1`, with or without a port or zone; `nil` for anything else.
    init?(_ text: some StringProtocol) {
        var text = String(text)
        if text.first == "[" { text = String(text.dropFirst().prefix { $0 != "]" }) }
        if text.filter({ $0 == ":" }).count == 1 { text = String(text.prefix { $0 != ":" }) }
        text = String(text.prefix { $0 != "%" })
        var v4 = in_addr()
        var v6 = in6_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            (high, low) = (0, 0xFFFF_0000_0000 | UInt64(UInt32(bigEndian: v4.s_addr)))
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            (high, low) = withUnsafeBytes(of: &v6) {
                (
                    UInt64(bigEndian: $0.load(as: UInt64.self)),
                    UInt64(bigEndian: $0.load(fromByteOffset: 8, as: UInt64.self))
                )
            }
        } else {
            return nil
        }
    }

    var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// What one customer of a provider holds: a single IPv4 address, a /64 of IPv6.
    var network: UInt64 { isIPv4 ? low : high }
}

/// Addresses of one prefix: `10.0.0.0/8`, `fd00::/8`, `127.0.0.1`.
struct AddressRange: Hashable, Sendable {
    private let base: ClientAddress
    private let bits: Int

    init?(_ text: String) {
        let parts = text.split(separator: "/")
        guard let first = parts.first, parts.count <= 2, let base = ClientAddress(first) else { return nil }
        var bits = 128
        if parts.count == 2 {
            guard let given = Int(parts[1]), given >= 0 else { return nil }
            bits = base.isIPv4 ? given + 96 : given
            guard bits <= 128 else { return nil }
        }
        self.base = base
        self.bits = bits
    }

    func contains(_ address: ClientAddress) -> Bool {
        let highMask = bits >= 64 ? UInt64.max : bits == 0 ? 0 : UInt64.max << UInt64(64 - bits)
        let lowMask = bits <= 64 ? 0 : UInt64.max << UInt64(128 - bits)
        return (address.high ^ base.high) & highMask == 0 && (address.low ^ base.low) & lowMask == 0
    }
}

/// Whose request it is: the peer, or what a trusted proxy says it is.
struct ProxyTrust: Sendable {
    private let proxies: [AddressRange]

    /// Throws a `SiteError` for what is no address.
    init(_ texts: [String]) throws {
        proxies = try Self.ranges(texts, called: "trusted proxy")
    }

    static func ranges(_ texts: [String], called name: String) throws -> [AddressRange] {
        try texts.map { text in
            guard let range = AddressRange(text) else { throw SiteError(["\(name) \(text): not an address or prefix"]) }
            return range
        }
    }

    /// The last address of `X-Forwarded-For` that is no proxy of ours; what stands before it anyone may have written.
    func client(peer: String, forwardedFor: String?) -> String {
        guard !proxies.isEmpty, let forwardedFor, isProxy(peer) else { return peer }
        for part in forwardedFor.split(separator: ",").reversed() {
            let text = String(part).trimmed
            guard ClientAddress(text) != nil else { return peer }
            if !isProxy(text) { return text }
        }
        return peer
    }

    private func isProxy(_ text: String) -> Bool {
        guard let address = ClientAddress(text) else { return false }
        return proxies.contains { $0.contains(address) }
    }
}
