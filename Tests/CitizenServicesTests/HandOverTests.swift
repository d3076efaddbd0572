import Base
import BuildingBlock
import Journal
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import CitizenServices

@Suite struct HandOverTests {
    private static let vera = CaseWorker(actor: .person(Identifier(at: Town.monday)), agencies: ["transport"])

    @Test("Who is handed a case is told, reads why in its history, and the person never does", arguments: Engine.all)
    func handedOver(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            let one = try await town.renewal()
            let before = town.mailbox.messages.count
            try await town.desk.assign(
                one.id, to: Person.mina.party, note: "Ask the optician.", version: one.version, by: Self.vera,
                at: town.now)
            #expect(try await town.one(one.id).assignee == Person.mina.party)
            let told = try #require(town.mailbox.messages.last)
            #expect(town.mailbox.messages.count == before + 1 && told.recipient == Person.mina.party)
            #expect(told.about == ServiceLinks.office(one.id))
            #expect(!told.text(in: .english).contains("optician"), "the note stays with the case")

            let seen = try await town.desk.view(one.id, by: Town.mina, at: town.now)
            #expect(seen.events.contains { $0.kind == .assigned && $0.text == "Ask the optician." })
            let own = try await town.desk.own(one.reference, of: Person.robin.party, at: town.now)
            #expect(!own.events.contains { $0.kind == .assigned })

            // Back to the queue, by the one who has it: nobody is told.
            try await town.desk.assign(one.id, to: nil, version: nil, by: Town.mina, at: town.now)
            #expect(try await town.one(one.id).assignee == nil && town.mailbox.messages.count == before + 1)
            // Who takes a case needs no message about it.
            try await town.desk.assign(one.id, to: Person.mina.party, version: nil, by: Town.mina, at: town.now)
            #expect(town.mailbox.messages.count == before + 1)
            #expect(try await town.acts().filter { $0.verb == CitizenServicesActs.assigned }.count == 3)
            // A note for who has it already is not lost.
            try await town.desk.assign(
                one.id, to: Person.mina.party, note: "She called.", version: nil, by: Self.vera, at: town.now)
            let noted = try await town.desk.view(one.id, by: Town.mina, at: town.now).events
            #expect(noted.contains { $0.kind == .noted && $0.text == "She called." })
            #expect(noted.count { $0.kind == .assigned } == 3 && town.mailbox.messages.count == before + 1)
        }
    }

    @Test("A case is handed to nobody who may not work on it, and by nobody of another agency", arguments: Engine.all)
    func refused(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            let one = try await town.renewal()
            await #expect(throws: CitizenServicesError.missing("assignee")) {
                try await town.desk.assign(one.id, to: Person.robin.party, version: nil, by: Town.mina, at: town.now)
            }
            let stranger = CaseWorker(actor: .person(Person.mina.party), agencies: ["parks"])
            await #expect(throws: CitizenServicesError.unknownCase) {
                try await town.desk.assign(one.id, to: Person.mina.party, version: nil, by: stranger, at: town.now)
            }
            await #expect(throws: CitizenServicesError.changedMeanwhile) {
                try await town.desk.assign(
                    one.id, to: Person.mina.party, version: one.version + 1, by: Town.mina, at: town.now)
            }
            #expect(try await town.one(one.id).assignee == nil)
        }
    }

    @Test("Where the chosen officer may not work on it, the page says so and keeps the note that was typed")
    func page() async throws {
        try await Town.with { town in
            let one = try await town.renewal()
            let mina = town.browser(as: .mina)
            let path = ServiceLinks.office(one.id)
            let wrong = try await mina.post(
                "\(path)/assignment", ["assignee": "\(Person.robin.party)", "text": "Ask the optician."])
            #expect(wrong.status == 422 && wrong.text.contains("Choose an officer who works for this agency."))
            #expect(wrong.text.contains("Ask the optician."))
            let done = try await mina.post(
                "\(path)/assignment", ["assignee": "\(Person.mina.party)", "text": "Ask the optician."])
            #expect(done.text.contains("The case is assigned") && done.text.contains("Ask the optician."))
            #expect(try await town.one(one.id).assignee == Person.mina.party)
        }
    }
}
