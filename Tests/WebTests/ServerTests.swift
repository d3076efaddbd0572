import Base
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Testing
import WebTesting

@testable import Web

@Suite("The living server", .serialized)
struct ServerTests {
    private func serve(
        idleSeconds: Int64 = 30, bodySeconds: Int = 20, _ declare: (inout Routes) -> Void,
        _ body: @escaping @Sendable (Int, ServiceGroup) async throws -> Void
    ) async throws {
        var routes = Routes()
        declare(&routes)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let site = Site(
            name: LocalizedText("T", in: .english), languages: [.english], address: "http://localhost",
            secret: Array(repeating: 1, count: 32))
        let application = try WebApplication(
            site: site, routes: routes.declared, views: try ViewLibrary([notes], languages: [.english]),
            rateLimits: .off,
            bodySeconds: bodySeconds, logger: logger)
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let server = try application.server(.init(port: 0, idleSeconds: idleSeconds)) { announce.yield($0) }
        let group = ServiceGroup(services: [server], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            try await body(port, group)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test("A connection serves one request after the other; HEAD tells the length and sends nothing")
    func keepAlive() async throws {
        try await serve {
            $0.get("/text") { _ in .text("hello\n", type: "text/plain") }
        } _: { port, _ in
            let wire = try Wire(port: port)
            wire.write("GET /text HTTP/1.1\r\nHost: a\r\n\r\n")
            let first = await wire.read(until: "hello\n")
            #expect(first.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(first.lowercased().contains("\r\ncontent-length: 6\r\n"))
            #expect(first.contains(try Regex("\r\n[Dd]ate: \\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n")))
            wire.write("HEAD /text HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = await wire.read(until: "\r\n\r\n")
            #expect(head.lowercased().contains("\r\ncontent-length: 6\r\n"))
            wire.write("GET /text HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(await wire.read().hasSuffix("hello\n"))
        }
    }

    @Test("A header that is too large is answered 431 (RFC 6585 §5), one that cannot be read 400; then it hangs up")
    func headerSize() async throws {
        try await serve {
            $0.get("/text") { _ in .text("hello", type: "text/plain") }
        } _: { port, _ in
            let wire = try Wire(port: port)
            wire.write("GET /text HTTP/1.1\r\nHost: a\r\nX-Long: \(String(repeating: "a", count: 20_000))\r\n\r\n")
            #expect(await wire.read().hasPrefix("HTTP/1.1 431"))
            let many = try Wire(port: port)
            let fields = (0..<200).map { "X-Field-\($0): a\r\n" }.joined()
            many.write("GET /text HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
            #expect(await many.read().hasPrefix("HTTP/1.1 431"))
            let broken = try Wire(port: port)
            broken.write("GET /text HTTP/1.1\r\nHost a\r\n\r\n")
            #expect(await broken.read().hasPrefix("HTTP/1.1 400"))
        }
    }

    @Test(
        "A body that trickles in is answered 408 and the connection closed; one that is too large 413 before it is read"
    )
    func slowBody() async throws {
        try await serve(bodySeconds: 1) { routes in
            routes.post("/form", limits: Limits(body: 1000)) { call in
                .text(try await call.input.form()["text"] ?? "", type: "text/plain")
            }
        } _: { port, _ in
            let slow = try Wire(port: port)
            slow.write(
                "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\ntext="
            )
            #expect(await slow.read().hasPrefix("HTTP/1.1 408"))
            let large = try Wire(port: port)
            large.write(
                "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000000\r\n\r\n"
            )
            #expect(await large.read().hasPrefix("HTTP/1.1 413"))
        }
    }

    @Test("A connection on which nothing comes is closed")
    func idle() async throws {
        try await serve(idleSeconds: 1) {
            $0.get("/text") { _ in .noContent }
        } _: { port, _ in
            let silent = try Wire(port: port)
            #expect(await silent.read().isEmpty)
            let half = try Wire(port: port)
            half.write("GET /te")
            #expect(await half.read().isEmpty)
        }
    }

    @Test("A client that waits for 100 Continue receives it where the body will be taken")
    func continuing() async throws {
        try await serve { routes in
            routes.endpoint(
                Endpoint(.post, "/echo", id: "e", summary: "", tag: "t", responses: [:], limits: Limits(body: 100))
            ) { call in
                .text(String(decoding: try await call.input.bytes(limit: 100), as: UTF8.self), type: "text/plain")
            }
        } _: { port, _ in
            let wire = try Wire(port: port)
            wire.write("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
            #expect(await wire.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100"))
            wire.write("12345")
            #expect(await wire.read(until: "12345").hasPrefix("HTTP/1.1 200"))
            let refused = try Wire(port: port)
            refused.write("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\nExpect: 100-continue\r\n\r\n")
            #expect(await refused.read().hasPrefix("HTTP/1.1 413"))
        }
    }

    @Test("An event stream ends as soon as its client leaves, and frees its place")
    func leaving() async throws {
        let ended = AsyncStream<Void>.makeStream()
        try await serve { routes in
            routes.get("/events") { _ in
                .events { events in
                    try await events.event("first", data: "1")
                    defer { ended.continuation.yield() }
                    try await Task.sleep(for: .seconds(3600))
                }
            }
        } _: { port, _ in
            do {
                let events = try Wire(port: port)
                events.write("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = await events.read(until: "data: 1\n\n\r\n")
            }
            let left = ContinuousClock.now
            for await _ in ended.stream { break }
            #expect(ContinuousClock.now - left < .seconds(5), "before the next comment would have failed")
        }
    }

    @Test("Told to stop, the server finishes what it accepted, ends event streams and takes nothing new")
    func shutdown() async throws {
        try await serve { routes in
            routes.get("/slow") { _ in
                try await Task.sleep(for: .milliseconds(300))
                return .text("finished", type: "text/plain")
            }
            routes.get("/events") { _ in
                .events { events in
                    try await events.event("first", data: "1")
                    try await Task.sleep(for: .seconds(3600))
                }
            }
        } _: { port, group in
            let (slow, events) = (try Wire(port: port), try Wire(port: port))
            events.write("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = await events.read(until: "data: 1\n\n\r\n")
            slow.write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            try await Task.sleep(for: .milliseconds(100))
            await group.triggerGracefulShutdown()
            #expect(await slow.read().hasSuffix("finished"))
            _ = await events.read()
        }
    }
}
