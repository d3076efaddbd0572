import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Posts a checkpoint to a witness (C2SP tlog-witness).
enum WitnessClient {
    @Sendable
    static func post(address: String, body: String) async throws -> (status: Int, body: String) {
        var request = HTTPClientRequest(url: address)
        request.method = .POST
        request.body = .bytes(ByteBuffer(string: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(15))
        let bytes = try await response.body.collect(upTo: 64 * 1024)
        return (Int(response.status.code), String(buffer: bytes))
    }
}
