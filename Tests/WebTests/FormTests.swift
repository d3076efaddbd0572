import Base
import Foundation
import Synchronization
import Testing
import Web
import WebTesting

@Suite("Forms")
struct FormTests {
    private func site() throws -> (WebApplication, Browser, TestSessions) {
        try WebTests.site { routes in
            routes.get("/form") { _ in .page(Page("notes/form", title: "Form", ["text": ""])) }
            routes.post("/form") { call in
                let form = try await call.input.form()
                return .text(form["text"] ?? "nothing", type: "text/plain")
            }
            routes.post("/photos", limits: Limits(body: 20_000, file: 5_000, files: 2)) { call in
                let form = try await call.input.form()
                let sizes = form.files.map { "\($0.field) \($0.name) \($0.size)" }
                let content = form.files.first.flatMap { FileManager.default.contents(atPath: $0.path) }?.count ?? 0
                return .text(
                    (sizes + ["\(content)", form.files.first?.path ?? ""]).joined(separator: "\n"), type: "text/plain")
            }
        }
    }

    @Test("A form is read, trimmed, and blank counts as absent")
    func reading() async throws {
        let (_, browser, _) = try site()
        #expect(try await browser.post("/form", ["text": "  grüße & +1%  "]).text == "grüße & +1%")
        #expect(try await browser.post("/form", ["text": "   "]).text == "nothing")
    }

    @Test("A form without its token, or with another session's, is refused with 403 and a page that says what to do")
    func forgery() async throws {
        let (_, browser, sessions) = try site()
        let refused = try await browser.post("/form", ["text": "x"], forged: true)
        #expect(refused.status == 403)
        #expect(refused.text.contains("This form has expired"))
        let visitorPage = try await browser.get("/form").text
        let token = try #require(visitorPage.firstMatch(of: /name="csrf" value="([^"]+)"/)?.1)
        #expect(try await browser.post("/form", ["text": "x", "csrf": String(token)], forged: true).status == 200)
        browser.signIn(as: .sample(), in: sessions)
        #expect(try await browser.post("/form", ["text": "x", "csrf": String(token)], forged: true).status == 403)
        #expect(try await browser.post("/form", ["text": "x"]).status == 200)
    }

    @Test("A form that another site sent is refused, even with a token")
    func otherSites() async throws {
        let (_, browser, _) = try site()
        #expect(try await browser.post("/form", ["text": "x"], headers: ["Sec-Fetch-Site": "cross-site"]).status == 403)
        #expect(try await browser.post("/form", ["text": "x"], headers: ["Sec-Fetch-Site": "same-site"]).status == 403)
    }

    @Test("A person's token looks different on every page and holds for all of them")
    func masking() async throws {
        let (application, browser, sessions) = try site()
        browser.signIn(as: .sample(), in: sessions)
        let pages = [try await browser.get("/form").text, try await browser.get("/form").text]
        let tokens = pages.compactMap { $0.firstMatch(of: /name="csrf" value="([^"]+)"/)?.1 }
        #expect(tokens.count == 2 && tokens[0] != tokens[1])
        for token in tokens {
            #expect(try await browser.post("/form", ["text": "x", "csrf": String(token)], forged: true).status == 200)
        }
        _ = application
    }

    @Test("A multipart form brings its files, which are gone once the request was answered")
    func files() async throws {
        let (_, browser, _) = try site()
        let photo = FormFile(
            "photo", name: #"C:\pictures\hole.jpg"#, type: "image/jpeg", Array(repeating: 0xFF, count: 4000))
        let visit = try await browser.post("/photos", ["text": "x"], files: [photo])
        let lines = visit.text.split(separator: "\n").map(String.init)
        #expect(lines.first == "photo hole.jpg 4000")
        #expect(lines.dropFirst().first == "4000")
        #expect(!FileManager.default.fileExists(atPath: try #require(lines.last)))
    }

    @Test("Too large a body, file or number of files is refused with 413, the field named")
    func tooLarge() async throws {
        let (_, browser, _) = try site()
        func file(_ count: Int) -> FormFile {
            FormFile("photo", name: "a", type: "image/png", Array(repeating: 1, count: count))
        }
        #expect(try await browser.post("/photos", files: [file(5_001)]).status == 413)
        #expect(try await browser.post("/photos", files: [file(10), file(10), file(10)]).status == 413)
        #expect(try await browser.post("/photos", files: [file(30_000)]).status == 413)
        #expect(try await browser.post("/form", ["text": String(repeating: "a", count: 200_000)]).status == 413)
        let document = try await browser.post("/photos", files: [file(5_001)], headers: ["Accept": "application/json"])
        #expect(document["Content-Type"] == "application/problem+json")
        #expect(try document.json()["errors"]?[0]?["field"] == "photo")
    }

    @Test("A form of another type is refused with 415, a malformed one with 400")
    func malformed() async throws {
        let (application, browser, _) = try site()
        let token = try await application.formToken(session: nil)
        func send(_ type: String, _ body: String) async throws -> Int {
            try await browser.send(
                "POST", "/form", headers: ["Content-Type": type, "X-CSRF-Token": token], body: Array(body.utf8)
            ).status
        }
        #expect(try await send("text/plain", "text=x") == 415)
        #expect(try await send("application/json", "{}") == 415)
        #expect(try await send("application/x-www-form-urlencoded", "text=%zz") == 400)
        #expect(try await send("multipart/form-data", "x") == 400)
        #expect(try await send("multipart/form-data; boundary=b", "--b\r\nno end") == 400)
    }
}
