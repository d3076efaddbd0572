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
            _ = try await town.administrator()
            let person = try await town.account("ada@example.org")
            #expect(person.assurance == .low)
            let admin = town.browser()
            _ = try await admin.post("/sign-in", ["email": "admin@example.org", "password": Town.password])
            let path = "/office/accounts/\(person.id)"
            #expect(try await admin.get(path).text.contains("Not proved yet"))
            #expect(try await admin.post("\(path)/assurance", ["assurance": "certain"]).status == 404)
            let page = try await admin.post("\(path)/assurance", ["assurance": "substantial"])
            #expect(page.status == 200 && page.text.contains("Proved with a document"))
            #expect(try await town.service.account(person.id)?.assurance == .substantial)

            let own = town.browser()
            _ = try await own.post("/sign-in", ["email": "ada@example.org", "password": Town.password])
            #expect(try await own.get("/account").text.contains("Proved with a document"))
            #expect(try await own.post("\(path)/assurance", ["assurance": "high"]).status == 404)
            #expect(try await town.service.account(person.id)?.assurance == .substantial)
        }
    }

    @Test("The levels stand in the order of eIDAS")
    func order() {
        #expect(Assurance.low < .substantial && Assurance.substantial < .high)
        #expect(!(Assurance.high < .low) && Assurance.high >= .high)
    }
}
