import Foundation

/// Where a client is: what one customer of a provider holds, an IPv4 address or a /64 of IPv6.
enum ClientPlace {
    static func of(_ address: String) -> String {
        var bytes = in6_addr()
        guard inet_pton(AF_INET6, address, &bytes) == 1 else { return address }
        let network = withUnsafeBytes(of: &bytes) { Array($0.prefix(8)) }
        return network.map { String($0, radix: 16) }.joined(separator: ":")
    }
}
