import Base
import Synchronization
import Testing
import WebTesting

@testable import Web

@Suite("Rates and addresses")
struct LimitTests {
    private let limit = RateLimit(burst: 3, perSeconds: 3, sustained: 5, perSeconds: 100)
    private let start = Instant(seconds: 1000)

    @Test("A burst is allowed, then one for each that refills, until the sustained rate is used up")
    func buckets() {
        let limiter = RateLimiter(RateLimits(reading: limit))
        func ask(_ seconds: Int64) -> Int? { limiter.wait("192.0.2.1", .reading, at: start + .seconds(seconds)) }
        #expect((0..<3).map { _ in ask(0) } == [nil, nil, nil])
        #expect(ask(0) == 1)
        #expect(ask(1) == nil)
        #expect(ask(2) == nil)
        #expect(ask(3).map { $0 > 10 } == true)
        #expect(ask(103) == nil)
    }

    @Test("A client is one IPv4 address or one IPv6 /64; kinds of requests are counted apart")
    func clients() {
        let limiter = RateLimiter(RateLimits(reading: limit, writing: limit))
        func ask(_ address: String, _ kind: RateLimiter.Kind = .reading) -> Bool {
            limiter.wait(address, kind, at: start) == nil
        }
        for suffix in ["1", "2", "ffff:1"] { #expect(ask("2001:db8:1:2::\(suffix)")) }
        #expect(!ask("2001:db8:1:2:abcd::9"))
        #expect(ask("2001:db8:1:3::1"))
        #expect(ask("2001:db8:1:2::1", .writing))
        for _ in 0..<3 { #expect(ask("192.0.2.1")) }
        #expect(!ask("192.0.2.1") && !ask("::ffff:192.0.2.1"))
        #expect(ask("192.0.2.2"))
    }

    @Test("However many clients there are, memory is bounded")
    func memory() {
        let limiter = RateLimiter(RateLimits(reading: limit), capacity: 1000)
        for number in 0..<20_000 {
            _ = limiter.wait("10.\(number >> 16).\(number >> 8 & 255).\(number & 255)", .reading, at: start)
        }
        #expect(limiter.count <= 1100)
    }

    @Test("Too many requests are answered 429 with Retry-After, until the wait is over")
    func tooMany() async throws {
        let now = Mutex(start)
        var routes = Routes()
        routes.get("/note") { _ in page("x") }
        let application = try WebApplication.testing(
            routes, sources: [notes], time: TimeSource { now.withLock { $0 } }, rateLimits: RateLimits(reading: limit))
        let browser = Browser(application)
        for _ in 0..<3 { #expect(try await browser.get("/note").status == 200) }
        let refused = try await browser.get("/note")
        #expect(refused.status == 429)
        #expect(refused["Retry-After"] == "1")
        now.withLock { $0 = $0 + .seconds(1) }
        #expect(try await browser.get("/note").status == 200)
    }

    @Test(
        "Only a trusted proxy may say who the client is, and only the last address that it did not pass on itself counts"
    )
    func proxies() throws {
        let trust = try ProxyTrust(["10.0.0.0/8", "::1"])
        #expect(trust.client(peer: "192.0.2.9", forwardedFor: "203.0.113.1") == "192.0.2.9")
        #expect(trust.client(peer: "10.1.2.3", forwardedFor: "198.51.100.7, 203.0.113.1") == "203.0.113.1")
        #expect(trust.client(peer: "::1", forwardedFor: "203.0.113.1, 10.9.9.9") == "203.0.113.1")
        #expect(trust.client(peer: "10.1.2.3", forwardedFor: "nonsense") == "10.1.2.3")
        #expect(trust.client(peer: "10.1.2.3", forwardedFor: nil) == "10.1.2.3")
        #expect(try ProxyTrust([]).client(peer: "10.1.2.3", forwardedFor: "203.0.113.1") == "10.1.2.3")
        #expect(throws: SiteError.self) { try ProxyTrust(["10.0.0.0/40"]) }
        #expect(throws: SiteError.self) { try ProxyTrust(["localhost"]) }
    }
}
