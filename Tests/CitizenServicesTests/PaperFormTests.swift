import Base
import Foundation
import ServiceDefinition
import Testing
import Typesetting
import WebTesting

@testable import CitizenServices

@Suite struct PaperFormTests {
    private static func form(_ service: Service, _ town: Town, _ language: Language = .english) -> [String] {
        PrintedForm(
            service, revision: "0123456789", agency: "transport", site: "https://larkhaven.example",
            words: ServiceWords(town.desk, in: language)
        ).sheet.blocks.map { "\($0)".replacing("\\'", with: "'") }
    }

    @Test("Every question stands on the paper form, with its condition in words, in every language")
    func questions() async throws {
        try await Town.with { town in
            let service = try town.desk.catalogue.entry("driving-licence-renewal").service
            for language in [Language.english, .french, .arabic] {
                let text = Self.form(service, town, language).joined(separator: "\n")
                for question in service.pages.flatMap(\.questions) {
                    #expect(text.contains(question.label.in(language.rawValue)), "\(question.name) in \(language)")
                }
                #expect(!text.contains("citizen-services."), "a key without a text")
            }
            let english = Self.form(service, town).joined(separator: "\n")
            let right = try #require(service.pages.flatMap(\.questions).first { $0.name == "details right" })
            #expect(english.contains("Only if:") && english.contains("\(right.label.original) – No"))
            #expect(english.contains("https://larkhaven.example/services/driving-licence-renewal"))
            #expect(english.contains("driving-licence-renewal 01234567"))
        }
    }

    @Test("Without a port that draws there is no paper form, and the service's page offers none")
    func none() async throws {
        try await Town.with { town in
            #expect(try await town.browser().get("/services/driving-licence-renewal/form.pdf").status == 404)
            let page = try await town.browser().get("/services/driving-licence-renewal")
            #expect(page.status == 200 && !page.text.contains("form.pdf"))
        }
    }
}
