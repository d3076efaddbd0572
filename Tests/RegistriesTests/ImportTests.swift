import Base
import Foundation
import Journal
import Store
import StoreTesting
import Testing

@testable import Registries

@Suite("Loading records")
struct ImportTests {
    @Test("Every rejected cell is told with its line, column and reason, and nothing is loaded", arguments: Engine.all)
    func rejects(on engine: Engine) async throws {
        try await Hall.with(engine, files: Boats.files) { hall in
            let csv = """
                mark,name,owner,built,berth
                LH1,Petrel,owner@example.org,1999-01-01,
                X2,Tern,owner@example.org,yesterday,
                LH3,"Two
                lines",nobody,,B7
                LH4,,owner@example.org,,B7
                LH1,Again,owner@example.org,,
                LH6,Skua
                """
            let report = try await hall.load(csv, into: "boats")
            #expect(!report.isApplied && report.rows == 6)
            #expect(
                report.rejects.map(\.description) == [
                    "records.csv:3: built: is not a date like 2026-03-01",
                    "records.csv:4: owner: names nobody who is known here",
                    "records.csv:6: name: has no value and needs one",
                    "records.csv:7: mark: stands on line 2 too",
                    "records.csv:8: has 2 cells where the header has 5",
                ])
            #expect(try await hall.count("registries_records") == 0)
            #expect(try await hall.count("journal_acts WHERE verb LIKE 'registry-record%'") == 0)
        }
    }

    @Test("A column that is no field, stands twice, or lacks though it is the key is told before any row")
    func header() async throws {
        try await Hall.with(files: Boats.files) { hall in
            let report = try await hall.load("name,name,hull\nA,B,C\n", into: "boats")
            #expect(report.rejects.map(\.line) == [1, 1, 1] && report.rows == 0)
            #expect(report.rejects.map(\.column) == ["name", "hull", "mark"])
            #expect(try await hall.load("", into: "boats").rejects.first?.reason == "the file is empty")
            let broken = try await hall.load("mark,name\nLH1,\"open\n", into: "boats")
            #expect(broken.rejects.map(\.description) == ["records.csv:2: a quoted field does not end"])
        }
    }

    @Test(
        "A row changes the record of its key, or does nothing where it says what is so; a trial writes nothing",
        arguments: Engine.all)
    func again(on engine: Engine) async throws {
        try await Hall.with(engine, files: Boats.files) { hall in
            let first = "mark,name,owner\nLH1,Petrel,owner@example.org\nLH2,Tern,owner@example.org\n"
            let trial = try await hall.load(first, into: "boats", apply: false)
            #expect(trial.created == 2 && trial.isClean && !trial.isApplied)
            #expect(try await hall.count("registries_records") == 0)
            let loaded = try await hall.load(first, into: "boats")
            #expect(loaded.created == 2 && loaded.isApplied)
            let second = "mark,name,valid from\nLH1,Fulmar,2026-06-01\nLH2,Tern,2026-06-01\n"
            let again = try await hall.load(second, into: "boats")
            #expect(again.created == 0 && again.changed == 1 && again.unchanged == 1)
            #expect(try await hall.count("registries_records") == 2)
            let acts = try await hall.acts("registry.imported")
            #expect(acts.map { $0.detail["changed"]?.integer } == [0, 1])
            let desk = hall.desk
            let condition = try desk.condition("mark = \"LH1\"", on: "boats")
            let before = AsOf(valid: try hall.day("2026-05-31"))
            #expect(
                try await desk.records(where: condition, hall.look(), asOf: before).map { $0["name"] } == ["Petrel"])
            #expect(try await desk.records(where: condition, hall.look()).map { $0["name"] } == ["Fulmar"])
        }
    }

    @Test("What only shows on writing (two rows that take one value) undoes everything")
    func lateConflict() async throws {
        try await Hall.with { hall in
            _ = try await RegistrySamples(hall.desk).loadIfMissing(at: hall.now)
            let before = try await hall.count("registries_versions")
            let csv = """
                code,number,street,district
                A-9001,1,Test Street,Old Harbour
                A-9002,1,Test Street,Old Harbour
                """
            let report = try await hall.load(csv, into: "addresses")
            #expect(!report.isApplied && report.rejects.map(\.line) == [3])
            #expect(try await hall.count("registries_versions") == before)
        }
    }

    @Test("A large file is read piece by piece")
    func large() async throws {
        try await Hall.with(files: Boats.files) { hall in
            let rows = (0..<30_000).map { "B\($0),\"a \"\"quoted\"\" word\nand a second line \($0)\"" }
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let path = folder.path + "/large.csv"
            try ("code,text\r\n" + rows.joined(separator: "\r\n")).write(
                toFile: path, atomically: true, encoding: .utf8)
            var source = try CSVSource(path: path)
            var count = 0
            while let row = try source.next() {
                if count > 0 { #expect(row.line == count * 2 && row.fields.count == 2) }
                count += 1
            }
            #expect(count == 30_001)
        }
    }

    @Test("Larkhaven's sample loads without a reject, once", arguments: Engine.all)
    func larkhaven(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            let samples = RegistrySamples(hall.desk)
            let rejects = try await samples.loadIfMissing(at: hall.now).map(\.description)
            #expect(rejects == [])
            let count = try await hall.count("registries_records")
            #expect(count > 600)
            #expect(try await samples.loadIfMissing(at: hall.now).isEmpty)
            #expect(try await hall.count("registries_records") == count)
            // Noor, by her address of mail, has a licence that ends soon, a vehicle and a passport.
            let desk = hall.desk
            let noor: Identifier<Act.Party> = Hall.party("noor@larkhaven.example")
            let now = hall.now
            // Who acts for an organisation stands in its record: Camille for one, Noor for another.
            let represented = try await hall.database.read { tx in
                try ["camille", "noor"].map { name in
                    try desk.represented(by: Hall.party("\(name)@larkhaven.example"), at: now, in: tx).map(\.name)
                }
            }
            #expect(represented == [["Sample Boatyard"], ["Campione Bakery"]])
            let held = try await hall.database.read { tx in try desk.records(about: noor, at: now, in: tx) }
            let registries = Set(held.map(\.definition.key))
            #expect(
                ["persons", "births", "driving-licences", "vehicles", "passports", "tax-accounts", "parcels"]
                    .allSatisfy(registries.contains))
        }
    }
}
