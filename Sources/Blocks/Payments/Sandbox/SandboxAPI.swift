import Base
import Crypto
import Web

/// The sandbox's interface for merchants. `Authorization: Bearer KEY`; what makes something carries an `Idempotency-Key`.
struct SandboxAPI: Sendable {
    let sandbox: SandboxPayments
    let key: String

    func declare(in routes: inout Routes) {
        let id = Endpoint.Parameter("session", in: .path, required: true, "The session.")
        routes.endpoint(Self.endpoint(.post, "/v1/sessions", "createSession", "Makes a session.")) { call in
            let body = try await call.input.json()
            return try answer(call) { now in
                guard let key = call.input.headers["idempotency-key"],
                    let order = SandboxMessages.order(body, key: key)
                else { throw Self.refused("bad-order") }
                let session = try sandbox.change { $0.begin(order, at: now) }
                return SandboxMessages.json(sandbox.card(session))
            }
        }
        routes.endpoint(
            Self.endpoint(.get, "/v1/sessions/:session", "getSession", "How a session stands.", [id])
        ) { call in
            try answer(call) { now in
                let session = try sandbox.change { try $0.session(call.parameter("session"), at: now) }
                return SandboxMessages.json(sandbox.card(session))
            }
        }
        routes.endpoint(
            Self.endpoint(.post, "/v1/sessions/:session/end", "endSession", "Ends a session that is open.", [id])
        ) { call in
            try answer(call) { now in
                let session = try sandbox.change { try $0.end(call.parameter("session"), at: now) }
                return SandboxMessages.json(sandbox.card(session))
            }
        }
        routes.endpoint(Self.endpoint(.post, "/v1/refunds", "createRefund", "Sends money back.")) { call in
            let body = try await call.input.json()
            return try answer(call) { now in
                guard let key = call.input.headers["idempotency-key"],
                    let order = SandboxMessages.refundOrder(body, key: key)
                else { throw Self.refused("bad-order") }
                let refund = try sandbox.change { try $0.refund(order, at: now) }
                return ["id": .string(refund.id), "amount": SandboxMessages.json(refund.amount)]
            }
        }
        routes.endpoint(
            Self.endpoint(.put, "/v1/behaviour", "setBehaviour", "How badly it behaves from now on.")
        ) { call in
            let body = try await call.input.json()
            guard isAllowed(call) else { throw Self.unauthorized }
            guard let behaviour = try? body.decode(SandboxBehaviour.self) else { throw Self.refused("bad-behaviour") }
            try sandbox.change { $0.behaviour = behaviour }
            return .json(try JSON.encode(behaviour))
        }
    }

    private static func endpoint(
        _ method: Input.Method, _ path: String, _ id: String, _ summary: String, _ parameters: [Endpoint.Parameter] = []
    ) -> Endpoint {
        Endpoint(
            method, path, id: id, summary: summary, tag: "sandbox", parameters: parameters,
            body: method == .get ? [:] : ["application/json": ["type": "object"]],
            responses: [200: .init("As asked.", content: ["application/json": ["type": "object"]])])
    }

    private func answer(_ call: Call<Visitor>, _ body: (Instant) throws -> JSON) throws -> Reply {
        guard isAllowed(call) else { throw Self.unauthorized }
        if try sandbox.change({ $0.behaviour.isDown }) {
            throw Problem(type: "down", status: 503, title: "Out of service")
        }
        do {
            return .json(try body(sandbox.now))
        } catch SandboxBook.Trouble.unknown {
            throw Problem.notFound
        } catch SandboxBook.Trouble.refused(let reason) {
            throw Self.refused(reason)
        }
    }

    private func isAllowed(_ call: Call<Visitor>) -> Bool {
        // Digests are compared, in a time that does not tell where they differ.
        let given = SHA256.hash(data: Array((call.input.headers["authorization"] ?? "").utf8))
        return given == SHA256.hash(data: Array("Bearer \(key)".utf8))
    }

    private static let unauthorized = Problem(type: "unauthorized", status: 401, title: "The key is wrong")
    private static func refused(_ reason: String) -> Problem { Problem(type: reason, status: 422, title: "Refused") }
}
