import Base
import Foundation
import Journal
import ServiceDefinition
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import CitizenServices

@Suite struct JourneyPageTests {
    @Test(
        "A person applies page by page, saves, changes, sends; an officer decides; the person reads it",
        arguments: Engine.all)
    func endToEnd(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            let robin = town.browser(as: .robin)
            #expect(try await robin.get("/services/driving-licence-renewal/apply").text.contains("To know your age"))
            var page = try await robin.post("/services/driving-licence-renewal/apply")
            #expect(page.path.hasSuffix("/pages/licence") && page.text.contains("DL-104233"))
            let draft = String(page.path.split(separator: "/")[1])
            func send(_ name: String, _ fields: KeyValuePairs<String, String>, asked: [String]) async throws -> Visit {
                let id = try #require(Identifier<ServiceCase>(draft))
                let version = try await town.desk.draft(id, of: Person.robin.party, at: town.now).version
                var all = fields.map { ($0.key, $0.value) } + asked.map { ("asked", $0) }
                all.append(("version", "\(version)"))
                return try await town.post(robin, "/apply/\(draft)/pages/\(name)", all)
            }
            // An answer brings another question onto the page.
            page = try await send("licence", ["details-right": "no"], asked: ["details right"])
            #expect(page.path.contains("/pages/licence") && page.text.contains("What is wrong?"))
            page = try await send(
                "licence", ["details-right": "no", "what-is-wrong": "I moved."],
                asked: ["details right", "what is wrong"])
            #expect(page.path.hasSuffix("/pages/eyesight"))
            // What is missing is told beside its field and above; what was answered is kept.
            page = try await send("eyesight", ["glasses": "yes"], asked: ["eyesight changed", "glasses"])
            #expect(
                page.status == 422 && page.text.contains("#f-eyesight-changed")
                    && page.text.contains("Choose one of the answers."))
            #expect(page.text.contains("checked"))
            page = try await send(
                "eyesight", ["eyesight-changed": "no", "glasses": "yes"], asked: ["eyesight changed", "glasses"])
            #expect(page.path.hasSuffix("/pages/health"))
            // A page ahead cannot be opened yet.
            #expect(try await robin.get("/apply/\(draft)/pages/declaration").path.hasSuffix("/pages/health"))
            page = try await send("health", ["illness": "none", "later": "yes"], asked: ["illness"])
            #expect(page.path.hasPrefix("/account/cases") && page.text.contains("/apply/\(draft)"))
            page = try await robin.get("/apply/\(draft)")
            #expect(page.path.hasSuffix("/pages/delivery"))
            page = try await send(
                "delivery", ["delivery": "post", "phone": "+999 555 0177"], asked: ["delivery", "phone"])
            page = try await send("declaration", ["declared": "yes"], asked: ["declared"])
            #expect(
                page.path.hasSuffix("/check") && page.text.contains("/pages/health?change=1")
                    && page.text.contains("40"))
            page = try await robin.post("/apply/\(draft)/check")
            #expect(
                page.status == 200 && page.path.hasPrefix("/cases/CS-") && page.text.contains("class=\"confirmation\""))
            let path = String(page.path.prefix { $0 != "?" })
            try await decide(town, path: path, id: draft)
            page = try await robin.get(path)
            #expect(page.text.contains("Your driving licence is renewed"))
            #expect(try await town.browser(as: .mina).get(path).status == 404, "a case is its person's")
        }
    }

    private func decide(_ town: Town, path: String, id: String) async throws {
        let mina = town.browser(as: .mina)
        #expect(try await mina.get("/office/cases").text.contains("/office/cases/\(id)"))
        var page = try await mina.get("/office/cases/\(id)")
        #expect(page.status == 200 && page.text.contains("Robin Sample") && page.text.contains("licence.expires"))
        #expect(
            try await town.acts().contains {
                $0.verb == CitizenServicesActs.viewed && $0.concerns == [Person.robin.party]
            })
        page = try await mina.post("/office/cases/\(id)/payment", ["text": "R-17"])
        #expect(page.status == 200)
        page = try await mina.post("/office/cases/\(id)/decision", ["decision": "refuse"])
        #expect(page.status == 422 && page.text.contains("Choose at least one reason"))
        page = try await mina.post("/office/cases/\(id)/decision", ["decision": "approve"])
        #expect(page.status == 200 && page.text.contains("Approved"))
        let stranger = Person.sample(grants: ["parks": Set(CitizenServicesPermissions.all.map(\.key))])
        #expect(try await town.browser(as: stranger).get("/office/cases/\(id)").status == 404)
    }

    @Test("Two devices: the second does not overwrite what the first saved, and keeps what was typed")
    func twoDevices() async throws {
        try await Town.with { town in
            let robin = town.browser(as: .robin)
            let page = try await robin.post("/services/driving-licence-renewal/apply")
            let draft = String(page.path.split(separator: "/")[1])
            let fields = [("details-right", "no"), ("asked", "details right"), ("version", "1")]
            _ = try await town.post(robin, "/apply/\(draft)/pages/licence", fields)
            let late = try await town.post(
                robin, "/apply/\(draft)/pages/licence",
                [("details-right", "yes"), ("asked", "details right"), ("version", "1")])
            #expect(late.status == 422 && late.text.contains("another device"))
            let id = try #require(Identifier<ServiceCase>(draft))
            #expect(
                try await town.desk.draft(id, of: Person.robin.party, at: town.now).answers["details right"] == false)
        }
    }

    @Test(
        "Who is not entitled learns which rule says so; where a register cannot be asked, nobody fills in a form in vain"
    )
    func closed() async throws {
        try await Town.with { town in
            town.registers.set("licence", "null")
            var page = try await town.browser(as: .robin).post("/services/driving-licence-renewal/apply")
            #expect(page.path.hasSuffix("/not-eligible") && page.text.contains("You need a Larkhaven driving licence"))
            town.registers.set("licence", nil)
            page = try await town.browser(as: .mina).post("/services/driving-licence-renewal/apply")
            #expect(page.status == 200 && page.text.contains("We cannot ask the register"))
            let visitor = try await town.browser().get("/services/driving-licence-renewal/apply", following: false)
            #expect(visitor.status == 303 || visitor.status == 302 || visitor.status == 404 || visitor.status == 401)
        }
    }

    @Test("Every page speaks French and Arabic")
    func languages() async throws {
        try await Town.with { town in
            let id = try await town.renewal().id
            let reference = try await town.one(id).reference
            for language in [Language.french, .arabic] {
                let robin = town.browser(language, as: .robin)
                for path in ["/account/cases", "/cases/\(reference)", "/services?q=permis"] {
                    let page = try await robin.get(path)
                    #expect(page.status == 200 && !page.text.contains("citizen-services."), "\(path)")
                }
                let mina = town.browser(language, as: .mina)
                for path in [
                    "/office/cases", "/office/cases/\(id)", "/office/cases/figures", "/office/appeals",
                    "/office/services",
                ] {
                    let page = try await mina.get(path)
                    #expect(page.status == 200 && !page.text.contains("citizen-services."), "\(path)")
                }
            }
        }
    }
}

extension Town {
    /// Sends a form that may name a field several times, and follows where it leads.
    func post(_ browser: Browser, _ path: String, _ fields: [(String, String)]) async throws -> Visit {
        let token = try await application.formToken(session: browser.cookie(application.sessionCookie))
        let body = (fields + [("csrf", token)]).map { "\($0.0.formEncoded)=\($0.1.formEncoded)" }.joined(separator: "&")
        let visit = try await browser.send(
            "POST", path,
            headers: ["Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"],
            body: Array(body.utf8))
        guard visit.status == 303, let location = visit["Location"] else { return visit }
        return try await browser.get(location)
    }
}

extension String {
    var formEncoded: String { addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? self }
}
