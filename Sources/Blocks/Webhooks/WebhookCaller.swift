import AsyncHTTPClient
import Base
import Foundation
import NIOCore
import NIOHTTP1
import Store

/// Calls a program. Given to the desk, so that tests can answer in its place.
public struct WebhookCaller: Sendable {
    var call:
        @Sendable (WebhookAddress, _ headers: [(name: String, value: String)], _ body: String) async ->
            WebhookDelivery.Outcome

    public init(
        _ call:
            @escaping @Sendable (WebhookAddress, [(name: String, value: String)], String) async ->
            WebhookDelivery.Outcome
    ) { self.call = call }

    /// By HTTP. The host's addresses are looked up first, and none that leads into a private network is called; the connection goes to
    /// the very address that was looked at, so that a name cannot change its mind in between. Redirects are not followed.
    public static func http(isDemo: Bool, timeout: Duration = .seconds(15)) -> WebhookCaller {
        let names = NameLookup()
        return WebhookCaller { address, headers, body in
            let found = await names.addresses(of: address.host, port: address.port)
            guard let first = found.first else { return .unreachable }
            guard found.allSatisfy({ isDemo ? $0.isLoopback : $0.isPublic }) else { return .forbidden }
            return await post(to: address, at: first, headers, body, timeout)
        }
    }

    private static func post(
        to address: WebhookAddress, at place: NetworkAddress, _ headers: [(name: String, value: String)],
        _ body: String,
        _ timeout: Duration
    ) async -> WebhookDelivery.Outcome {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.dnsOverride = [address.host: place.description]
        configuration.timeout.connect = .seconds(5)
        let client = HTTPClient(configuration: configuration)
        let outcome: WebhookDelivery.Outcome
        do {
            var request = HTTPClientRequest(url: address.text)
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/json")
            request.headers.add(name: "user-agent", value: "Polity-Webhooks")
            for (name, value) in headers { request.headers.add(name: name, value: value) }
            request.body = .bytes(ByteBuffer(string: body))
            let response = try await client.execute(request, timeout: .milliseconds(Int64(timeout.microseconds / 1000)))
            outcome = .status(Int(response.status.code))
        } catch {
            outcome = .unreachable
        }
        try? await client.shutdown()
        return outcome
    }
}

/// Looks up names on threads of its own: the system's call blocks.
private final class NameLookup: Sendable {
    private let threads = BlockingThreads(name: "names", count: 2, patience: .seconds(60))

    func addresses(of host: String, port: Int) async -> [NetworkAddress] {
        if let address = NetworkAddress(host) { return [address] }
        return (try? await threads.run { Self.lookUp(host, port) }) ?? []
    }

    private static func lookUp(_ host: String, _ port: Int) -> [NetworkAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "\(port)", &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [NetworkAddress] = []
        var next = list
        while let entry = next?.pointee {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            if getnameinfo(entry.ai_addr, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 {
                let name = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                // A zone (`fe80::1%eth0`) belongs to a link of this machine: what cannot be read is not called.
                guard let address = NetworkAddress(name) else { return [] }
                found.append(address)
            }
            next = entry.ai_next
        }
        return found
    }
}
