import Base
import Testing
import WebTesting

@testable import Web

@Suite("Routes")
struct RoutingTests {
    private func table(_ paths: String...) throws -> RouteTable {
        var routes = Routes()
        for path in paths { routes.get(path) { _ in .noContent } }
        return try RouteTable(routes.declared)
    }

    @Test("A literal segment wins over a capture, a capture with a suffix over one without, and those over a rest")
    func precedence() throws {
        let table = try table("/requests/new", "/requests/:id.:format", "/requests/:id", "/requests/*rest")
        func found(_ path: String) -> String? { table.match(path[...])?.methods[.get].map { table.routes[$0].path } }
        #expect(found("/requests/new") == "/requests/new")
        #expect(found("/requests/12.json") == "/requests/:id.:format")
        #expect(found("/requests/12") == "/requests/:id")
        #expect(found("/requests/12/files/3") == "/requests/*rest")
        #expect(found("/other") == nil)
        #expect(table.match("/requests/a.b.xml")?.parameters == ["id": "a.b", "format": "xml"])
        #expect(table.match("/requests/12/files/3")?.parameters == ["rest": "12/files/3"])
    }

    @Test("A captured segment is percent-decoded; a broken escape is no match")
    func decoding() throws {
        let table = try table("/places/:name")
        #expect(table.match("/places/Caf%C3%A9%20Noir")?.parameters == ["name": "Café Noir"])
        #expect(table.match("/places/%E9") == nil)
        #expect(table.match("/places/%zz") == nil)
        #expect(table.match("/places/a%00b") == nil)
        #expect(table.match("/places/") == nil)
    }

    @Test("Routes that are declared twice or are no paths stop the program, all of them told at once")
    func mistakes() throws {
        #expect(throws: SiteError.self) { try table("/a", "/a") }
        let error = #expect(throws: SiteError.self) { try table("a", "/x/:", "/x/:a:b", "/*r/x") }
        #expect(error?.mistakes.count == 4)
    }

    @Test("A wrong method is answered 405 with what is allowed, an unknown path 404, OPTIONS with the methods")
    func methods() async throws {
        let (_, browser, _) = try site { $0.get("/notes") { _ in page("x") } }
        let refused = try await browser.send("DELETE", "/notes")
        #expect(refused.status == 405)
        #expect(refused["Allow"] == "GET, HEAD, OPTIONS")
        #expect(try await browser.get("/nothing").status == 404)
        #expect(try await browser.get("/nothing").text.contains("<!doctype html>"))
        let options = try await browser.send("OPTIONS", "/notes")
        #expect(options.status == 204)
        #expect(options["Allow"] == "GET, HEAD, OPTIONS")
        #expect(try await browser.send("BREW", "/notes").status == 405)
    }

    @Test("HEAD is answered like GET, without the body")
    func head() async throws {
        let (_, browser, _) = try site { $0.get("/notes") { _ in page("x") } }
        let head = try await browser.send("HEAD", "/notes")
        #expect(head.status == 200)
        #expect(head.bytes.isEmpty)
        #expect(head["Content-Type"] == "text/html; charset=utf-8")
    }

    @Test("An address with a slash too many leads to the page, with its query")
    func trailingSlash() async throws {
        let (_, browser, _) = try site { $0.get("/notes") { _ in page("x") } }
        let visit = try await browser.get("/notes/?a=1", following: false)
        #expect(visit.status == 308)
        #expect(visit["Location"] == "/notes?a=1")
    }

    @Test("An address longer than 8 kB is refused with 414, a query that cannot be read with 400")
    func badAddresses() async throws {
        let (_, browser, _) = try site { $0.get("/notes") { _ in page("x") } }
        #expect(try await browser.get("/notes?q=" + String(repeating: "a", count: 9000)).status == 414)
        #expect(try await browser.get("/notes?q=%zz").status == 400)
    }
}
