import Base
import BuildingBlock
import Logging
import Web

/// Where the card provider sends its messages. What a message says is never believed; it is a reason to ask.
struct ProviderEvents: Sendable {
    let desk: PaymentDesk

    func declare(in routes: inout Routes) {
        let endpoint = Endpoint(
            .post, "/payments/providers/:provider/events", id: "receiveProviderEvent",
            summary: "Takes a signed message of the card provider.", tag: "payments",
            parameters: [
                .init("provider", in: .path, required: true, "The provider's name, as it is configured."),
                .init(
                    MessageSignature.header, in: .header,
                    "`t=SECONDS,v1=HMAC-SHA256` of the time, a full stop and the body."),
            ],
            body: [
                "application/json": [
                    "type": "object", "required": ["id", "session"],
                    "properties": ["id": ["type": "string"], "session": ["type": "string"]],
                ]
            ],
            responses: [
                204: .init("Taken, or taken before."),
                400: .init("Its signature, time or content is wrong.", content: Endpoint.problem),
                404: .init("No such provider or session.", content: Endpoint.problem),
            ],
            limits: Limits(body: 64 * 1024))
        routes.endpoint(endpoint) { call in try await take(call) }
    }

    private func take(_ call: Call<Visitor>) async throws -> Reply {
        guard let provider = desk.provider, provider.name == call.parameter("provider") else { throw Problem.notFound }
        let body = try await call.input.bytes(limit: 64 * 1024)
        do {
            try await desk.accept(
                message: body, signature: call.input.headers[MessageSignature.header.lowercased()], at: call.now)
            return .noContent
        } catch CardProviderError.unknown {
            throw Problem.notFound
        } catch let error as CardProviderError {
            desk.platform.logger.warning("a message of the card provider was refused", metadata: ["error": "\(error)"])
            throw Problem(type: "message-refused", status: 400, title: "The message was refused")
        }
    }
}
