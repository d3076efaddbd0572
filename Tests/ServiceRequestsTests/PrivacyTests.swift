import Base
import BuildingBlock
import Journal
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import ServiceRequests

@Suite("Privacy")
struct PrivacyTests {
    private static let contact = Contact(
        party: Person.resident.party, name: "Robin Unmistakable", email: "unmistakable@larkhaven.example",
        phone: "+999 555 0188", language: .english)
    private static let secrets = ["Unmistakable", "unmistakable", "555 0188", Person.resident.party.description]

    @Test(
        "contact data is in no public page, no answer of the API, not in the open data, and not in the Journal",
        arguments: Engine.all)
    func nowhere(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole(contact: Self.contact)
            try await room.desk.decide(.resolve(note: "Done"), on: filed.id, version: nil, by: Room.works, at: room.now)
            let browser = room.browser()
            var texts: [String] = []
            for path in [
                "/requests", "/requests?status=all", "/requests/map?status=all", "/requests/\(filed.reference)",
                "/open311/v2/requests.json", "/open311/v2/requests.xml", "/open311/v2/requests/\(filed.reference).json",
                "/open311/v2/servicerequestupdates.json",
            ] {
                let visit = try await browser.get(path)
                #expect(visit.status == 200, "\(path)")
                texts.append(visit.text)
            }
            #expect(texts[2].contains("Pothole"))
            let dataset = try #require(room.block.datasets.first)
            texts += try await room.database.read { transaction in
                var lines: [String] = []
                try dataset.records(transaction) { record in
                    #expect(record.count == dataset.columns.count)
                    lines.append(record.map(\.description).joined(separator: ","))
                    return true
                }
                return lines
            }
            #expect(texts.last?.contains(filed.reference.description) == true)
            texts += try await room.acts().map { $0.detail.description }
            for text in texts {
                for secret in Self.secrets { #expect(!text.contains(secret)) }
                #expect(!text.contains(filed.key))
            }
        }
    }

    @Test("a sensitive report is nowhere in public, whoever asks and however", arguments: Engine.all)
    func sensitive(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole(
                "Shouted at me", at: nil, category: "trader", answers: ["name": ["Unmistakable Stall"]])
            let browser = room.browser()
            for path in [
                "/requests?status=all", "/requests/map?status=all", "/requests?q=shouted", "/open311/v2/requests.json",
                "/open311/v2/requests.json?service_request_id=\(filed.reference)",
                "/open311/v2/requests.json?q=shouted",
            ] {
                let visit = try await browser.get(path)
                #expect(visit.status == 200, "\(path)")
                #expect(!visit.text.contains("Shouted") && !visit.text.contains("Unmistakable"), "\(path)")
            }
            for path in [
                "/requests/\(filed.reference)", "/requests/\(filed.reference)/events",
                "/open311/v2/requests/\(filed.reference).xml",
                "/office/requests/\(filed.id)",
            ] { #expect(try await browser.get(path).status == 404, "\(path)") }
            let works = room.browser(as: .officer(in: ["public-works"]))
            #expect(try await works.get("/office/requests/\(filed.id)").status == 404)
            let licensing = room.browser(as: .officer(in: ["licensing"]))
            #expect(try await licensing.get("/office/requests/\(filed.id)").text.contains("Unmistakable Stall"))
            #expect(
                try await browser.get("/requests/\(filed.reference)/mine/\(filed.key)").text.contains("Shouted at me"))
            let dataset = try #require(room.block.datasets.first)
            try await room.database.read { transaction in
                try dataset.records(transaction) { _ in
                    Issue.record("the open data holds a sensitive report")
                    return true
                }
            }
        }
    }

    @Test(
        "a person's export holds their reports, and erasing leaves the report without the person", arguments: Engine.all
    )
    func erasure(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole(contact: Self.contact)
            let other = try await room.pothole(contact: Contact(email: "other@larkhaven.example", language: .english))
            try await room.desk.follow(
                other.reference, party: Person.resident.party, email: nil, language: .english, at: room.now)
            let source = try #require(room.block.personalData.first)
            let export = try await room.database.read { try source.export(Person.resident.party, $0) }
            #expect(export["reports"]?[0]?["email"]?.string == "unmistakable@larkhaven.example")
            #expect(export["follows"]?[0]?.string == other.reference.description)
            let now = room.now
            try await room.database.write { try source.erase(Person.resident.party, $0, now) }
            let after = try await room.database.read { try source.export(Person.resident.party, $0) }
            #expect(after == ["reports": [], "follows": []])
            #expect(try await room.request(filed).description == "A deep hole")
            #expect(try await room.database.read { try $0.contact(of: other.id) } != nil)
        }
    }

    @Test("no column of any table holds the contact after erasure", arguments: Engine.all)
    func nothingLeft(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole(contact: Self.contact)
            try await room.listen()
            try await room.desk.eraseContact(key: filed.key, at: room.now)
            let tables = room.block.migrations.flatMap {
                ($0.statements[room.database.dialect] ?? "").split(separator: "\n")
            }
            .compactMap { $0.hasPrefix("CREATE TABLE ") ? $0.split(separator: " ")[2] : nil }
            #expect(tables.count >= 8)
            for table in tables.map(String.init) + ["store_jobs"] {
                let text = try await room.database.read { transaction in
                    try transaction.rows("SELECT * FROM \(SQL(trusted: table))").map { "\($0.values)" }.joined()
                }
                for secret in ["nmistakable", "555 0188"] { #expect(!text.contains(secret), "\(table)") }
            }
        }
    }

    @Test("an officer sees contact data only after telling why, and only in that answer", arguments: Engine.all)
    func purpose(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole(contact: Self.contact)
            let browser = room.browser(as: .officer())
            let page = "/office/requests/\(filed.id)"
            #expect(!(try await browser.get(page)).text.contains("555 0188"))
            let refused = try await browser.post("\(page)/contact-views")
            #expect(refused.status == 422)
            #expect(!refused.text.contains("555 0188"))
            let shown = try await browser.post("\(page)/contact-views", ["purpose": "visit"])
            #expect(shown.text.contains("+999 555 0188"))
            #expect(shown["Cache-Control"]?.contains("no-store") == true)
            #expect(!(try await browser.get(page)).text.contains("555 0188"))
            let plain = room.browser(
                as: .officer(in: ["public-works"], ["service-requests.view", "service-requests.work"]))
            #expect(try await plain.post("\(page)/contact-views", ["purpose": "visit"]).status == 404)
        }
    }
}
