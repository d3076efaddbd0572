import Base
import BuildingBlock
import Journal
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import Identity

@Suite("Pages for people", .serialized)
struct PageTests {
    @Test("Texts are complete in three languages, and every page can be drawn")
    func texts() throws {
        let texts = try Texts(embedded: IdentityBlock.assets)
        #expect(texts.problems() == [])
        #expect(texts.keys.count > 100)
        for verb in IdentityActs.all { #expect(texts.contains("verb.\(verb.rawValue)")) }
        _ = try Town.views()
    }

    @Test("Signing in leads to where one wanted to go, and signing out ends the session", arguments: Engine.all)
    func signIn(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            try await town.account("noor@example.org")
            let browser = town.browser()
            let asked = try await browser.get("/account/profile")
            #expect(asked.path.hasPrefix("/sign-in?return="))
            #expect(asked.text.contains("name=\"csrf\""))
            let inside = try await browser.post(
                "/sign-in", ["email": "noor@example.org", "password": Town.password, "return": "/account/profile"])
            #expect(inside.path == "/account/profile")
            #expect(inside.text.contains("value=\"Noor Sample\""))
            let token = try #require(browser.cookie("session"))
            _ = try await browser.post("/sign-out")
            #expect(browser.cookie("session") == nil)
            #expect(try await town.service.person(session: token, at: town.now) == nil)
        }
    }

    @Test("What was wrong is said in the person's language, without telling who has an account")
    func wrong() async throws {
        try await Town.with(.sqlite) { town in
            try await town.account("noor@example.org")
            var answers: Set<String> = []
            for email in ["noor@example.org", "nobody@example.org"] {
                let visit = try await town.browser(.french).post("/sign-in", ["email": email, "password": "wrong <b>"])
                #expect(visit.status == 422)
                #expect(visit.text.contains("L’adresse ou le mot de passe est faux"))
                #expect(visit.text.contains("value=\"\(email)\"") && !visit.text.contains("wrong"))
                answers.insert(visit.text.split(separator: email).joined())
            }
            #expect(answers.count == 1)
            let arabic = try await town.browser(.arabic).get("/sign-in")
            #expect(arabic.text.contains("dir=\"rtl\"") && arabic.text.contains("تسجيل الدخول"))
        }
    }

    @Test("Haste is answered with 429 and the time to wait")
    func haste() async throws {
        try await Town.with(.sqlite) { town in
            let browser = town.browser()
            for _ in 0..<4 { _ = try await browser.post("/sign-in", ["email": "a@example.org", "password": "x"]) }
            let visit = try await browser.post("/sign-in", ["email": "a@example.org", "password": "x"])
            #expect(visit.status == 429)
            #expect(visit["Retry-After"] == "5")
        }
    }

