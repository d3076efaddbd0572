import Base
import Foundation
import Synchronization
import HTTPTypes
import Testing
import WebTesting

@testable import Web

@Suite("Copies and compression")
struct CacheTests {
    private let drawn = Counter()

    final class Counter: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
    }

    private func site() throws -> (WebApplication, Browser, TestSessions) {
        let drawn = drawn
        return try WebTests.site { routes in
            routes.get("/shared") { _ in
                drawn.add()
                return page(String(repeating: "text ", count: 500), cache: .shared(seconds: 60))
            }
            routes.get("/own") { _ in
                drawn.add()
                return page(String(repeating: "text ", count: 500))
            }
        }
    }

    @Test("A shared page is drawn once for each language and address, and again for whoever is signed in")
    func drawnOnce() async throws {
        let (_, browser, sessions) = try site()
        let first = try await browser.get("/shared")
        #expect(try await browser.get("/shared").text == first.text)
        #expect(drawn.value == 1)
        #expect(first["Cache-Control"] == "public, max-age=60")
        #expect(first["Vary"] == "Accept-Encoding, Accept-Language, Cookie")
        browser.setHeader("Accept-Language", "fr")
        #expect(try await browser.get("/shared").text.contains("Bonjour"))
        _ = try await browser.get("/shared?a=1")
        #expect(drawn.value == 3)
        browser.signIn(as: .sample("Ada"), in: sessions)
        let own = try await browser.get("/shared")
        #expect(own.text.contains("Ada"))
        #expect(own["Cache-Control"] == "private, no-store")
        #expect(drawn.value == 4)
    }

    @Test("Whoever has the page already receives 304 without a body")
    func notModified() async throws {
        let (_, browser, _) = try site()
        let tag = try #require(try await browser.get("/shared")["ETag"])
        let again = try await browser.get("/shared", headers: ["If-None-Match": "W/\(tag)"])
        #expect(again.status == 304)
        #expect(again.bytes.isEmpty)
        #expect(again["ETag"] == tag)
        #expect(try await browser.get("/shared", headers: ["If-None-Match": "\"other\""]).status == 200)
    }

    @Test("A page that expires is drawn again, and one can be forgotten")
    func expiry() async throws {
        let now = Mutex(Instant(seconds: 1_700_000_000))
        let drawn = drawn
        var routes = Routes()
        routes.get("/shared") { _ in
            drawn.add()
            return page("x", cache: .shared(seconds: 60))
        }
        let application = try WebApplication.testing(routes, sources: [notes], time: TimeSource { now.withLock { $0 } })
        let browser = Browser(application)
        _ = try await browser.get("/shared")
        now.withLock { $0 = $0 + .seconds(59) }
        _ = try await browser.get("/shared")
        #expect(drawn.value == 1)
        now.withLock { $0 = $0 + .seconds(1) }
        _ = try await browser.get("/shared")
        #expect(drawn.value == 2)
        application.forgetSharedPages()
        _ = try await browser.get("/shared")
        #expect(drawn.value == 3)
    }

    @Test("Text above 1 kB goes out compressed to whoever takes gzip, and unpacks to the same page")
    func compression() async throws {
        let (_, browser, _) = try site()
        for path in ["/shared", "/own"] {
            let plain = try await browser.get(path)
            let small = try await browser.get(path, headers: ["Accept-Encoding": "br, gzip"])
            #expect(small["Content-Encoding"] == "gzip")
            #expect(small.bytes.count < plain.bytes.count / 3)
            #expect(try gunzip(small.bytes) == plain.bytes)
            #expect(try await browser.get(path, headers: ["Accept-Encoding": "gzip;q=0"])["Content-Encoding"] == nil)
        }
    }

    @Test("A long text is compressed piece by piece; a part of it, and events, go out as they are")
    func streamedCompression() async throws {
        let lines = (0..<20_000).map { "\($0),Harbour Road,pothole\n" }.joined()
        let (_, browser, _) = try WebTests.site { routes in
            routes.get("/data.csv") { _ in
                .file(type: "text/csv", length: lines.utf8.count, tag: "v1") { range, stream in
                    let bytes = Array(Array(lines.utf8)[range])
                    for start in stride(from: 0, to: bytes.count, by: 10_000) {
                        try await stream.write(Array(bytes[start..<min(start + 10_000, bytes.count)]))
                    }
                }
            }
            routes.get("/events") { _ in
                .events { try await $0.event("status", data: String(repeating: "a", count: 5000)) }
            }
        }
        func ask(_ path: String, _ headers: [String: String] = [:]) async throws -> Visit {
            try await browser.get(path, headers: headers.merging(["Accept-Encoding": "gzip"]) { $1 })
        }
        let small = try await ask("/data.csv")
        #expect(small["Content-Encoding"] == "gzip" && small["Content-Length"] == nil)
        #expect(small.bytes.count < lines.utf8.count / 3)
        #expect(try gunzip(small.bytes) == Array(lines.utf8))
        let tag = try #require(small["ETag"])
        #expect(tag.hasPrefix("W/"))
        #expect(try await ask("/data.csv", ["If-None-Match": tag]).status == 304)
        let part = try await ask("/data.csv", ["Range": "bytes=0-1999"])
        #expect(part.status == 206 && part["Content-Encoding"] == nil && part.text == lines.prefix(2000))
        #expect(try await browser.get("/data.csv")["Content-Encoding"] == nil)
        #expect(try await ask("/events")["Content-Encoding"] == nil)
    }

    @Test("A static file has an address that names its content and may be kept for ever")
    func assets() async throws {
        let (application, browser, _) = try site()
        let address = try #require(application.assets.addresses["polity.css"])
        #expect(address.wholeMatch(of: /\/assets\/polity\.[0-9a-f]{16}\.css/) != nil)
        #expect(try await browser.get("/own").text.contains("href=\"\(address)\""))
        let file = try await browser.get(address)
        #expect(file.status == 200)
        #expect(file["Cache-Control"] == "public, max-age=31536000, immutable")
        #expect(file["Content-Type"] == "text/css; charset=utf-8")
        #expect(try await browser.get(address, headers: ["If-None-Match": file["ETag"] ?? ""]).status == 304)
        #expect(try await browser.get("/assets/polity.css")["Cache-Control"] == "public, max-age=300")
        #expect(try await browser.get("/assets/nothing.css").status == 404)
    }

    @Test("What is kept stays within its bound, however many addresses are asked for")
    func bound() throws {
        let cache = ResponseCache(bytes: 1 << 20)
        let now = Instant(seconds: 0)
        for number in 0..<5000 {
            let answer = Answer(.ok, type: "text/html", String(repeating: "x", count: 1000))
            let entry = try #require(ResponseCache.Entry(answer, expires: now + .seconds(60)))
            cache.keep(entry, .init(address: "/\(number)", language: .english))
        }
        let kept = (0..<5000).filter { cache.find(.init(address: "/\($0)", language: .english), at: now) != nil }
        #expect(kept.count * 3024 <= 1 << 20)
        #expect(kept.contains(4999))
    }

    private func gunzip(_ bytes: [UInt8]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = ["-dc"]
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        input.fileHandleForWriting.write(Data(bytes))
        try input.fileHandleForWriting.close()
        return Array(output.fileHandleForReading.readDataToEndOfFile())
    }
}
