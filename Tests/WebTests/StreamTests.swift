import Base
import Testing
import WebTesting

@testable import Web

@Suite("Files, ranges and events")
struct StreamTests {
    private func site() throws -> (WebApplication, Browser, TestSessions) {
        try WebTests.site { routes in
            routes.get("/file") { _ in
                let content = Array("0123456789".utf8)
                return .file(type: "text/plain", length: 10, tag: "v1", name: "Größe \"1\".txt") { range, stream in
                    try await stream.write(Array(content[range]))
                }
            }
            routes.get("/events") { _ in
                .events { events in
                    try await events.event("status", data: "one\ntwo", id: "1")
                    try await events.event("status", data: "three")
                }
            }
            routes.get("/endless") { _ in .events { _ in try await Task.sleep(for: .seconds(3600)) } }
        }
    }

    @Test("A part of a file is sent as asked: RFC 9110 §14")
    func ranges() async throws {
        let (_, browser, _) = try site()
        func ask(_ range: String, _ headers: [String: String] = [:]) async throws -> Visit {
            try await browser.get("/file", headers: headers.merging(["Range": range]) { $1 })
        }
        let part = try await ask("bytes=2-4")
        #expect(part.status == 206 && part.text == "234")
        #expect(part["Content-Range"] == "bytes 2-4/10")
        #expect(try await ask("bytes=7-").text == "789")
        #expect(try await ask("bytes=-3").text == "789")
        #expect(try await ask("bytes=0-99").text == "0123456789")
        let beyond = try await ask("bytes=10-")
        #expect(beyond.status == 416 && beyond["Content-Range"] == "bytes */10")
        #expect(try await ask("bytes=5-2").status == 200)
        #expect(try await ask("bytes=0-1,4-5").status == 200)
        #expect(try await ask("lines=1-2").status == 200)
        #expect(try await ask("bytes=2-4", ["If-Range": "\"v1\""]).status == 206)
        #expect(try await ask("bytes=2-4", ["If-Range": "\"old\""]).status == 200)
        #expect(try await browser.get("/file", headers: ["If-None-Match": "\"v1\""]).status == 304)
        #expect(
            part["Content-Disposition"]
                == "attachment; filename=\"Gr__e _1_.txt\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22.txt")
    }

    @Test("Events are written as the format demands: a line of data for each line")
    func events() async throws {
        let (_, browser, _) = try site()
        let visit = try await browser.get("/events")
        #expect(visit["Content-Type"] == "text/event-stream")
        #expect(visit.text == "id: 1\nevent: status\ndata: one\ndata: two\n\nevent: status\ndata: three\n\n")
    }

    @Test("A client may hold only so many event streams; leaving frees the place")
    func streamLimit() throws {
        let streams = EventStreams(limit: 3, limitPerClient: 2)
        let leave = try streams.enter("192.0.2.1")
        _ = try streams.enter("192.0.2.1")
        #expect(throws: Problem.self) { try streams.enter("192.0.2.1") }
        _ = try streams.enter("192.0.2.2")
        #expect(throws: Problem.self) { try streams.enter("192.0.2.3") }
        leave()
        #expect(streams.open == 2)
        _ = try streams.enter("192.0.2.1")
    }
}
