import Base
import BuildingBlock
import Journal
import Store
import StoreTesting
import Testing
import WebTesting

@testable import ServiceRequests

@Suite("Sample requests")
struct DemoTests {
    @Test("the same seed makes the same requests, another makes others")
    func deterministic() async throws {
        try await Room.with { room in
            let demo = try ServiceRequestsDemo(room.desk)
            let (one, two) = (
                demo.requests(seed: 1, count: 50, until: room.now), demo.requests(seed: 1, count: 50, until: room.now)
            )
            #expect(one == two)
            #expect(one != demo.requests(seed: 2, count: 50, until: room.now))
        }
    }

    @Test("they lie on the map, in the past, follow the state table, and speak three languages")
    func plausible() async throws {
        try await Room.with { room in
            let demo = try ServiceRequestsDemo(room.desk, officers: ["public-works": [OfficerDirectory.ines.id]])
            let all = demo.requests(seed: 20_261_123, count: 400, until: room.now)
            #expect(all.count == 400)
            #expect(Set(all.map(\.request.language)) == [.english, .french, .arabic])
            #expect(
                Set(all.map(\.request.status)).isSuperset(of: [.received, .accepted, .inProgress, .resolved, .refused]))
            #expect(Set(all.map(\.request.agency)).count >= 6)
            #expect(all.contains { $0.request.assignee != nil })
            for one in all {
                let request = one.request
                #expect(request.filedAt < room.now && request.updatedAt < room.now)
                if let point = request.place.point { #expect(room.desk.extent.contains(point)) }
                #expect(!request.description.isEmpty)
                #expect((request.closedAt == nil) == request.status.isOpen)
                let category = try #require(room.desk.catalogue[request.category])
                #expect(category.check(request.answers).faults.isEmpty)
                var status = RequestStatus.received
                for update in one.updates {
                    if let action = RequestAction.allCases.first(where: { $0.kind == update.kind }) {
                        status = try #require(status.after(action))
                    }
                    #expect(update.status == status)
                }
                #expect(status == request.status)
            }
            let open = all.filter { $0.request.status.isOpen }.count
            #expect((40...250).contains(open), "\(open) of 400 are open")
        }
    }

    @Test("they are stored with histories and acts, can be found, and send nobody letters", arguments: Engine.all)
    func installed(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let demo = try ServiceRequestsDemo(room.desk)
            let all = demo.requests(seed: 5, count: 120, until: room.now - .seconds(4 * 86_400))
            #expect(try await room.desk.install(all) == 120)
            #expect(try await room.acts().count == all.reduce(0) { $0 + $1.acts.count })
            let list = try await room.database.read {
                try $0.list(RequestFilter(publicOnly: false), after: nil, limit: 200)
            }
            #expect(list.requests.count == 120)
            let shown = try #require(all.first { $0.request.isPublic && !$0.updates.isEmpty })
            #expect(try await room.browser().get("/requests/\(shown.request.reference)").status == 200)
            #expect(try await room.browser().get("/requests/map?status=all").status == 200)
            try await room.listen()
            #expect(room.mail.letters.isEmpty)
        }
    }
}
