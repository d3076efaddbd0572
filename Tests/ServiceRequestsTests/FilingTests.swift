import Base
import BuildingBlock
import Journal
import Store
import StoreTesting
import Testing

@testable import ServiceRequests

@Suite("Filing")
struct FilingTests {
    @Test("a report is stored with its due date, its act and what finds it, in one write", arguments: Engine.all)
    func filed(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole("Deep hole beside the fountain")
            let request = try await room.request(filed)
            #expect(request.status == .received)
            #expect(request.agency == "public-works")
            #expect(request.answers["depth"] == ["medium"])
            #expect(request.place.address == "12 Drovers View")
            let due = try #require(request.dueAt)
            #expect(room.platform.jurisdiction.calendar.zone.date(at: due - .seconds(1)).description == "2026-11-16")
            let act = try #require(try await room.acts().first)
            #expect(act.verb == RequestActs.filed)
            #expect(act.subject == RequestActs.subject(filed.id))
            for words in ["fountain", "nid-de-poule", "حفرة", "drovers", request.reference.description] {
                let found = try await room.database.read {
                    try $0.list(RequestFilter(words: words), after: nil, limit: 5)
                }
                #expect(found.requests.map(\.id) == [filed.id], "\(words)")
            }
            let box = try #require(Room.harbour?.box(radius: 10))
            let near = try await room.database.read { try $0.list(RequestFilter(box: box), after: nil, limit: 5) }
            #expect(near.requests.map(\.id) == [filed.id])
        }
    }

    @Test("a form that is sent twice files one request", arguments: Engine.all)
    func idempotent(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let category = try #require(room.desk.catalogue["litter"])
            let filing = Filing(
                category, description: "Full bin", place: Place(address: "Quay"), contact: Contact(language: .english),
                language: .english)
            let first = try await room.desk.file(filing, at: room.now)
            let second = try await room.desk.file(filing, at: room.now + .seconds(5))
            #expect(first == second)
            #expect(try await room.acts().count == 1)
        }
    }

    @Test(
        "contact data stands apart from the request, and none is stored for an anonymous report", arguments: Engine.all)
    func contact(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let anonymous = try await room.pothole()
            let known = try await room.pothole(
                contact: Contact(name: "Robin Sample", email: "robin@larkhaven.example", language: .french))
            let (none, some) = try await room.database.read {
                (try $0.contact(of: anonymous.id), try $0.contact(of: known.id))
            }
            #expect(none == nil)
            #expect(some?.email == "robin@larkhaven.example")
            #expect(some?.language == .french)
            #expect(some?.privateKey == known.key)
        }
    }

    @Test("the definition under which a request was filed is kept", arguments: Engine.all)
    func definition(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole()
            _ = try await room.pothole()
            let request = try await room.request(filed)
            let kept = try await room.database.read { try $0.definition(request.definition, of: "pothole") }
            #expect(kept?.readable(request.answers, in: .english).map(\.answer) == ["About a hand"])
        }
    }

    @Test(
        "what is wrong is told by field",
        arguments: [
            ("pothole", [:] as [String: String], ["place", "answer-depth"]),
            ("litter", ["address": "Quay"], ["description"]),
            ("litter", ["address": "Quay", "description": "Bin", "email": "nobody"], ["email"]),
            ("litter", ["address": "Quay", "description": "Bin", "phone": "call me"], ["phone"]),
            ("staff-complaint", ["description": "Rude"], ["answer-office"]),
        ])
    func faults(code: String, given: [String: String], fields: [String]) async throws {
        try await Room.with { room in
            let category = try #require(room.desk.catalogue[code])
            var filing = Filing(
                category, description: given["description"] ?? "", place: Place(address: given["address"]),
                contact: Contact(email: given["email"], phone: given["phone"], language: .english), language: .english)
            #expect(filing.check(within: room.desk.extent).map(\.field) == fields)
        }
    }

    @Test("a place outside of the jurisdiction is refused; a description ends at 4,000 characters")
    func limits() async throws {
        try await Room.with { room in
            let category = try #require(room.desk.catalogue["litter"])
            var far = Filing(
                category, description: String(repeating: "é", count: 4001),
                place: Place(point: GeoPoint(longitude: 2, latitude: 48)),
                contact: Contact(language: .english), language: .english)
            #expect(
                far.check(within: room.desk.extent).map(\.text) == [
                    "service-requests.place.outside", "service-requests.answer.too-long",
                ])
        }
    }

    @Test("a hundred people file at once, and every report is there", arguments: Engine.all)
    func concurrent(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let references = try await withThrowingTaskGroup(of: RequestReference.self) { group in
                for index in 0..<100 {
                    group.addTask { try await room.pothole("Hole \(index)", at: Room.east(Double(index))).reference }
                }
                return try await group.reduce(into: Set<RequestReference>()) { $0.insert($1) }
            }
            #expect(references.count == 100)
            #expect(try await room.acts().count == 100)
            let all = try await room.database.read { try $0.list(RequestFilter(), after: nil, limit: 200) }
            #expect(all.requests.count == 100)
        }
    }

    @Test("every page of a list follows the one before, without gaps or repeats", arguments: Engine.all)
    func pages(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            for index in 0..<23 {
                try await room.pothole("Hole \(index)")
                room.clock.move(.seconds(1))
            }
            var seen: [RequestReference] = []
            var after: Identifier<ServiceRequest>?
            repeat {
                let page = try await room.database.read { [after] in
                    try $0.list(RequestFilter(), after: after, limit: 5)
                }
                seen += page.requests.map(\.reference)
                after = page.hasMore ? page.requests.last?.id : nil
            } while after != nil
            #expect(seen.count == 23)
            #expect(Set(seen).count == 23)
        }
    }
}
