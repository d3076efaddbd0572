import Base
import Foundation
import Logging
import Store
import Testing
import Web
import WebTesting

@Suite("Pages")
struct PageTests {
    @Test(
        "What a person typed is escaped; only markup of our own is written as it is; words come in the page's language")
    func escaping() async throws {
        let (_, browser, _) = try site { $0.get("/note") { _ in page("<script>alert('1')</script>", name: "<i>") } }
        let text = try await browser.get("/note").text
        #expect(text.contains("<div>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</div><hr>"))
        #expect(text.contains("<p>Hello &lt;i&gt;</p>"))
        browser.setHeader("Accept-Language", "fr-CA, en;q=0.5")
        let french = try await browser.get("/note")
        #expect(french.text.contains("<p>Bonjour &lt;i&gt;</p>"))
        #expect(french["Content-Language"] == "fr")
        #expect(french.text.contains("<html lang=\"fr\" dir=\"ltr\">"))
    }

    @Test("A choice of language is remembered and leads back to the same page; a saved choice of the person comes next")
    func language() async throws {
        let (_, browser, sessions) = try site { $0.get("/note") { _ in page("x") } }
        let visit = try await browser.get("/note?a=1&lang=ar&b=2", following: false)
        #expect(visit.status == 303)
        #expect(visit["Location"] == "/note?a=1&b=2")
        #expect(try await browser.get("/note").text.contains("<html lang=\"ar\" dir=\"rtl\">"))
        browser.setCookie("lang", nil)
        browser.signIn(as: .sample(language: .french), in: sessions)
        #expect(try await browser.get("/note").text.contains("<html lang=\"fr\""))
        #expect(try await browser.get("/note?lang=xx").text.contains("<html lang=\"fr\""))
    }

    @Test("Every language links to the same page, query included")
    func languageLinks() async throws {
        let (_, browser, _) = try site { $0.get("/note") { _ in page("x") } }
        let text = try await browser.get("/note?q=a%20b").text
        #expect(text.contains("href=\"/note?lang=fr&amp;q=a%20b\""))
        #expect(text.contains(">العربية</a>"))
    }

    @Test("Missing words, partials and broken views stop the program; all are listed at once")
    func mistakes() throws {
        let broken = ViewSource(
            block: "broken",
            files: ["Views/a.mustache": "[[nobody.knows]]{{>not-there}}", "Views/b.mustache": "{{#open}}"])
        let error = #expect(throws: SiteError.self) { try ViewLibrary([broken], languages: [.english, .french]) }
        let text = "\(error.map { "\($0)" } ?? "")"
        #expect(text.contains("broken/a: nobody.knows has no text in en"))
        #expect(text.contains("broken/a: nobody.knows has no text in fr"))
        #expect(text.contains("broken/a: line 1: no view is named not-there"))
        #expect(text.contains("broken/b: line 0: open is never closed"))
    }

    @Test("The platform's own views have all their words in English, French and Arabic")
    func ownWords() throws {
        let views = try ViewLibrary([], languages: [.english, .french, .arabic])
        #expect(views.texts.problems() == [])
    }

    @Test("Nothing inline, nothing foreign, no frames: every answer says so, and its length and type are exact")
    func securityHeaders() async throws {
        let (_, browser, _) = try site { $0.get("/note") { _ in page("x") } }
        let visit = try await browser.get("/note")
        let policy = try #require(visit["Content-Security-Policy"])
        #expect(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'")
                && !policy.contains("unsafe"))
        #expect(visit["X-Content-Type-Options"] == "nosniff")
        #expect(visit["Referrer-Policy"] == "same-origin")
        #expect(visit["Permissions-Policy"]?.contains("camera=()") == true)
        #expect(visit["Strict-Transport-Security"] == nil)
        #expect(visit["Cache-Control"] == "no-cache")
        #expect(visit["X-Request-Id"]?.count == 36)
    }

    @Test("Under https cookies are Secure and bound to the host, and the browser is told to stay with https")
    func https() async throws {
        var routes = Routes()
        routes.post("/in") { _ in Reply.redirect(to: "/").startingSession("abc") }
        let application = try WebApplication.testing(routes) { $0.address = "https://testhaven.example" }
        let visit = try await Browser(application).post("/in", following: false)
        #expect(visit["Set-Cookie"] == "__Host-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure")
        #expect(try await Browser(application).get("/")["Strict-Transport-Security"]?.hasPrefix("max-age=") == true)
    }

    @Test("A redirect never leads to another site")
    func redirects() async throws {
        let (_, browser, _) = try site { routes in
            routes.get("/go") { call in .redirect(to: call.input.query["to"] ?? "/") }
        }
        for target in [
            "https://evil.example", "//evil.example", "/\\evil.example", "/a%0d%0aSet-Cookie:x=y", "javascript:1",
        ] {
            #expect(try await browser.get("/go?to=\(target)", following: false)["Location"] == "/")
        }
        #expect(try await browser.get("/go?to=/notes", following: false)["Location"] == "/notes")
    }

    private struct Refusal: ProblemConvertible {
        var problem: Problem { Problem(type: "closed", status: 409, title: "The request is closed") }
    }
    private struct Mistake: Error { let secret = "SELECT password" }

    @Test(
        "A block's error becomes its problem; an unknown error is never shown; a lost database is 503 with Retry-After")
    func errors() async throws {
        let (_, browser, _) = try site { routes in
            routes.get("/closed") { _ in throw Refusal() }
            routes.get("/mistake") { _ in throw Mistake() }
            routes.get("/gone") { _ in throw DatabaseError.unavailable("disk full at /var/secret") }
        }
        let closed = try await browser.get("/closed", headers: ["Accept": "application/json"])
        #expect(closed.status == 409)
        #expect(closed["Content-Type"] == "application/problem+json")
        #expect(try closed.json()["type"] == "http://localhost/problems/closed")
        #expect(try await browser.get("/closed").text.contains("The request is closed"))
        let mistake = try await browser.get("/mistake")
        #expect(mistake.status == 500)
        #expect(!mistake.text.contains("SELECT"))
        #expect(mistake.text.contains(try #require(mistake["X-Request-Id"])))
        let gone = try await browser.get("/gone")
        #expect(gone.status == 503)
        #expect(gone["Retry-After"] == "10")
        #expect(!gone.text.contains("/var/secret"))
    }
}

@Suite("Views from a folder")
struct FolderTests {
    @Test("A folder's views, words and files win over embedded ones, and a change is seen at once while developing")
    func overriding() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "polity-views-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ path: String, _ text: String) throws {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        try write("Views/notes/note.mustache", "<p>[[notes.greeting]]</p>")
        try write("Texts/en.json", #"{"notes": {"greeting": "Good morning"}}"#)
        var routes = Routes()
        routes.get("/note") { _ in page("x", cache: .shared(seconds: 600)) }
        let site = Site(
            name: LocalizedText("T", in: .english), languages: [.english], address: "http://localhost",
            secret: Array(repeating: 1, count: 32))
        let views = try ViewLibrary([notes], languages: [.english], folder: folder.path, reloads: true)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let browser = Browser(try WebApplication(site: site, routes: routes.declared, views: views, logger: logger))
        #expect(try await browser.get("/note").text == "<p>Good morning</p>")
        try write("Views/notes/note.mustache", "<b>[[notes.greeting]]</b><i></i>")
        #expect(try await browser.get("/note").text == "<b>Good morning</b><i></i>")
        try write("Views/notes/note.mustache", "{{#broken}}")
        #expect(try await browser.get("/note").text == "<b>Good morning</b><i></i>")
    }
}
