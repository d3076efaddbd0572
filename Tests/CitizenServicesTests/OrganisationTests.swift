import Base
import FEEL
import Journal
import ServiceDefinition
import Store
import StoreTesting
import Synchronization
import Testing
import Web
import WebTesting

@testable import CitizenServices

@Suite struct OrganisationTests {
    private static let service = "driving-licence-renewal"
    private static let robin = Person.robin.party

    /// The sample's service, open to organisations too.
    private static var services: [String: [String: String]] {
        get throws {
            var services = try Town.larkhavenServices
            let text = try #require(services[service]?["service.yaml"])
            #expect(text.contains("applicant: person"))
            services[service]?["service.yaml"] = text.replacing("applicant: person", with: "applicant: either")
            return services
        }
    }

    @Test(
        "Who acts for an organisation applies for it: rules know the organisation, and its drafts stand beside the own",
        arguments: Engine.all)
    func forAnOrganisation(_ engine: Engine) async throws {
        try await Town.with(engine, services: try Self.services) { town in
            let bakery = RepresentedOrganisation(Identifier(at: town.now), name: "Sample Bakery")
            town.registers.organisations.withLock { $0 = [bakery] }
            let own = try await town.desk.begin(Self.service, by: Self.robin, at: town.now)
            var draft = try await town.desk.begin(Self.service, by: Self.robin, for: bakery.party, at: town.now)
            #expect(own.id != draft.id && draft.organisation == bakery.party)
            #expect(
                try await town.desk.begin(Self.service, by: Self.robin, for: bakery.party, at: town.now).id == draft.id)
            let look = try #require(town.registers.looks.last)
            #expect(look.applicant["id"] == .string(bakery.party.description))
            #expect(look.applicant["kind"] == "organisation" && look.applicant["name"] == "Sample Bakery")
            let door = try await town.browser(as: .robin).get(ServiceLinks.apply(Self.service))
            #expect(door.text.contains("Sample Bakery") && door.text.contains("For yourself"))

            draft.answers = Town.answers
            _ = try await town.desk.save(draft, at: town.now)
            let one = try await town.desk.submit(draft.id, by: Self.robin, in: .english, at: town.now)
            #expect(one.organisation == bakery.party && one.party == Self.robin)
            #expect(try await town.desk.drafts(of: Self.robin).map(\.id) == [own.id])
            let page = try await town.browser(as: .robin).get(one.path)
            #expect(page.text.contains("Sample Bakery"))
        }
    }

    @Test(
        "Nobody applies for an organisation that no register gives them, nor sends what they began once it does no more"
    )
    func notRepresented() async throws {
        try await Town.with(services: try Self.services) { town in
            let bakery = RepresentedOrganisation(Identifier(at: town.now), name: "Sample Bakery")
            await #expect(throws: CitizenServicesError.notRepresentative) {
                try await town.desk.begin(Self.service, by: Self.robin, for: bakery.party, at: town.now)
            }
            town.registers.organisations.withLock { $0 = [bakery] }
            var draft = try await town.desk.begin(Self.service, by: Self.robin, for: bakery.party, at: town.now)
            draft.answers = Town.answers
            _ = try await town.desk.save(draft, at: town.now)
            town.registers.organisations.withLock { $0 = [] }
            await #expect(throws: CitizenServicesError.notRepresentative) {
                try await town.desk.submit(draft.id, by: Self.robin, in: .english, at: town.now)
            }
            #expect(try await town.desk.drafts(of: Self.robin).map(\.answers) == [Town.answers])
        }
    }
}
