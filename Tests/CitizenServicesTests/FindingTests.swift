import Base
import BuildingBlock
import FEEL
import Foundation
import Journal
import ServiceDefinition
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import CitizenServices

@Suite struct FindingTests {
    /// All services of the sample, read without running their examples.
    static let search: ServiceSearch = {
        let folders = ServiceFolders.read(Town.larkhaven + "/services")
        return ServiceSearch(
            folders.compactMap { try? Service.read(files: $0.files, in: Surroundings(languages: ["en", "fr", "ar"])) })
    }()

    @Test(
        "Everyday words find the service among the first three, with slips, in three languages",
        arguments: [
            ("drivers licens", "driving-licence-renewal"), ("renew lisence", "driving-licence-renewal"),
            ("permis conduire", "driving-licence-renewal"), ("permi de conduir", "driving-licence-renewal"),
            ("رخصة قيادة", "driving-licence-renewal"), ("تجديد رخصه القياده", "driving-licence-renewal"),
            ("expired licence", "driving-licence-renewal"),
            ("my car tax", "vehicle-tax"), ("vehical tax", "vehicle-tax"), ("impot voiture", "vehicle-tax"),
            ("taxe vehicule", "vehicle-tax"),
            ("ضريبة السيارة", "vehicle-tax"), ("DRIVING LICENCE!!", "driving-licence-renewal"),
        ])
    func everyday(_ words: String, _ key: String) {
        #expect(Self.search.find(words).prefix(3).contains(key), "\(Self.search.find(words))")
    }

    @Test(
        "Words that mean nothing find nothing, and odd input does no harm",
        arguments: ["zzzz qqqq", "", "   ", "!!!", "the", "\u{0}\u{202E}", "💡"])
    func nothing(_ words: String) {
        #expect(Self.search.find(words).isEmpty)
    }

    @Test("Topics and life events are pages in every language; one that is not listed has its own name")
    func pages() async throws {
        var files = try #require(try Town.larkhavenServices["driving-licence-renewal"])
        files["service.yaml"] = files["service.yaml"]?.replacing(
            "life events: [", with: "life events: [learning to sail, ")
        try await Town.with(services: ["driving-licence-renewal": files]) { town in
            for language in [Language.english, .french, .arabic] {
                let browser = town.browser(language)
                for path in [
                    "/services", "/services?topic=driving", "/life-events", "/life-events/growing-older",
                    "/services?q=permis",
                ] {
                    let page = try await browser.get(path)
                    #expect(
                        page.status == 200
                            && (page.text.contains("/services/driving-licence-renewal") || path == "/life-events"),
                        "\(path)")
                    #expect(!page.text.contains("citizen-services."), "a key without a text in \(path)")
                }
            }
            #expect(try await town.browser().get("/life-events").text.contains("Learning to sail"))
            #expect(try await town.browser().get("/life-events/learning-to-sail").status == 200)
            #expect(try await town.browser().get("/life-events/none").status == 404)
            #expect(try await town.browser().get("/services?topic=none", following: false).status == 303)
        }
    }

    @Test(
        "What is due soon is told to the person who asks, and to nobody before; the look has its purpose",
        arguments: Engine.all)
    func dueSoon(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            let (due, isWhole, isAssured) = try await town.desk.dueSoon(
                of: Person.robin.party, at: town.now, in: .english)
            #expect(isAssured && isWhole && due.map(\.due.inDays) == [47])
            #expect(due.first?.service.key == "driving-licence-renewal")
            #expect(
                town.registers.looks.map(\.purpose) == ["To tell the person what is due soon, as asked."],
                "only what is needed is looked up")
            let browser = town.browser(as: .robin)
            let ask = try await browser.get("/account/due")
            #expect(ask.status == 200 && town.registers.looks.count == 1, "asking first, looking then")
            let page = try await browser.post("/account/due")
            #expect(
                page.status == 200 && page.text.contains("Your driving licence ends")
                    && page.text.contains("20 June 2026"))
            #expect(town.registers.looks.count == 2)
            town.registers.set("licence", nil)
            #expect(try await browser.post("/account/due").text.contains("Nothing is due soon"))
            #expect(try await town.browser().get("/account/due", following: false).status == 303)
        }
    }

    @Test("A due date that is no date, or that asks what is answered later, is a mistake with its line")
    func mistakes() throws {
        var files = try #require(try Town.larkhavenServices["driving-licence-renewal"])
        let text = try #require(files["service.yaml"])
        files["service.yaml"] = text.replacing(
            "date: date(licence.expires), within", with: "date: eyesight changed, within")
        let reading = Service.reading(
            files: files.mapValues { Data($0.utf8) }, in: Surroundings(languages: ["en", "fr", "ar"]))
        #expect(reading.errors.contains { $0.line > 0 && $0.message.contains("due soon 1") })
    }
}
