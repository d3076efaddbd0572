import Base
import BuildingBlock
import Journal
import Store
import StoreTesting
import Testing

@testable import Registries

@Suite("Publishing definitions")
struct PublishingTests {
    @Test(
        "A changed file is a new version; the old one stays; a broken file leaves the last good one in use",
        arguments: Engine.all)
    func versions(on engine: Engine) async throws {
        try await TestDatabase.with(engine, migrations: Hall.migrations) { database in
            let first = try Hall(database, files: Boats.files)
            try await first.desk.publish(at: first.now)
            try await first.desk.publish(at: first.now)
            _ = try await first.load("mark,name,owner,built\nLH1,Petrel,owner@example.org,1999-01-01\n", into: "boats")
            // Another text, in which one more field is found by its value.
            let text = Boats.boats.replacing("built: { type: date,", with: "built: { type: date, indexed: yes,")
            let second = try Hall(database, files: [Boats.files[0], (path: "registries/boats.yaml", text: text)])
            try await second.desk.publish(at: second.now + .seconds(60))
            let versions = try await database.read { tx in try second.desk.versions(of: "boats", in: tx).map(\.version)
            }
            #expect(versions == [2, 1])
            #expect(try await second.acts("registry.published").count == 3)
            let condition = try second.desk.condition("built = date(\"1999-01-01\")", on: "boats")
            #expect(condition.probes?.count == 1)
            #expect(try await second.desk.records(where: condition, second.look()).count == 1)

            let broken = try Hall(
                database,
                files: [
                    Boats.files[0],
                    (path: "registries/boats.yaml", text: text.replacing("type: date", with: "type: dat")),
                ])
            #expect(broken.desk.mistakes.map(\.line) == [18])
            #expect(throws: RegistryError.unknownRegistry("boats")) { try broken.desk.definition("boats") }
            try await broken.desk.publish(at: broken.now + .seconds(120))
            #expect(try broken.desk.definition("boats").source == text)
            #expect(try await broken.desk.records(where: condition, broken.look()).count == 1)
        }
    }
}
