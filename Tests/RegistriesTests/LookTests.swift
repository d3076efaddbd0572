import Base
import Journal
import Store
import StoreTesting
import Testing
import Web

@testable import Registries

@Suite("Looking at records")
struct LookTests {
    @Test(
        "Every look at somebody's data is an act with its purpose and case, and the person can see it",
        arguments: Engine.all)
    func recorded(on engine: Engine) async throws {
        try await Hall.with(engine, files: Boats.files) { hall in
            let desk = hall.desk
            _ = try await hall.load(
                "mark,name,owner\nLH1,Petrel,\(Boats.owner)\nLH2,Tern,\(Boats.owner)\n", into: "boats")
            let mark = try desk.condition("mark = \"LH1\"", on: "boats")
            let all = try desk.condition("owner = \"\(Boats.owner)\"", on: "boats")
            let one = try await desk.records(where: mark, hall.look())
            _ = try await desk.records(where: all, hall.look(fields: ["mark", "owner"]))
            _ = try await desk.records(where: try desk.condition("mark = \"LH9\"", on: "boats"), hall.look())
            let acts = try await hall.acts("registry-record.viewed")
            #expect(acts.count == 2, "a look that finds nobody is none")
            #expect(acts[0].subject == Act.Subject("registry-record", one[0].id))
            #expect(acts[0].purpose == "Deciding on an application" && acts[0].agency == "transport")
            #expect(acts[0].detail["case"] == "DL-2026-000017" && acts[0].concerns == [Boats.owner])
            #expect(acts[1].detail["fields"] == .array(["mark", "owner"]))
            let looks = try await hall.database.read { tx in try desk.looks(at: Boats.owner, in: tx) }
            #expect(looks.map(\.act) == [acts[1].id, acts[1].id, acts[0].id])
            #expect(looks[2].purpose.caseReference == "DL-2026-000017" && looks[2].registry == "boats")
            #expect(looks[2].actor == .person(Hall.party("officer@example.org")))
            #expect(try await hall.database.read { tx in try desk.countLooks(at: Boats.owner, in: tx) } == 3)
            let other = Hall.party("other@example.org")
            #expect(try await hall.database.read { tx in try desk.looks(at: other, in: tx) }.isEmpty)
        }
    }

    @Test("Only the fields that may be seen come back; what is public is no look at anybody")
    func fields() async throws {
        try await Hall.with(files: Boats.files) { hall in
            let desk = hall.desk
            _ = try await hall.load("mark,name,owner\nLH1,Petrel,\(Boats.owner)\n", into: "boats")
            let condition = try desk.condition("mark = \"LH1\"", on: "boats")
            let seen = try await desk.records(where: condition, hall.look(fields: ["mark", "name"]))
            #expect(seen.map(\.values) == [["mark": "LH1", "name": "Petrel"]])
            #expect(try await hall.acts("registry-record.viewed").isEmpty)
        }
    }

    @Test("Who may see and change which fields stands in the definition, by agency and permission")
    func rights() throws {
        let jurisdiction = try Hall.jurisdiction()
        let boats = try #require(RegistryCatalogue(files: Boats.files, jurisdiction: jurisdiction).definition("boats"))
        func rights(_ agency: String, _ permissions: Set<String>) -> RegistryRights {
            boats.rights(of: [Person.Grant(agency: agency, permissions: permissions)])
        }
        #expect(rights("parks", ["registries.read"]).read == ["mark", "name"])
        #expect(rights("parks", ["registries.read", "registries.change", "registries.correct"]).change.isEmpty)
        #expect(rights("transport", ["registries.read"]).read.count == boats.fields.count)
        #expect(rights("transport", ["registries.read"]).change.isEmpty)
        #expect(rights("transport", ["registries.change"]).isEmpty, "nobody changes what they may not see")
        let clerk = rights("transport", ["registries.read", "registries.change"])
        #expect(clerk.change == ["name", "berth", "owner"] && clerk.mayCreate && !clerk.mayCorrect)
        #expect(rights("transport", ["registries.read", "registries.change", "registries.correct"]).mayCorrect)
        #expect(rights("water", ["registries.read"]).isEmpty)
    }

    @Test("A look stands or falls with the caller's transaction", arguments: Engine.all)
    func atomic(on engine: Engine) async throws {
        struct Undone: Error {}
        try await Hall.with(engine, files: Boats.files) { hall in
            let desk = hall.desk
            _ = try await hall.load("mark,name,owner\nLH1,Petrel,\(Boats.owner)\n", into: "boats")
            let condition = try desk.condition("mark = \"LH1\"", on: "boats")
            let look = hall.look()
            await #expect(throws: Undone.self) {
                try await hall.database.write { tx in
                    _ = try desk.records(where: condition, look, in: tx)
                    throw Undone()
                }
            }
            #expect(try await hall.count("registries_looks") == 0)
            #expect(try await hall.acts("registry-record.viewed").isEmpty)
        }
    }
}
