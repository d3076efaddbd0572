import Base
import Journal
import TransparencyLog
import Web

/// The log's files for programs: checkpoint, tiles and entry bundles (C2SP tlog-tiles), and receipts (C2SP tlog-proof).
struct LogFiles: Sendable {
    let log: PublicLog

    static let checkpoint = Endpoint(
        .get, "/log/checkpoint", id: "getCheckpoint", summary: "The newest signed checkpoint of the transparency log",
        tag: "transparency",
        responses: [
            200: .init("A C2SP tlog-checkpoint.", content: ["text/plain": ["type": "string"]]),
            503: .init("Nothing has been signed yet.", content: Endpoint.problem),
        ])

    static let tile = Endpoint(
        .get, "/log/tile/*rest", id: "getTile", summary: "A Merkle tree tile or a bundle of entries",
        tag: "transparency",
        parameters: [
            .init(
                "rest", in: .path, required: true,
                "`<level>/<index>` or `entries/<index>`, with `.p/<width>` while partial.")
        ],
        responses: [
            200: .init("The tile's hashes, or the bundle's entries.", content: ["application/octet-stream": [:]]),
            404: .init("The log has no such tile.", content: Endpoint.problem),
        ])

    static let receipt = Endpoint(
        .get, "/journal/receipts/:act.tlog-proof", id: "getReceipt", summary: "The receipt of an act",
        tag: "transparency",
        parameters: [
            .init(
                "act", in: .path, required: true, "The act's identifier.", schema: ["type": "string", "format": "uuid"])
        ],
        responses: [
            200: .init(
                "A C2SP tlog-proof with the log's entry as `extra`.", content: ["text/plain": ["type": "string"]]),
            404: .init("There is no such act.", content: Endpoint.problem),
            503: .init("The act is not in a signed checkpoint yet: try again in a second.", content: Endpoint.problem),
        ])

    func checkpoint(_ call: Call<Visitor>) async throws -> Reply {
        guard let text = try await log.checkpoint() else { throw Problem.notSignedYet }
        return .text(text, type: "text/plain; charset=utf-8", cache: .shared(seconds: 1))
    }

    func tile(_ call: Call<Visitor>) async throws -> Reply {
        guard let bytes = try await log.file(at: "tile/\(call.parameter("rest"))") else { throw Problem.notFound }
        return .bytes(bytes, type: "application/octet-stream", cache: .immutable)
    }

    func receipt(_ call: Call<Visitor>) async throws -> Reply {
        switch try await log.receipt(of: call.identifier("act")) {
        case .unknown: throw Problem.notFound
        case .waiting: throw Problem.notSignedYet
        case .ready(let proof): return .text(proof.encoded, type: "text/plain; charset=utf-8")
        }
    }
}

extension Problem {
    static let notSignedYet = Problem(
        type: "not-signed-yet", status: 503, title: "Not signed yet", detail: "Try again in a second.")
}
