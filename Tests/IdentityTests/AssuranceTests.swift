import Base
import BuildingBlock
import Journal
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import Identity

@Suite("How sure it is who somebody is", .serialized)
struct AssuranceTests {
    @Test(
        "An administrator records that a document was seen; the person reads it, and an act says who did",
        arguments: Engine.all)
    func recorded(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let admin = try await town.administrator()
            let person = try await town.account("ada@example.org")
            #expect(person.assurance == .low)
            let browser = town.browser()
            _ = try await browser.post("/sign-in", ["email": "admin@example.org", "password": Town.password])
            let path = "/office/accounts/\(person.id)"
            #expect(try await browser.get(path).text.contains("Not proved yet"))
            #expect(try await browser.post("\(path)/assurance", ["assurance": "certain"]).status == 404)
            let page = try await browser.post("\(path)/assurance", ["assurance": "substantial"])
            #expect(page.status == 200 && page.text.contains("Proved with a document"))
            #expect(try await town.service.account(person.id)?.assurance == .substantial)

            let acts = try await town.database.read { tx in try tx.acts(concerning: person.party) }
            let act = try #require(acts.first { $0.act.verb == IdentityActs.assured }?.act)
            #expect(act.actor == .person(admin.party) && act.agency == "citizens-desk")
            #expect(act.detail == ["assurance": "substantial"])

            let own = town.browser()
            _ = try await own.post("/sign-in", ["email": "ada@example.org", "password": Town.password])
            #expect(try await own.get("/account").text.contains("Proved with a document"))
            #expect(try await own.post("\(path)/assurance", ["assurance": "high"]).status == 404)
            #expect(try await town.service.account(person.id)?.assurance == .substantial)
        }
    }

    @Test("Nobody vouches for themselves", arguments: Engine.all)
    func ownAccount(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let admin = try await town.administrator()
            let browser = town.browser()
            _ = try await browser.post("/sign-in", ["email": "admin@example.org", "password": Town.password])
            let page = try await browser.post("/office/accounts/\(admin.id)/assurance", ["assurance": "high"])
            #expect(page.status == 409 && page.text.contains("Another officer has to say who you are."))
            #expect(try await town.service.account(admin.id)?.assurance == admin.assurance)
        }
    }

    @Test("Somebody without an address of mail has an account, which nobody can sign in to", arguments: Engine.all)
    func withoutAddress(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let admin = try await town.administrator()
            let new = try NewAccount(email: nil, name: "Lou Sample")
            for _ in 1...2 {
                let account = try await town.service.create(new, by: .person(admin.party), at: town.now)
                #expect(account.email == nil && !account.hasPassword)
            }
            await #expect(throws: IdentityError.badEmail) {
                try await town.service.create(new, password: Town.password, by: .person(admin.party), at: town.now)
            }
            let found = try await town.database.read {
                try AccountDirectory.people(matching: "lou sam", limit: 5, in: $0)
            }
            #expect(found.count == 2)
        }
    }

    @Test("The levels stand in the order of eIDAS")
    func order() {
        #expect(Assurance.low < .substantial && Assurance.substantial < .high)
        #expect(!(Assurance.high < .low) && Assurance.high >= .high)
    }
}
