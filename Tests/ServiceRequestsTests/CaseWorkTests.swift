import Base
import BuildingBlock
import Journal
import Store
import StoreTesting
import Testing
import Web

@testable import ServiceRequests

@Suite("Work on cases")
struct CaseWorkTests {
    @Test(
        "a case goes from its filing to its end; each step is an act and an entry of the history", arguments: Engine.all
    )
    func life(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole()
            for decision in [
                RequestDecision.accept(note: nil), .start(note: "On our way"), .resolve(note: "Filled"),
                .reopen(note: "Sank again"), .refuse(note: "Private road"),
            ] {
                room.clock.move(.seconds(60))
                try await room.desk.decide(decision, on: filed.id, version: nil, by: Room.works, at: room.now)
            }
            let request = try await room.request(filed)
            #expect(request.status == .refused)
            #expect(request.closedAt == room.now)
            #expect(request.version == 6)
            #expect(request.statusNote == "Private road")
            let updates = try await room.database.read { try $0.updates(of: filed.id, publicOnly: true) }
            #expect(updates.map(\.kind) == [.accepted, .started, .resolved, .reopened, .refused])
            let verbs = try await room.acts().map(\.verb)
            #expect(
                verbs == [
                    RequestActs.filed, RequestActs.accepted, RequestActs.started, RequestActs.resolved,
                    RequestActs.reopened, RequestActs.refused,
                ])
        }
    }

    @Test("what the state table does not have is refused, and changes nothing", arguments: Engine.all)
    func impossible(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole()
            await #expect(throws: ServiceRequestError.notPossible(.reopen, .received)) {
                try await room.desk.decide(.reopen(note: "?"), on: filed.id, version: nil, by: Room.works, at: room.now)
            }
            #expect(try await room.request(filed).version == 1)
            #expect(try await room.acts().count == 1)
        }
    }

    @Test(
        "of two officers who decide at the same time, one is told that the request has changed", arguments: Engine.all)
    func concurrent(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole()
            let outcomes = await withTaskGroup(of: String.self) { group in
                for note in ["first", "second", "third", "fourth"] {
                    group.addTask {
                        do {
                            try await room.desk.decide(
                                .resolve(note: note), on: filed.id, version: 1, by: Room.works, at: room.now)
                            return "done"
                        } catch ServiceRequestError.changedMeanwhile {
                            return "changed"
                        } catch {
                            return "\(error)"
                        }
                    }
                }
                return await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(outcomes.sorted() == ["changed", "changed", "changed", "done"])
            #expect(try await room.acts().count == 2)
        }
    }

    @Test("an officer of another agency cannot know of a case", arguments: Engine.all)
    func foreign(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole()
            let parks = Worker(actor: .person(OfficerDirectory.tomas.id), agencies: ["parks"])
            await #expect(throws: ServiceRequestError.unknownRequest) {
                try await room.desk.decide(.accept(note: nil), on: filed.id, version: nil, by: parks, at: room.now)
            }
        }
    }

    @Test("a case that is handed over is new to the other agency, and lost to the first", arguments: Engine.all)
    func handOver(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole()
            try await room.desk.assign(
                filed.id, to: OfficerDirectory.ines.id, version: nil, by: Room.works, at: room.now)
            room.clock.move(.seconds(1))
            try await room.desk.decide(
                .handOver(agency: "water", note: "A drain"), on: filed.id, version: nil, by: Room.works, at: room.now)
            let request = try await room.request(filed)
            #expect((request.agency, request.status, request.assignee) == ("water", .received, nil))
            let act = try #require(try await room.acts().last)
            #expect(act.agency == "public-works")
            #expect(act.detail["to"]?.string == "water")
            await #expect(throws: ServiceRequestError.unknownRequest) {
                try await room.desk.decide(.accept(note: nil), on: filed.id, version: nil, by: Room.works, at: room.now)
            }
            await #expect(throws: ServiceRequestError.unknownAgency("moon")) {
                let water = Worker(actor: .system("test"), agencies: ["water"])
                try await room.desk.decide(
                    .handOver(agency: "moon", note: "?"), on: filed.id, version: nil, by: water, at: room.now)
            }
        }
    }

    @Test("who followed or reported a merged case hears of the one that is kept", arguments: Engine.all)
    func merge(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let kept = try await room.pothole()
            let twin = try await room.pothole(contact: Contact(email: "robin@larkhaven.example", language: .french))
            try await room.desk.follow(
                twin.reference, party: Person.resident.party, email: nil, language: .english, at: room.now)
            try await room.desk.decide(
                .merge(into: kept.reference), on: twin.id, version: nil, by: Room.works, at: room.now)
            let request = try await room.request(twin)
            #expect((request.status, request.mergedInto) == (.merged, kept.id))
            #expect(try await room.database.read { try $0.followers(of: kept.id) } == 2)
            await #expect(throws: ServiceRequestError.cannotMerge) {
                try await room.desk.decide(
                    .merge(into: kept.reference), on: kept.id, version: nil, by: Room.works, at: room.now)
            }
            await #expect(throws: ServiceRequestError.cannotMerge) {
                try await room.desk.decide(
                    .merge(into: twin.reference), on: kept.id, version: nil, by: Room.works, at: room.now)
            }
        }
    }

    @Test(
        "many cases are assigned at once, or none; undoing gives each back to whom it was with", arguments: Engine.all)
    func bulk(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let (one, two, three) = (try await room.pothole(), try await room.pothole(), try await room.pothole())
            try await room.desk.assign(
                one.id, to: OfficerDirectory.tomas.id, version: nil, by: Room.works, at: room.now)
            let bulk = try await room.desk.assign(
                [one.id, two.id, three.id], to: OfficerDirectory.ines.id, by: Room.works, at: room.now)
            #expect(try await room.request(one).assignee == OfficerDirectory.ines.id)
            try await room.desk.assign(
                three.id, to: OfficerDirectory.tomas.id, version: nil, by: Room.works, at: room.now)
            #expect(try await room.desk.undo(bulk.id, by: Room.works, at: room.now) == 2)
            #expect(try await room.request(one).assignee == OfficerDirectory.tomas.id)
            #expect(try await room.request(two).assignee == nil)
            #expect(
                try await room.request(three).assignee == OfficerDirectory.tomas.id, "assigned anew since, so it stays")
            await #expect(throws: ServiceRequestError.linkExpired) {
                try await room.desk.undo(bulk.id, by: Room.works, at: room.now)
            }
            let foreign = try await room.pothole(category: "litter", answers: [:])
            await #expect(throws: ServiceRequestError.unknownRequest) {
                _ = try await room.desk.assign(
                    [two.id, foreign.id], to: OfficerDirectory.ines.id, by: Room.works, at: room.now)
            }
            #expect(try await room.request(two).assignee == nil)
        }
    }

    @Test("the queue shows what is due first, page by page", arguments: Engine.all)
    func queue(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let slow = try await room.pothole(category: "street-name-sign", answers: [:])
            let fast = try await room.pothole(category: "traffic-signal", answers: ["fault": ["dark"]])
            let middle = try await room.pothole()
            let filter = RequestFilter(statuses: RequestStatus.open, agencies: ["public-works"], publicOnly: false)
            let first = try await room.database.read { try $0.queue(filter, after: nil, limit: 2) }
            #expect(first.requests.map(\.id) == [fast.id, middle.id])
            let key = try #require(first.requests.last.map(QueueKey.init))
            #expect(QueueKey(key.text) == key)
            let second = try await room.database.read { try $0.queue(filter, after: key, limit: 2) }
            #expect(second.requests.map(\.id) == [slow.id])
            #expect(!second.hasMore)
        }
    }

    @Test("looking at contact data is an act with its purpose, which the person can find", arguments: Engine.all)
    func contactView(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole(
                contact: Contact(party: Person.resident.party, phone: "+999 555 0199", language: .english))
            let contact = try await room.desk.viewContact(of: filed.id, purpose: "visit", by: Room.works, at: room.now)
            #expect(contact?.phone == "+999 555 0199")
            let seen = try await room.database.read { try $0.acts(concerning: Person.resident.party) }.map(\.act)
            let look = try #require(seen.first { $0.verb == RequestActs.contactViewed })
            #expect((look.purpose, look.agency, look.actor) == ("visit", "public-works", Room.works.actor))
        }
    }

    @Test("the figures of an agency count what was filed, closed, late and how long it took", arguments: Engine.all)
    func statistics(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let closed = try await room.pothole()
            try await room.pothole()
            try await room.pothole(category: "traffic-signal", answers: ["fault": ["dark"]])
            room.clock.move(.seconds(2 * 86_400))
            try await room.desk.decide(
                .resolve(note: "Done"), on: closed.id, version: nil, by: Room.works, at: room.now)
            room.clock.move(.seconds(3600))
            let figures = try await room.database.read { try $0.statistics(of: ["public-works"], now: room.now) }
            #expect((figures.open, figures.overdue, figures.closedInTime) == (2, 1, 1))
            #expect(figures.weekly.map(\.filed).reduce(0, +) == 3)
            #expect(figures.weekly.last?.closed == 1)
            #expect(figures.ages == [.week: 2])
            #expect(abs((figures.days(quantile: 0.5) ?? 0) - 2) < 0.01)
            #expect(figures.backlog.map(\.category) == ["pothole", "traffic-signal"])
        }
    }
}

extension Person {
    var party: Identifier<Act.Party> { Identifier(account) }
}
