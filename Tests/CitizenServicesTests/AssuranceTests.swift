import Base
import BuildingBlock
import Journal
import Store
import StoreTesting
import Synchronization
import Testing
import Web
import WebTesting

@testable import CitizenServices

@Suite struct AssuranceTests {
    @Test("Who is not proved reads how to prove it, and cannot begin, whatever is sent", arguments: Engine.all)
    func notProved(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            town.registers.assurance.withLock { $0 = .low }
            let robin = town.browser(as: .robin)
            let before = try await town.acts().count
            let door = try await robin.get("/services/driving-licence-renewal/apply")
            #expect(door.text.contains("First prove who you are"))
            #expect(!door.text.contains("action=\"/services/driving-licence-renewal/apply\""))
            #expect(door.text.contains("Print the form"), "the other ways stay open")
            #expect(try await robin.post("/services/driving-licence-renewal/apply").status == 403)
            #expect(try await town.desk.drafts(of: Person.robin.party).isEmpty)
            #expect(try await town.acts().count == before)
            let due = try await robin.post("/account/due")
            #expect(due.text.contains("only for people who have proved who they are"))
            #expect(!due.text.contains("Nothing is due soon"), "nobody knows")
            #expect(town.registers.looks.isEmpty, "nobody looks for somebody who may be another")

            town.registers.assurance.withLock { $0 = .high }
            #expect(try await robin.post("/services/driving-licence-renewal/apply").path.hasSuffix("/pages/licence"))
        }
    }

    @Test(
        "An application is not taken once who the person is came into doubt, and its draft stays", arguments: Engine.all
    )
    func doubt(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            let party = Person.robin.party
            var draft = try await town.desk.begin("driving-licence-renewal", by: party, at: town.now)
            draft.answers = Town.answers
            draft = try await town.desk.save(draft, at: town.now)
            town.registers.assurance.withLock { $0 = .low }
            await #expect(throws: CitizenServicesError.notAssured) {
                try await town.desk.submit(draft.id, by: party, in: .english, at: town.now)
            }
            #expect(try await town.desk.drafts(of: party).map(\.answers) == [Town.answers])
            town.registers.assurance.withLock { $0 = .substantial }
            try await town.desk.submit(draft.id, by: party, in: .english, at: town.now)
        }
    }
}
