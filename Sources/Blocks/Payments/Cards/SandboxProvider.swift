import AsyncHTTPClient
import Base
import NIOCore
import NIOHTTP1

/// The sandbox provider, a process of its own (`polity sandbox-payments`), as Polity talks to it over HTTP.
public struct SandboxProvider: CardProvider {
    public let name = "sandbox"
    /// `http://127.0.0.1:8081`
    public let origin: String
    private let key: String
    private let timeout: TimeAmount

    /// - Parameter key: what both sides know: it opens the interface and signs the messages.
    public init(origin: String, key: String, timeoutSeconds: Int64 = 5) {
        self.origin = origin.hasSuffix("/") ? String(origin.dropLast()) : origin
        self.key = key
        timeout = .seconds(timeoutSeconds)
    }

    public func begin(_ order: CardOrder) async throws(CardProviderError) -> CardSession {
        try session(try await call("POST", "/v1/sessions", SandboxMessages.json(order), key: order.key))
    }

    public func session(_ id: String) async throws(CardProviderError) -> CardSession {
        try session(try await call("GET", "/v1/sessions/\(id)", nil))
    }

    public func end(_ id: String) async throws(CardProviderError) -> CardSession {
        try session(try await call("POST", "/v1/sessions/\(id)/end", .object([])))
    }

    public func refund(_ order: CardRefundOrder) async throws(CardProviderError) -> CardRefund {
        let answer = try await call("POST", "/v1/refunds", SandboxMessages.json(order), key: order.key)
        guard let id = answer["id"]?.string, let amount = SandboxMessages.money(answer["amount"]) else {
            throw .unreachable("its answer cannot be read")
        }
        return CardRefund(id: id, amount: amount)
    }

    public func event(body: [UInt8], signature: String?, at now: Instant) throws(CardProviderError) -> CardEvent {
        try SandboxMessages.event(body, signature, secret: Array(key.utf8), at: now)
    }

    private func session(_ answer: JSON) throws(CardProviderError) -> CardSession {
        guard let session = SandboxMessages.session(answer) else { throw .unreachable("its answer cannot be read") }
        return session
    }

    private func call(
        _ method: String, _ path: String, _ body: JSON?, key idempotencyKey: String? = nil
    ) async throws(CardProviderError) -> JSON {
        var request = HTTPClientRequest(url: origin + path)
        request.method = .RAW(value: method)
        request.headers.add(name: "Authorization", value: "Bearer \(key)")
        if let idempotencyKey { request.headers.add(name: "Idempotency-Key", value: idempotencyKey) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body.bytes()))
        }
        let status: Int
        let bytes: [UInt8]
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: timeout)
            status = Int(response.status.code)
            bytes = Array(try await response.body.collect(upTo: 256 * 1024).readableBytesView)
        } catch {
            throw .unreachable("\(error)")
        }
        guard let json = try? JSON(parsing: bytes) else { throw .unreachable("status \(status)") }
        switch status {
        case 200..<300: return json
        case 404: throw .unknown
        case 409, 422: throw .refused(json["type"]?.string?.split(separator: "/").last.map(String.init) ?? "refused")
        default: throw .unreachable("status \(status)")
        }
    }
}
