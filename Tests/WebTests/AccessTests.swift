import Base
import Testing
import Web
import WebTesting

@Suite("Who may call")
struct AccessTests {
    private func site() throws -> (Browser, TestSessions) {
        let (_, browser, sessions) = try WebTests.site { routes in
            routes.get("/sign-in") { call in page("sign in, back to \(call.input.query["return"] ?? "")") }
            routes.get(person: "/mine") { call in page("yours, \(call.caller.name)") }
            routes.post(person: "/mine") { call in page("sent by \(call.caller.name)") }
            routes.get(officer: "/office", permission: .readNotes) { call in
                page(call.caller.agencies.joined(separator: ","))
            }
            routes.endpoint(
                client: Endpoint(.get, "/api/notes", id: "notes", summary: "Notes", tag: "notes", responses: [:])
            ) { call in
                .json(["client": .string(call.caller.name)])
            }
            routes.endpoint(Endpoint(.get, "/api/who", id: "who", summary: "Who", tag: "notes", responses: [:])) {
                call in
                .json(["person": .bool(call.caller.person != nil)])
            }
        }
        return (browser, sessions)
    }

    @Test("A page for people leads a visitor to sign in, and back to the same page with its query")
    func signInFirst() async throws {
        let (browser, sessions) = try site()
        let visit = try await browser.get("/mine?tab=2", following: false)
        #expect(visit.status == 303)
        #expect(visit["Location"] == "/sign-in?return=%2Fmine%3Ftab%3D2")
        #expect(try await browser.get("/mine?tab=2").text.contains("back to /mine?tab=2"))
        browser.signIn(as: .sample("Ada"), in: sessions)
        #expect(try await browser.get("/mine").text.contains("yours, Ada"))
    }

    @Test("An officer's page is not there for anyone without the permission, signed in or not")
    func officers() async throws {
        let (browser, sessions) = try site()
        #expect(try await browser.get("/office").status == 404)
        browser.signIn(as: .sample(grants: ["parks": ["notes.write"]]), in: sessions)
        #expect(try await browser.get("/office").status == 404)
        browser.signIn(as: .sample(grants: ["parks": ["notes.read"], "roads": ["notes.write"]]), in: sessions)
        #expect(try await browser.get("/office").text.contains("<div>parks</div>"))
    }

    @Test("An endpoint with a key takes it from the query or the header, and refuses any other with 401")
    func keys() async throws {
        let (browser, sessions) = try site()
        sessions.add(Client(id: "1", name: "Map"), key: "secret")
        #expect(try await browser.get("/api/notes").status == 401)
        #expect(try await browser.get("/api/notes?api_key=wrong").status == 401)
        #expect(try await browser.get("/api/notes?api_key=secret").json()["client"] == "Map")
        #expect(
            try await browser.get("/api/notes", headers: ["Authorization": "Bearer secret"]).json()["client"] == "Map")
    }

    @Test("An endpoint takes no notice of the session cookie, and any site may read it")
    func endpointsWithoutCookies() async throws {
        let (browser, sessions) = try site()
        browser.signIn(as: .sample(), in: sessions)
        let visit = try await browser.get("/api/who")
        #expect(try visit.json()["person"] == false)
        #expect(visit["Access-Control-Allow-Origin"] == "*")
    }

    @Test("The header names who is signed in and offers to sign out; a visitor is offered to sign in")
    func header() async throws {
        let (browser, sessions) = try site()
        #expect(try await browser.get("/sign-in").text.contains("href=\"/sign-in?return=%2Fsign-in\""))
        browser.signIn(as: .sample("Ada <b>"), in: sessions)
        let text = try await browser.get("/mine").text
        #expect(text.contains("Ada &lt;b&gt;"))
        #expect(text.contains("action=\"/sign-out\""))
    }
}
