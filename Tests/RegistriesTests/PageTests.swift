import Base
import BuildingBlock
import Journal
import Logging
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import Registries

/// Larkhaven's registers, filled, behind pages.
private struct Counter {
    let hall: Hall
    let application: WebApplication
    let sessions = TestSessions()
    var desk: RegistryDesk { hall.desk }

    static let noor = Hall.party("noor@larkhaven.example")

    static func with(_ engine: Engine = .sqlite, _ body: (Counter) async throws -> Void) async throws {
        try await TestDatabase.with(engine, migrations: Hall.migrations) { database in
            let counter = try Counter(database)
            #expect(try await RegistrySamples(counter.desk).loadIfMissing(at: counter.hall.now).isEmpty)
            try await body(counter)
        }
    }

    init(_ database: any Database) throws {
        let sources = [ViewSource(block: "registries", files: RegistriesBlock.assets)]
        let views = try ViewLibrary(sources, languages: [.english, .french, .arabic])
        hall = try Hall(database, files: nil, texts: views.texts)
        var routes = Routes()
        RegistriesBlock.block(on: hall.desk.platform, desk: hall.desk).routes(&routes)
        let clock = hall.clock
        let time = TimeSource {
            clock.advance(by: .milliseconds(1))
            return clock.now
        }
        application = try WebApplication.testing(routes, sources: sources, sessions: sessions, time: time)
    }

    func officer(
        _ agency: String, _ permissions: Set<String> = ["registries.read", "registries.change", "registries.correct"]
    ) -> Browser {
        let browser = Browser(application)
        browser.signIn(as: .sample("Officer Sample", grants: [agency: permissions]), in: sessions)
        return browser
    }

    func resident(_ party: Identifier<Act.Party>, _ language: Language = .english) -> Browser {
        let browser = Browser(application, language: language)
        var person = Person.sample("Noor Sample")
        person.account = Identifier(party)
        browser.signIn(as: person, in: sessions)
        return browser
    }

    /// The only record of a person in a registry.
    func record(_ registry: String, of party: Identifier<Act.Party> = Counter.noor) async throws -> RegistryRecord {
        let desk = desk
        let now = hall.now
        let held = try await hall.database.read { tx in try desk.records(about: party, at: now, in: tx) }
        return try #require(held.first { $0.definition.key == registry })
    }
}

@Suite("Pages of the registers")
struct PageTests {
    @Test(
        "Nothing of a person is shown before the purpose; then it is, and the look is recorded", arguments: Engine.all)
    func purpose(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let licence = try await counter.record("driving-licences")
            let number = try #require(licence["number"].string)
            let officer = counter.officer("transport")
            let path = "/office/registries/driving-licences"
            let asked = try await officer.get("\(path)/records/\(licence.id)")
            #expect(asked.status == 200 && asked.text.contains("Why do you look?") && !asked.text.contains(number))
            let without = try await officer.post(path, ["q": number])
            #expect(
                without.status == 422 && without.text.contains("Choose why you look") && !without.text.contains("Noor"))
            #expect(try await counter.hall.count("registries_looks") == 0)

