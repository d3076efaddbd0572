import Base
import FEEL
import Journal
import Store
import StoreTesting
import Testing

@testable import Registries

@Suite("What records may hold")
struct RecordTests {
    private func refused(_ hall: Hall, _ values: [String: JSON]) async throws -> [FieldMistake] {
        let change = hall.change()
        let from = try hall.day("2020-01-01")
        let desk = hall.desk
        do {
            _ = try await hall.database.write { tx in
                try desk.create(in: "boats", values, valid: Period(from: from), by: change, in: tx)
            }
            return []
        } catch RegistryError.refused(let mistakes) {
            return mistakes
        }
    }

    @Test("Values take their one form; what fits no field is refused, all of it at once", arguments: Engine.all)
    func types(on engine: Engine) async throws {
        try await Hall.with(engine, files: Boats.files) { hall in
            let wrong = Boats.boat("LH1").merging(
                [
                    "length": "long", "built": "2026-02-30", "fee": "1.234", "gear": .array(["oar"]),
                    "insured": "perhaps", "hull": "x",
                ]
            ) { $1 }
            let mistakes = try await refused(hall, wrong)
            #expect(Set(mistakes.compactMap(\.field)) == ["length", "built", "fee", "gear", "insured", "hull"])
            let right = Boats.boat("LH1").merging(
                [
                    "length": "12.50", "built": "1999-03-01", "fee": 7, "gear": .array(["motor", "sail", "motor"]),
                    "insured": true,
                ]
            ) { $1 }
            #expect(try await refused(hall, right) == [])
            let desk = hall.desk
            let look = hall.look()
            let condition = try desk.condition("mark = \"LH1\"", on: "boats")
            let record = try #require(try await desk.records(where: condition, look).first)
            #expect(record["fee"] == "7.00" && record["gear"] == .array(["sail", "motor"]))
            #expect(record.context["length"] == .number(Decimal128("12.5") ?? .zero))
            #expect(record.context["built"] == .date(try #require(CalendarDate(year: 1999, month: 3, day: 1))))
            #expect(record.context["berth"]?.isNull == true)
        }
    }

    @Test("Constraints of fields and of the record speak in their own words")
    func constraints() async throws {
        try await Hall.with(files: Boats.files) { hall in
            let mark = try await refused(hall, Boats.boat("X1"))
            #expect(mark.map(\.field) == ["mark"] && mark.first?.description == "A mark is LH and figures.")
            let long = try await refused(hall, Boats.boat("LH1").merging(["length": "41"]) { $1 })
            #expect(long.map(\.field) == [nil] && long.first?.description == "Long boats are insured.")
            let missing = try await refused(hall, ["mark": "LH1"])
            #expect(missing == [FieldMistake("name", .missing), FieldMistake("owner", .missing)])
            let astray = try await refused(hall, Boats.boat("LH1").merging(["berth": "B9"]) { $1 })
            #expect(astray == [FieldMistake("berth", .unknownReference(registry: "berths"))])
        }
    }

    @Test("No two records share a key at one time; one after the other they may", arguments: Engine.all)
    func uniqueness(on engine: Engine) async throws {
        try await Hall.with(engine, files: Boats.files) { hall in
            let desk = hall.desk
            #expect(try await refused(hall, Boats.boat("LH1")) == [])
            #expect(try await refused(hall, Boats.boat("LH1")) == [FieldMistake("mark", .taken(["mark"]))])
            let (look, ending) = (hall.look(), hall.change())
            let condition = try desk.condition("mark = \"LH1\"", on: "boats")
            let boat = try #require(try await desk.records(where: condition, look).first)
            let day = try hall.day("2026-05-01")
            try await hall.database.write { tx in try desk.end(boat.id, from: day, by: ending, in: tx) }
            #expect(try await desk.records(where: condition, hall.look()).isEmpty)
            let change = hall.change()
            try await hall.database.write { tx in
                _ = try desk.create(in: "boats", Boats.boat("LH1"), valid: Period(from: day), by: change, in: tx)
            }
            #expect(try await desk.records(where: condition, hall.look()).count == 1)
            // As it was known and true before.
            let earlier = AsOf(valid: try hall.day("2026-04-01"))
            #expect(try await desk.records(where: condition, hall.look(), asOf: earlier).map(\.id) == [boat.id])
        }
    }

    @Test("At the same moment two may not take one key: one of them is refused", arguments: Engine.all)
    func race(on engine: Engine) async throws {
        try await Hall.with(engine, files: Boats.files) { hall in
            let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 { group.addTask { try await refused(hall, Boats.boat("LH7")).isEmpty } }
                return try await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 }.count == 1)
            #expect(try await hall.count("registries_records") == 1)
        }
    }

    @Test(
        "An equality on an indexed field never scans the registry; other conditions do, within bounds",
        arguments: Engine.all)
    func conditions(on engine: Engine) async throws {
        try await Hall.with(engine, files: Boats.files) { hall in
            let desk = hall.desk
            let rows = (1...60).map {
                "LH\($0),Boat \($0 % 7),\($0 % 5 == 0 ? Boats.owner : Hall.party("other\($0)@example.org"))"
            }
            _ = try await hall.load("mark,name,owner\n" + rows.joined(separator: "\n"), into: "boats")
            let mine: FEELContext = ["applicant": ["id": .string(Boats.owner.description)]]
            for text in [
                "owner = applicant.id", "applicant.id = owner", "owner = applicant.id and name != \"\"",
                "name != \"\" and owner = applicant.id",
            ] {
                let condition = try desk.condition(text, on: "boats", names: ["applicant"])
                #expect(condition.probes?.count == 1, "\(text) is answered by an index")
                #expect(try await desk.records(where: condition, names: mine, hall.look()).count == 12)
            }
            let either = try desk.condition("mark = \"LH1\" or owner = applicant.id", on: "boats", names: ["applicant"])
            #expect(either.probes?.count == 2)
            #expect(try await desk.records(where: either, names: mine, hall.look()).count == 13)
            let nobody = try desk.condition("owner = applicant.id", on: "boats", names: ["applicant"])
            #expect(try await desk.records(where: nobody, names: ["applicant": .null], hall.look()).isEmpty)
            let scan = try desk.condition("name = \"Boat 3\"", on: "boats")
            #expect(scan.probes == nil)
            #expect(try await desk.records(where: scan, hall.look()).count == 9)
            #expect(throws: RegistryError.self) {
                try desk.condition("owner = aplicant.id", on: "boats", names: ["applicant"])
            }
            #expect(throws: RegistryError.self) { try desk.condition("name = 1", on: "boats", names: ["name"]) }
            #expect(throws: RegistryError.self) { try desk.condition("name = (", on: "boats") }
        }
    }

    @Test("Names are found without accents, by their beginning, and as they sound", arguments: Engine.all)
    func search(on engine: Engine) async throws {
        try await Hall.with(engine, files: Boats.files) { hall in
            let desk = hall.desk
            let owner = Boats.owner
            _ = try await hall.load(
                "mark,name,owner\nLH1,Étoile du Nord,\(owner)\nLH2,Katharina,\(owner)\nLH3,نور البحر,\(owner)\n",
                into: "boats")
            for (words, mark) in [
                ("etoile", "LH1"), ("nord et", "LH1"), ("Catherine", "LH2"), ("البَحر", "LH3"), ("lh3", "LH3"),
            ] {
                let look = hall.look()
                let found = try await hall.database.write { tx in
                    try desk.records(of: "boats", matching: words, look, in: tx)
                }
                #expect(found.map { $0["mark"] } == [.string(mark)], "\(words)")
            }
        }
    }
}
