import Base
import BuildingBlock
import Journal
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import Identity

@Suite("The administrators' pages, and the demonstration", .serialized)
struct OfficeTests {
    @Test("For everyone else the pages of administrators do not exist", arguments: Engine.all)
    func hidden(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let account = try await town.account("works@example.org")
            try await town.service.grant("supervisor", in: "parks", to: account.id, by: .system("test"), at: town.now)
            let officer = town.browser()
            _ = try await officer.post("/sign-in", ["email": "works@example.org", "password": Town.password])
            for browser in [town.browser(), officer] {
                #expect(try await browser.get("/office/accounts").status == 404)
                #expect(try await browser.get("/office/accounts/\(account.id)").status == 404)
                #expect(
                    try await browser.post("/office/accounts/\(account.id)/status", ["status": "disabled"]).status
                        == 404)
            }
            #expect(try await town.service.account(account.id)?.status == .active)
        }
    }

    @Test("An administrator makes an account, grants and revokes a role, and disables it", arguments: Engine.all)
    func administration(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let admin = try await town.administrator()
            let browser = town.browser()
            _ = try await browser.post("/sign-in", ["email": "admin@example.org", "password": Town.password])
            let made = try await browser.post(
                "/office/accounts/new",
                ["name": "Ines Sample", "email": "ines@example.org", "kind": "officer", "language": "fr"])
            #expect(made.status == 200 && made.text.contains("Ines Sample"))
            try await town.work()
            #expect(town.letters.all.first?.subject.contains("mot de passe") == true)
            let ines = try await town.known("ines@example.org")
            #expect(ines.isOfficer && !ines.isResident)

            let path = "/office/accounts/\(ines.id)"
            let past = try await browser.post(
                "\(path)/roles",
                ["role": "officer", "agency": "parks", "until-day": "1", "until-month": "1", "until-year": "2020"])
            #expect(past.status == 422 && past.text.contains("a day that is still to come"))
            #expect(past.text.contains("value=\"2020\""))
            let granted = try await browser.post(
                "\(path)/roles",
                ["role": "officer", "agency": "parks", "until-day": "31", "until-month": "12", "until-year": "2026"])
            #expect(granted.text.contains("until 31 December 2026"))
            let grant = try #require(try await town.service.grants(of: ines.id).first)
            _ = try await browser.post("\(path)/roles/\(grant.id)/revocation")
            #expect(try await town.service.grants(of: ines.id).isEmpty)
            _ = try await browser.post("\(path)/status", ["status": "disabled"])
            #expect(try await town.service.account(ines.id)?.status == .disabled)
            #expect(
                try await town.verbs(ines).filter { $0.hasPrefix("role") || $0 == "account.disabled" }
                    == ["role.granted", "role.revoked", "account.disabled"])
            // All of it stands under the administrator's agency.
            let acts = try await town.database.read { tx in try tx.acts(concerning: ines.party) }
            #expect(
                acts.contains {
                    $0.act.verb == "role.granted" && $0.act.actor == .person(admin.party)
                        && $0.act.agency == "citizens-desk"
                })

            let taken = try await browser.post("/office/accounts/new", ["name": "X", "email": "INES@example.org"])
            #expect(taken.status == 422 && taken.text.contains("There is an account with this address already"))
            let own = try await browser.post("/office/accounts/\(admin.id)/status", ["status": "disabled"])
            #expect(own.status == 409 && own.text.contains("Somebody must be left"))
        }
    }

    @Test("The list finds people and every look at it is recorded", arguments: Engine.all)
    func list(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            _ = try await town.administrator()
            let noor = try await town.account("noor@example.org")
            let camille = try await town.account("camille@example.org", name: "Camille Sample")
            let browser = town.browser()
            _ = try await browser.post("/sign-in", ["email": "admin@example.org", "password": Town.password])
            let found = try await browser.get("/office/accounts?q=camille")
            #expect(found.text.contains("camille@example.org") && !found.text.contains("noor@example.org"))
            #expect(try await town.verbs(camille).contains("accounts.listed"))
            #expect(try await !town.verbs(noor).contains("accounts.listed"))
            #expect(try await browser.get("/office/accounts?q=xyzzy").text.contains("No account found"))
            #expect(try await browser.get("/office/accounts/\(Identifier<Account>(at: town.now))").status == 404)
            #expect(try await browser.get("/office/accounts/new").status == 200)
        }
    }

    @Test(
        "In a demonstration sample people are made once, loudly shown, and signed in by a button", arguments: Engine.all
    )
    func demonstration(on engine: Engine) async throws {
        try await Town.with(engine, demo: true) { town in
            let made = try await town.service.makeSamplePeople(at: town.now)
            #expect(made >= 10)
            #expect(try await town.service.makeSamplePeople(at: town.now) == 0)
            let browser = town.browser()
            let page = try await browser.get("/sign-in")
            #expect(page.text.contains("This is a demonstration") && page.text.contains("Sign in as Noor Sample"))
            #expect(page.text.contains("class=\"demonstration\""))
            let inside = try await browser.post("/sign-in/demo", ["person": "supervisor@larkhaven.example"])
            #expect(inside.path == "/account" && inside.text.contains("Vera Sample"))
            let token = try #require(browser.cookie("session"))
            let person = try #require(try await town.service.person(session: token, at: town.now))
            #expect(person.grants.count == 8)
            try await town.signIn("noor@larkhaven.example", "larkhaven-demo")
            // Others have no such button.
            try await town.account("real@example.org")
            #expect(try await town.browser().post("/sign-in/demo", ["person": "real@example.org"]).status == 401)
        }
    }

    @Test("Elsewhere there are no sample people and no such button")
    func noDemonstration() async throws {
        try await Town.with(.sqlite) { town in
            #expect(try await town.service.makeSamplePeople(at: town.now) == 0)
            try await town.account("noor@larkhaven.example")
            let browser = town.browser()
            #expect(try await browser.post("/sign-in/demo", ["person": "noor@larkhaven.example"]).status == 404)
            #expect(try await !browser.get("/sign-in").text.contains("demonstration"))
        }
    }

    @Test("Settings are read from the jurisdiction's folder, and mistakes are named")
    func settings() throws {
        let settings = try IdentitySettings.read(for: Town.jurisdiction())
        #expect(settings.passwordLength >= 12 && settings.passwordLink == .seconds(1800))
        let file = try DataFile(
            "password length: 16\nhashing: {memory: 65536, passes: 3, lanes: 1}\npurpose: {en: A, fr: B}", path: "x")
        let read = try file.read(IdentitySettings.self)
        #expect(read.passwordLength == 16 && read.hashing.memory == 65536 && read.purpose(in: .french) == "B")
        let wrong = try DataFile("pasword length: 16", path: "identity.yaml")
        #expect(throws: DataFileError.self) { try wrong.read(IdentitySettings.self) }
    }
}
