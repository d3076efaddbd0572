import Base
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

extension WebApplication {
    /// Where and how the site listens.
    public struct Listening: Sendable {
        public var host: String
        /// 0 takes any free port.
        public var port: Int
        /// How many connections may be open at once; further ones wait.
        public var connections: Int
        /// Seconds until a connection on which nothing happens is closed.
        public var idleSeconds: Int64

        public init(host: String = "127.0.0.1", port: Int = 8080, connections: Int = 10_000, idleSeconds: Int64 = 30) {
            (self.host, self.port, self.connections, self.idleSeconds) = (host, port, connections, idleSeconds)
        }
    }

    /// The server as a service of the program. Told to stop, it takes no new connections and finishes what it accepted.
    ///
    /// - Parameter running: told the port once the server listens.
    public func server(
        _ listening: Listening = Listening(), running: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws -> any Service {
        let channel = HTTP1Channel.Configuration(
            additionalChannelHandlers: [HeaderOverflow()],
            idleTimeout: .seconds(listening.idleSeconds),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 64 * 1024, maxHeaderFieldCount: 100))
        let configuration = ServerConfiguration(
            address: .hostname(listening.host, port: listening.port), backlog: 1024,
            availableConnectionsDelegate: MaximumAvailableConnections(listening.connections))
        return try HTTPServerBuilder.http1(configuration: channel).buildServer(
            configuration: configuration, eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger,
            responder: { request, writer, channel in
                try await self.respond(to: request, writer, peer: channel.remoteAddress?.ipAddress ?? "127.0.0.1")
            },
            onServerRunning: { await running($0.localAddress?.port ?? listening.port) })
    }

    /// Answers on a connection. Throws to close it.
    private func respond(to request: Request, _ writer: consuming ResponseWriter, peer: String) async throws {
        let started = ContinuousClock.now
        metrics.began()
        if request.headers[.expect] == "100-continue", expectsBody(RequestHead(request)) {
            try await writer.writeInformationalHead(HTTPResponse(status: .continue))
        }
        var answer = await answer(request, from: peer)
        defer {
            answer.cleanUp?()
            metrics.ended()
            report(answer, seconds: (ContinuousClock.now - started).seconds)
        }
        answer.headers[.date] = dates.text(at: time.now())
        if answer.closes { answer.headers[.connection] = "close" }
        switch request.method == .head ? .empty : answer.body {
        case .empty:
            if request.method == .head {
                answer.setLength()
            } else if answer.status.allowsBody {
                answer.headers[.contentLength] = "0"
            }
            try await writer.writeResponse(HTTPResponse(status: answer.status, headerFields: answer.headers))
        case .bytes(let buffer):
            answer.headers[.contentLength] = "\(buffer.readableBytes)"
            try await writer.write(
                response: HTTPResponse(status: answer.status, headerFields: answer.headers),
                body: ResponseBody(byteBuffer: buffer))
        case .stream(let length, let write):
            if let length { answer.headers[.contentLength] = "\(length)" }
            let watched = answer.endsWithClient ? request.body : nil
            let body = ResponseBody(contentLength: length) { bodyWriter in
                let carried = BodyWriter(bodyWriter)
                if let watched {
                    try await watched.consumeWithCancellationOnInboundClose { _ in try await carried.stream(write) }
                } else {
                    try await carried.stream(write)
                }
                try await bodyWriter.finish(nil)
            }
            try await writer.write(
                response: HTTPResponse(status: answer.status, headerFields: answer.headers), body: body)
        }
        if answer.closes { throw ConnectionEnds() }
    }

    /// Whether a route takes a body of the length that is announced: then a client that waits may send it (RFC 9110 §10.1.1).
    private func expectsBody(_ head: RequestHead) -> Bool {
        guard let method = head.routeMethod, let index = table.match(head.path)?.methods[method] else { return false }
        return (head.headers[.contentLength].flatMap { Int($0) } ?? 0) <= table.routes[index].limits.body
    }
}

/// Thrown to close a connection after its last answer.
private struct ConnectionEnds: Error {}

extension Answer {
    /// Says how long the body would be, where a HEAD request leaves it out.
    mutating func setLength() {
        switch body {
        case .empty: if status.allowsBody { headers[.contentLength] = "0" }
        case .bytes(let buffer): headers[.contentLength] = "\(buffer.readableBytes)"
        case .stream(let length, _): if let length { headers[.contentLength] = "\(length)" }
        }
    }
}

extension HTTPResponse.Status {
    /// 204 and 304 never have a body (RFC 9110 §6.4.1).
    var allowsBody: Bool { self != .noContent && self != .notModified && code >= 200 }
}

/// Carries a body's writer into a handler's closure.
///
/// `@unchecked Sendable`: the only writer that arrives here is the server's own, a value around NIO's outbound writer, which is
/// Sendable; only the existential type hides that. The copy is not used after `stream` returns.
struct BodyWriter: @unchecked Sendable {
    private let writer: any ResponseBodyWriter

    init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    func stream(_ write: @escaping @Sendable (StreamWriter) async throws -> Void) async throws {
        try await write(
            StreamWriter { bytes in
                var writer = writer
                try await writer.write(ByteBuffer(bytes: bytes))
            })
    }
}