            let found = try await officer.post(path, ["q": number.lowercased(), "purpose": "check", "case": "R-7"])
            #expect(found.status == 200 && found.text.contains("1 record found") && found.text.contains("Noor Sample"))
            let shown = try await officer.post("\(path)/records/\(licence.id)", ["purpose": "check", "case": "R-7"])
            #expect(shown.text.contains("A – motorcycles") || shown.text.contains("B – cars"))
            #expect(shown.text.contains("Record a change") && shown.text.contains("Correct a mistake"))
            let desk = counter.desk
            let looks = try await counter.hall.database.read { tx in try desk.looks(at: Counter.noor, in: tx) }
            #expect(
                looks.map(\.purpose.caseReference) == ["R-7", "R-7"] && looks.allSatisfy { $0.agency == "transport" })

            let own = try await counter.resident(Counter.noor).get("/account/looks")
            #expect(own.text.contains("A check on the road") && own.text.contains("Transport and Harbour"))
            #expect(
                own.text.contains("Case R-7") && own.text.contains("Driving licences")
                    && own.text.contains("Officer Sample"))
            let other = try await counter.resident(Hall.party("robin@larkhaven.example")).get("/account/looks")
            #expect(other.text.contains("Nobody looked at your data"))
        }
    }

    @Test("For others a register does not exist; who may read alone sees no way to change, and cannot")
    func rights() async throws {
        try await Counter.with { counter in
            let licence = try await counter.record("driving-licences")
            let path = "/office/registries/driving-licences"
            for browser in [
                Browser(counter.application), counter.officer("water"),
                counter.officer("transport", ["service-requests.view"]),
            ] {
                #expect(try await browser.get(path, following: false).status != 200)
            }
            let desk = counter.officer("citizens-desk", ["registries.read"])
            let shown = try await desk.post("\(path)/records/\(licence.id)", ["purpose": "request"])
            #expect(
                shown.status == 200 && !shown.text.contains("Must wear glasses")
                    && !shown.text.contains("Record a change"))
            let tried = try await desk.post(
                "\(path)/records/\(licence.id)/change",
                ["purpose": "request", "kind": "ended", "step": "save", "reason": "x"])
            #expect(tried.status == 404)
            let clerk = counter.officer(
                "citizens-desk", ["registries.read", "registries.change", "registries.correct"])
            #expect(
                try await clerk.post("\(path)/records/\(licence.id)/change", ["purpose": "request", "kind": "changed"])
                    .status == 404)
            // A record of another register is not reached through this one.
            let person = try await counter.record("persons")
            #expect(try await desk.post("\(path)/records/\(person.id)", ["purpose": "request"]).status == 404)
        }
    }

    @Test(
        "An officer changes, corrects and ends a record; each asks why, and the history tells all",
        arguments: Engine.all)
    func changes(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let licence = try await counter.record("driving-licences")
            let officer = counter.officer("transport")
            let path = "/office/registries/driving-licences/records/\(licence.id)/change"
            let form = try await officer.post(path, ["purpose": "upkeep", "kind": "changed"])
            #expect(form.status == 200 && form.text.contains("name=\"f-expires-year\""))
            func sent(_ reason: String, until year: String) -> KeyValuePairs<String, String> {
                [
                    "purpose": "upkeep", "kind": "changed", "step": "save", "f-categories": "B", "f-issued-day": "2",
                    "f-issued-month": "11", "f-issued-year": "2026", "f-expires-day": "2", "f-expires-month": "11",
                    "f-expires-year": year, "f-status": "valid", "f-glasses": "no", "from-day": "2", "from-month": "11",
                    "from-year": "2026", "reason": reason,
                ]
            }
            let refused = try await officer.post(path, sent("", until: "2026"))
            #expect(refused.status == 422 && refused.text.contains("Say why"))
            let contradicting = try await officer.post(path, sent("Renewed", until: "2026"))
            #expect(contradicting.status == 422 && contradicting.text.contains("A licence ends after it was issued."))
            #expect(contradicting.text.contains("value=\"Renewed\""), "what was typed stays")
            let changed = try await officer.post(path, sent("Renewed", until: "2036"))
            #expect(
                changed.status == 200 && changed.text.contains("The change is recorded")
                    && changed.text.contains("2 November 2036"))
            #expect(changed.text.contains("Reason: Renewed") && changed.text.contains("→ 2 Nov 2036"))
            let before = try await officer.post(
                "/office/registries/driving-licences/records/\(licence.id)",
                ["purpose": "upkeep", "valid-day": "1", "valid-month": "11", "valid-year": "2026"])
            #expect(before.text.contains("What was true on 1 November 2026, as it is known today"))

            let ended = try await officer.post(
                path,
                [
                    "purpose": "upkeep", "kind": "ended", "step": "save", "from-day": "3", "from-month": "11",
                    "from-year": "2026",
                    "reason": "Given back",
                ])
            #expect(ended.text.contains("The record is ended") && ended.text.contains("Given back"))
            #expect(
                try await counter.hall.acts("registry-record.changed").count == 1 + 18,
                "one, besides the sample's moves")
            #expect(try await counter.hall.acts("registry-record.ended").first?.concerns == [Counter.noor])
        }
    }

    @Test("A new record is made by a form; people are named by their number, mistakes are told at their field")
    func creation() async throws {
        try await Counter.with { counter in
            let officer = counter.officer("transport")
            let path = "/office/registries/vehicles/new"
            #expect(try await officer.get(path).text.contains("The person number, as LH-100200."))
            func sent(holder: String, co2: String) -> KeyValuePairs<String, String> {
                [
                    "f-plate": "LAB 999", "f-holder": holder, "f-make": "Petrel", "f-model": "Coast", "f-kind": "car",
                    "f-fuel": "petrol", "f-co2": co2, "f-weight": "1200", "f-first-registered-day": "1",
                    "f-first-registered-month": "10", "f-first-registered-year": "2026", "from-day": "1",
                    "from-month": "10",
                    "from-year": "2026", "reason": "First registration",
                ]
            }
            let refused = try await officer.post(path, sent(holder: "LH-999999", co2: "many"))
            #expect(refused.status == 422 && refused.text.contains("Nobody is known under this number"))
            #expect(refused.text.contains("Enter a whole number") && refused.text.contains("href=\"#f-f-co2\""))
            let made = try await officer.post(path, sent(holder: "LH-100200", co2: "120"), following: false)
            #expect(made.status == 303)
            let desk = counter.desk
            let condition = try desk.condition("plate = \"LAB 999\"", on: "vehicles")
            let vehicle = try #require(try await desk.records(where: condition, counter.hall.look()).first)
            #expect(vehicle["holder"] == .string(Counter.noor.description))
            let again = try await officer.post(path, sent(holder: "LH-100200", co2: "120"))
            #expect(again.status == 422 && again.text.contains("Another record has this already"))
        }
    }

    @Test(
        "A person reads everything that registers hold about them, in their language",
        arguments: [Language.english, .french, .arabic])
    func held(_ language: Language) async throws {
        try await Counter.with { counter in
            let page = try await counter.resident(Counter.noor, language).get("/account/data")
            #expect(page.status == 200)
            for key in ["persons", "driving-licences", "vehicles", "passports", "tax-accounts", "parcels"] {
                let definition = try counter.desk.definition(key)
                #expect(page.text.contains(definition.recordTitle(in: language)), "\(key)")
            }
            #expect(!page.text.contains("⟦") && !page.text.contains(Counter.noor.description))
            #expect(try await counter.hall.count("registries_looks") == 0, "nobody else looked")
        }
    }

    @Test(
        "Everyone searches a public register and sees its public fields, on pages and as JSON; other registers are not there"
    )
    func everyone() async throws {
        try await Counter.with { counter in
            let browser = Browser(counter.application)
            #expect(try await browser.get("/registers").text.contains("Business licences"))
            let parcels = try await browser.get("/registers/parcels?q=P-20010")
            #expect(parcels.status == 200 && parcels.text.contains("P-20010") && !parcels.text.contains("Noor"))
            #expect(try await browser.get("/registers/persons").status == 404)
            #expect(try await browser.get("/api/registers/persons/records").status == 404)
            let licences = try await browser.get("/api/registers/business-licences/records?page_size=5").json()
            #expect(licences["records"]?.array?.count == 5 && licences["next"]?.string != nil)
            let next = try await browser.get(
                "/api/registers/business-licences/records?page_size=5&cursor=\(licences["next"]?.string ?? "")"
            ).json()
            #expect(next["records"]?.array?.count == 5 && next["records"]?[0]?["id"] != licences["records"]?[0]?["id"])
            #expect(licences["records"]?[0]?["values"]?["organisation"] == nil, "not among the public fields")
            let found = try await browser.get("/api/registers/parcels/records?q=P-20010").json()
            let id = found["records"]?[0]?["id"]?.string ?? ""
            let one = try await browser.get("/api/registers/parcels/records/\(id)").json()
            #expect(one["values"]?["owner"] == nil && one["values"]?["number"] == "P-20010")
            #expect(try await counter.hall.count("registries_looks") == 0)
        }
    }

    @Test("The open data of registers holds the public columns alone", arguments: Engine.all)
    func datasets(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let sets = counter.desk.datasets
            #expect(
                sets.map(\.name) == ["addresses", "building-permits", "business-licences", "organisations", "parcels"])
            let parcels = try #require(sets.last)
            #expect(!parcels.columns.contains { $0.name == "owner" })
            let count = try await counter.hall.database.read { tx in
                var count = 0
                try parcels.records(tx) { values in
                    count += values.count == parcels.columns.count ? 1 : 0
                    return true
                }
                return count
            }
            #expect(count == 90)
        }
    }

    @Test("A person takes their records along; erasure reaches what the law lets it", arguments: Engine.all)
    func data(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let sources = counter.desk.personalData
            let exported = try await counter.hall.database.read { tx in try sources[0].export(Counter.noor, tx) }
            let registries = Set(exported.array?.compactMap { $0["registry"]?.string } ?? [])
            #expect(registries.isSuperset(of: ["persons", "births", "driving-licences"]))
            // Noor moved: her earlier address is among it.
            #expect(exported.array?.filter { $0["registry"] == "persons" }.count ?? 0 >= 3)
        }
        try await Hall.with(engine, files: Boats.files) { hall in
            _ = try await hall.load("mark,name,owner\nLH1,Petrel,\(Boats.owner)\n", into: "boats")
            let desk = hall.desk
            let now = hall.now
            try await hall.database.write { tx in
                for source in desk.personalData { try source.erase(Boats.owner, tx, now) }
            }
            let left = try await hall.database.read { tx in try desk.personalData[0].export(Boats.owner, tx) }
            #expect(left == .array([]))
            #expect(try await hall.acts("registry-record.erased").count == 1)
            #expect(try await hall.count("registries_versions WHERE content LIKE '%Petrel%'") == 0)
        }
    }

    @Test("The words of the block are whole in every language")
    func words() throws {
        let views = try ViewLibrary(
            [ViewSource(block: "registries", files: RegistriesBlock.assets)], languages: [.english, .french, .arabic])
        #expect(views.texts.problems().filter { $0.contains("registr") } == [])
    }
}
