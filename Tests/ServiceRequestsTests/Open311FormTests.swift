import Base
import Testing
import Web

@testable import ServiceRequests

@Suite("Open311's forms, without a server")
struct Open311FormTests {
    @Test("XML has one element for each member, and lists repeat theirs")
    func xml() {
        let node = Open311Node.list(
            item: "request",
            [.object([.init("status", .text("open")), .init("lat", .number(1.5)), .init("zipcode", .text(nil))])])
        #expect(
            node.xml(root: "service_requests")
                == "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<service_requests><request><status>open</status><lat>1.5</lat><zipcode></zipcode></request></service_requests>\n"
        )
        #expect(node.json.description == #"[{"status":"open","lat":1.5,"zipcode":null}]"#)
    }

    @Test("what people wrote cannot break the XML")
    func escaping() {
        let text = "<b>&\"\u{0}\u{1F}\r\n\t حفرة \u{FFFE}>"
        #expect(Open311Node.escaped(text) == "&lt;b&gt;&amp;\"&#13;\n\t حفرة &gt;")
    }

    private func query(_ items: [(String, String)]) throws -> Open311Query {
        try Open311Query(Query(items.map { (name: $0.0, value: $0.1) }), now: Room.monday, zone: .utc)
    }

    @Test("without dates the last 90 days count (GET Service Requests, start_date)")
    func defaultSpan() throws {
        let query = try query([])
        #expect(query.from == Room.monday - .seconds(90 * 86_400))
        #expect(query.pageSize == 1000)
    }

    @Test("one date is completed by 90 days; more than 90 days are refused")
    func span() throws {
        #expect(try query([("start_date", "2026-01-01T00:00:00Z")]).until == Instant(iso8601: "2026-04-01T00:00:00Z"))
        #expect(try query([("end_date", "2026-04-01T00:00:00Z")]).from == Instant(iso8601: "2026-01-01T00:00:00Z"))
        #expect(throws: Open311Fault.self) {
            try query([("start_date", "2026-01-01T00:00:00Z"), ("end_date", "2026-04-02T00:00:00Z")])
        }
    }

    @Test("service_request_id overrides every other argument, even wrong ones")
    func overrides() throws {
        var random = SplitMix64(seed: 3)
        let reference = RequestReference(using: &random)
        let query = try query([("service_request_id", "\(reference), nonsense"), ("status", "half-open")])
        #expect(query.references == [reference])
    }

    @Test(
        "an argument that makes no sense is a 400 that names it",
        arguments: [
            ("start_date", "yesterday"), ("status", "half-open"), ("radius", "-1"), ("page", "0"),
            ("page_size", "many"),
            ("lat", "47.5"), ("updated_after", "2026-13-01T00:00:00Z"), ("page_size", "1001"),
        ])
    func faults(name: String, value: String) throws {
        let fault = try #require(throws: Open311Fault.self) { try query([(name, value)]) }
        #expect(fault.status == 400)
        #expect(fault.descriptions.joined().contains(name))
    }

    @Test("status takes a list, several times and in any case")
    func statuses() throws {
        #expect(Set(try query([("status", "OPEN,closed")]).statuses) == Set(RequestStatus.allCases))
        #expect(try query([("status", "closed")]).statuses == RequestStatus.closed)
    }

    @Test(
        "media_url takes web addresses only",
        arguments: [
            ("https://example.org/a.jpg", true), ("http://example.org", true), ("javascript:alert(1)", false),
            ("https://", false), ("ftp://example.org/a", false), ("https://example.org/\"onload=", false),
            ("//example.org", false),
        ])
    func mediaURL(text: String, isGood: Bool) { #expect(text.isWebAddress == isGood) }
}
