import Base
import Foundation
import Journal
import ServiceDefinition
import Store
import StoreTesting
import Testing
import WebTesting

@testable import CitizenServices

@Suite struct PublishingTests {
    /// The renewal as another service, from a folder outside of the jurisdiction, with changes of its text.
    private func files(_ changes: [(String, String)] = []) throws -> [String: Data] {
        let files = try #require(try Town.larkhavenServices["driving-licence-renewal"])
        return Dictionary(
            uniqueKeysWithValues: files.map { path, text in
                var text = text
                for (old, new) in changes { text = text.replacing(old, with: new) }
                return (path, Data(text.utf8))
            })
    }

    private let renamed = [("service: driving-licence-renewal", "service: boat-licence-renewal")]

    @Test(
        "A folder from anywhere is checked and published, and every copy of the program takes it over",
        arguments: Engine.all)
    func publish(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            // Another copy of the program on the same database.
            let other = ServiceCatalogue(on: town.platform)
            try await other.refresh()
            #expect(other["boat-licence-renewal"] == nil && other.entries.count == 1)
            let publication = try await town.desk.catalogue.publish(
                files(renamed), by: .system("operator"), at: town.now)
            #expect(
                publication.key == "boat-licence-renewal" && publication.revision != nil && !publication.isUnchanged)
            #expect(publication.report.passed > 8 && publication.report.failed == 0)
            try await other.refresh()
            #expect(other["boat-licence-renewal"]?.revision == publication.revision)
            #expect(try await town.browser().get("/services/boat-licence-renewal").status == 200)
            let again = try await town.desk.catalogue.publish(files(renamed), by: .system("operator"), at: town.now)
            #expect(again.isUnchanged)
            #expect(
                try await town.acts().map(\.verb) == [CitizenServicesActs.published, CitizenServicesActs.published])
        }
    }

    @Test("A broken folder is refused with file and line; what serves, serves on, here and in other copies")
    func refused() async throws {
        try await Town.with { town in
            let good = try await town.desk.catalogue.publish(files(renamed), by: .system("operator"), at: town.now)
            for (old, new) in [
                ("licence.status != \"suspended\"", "licens.status != \"suspended\""), ("fee: 40", "fee: 41"),
            ] {
                let bad = try await town.desk.catalogue.publish(
                    files(renamed + [(old, new)]), by: .system("operator"), at: town.now)
                #expect(bad.revision == nil)
                #expect(bad.report.mistakes.contains { $0.severity == .error && $0.line > 0 })
                #expect(town.desk.catalogue["boat-licence-renewal"]?.revision == good.revision)
            }
        }
    }

    @Test(
        "What is published or withdrawn by hand stays so when the program starts again; a changed folder is news",
        arguments: Engine.all)
    func restart(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            let key = "driving-licence-renewal"
            let changes = [("within days: 30", "within days: 31")]
            let own = try await town.desk.catalogue.publish(files(changes), by: .system("operator"), at: town.now)
            #expect(own.changes.map(\.kind) == [.rule])
            let started = ServiceCatalogue(on: town.platform)
            try await started.publish(at: town.now)
            #expect(started[key]?.revision == own.revision)
            #expect(try await town.desk.catalogue.withdraw(key, by: .system("operator"), at: town.now))
            #expect(try await !town.desk.catalogue.withdraw(key, by: .system("operator"), at: town.now))
            try await started.publish(at: town.now)
            #expect(started[key] == nil)
            #expect(try await town.browser().get("/services/\(key)").status == 404)
            var folder = try #require(try Town.larkhavenServices[key])
            folder["service.yaml"]? += "\n# Another day.\n"
            try town.write(key, folder)
            try await started.publish(at: town.now)
            #expect(started[key] != nil)
            let verbs = try await town.acts().map(\.verb)
            #expect(
                verbs.count { $0 == CitizenServicesActs.published } == 3
                    && verbs.count { $0 == CitizenServicesActs.taken } == 1)
        }
    }

    @Test(
        "New wording moves to open cases; a new rule, and wording after the end of a case, do not",
        arguments: Engine.all)
    func wording(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            let one = try await town.renewal()
            let closed = try await town.renewal()
            try await town.database.write {
                _ = try $0.execute("UPDATE citizen_services_cases SET closed_at = \(town.now) WHERE id = \(closed.id)")
            }
            func title(_ one: ServiceCase) async throws -> String {
                let one = try await town.one(one.id)
                return try await town.database.read { try town.desk.catalogue.service(of: one, in: $0).title.original }
            }
            #expect(try await title(one) == "Renew your driving licence")
            let words = [("Renew your driving licence", "Prolong your driving licence")]
            town.clock.advance(by: .seconds(60))
            _ = try await town.desk.catalogue.publish(files(words), by: .system("operator"), at: town.now)
            #expect(try await title(one) == "Prolong your driving licence")
            #expect(try await title(closed) == "Renew your driving licence")
            town.clock.advance(by: .seconds(60))
            let rule =
                words + [("Prolong your", "Lengthen your"), ("P90D", "P91D"), ("within days: 30", "within days: 31")]
            let third = try await town.desk.catalogue.publish(files(rule), by: .system("operator"), at: town.now)
            #expect(third.revision == nil || !Service.movesToOpenCases(third.changes))
            #expect(try await title(one) == "Prolong your driving licence")
        }
    }

    @Test(
        "A designer sees every way through the form, previews in every language, revisions with their changes, and the process"
    )
    func pages() async throws {
        try await Town.with { town in
            town.clock.advance(by: .seconds(60))
            _ = try await town.desk.catalogue.publish(
                files([("within days: 30", "within days: 31")]), by: .system("operator"), at: town.now)
            let browser = town.browser(as: .mina)
            let base = "/office/services/driving-licence-renewal"
            let routes = try await browser.get(base)
            #expect(routes.status == 200 && routes.text.contains("Your licence → Your eyesight → Your health"))
            #expect(routes.text.contains("eyesight changed or is senior"))
            for (language, title) in [("en", "Your eyesight"), ("fr", "Votre vue"), ("ar", "بصركم")] {
                let page = try await browser.get("\(base)/preview?example=1&in=\(language)")
                #expect(page.status == 200 && page.text.contains(title), "\(language)")
                #expect(page.text.contains("<fieldset disabled>"))
            }
            let revisions = try await browser.get("\(base)/revisions")
            #expect(
                revisions.text.contains("30 days to transport-tribunal")
                    && revisions.text.contains("31 days to transport-tribunal"))
            #expect(try await browser.get("\(base)/process").text.contains("<svg"))
            #expect(try await browser.get("/office/services/none").status == 404)
            #expect(try await town.browser(as: .robin).get(base).status == 404)
            for page in [routes, revisions] {
                #expect(!page.text.contains("citizen-services."), "a key without a text")
            }
        }
    }
}