    @Test("A link never leads to another site")
    func openRedirect() async throws {
        try await Town.with(.sqlite) { town in
            try await town.account("noor@example.org")
            for target in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x"] {
                let visit = try await town.browser().post(
                    "/sign-in", ["email": "noor@example.org", "password": Town.password, "return": target],
                    following: false)
                #expect(visit.status == 303 && visit["Location"] == "/", "\(target)")
            }
        }
    }

    @Test("A form that another site sends signs nobody in")
    func forged() async throws {
        try await Town.with(.sqlite) { town in
            try await town.account("noor@example.org")
            let browser = town.browser()
            let visit = try await browser.post(
                "/sign-in", ["email": "noor@example.org", "password": Town.password], forged: true)
            #expect(visit.status == 403)
            #expect(browser.cookie("session") == nil)
        }
    }

    @Test("A forgotten password is replaced by a link that works once, on a button", arguments: Engine.all)
    func reset(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let account = try await town.account("noor@example.org")
            let old = try await town.signIn("noor@example.org").token
            let browser = town.browser()
            let sent = try await browser.post("/password", ["email": "Noor@example.org"])
            #expect(sent.status == 200 && sent.text.contains("a letter with a link is on its way"))
            try await town.work()
            let letter = try #require(town.letters.all.first)
            #expect(letter.address == "Noor@example.org")
            #expect(letter.text.contains("30 minutes"))
            let path = try #require(letter.path)
            // Opening the link, even twice, changes nothing.
            for _ in 0..<2 { #expect(try await browser.get(path).status == 200) }
            #expect(try await town.service.person(session: old, at: town.now) != nil)
            // A weak password is refused and the link still works.
            let weak = try await browser.post(path, ["password": "password1234"])
            #expect(weak.status == 422 && weak.text.contains("one of the first passwords"))
            let done = try await browser.post(path, ["password": "a lantern in the fog"])
            #expect(done.status == 200 && done.text.contains("Your password is changed"))
            #expect(try await town.service.person(session: old, at: town.now) == nil)
            #expect(try await browser.post(path, ["password": "another lantern here"]).status == 410)
            #expect(try await browser.get(path).status == 410)
            await #expect(throws: IdentityError.wrongCredentials) { try await town.signIn("noor@example.org") }
            try await town.signIn("noor@example.org", "a lantern in the fog")
            #expect(try await town.verbs(account).contains("password.changed"))
            #expect(try await town.count("SELECT count(*) FROM identity_wishes") == 0)
        }
    }

    @Test("A link stops working after its time, and when a newer one is made", arguments: Engine.all)
    func linkEnds(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            try await town.account("noor@example.org")
            let browser = town.browser()
            _ = try await browser.post("/password", ["email": "noor@example.org"])
            try await town.work()
            town.clock.advance(by: .seconds(60))
            _ = try await browser.post("/password", ["email": "noor@example.org"])
            try await town.work()
            let paths = town.letters.all.compactMap(\.path)
            #expect(paths.count == 2)
            #expect(try await browser.get(paths[0]).status == 410)
            #expect(try await browser.get(paths[1]).status == 200)
            town.clock.advance(by: .seconds(1800))
            #expect(try await browser.get(paths[1]).status == 410)
        }
    }

    @Test("An address without an account gets the same answer and no letter; nobody gets many")
    func unknownAddress() async throws {
        try await Town.with(.sqlite) { town in
            try await town.account("noor@example.org")
            let browser = town.browser()
            let known = try await browser.post("/password", ["email": "noor@example.org"])
            let unknown = try await browser.post("/password", ["email": "nobody@example.org"])
            #expect(known.text == unknown.text)
            try await town.work()
            #expect(town.letters.all.map(\.address) == ["noor@example.org"])
            for _ in 0..<10 { _ = try await browser.post("/password", ["email": "noor@example.org"]) }
            try await town.work()
            #expect(town.letters.all.count <= 4)
        }
    }

    @Test("A letter that could not be sent is sent when the job is tried again")
    func letterAgain() async throws {
        try await Town.with(.sqlite) { town in
            try await town.account("noor@example.org")
            _ = try await town.browser().post("/password", ["email": "noor@example.org"])
            town.letters.refuse(1)
            await #expect(throws: Letters.Refused.self) { try await town.work() }
            town.clock.advance(by: .seconds(61))
            try await town.work()
            let path = try #require(town.letters.all.first?.path)
            #expect(try await town.browser().get(path).status == 200)
        }
    }

    @Test("A resident makes an account by a letter", arguments: Engine.all)
    func registration(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let browser = town.browser(.arabic)
            let bad = try await browser.post("/account/new", ["name": "", "email": "noor@example.org"])
            #expect(bad.status == 422 && bad.text.contains("value=\"noor@example.org\""))
            _ = try await browser.post("/account/new", ["name": "Noor Sample", "email": "noor@example.org"])
            #expect(try await town.count("SELECT count(*) FROM identity_accounts") == 0)
            try await town.work()
            let letter = try #require(town.letters.all.first)
            #expect(letter.text.contains("24 ساعة"))
            let path = try #require(letter.path)
            #expect(try await browser.get(path).status == 200)
            let done = try await browser.post(path, ["password": Town.password])
            #expect(done.path == "/account" && done.text.contains("Noor Sample"))
            let account = try await town.known("noor@example.org")
            #expect(account.isResident && !account.isOfficer && account.language == .arabic)
            #expect(Set(try await town.verbs(account)) == ["account.created", "session.started"])
            #expect(try await browser.post(path, ["password": Town.password]).status == 410)
            // Whoever tries the address again is told so by mail only.
            let again = try await town.browser().post("/account/new", ["name": "Other", "email": "NOOR@example.org"])
            #expect(again.status == 200)
            try await town.work()
            #expect(town.letters.all.last?.path == "/password")
        }
    }

    @Test("Where residents do not register themselves there is no such page")
    func noRegistration() async throws {
        try await Town.with(.sqlite, settings: { $0.registration = false }) { town in
            let browser = town.browser()
            let page = try await browser.get("/account/new")
            let sent = try await browser.post("/account/new", ["name": "N", "email": "n@example.org"])
            #expect(page.status == 404 && sent.status == 404)
            let signIn = try await browser.get("/sign-in")
            #expect(!signIn.text.contains("/account/new"))
        }
    }

    @Test("The account page shows devices and changes name, language and password", arguments: Engine.all)
    func account(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let account = try await town.account("noor@example.org")
            let elsewhere = try await town.signIn("noor@example.org").token
            let browser = town.browser()
            browser.setHeader("User-Agent", "Mozilla/5.0 (Android 14) Firefox/127.0")
            let page = try await browser.post("/sign-in", ["email": "noor@example.org", "password": Town.password])
            #expect(page.text.contains("Firefox · Android") && page.text.contains("This device"))
            let saved = try await browser.post("/account/profile", ["name": " Noor  New ", "language": "fr"])
            #expect(saved.text.contains("Noor New"))
            #expect(try await town.service.account(account.id)?.language == .french)
            let wrong = try await browser.post(
                "/account/password", ["current": "no", "password": "a lantern in the fog"])
            #expect(wrong.status == 422)
            let before = browser.cookie("session")
            let changed = try await browser.post(
                "/account/password", ["current": Town.password, "password": "a lantern in the fog"])
            #expect(changed.path == "/account?done=password")
            #expect(browser.cookie("session") != before)
            #expect(try await town.service.person(session: elsewhere, at: town.now) == nil)
            _ = try await town.signIn("noor@example.org", "a lantern in the fog")
            _ = try await browser.post("/account/devices/removal")
            #expect(try await town.service.devices(of: account.id, at: town.now).count == 1)
        }
    }

    @Test("Who looked at my data is told, with when, who and why", arguments: Engine.all)
    func whoLooked(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let account = try await town.account("noor@example.org")
            _ = try await town.administrator()
            let admin = town.browser()
            _ = try await admin.post("/sign-in", ["email": "admin@example.org", "password": Town.password])
            #expect(try await admin.get("/office/accounts/\(account.id)").status == 200)
            let browser = town.browser()
            _ = try await browser.post("/sign-in", ["email": "noor@example.org", "password": Town.password])
            let page = try await browser.get("/account/record")
            #expect(page.text.contains("An account was looked at"))
            #expect(page.text.contains("Citizens") && page.text.contains("Administration of accounts"))
            #expect(!page.text.contains("Ada Sample"))
            // Looking at oneself is nobody's business.
            _ = try await admin.get("/office/accounts")
            #expect(try await town.verbs(account).filter { $0 == "accounts.listed" }.count == 1)
            for number in 0..<60 {
                try await town.service.edit(
                    account.id, name: "Noor \(number)", language: nil, by: .system("x"), at: town.now)
            }
            let first = try await browser.get("/account/record")
            let next = try #require(first.text.split(separator: "\"").first { $0.hasPrefix("/account/record?before=") })
            #expect(try await browser.get(String(next)).text.contains("An account was looked at"))
        }
    }
}
