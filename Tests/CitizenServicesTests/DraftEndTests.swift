import Base
import BuildingBlock
import Journal
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import CitizenServices

@Suite struct DraftEndTests {
    private static let day = Duration.seconds(86_400)
    private static let service = "driving-licence-renewal"

    @Test(
        "A draft is kept as long as its service says after it was last saved, the person is told once a week before, then it is erased",
        arguments: Engine.all)
    func ends(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            let party = Person.robin.party
            var draft = try await town.desk.begin(Self.service, by: party, at: town.now)
            draft.answers = Town.answers
            draft = try await town.desk.save(draft, at: town.now)
            let page = try await town.browser(as: .robin).get(ServiceLinks.mine)
            #expect(page.text.contains("Kept until 2 August 2026"))

            #expect(try await town.desk.endDrafts(at: town.now + Self.day * 82) == 0)
            #expect(town.mailbox.messages.isEmpty)
            for _ in 0..<2 { #expect(try await town.desk.endDrafts(at: town.now + Self.day * 83) == 0) }
            #expect(town.mailbox.messages.count == 1)
            let told = try #require(town.mailbox.messages.first)
            #expect(told.recipient == party && told.about == ServiceLinks.draft(draft.id))
            #expect(told.text(in: .english).contains("2 August 2026"))
            #expect(told.text(in: .arabic) != told.text(in: .english))

            // Saved again, it stays, and its end is told anew.
            let later = town.now + Self.day * 84
            draft = try await town.desk.save(draft, at: later)
            #expect(try await town.desk.endDrafts(at: town.now + Self.day * 91) == 0)
            #expect(try await town.desk.endDrafts(at: later + Self.day * 84) == 0)
            #expect(town.mailbox.messages.count == 2)
            #expect(try await town.desk.drafts(of: party).map(\.answers) == [Town.answers])

            #expect(try await town.desk.endDrafts(at: later + Self.day * 90) == 1)
            #expect(try await town.desk.drafts(of: party).isEmpty)
            let erased = try await town.acts().filter { $0.verb == CitizenServicesActs.discarded }
            #expect(erased.count == 1 && erased.first?.actor == .system("citizen-services.drafts"))
            #expect(erased.first?.concerns == [party])
        }
    }

    @Test("A service may keep drafts for a shorter time")
    func shorter() async throws {
        var services = try Town.larkhavenServices
        let yaml = try #require(services[Self.service]?["service.yaml"])
        services[Self.service]?["service.yaml"] = yaml.replacing(
            "\nassurance: substantial", with: "\nassurance: substantial\ndraft days: 5")
        try await Town.with(services: services) { town in
            _ = try await town.desk.begin(Self.service, by: Person.robin.party, at: town.now)
            #expect(try await town.desk.endDrafts(at: town.now + Self.day * 4) == 0)
            #expect(try await town.desk.endDrafts(at: town.now + Self.day * 5) == 1)
            #expect(town.mailbox.messages.isEmpty, "the page said until when")
        }
    }
}
