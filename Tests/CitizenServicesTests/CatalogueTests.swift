import Base
import Foundation
import Journal
import ServiceDefinition
import Store
import StoreTesting
import Testing
import WebTesting

@testable import CitizenServices

@Suite struct CatalogueTests {
    @Test("A folder is published once as a revision, with its act", arguments: Engine.all)
    func publish(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            #expect(town.desk.catalogue.refusals.isEmpty)
            #expect(town.desk.catalogue.entries.map(\.service.key) == ["driving-licence-renewal"])
            try await town.desk.catalogue.publish(at: town.now)
            #expect(try await town.acts().map(\.verb) == [CitizenServicesActs.published])
        }
    }

    @Test(
        "A mistaken definition is refused with file and line; the last good revision serves on, and a case keeps its own"
    )
    func broken() async throws {
        try await Town.with { town in
            let one = try await town.renewal()
            let good = try #require(town.desk.catalogue["driving-licence-renewal"])
            var files = try #require(try Town.larkhavenServices["driving-licence-renewal"])
            let text = try #require(files["service.yaml"])
            files["service.yaml"] = text.replacing(
                "licence.status != \"suspended\"", with: "licens.status != \"suspended\"")
            try town.write("driving-licence-renewal", files)
            try await town.desk.catalogue.publish(at: town.now)
            let refusal = try #require(town.desk.catalogue.refusals.first)
            #expect(refusal.isServed)
            #expect(
                refusal.mistakes.contains { $0.file == "service.yaml" && $0.line > 0 && $0.message.contains("licens") })
            #expect(town.desk.catalogue["driving-licence-renewal"]?.revision == good.revision)
            // Another text is another revision; the case stays on the one under which it was submitted.
            files["service.yaml"] = text + "\n# Read again.\n"
            try town.write("driving-licence-renewal", files)
            try await town.desk.catalogue.publish(at: town.now)
            let entry = try #require(town.desk.catalogue["driving-licence-renewal"])
            #expect(entry.revision != good.revision)
            #expect(try await town.one(one.id).revision == good.revision)
            let kept = try await town.database.read {
                try town.desk.catalogue.service("driving-licence-renewal", revision: good.revision, in: $0)
            }
            #expect(kept.title.original == "Renew your driving licence")
            let page = try await town.browser(as: .mina).get("/office/services")
            #expect(page.status == 200 && page.text.contains(String(entry.revision.prefix(12))))
        }
    }

    @Test("A definition with a failing example is not published")
    func failingExample() async throws {
        try await Town.with(services: [:]) { town in
            var files = try #require(try Town.larkhavenServices["driving-licence-renewal"])
            files["examples/01-car.yaml"] = files["examples/01-car.yaml"]?.replacing("fee: 40", with: "fee: 41")
            try town.write("driving-licence-renewal", files)
            try await town.desk.catalogue.publish(at: town.now)
            #expect(town.desk.catalogue.entries.isEmpty)
            let refusal = try #require(town.desk.catalogue.refusals.first)
            #expect(!refusal.isServed && refusal.mistakes.contains { $0.file.hasPrefix("examples/") })
            #expect(try await town.browser().get("/services").status == 200)
            let page = try await town.browser(as: .mina).get("/office/services")
            #expect(page.text.contains("examples/01-car.yaml"))
        }
    }

    @Test(
        "Search forgives slips and knows every language",
        arguments: [
            "driving licence", "drivng license", "renew", "permis de conduire", "PERMIS", "رخصة القيادة", "رخصه",
        ])
    func search(_ words: String) async throws {
        try await Town.with { town in
            #expect(town.desk.catalogue.search.find(words) == ["driving-licence-renewal"])
            #expect(town.desk.catalogue.search.find("zzzz qqqq").isEmpty)
        }
    }

    @Test("A service's page says what it is in every language, and the checker tells its conditions without signing in")
    func pages() async throws {
        try await Town.with { town in
            for language in [Language.english, .french, .arabic] {
                let browser = town.browser(language)
                #expect(try await browser.get("/services").text.contains("/services/driving-licence-renewal"))
                let page = try await browser.get("/services/driving-licence-renewal")
                #expect(page.status == 200 && page.text.contains("/services/driving-licence-renewal/apply"))
                #expect(!page.text.contains("citizen-services."), "a key without a text")
                #expect(try await browser.get("/services/driving-licence-renewal/check").status == 200)
            }
            let check = try await town.browser().get("/services/driving-licence-renewal/check")
            #expect(check.text.contains("You hold a Larkhaven driving licence."))
            #expect(try await town.browser().get("/services/none").status == 404)
        }
    }
}
