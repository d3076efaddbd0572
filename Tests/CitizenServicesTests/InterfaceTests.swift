import Base
import BuildingBlock
import Foundation
import Journal
import ServiceDefinition
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import CitizenServices

@Suite struct InterfaceTests {
    private let base = "/api/v1"

    private func send(_ body: JSON, _ browser: Browser) async throws -> Visit {
        try await browser.send(
            "POST", "\(base)/services/driving-licence-renewal/check", headers: ["Content-Type": "application/json"],
            body: Array(body.description.utf8))
    }

    @Test("Programs list services, read one with its questions as JSON Schema, and check eligibility; nothing is kept")
    func services() async throws {
        try await Town.with { town in
            let browser = town.browser(.french)
            let list = try JSON(parsing: try await browser.get("\(base)/services?q=permis").text)
            #expect(list.array?.first?["service"]?.string == "driving-licence-renewal")
            #expect(list.array?.first?["title"]?.string == "Renouveler votre permis de conduire")
            #expect(try JSON(parsing: try await browser.get("\(base)/services?topic=none").text).array?.isEmpty == true)
            #expect(
                try JSON(parsing: try await browser.get("\(base)/services?life_event=growing-older").text).array?.count
                    == 1)
            let one = try JSON(parsing: try await browser.get("\(base)/services/driving-licence-renewal").text)
            let questions = one["questions"]?["properties"]
            #expect(questions?["eyesight changed"]?["type"]?.string == "boolean")
            #expect(questions?["illness"]?["oneOf"]?.array?.count == 3)
            #expect(questions?["report date"]?["x-when"]?.array?.first?.string == "eyesight changed or is senior")
            #expect(try await browser.get("\(base)/services/none").status == 404)
            let acts = try await town.acts().count
            let answers: JSON = ["answers": ["eyesight changed": true, "report date": "2031-01-01"]]
            let check = try await send(answers, browser)
            let verdict = try JSON(parsing: check.text)
            #expect(check.status == 200 && verdict["eligible"] == .null && verdict["rules"]?.array?.count == 5)
            #expect(verdict["errors"]?.array?.first?["question"]?.string == "report date")
            for body in [JSON.null, [1, 2], ["answers": 3], [:]] {
                #expect(try await send(body, browser).status == 422)
            }
            #expect(try await town.acts().count == acts)
        }
    }

    @Test(
        "With a key a program reads the cases of its own agency, each look recorded with its purpose",
        arguments: Engine.all)
    func cases(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            let one = try await town.renewal()
            let (key, id) = try await town.desk.createKey(
                name: "Licence printer", agency: "transport", by: .system("operator"), at: town.now)
            let (other, _) = try await town.desk.createKey(
                name: "Parks", agency: "parks", by: .system("operator"), at: town.now)
            #expect(try await town.desk.client(key: key, at: town.now)?.name == "Licence printer")
            #expect(try await town.desk.client(key: key + "x", at: town.now) == nil)
            for text in [key, other] {
                if let client = try await town.desk.client(key: text, at: town.now) {
                    town.sessions.add(client, key: text)
                }
            }
            let browser = town.browser()
            func get(_ path: String, _ key: String?) async throws -> Visit {
                try await browser.get(path, headers: key.map { ["authorization": "Bearer \($0)"] } ?? [:])
            }
            #expect(try await get("\(base)/cases", nil).status == 401)
            let list = try await get("\(base)/cases", key)
            let first = try JSON(parsing: list.text)["cases"]?.array?.first
            #expect(
                first?["reference"]?.string == one.reference.description
                    && first?["status"]?.string == one.status.rawValue)
            #expect(!list.text.contains("Robin") && !list.text.contains("answers"))
            #expect(try JSON(parsing: try await get("\(base)/cases", other).text)["cases"]?.array?.isEmpty == true)
            #expect(try await get("\(base)/cases?updated_after=yesterday", key).status == 400)
            let address = "\(base)/cases/\(one.reference)"
            #expect(try await get(address, key).status == 400, "without saying why")
            #expect(try await get("\(address)?purpose=print", other).status == 404, "of another agency")
            let shown = try await get("\(address)?purpose=To+print+the+licence", key)
            #expect(shown.status == 200 && shown.text.contains("\"illness\":\"none\""))
            let look = try #require(try await town.acts().last { $0.verb == CitizenServicesActs.viewed })
            #expect(look.purpose == "To print the licence" && look.concerns == [Person.robin.party])
            #expect(try await town.acts().count { $0.verb == CitizenServicesActs.viewed } == 1)
            #expect(try await town.desk.revokeKey(id, by: .system("operator"), at: town.now))
            #expect(try await get("\(base)/cases", key).status == 401)
            let path = try await town.database.read {
                try CitizenServicesBlock.path(of: CitizenServicesActs.subject(one.id), in: $0)
            }
            #expect(path == address)
        }
    }

    @Test("Statistics are open data by outcome and month; counts below five are left open", arguments: Engine.all)
    func statistics(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            func records(_ set: OpenDataset) async throws -> [[JSON]] {
                try await town.database.read { transaction in
                    var found: [[JSON]] = []
                    try set.records(transaction) {
                        found.append($0)
                        return true
                    }
                    return found
                }
            }
            for count in 1...5 {
                let one = try await town.renewal()
                try await town.database.write { transaction in
                    _ = try transaction.execute(
                        "UPDATE citizen_services_cases SET status = 'approved', decided_at = \(town.now + .seconds(2 * 86_400)) WHERE id = \(one.id)"
                    )
                }
                let found = try await records(town.desk.openData)
                #expect(found.count == 1)
                #expect(found.first?[3] == (count < 5 ? .null : 5) && found.first?[1] == "2026-05")
            }
        }
    }
}
