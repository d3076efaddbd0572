import Base
import Journal
import Store
import StoreTesting
import Testing
import TransparencyLog

@Suite("Recording acts")
struct RecordingTests {
    @Test("an act is read back as it was recorded", arguments: Engine.all)
    func roundTrip(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            let party = Identifier<Act.Party>(at: bench.start)
            let actors: [Act.Actor] = [.visitor, .person(party), .client("app \"x\""), .system("job")]
            for (number, actor) in actors.enumerated() {
                let act = Act(
                    "account.viewed", Act.Subject("account", party), by: actor, at: bench.start + .seconds(number),
                    agency: number == 0 ? nil : "mayor", onBehalfOf: number == 1 ? party : nil,
                    purpose: "Loi n° 5 «art. 2»",
                    concerns: [party, party],
                    detail: ["z": 1, "a": [nil, true, 2.5, "é\n\u{1}"], "m": ["deep": [:]]])
                try await bench.database.write { try $0.record(act) }
                let read = try #require(try await bench.database.read { try $0.act(act.id) })
                #expect(read.act.verb == act.verb && read.act.at == act.at && read.act.actor == actor)
                #expect(read.act.subject == act.subject && read.act.agency == act.agency)
                #expect(read.act.onBehalfOf == act.onBehalfOf && read.act.purpose == act.purpose)
                #expect(read.act.concerns == [party])
                #expect(try read.act.detail.canonicalBytes() == act.detail.canonicalBytes())
                #expect(!read.isErased)
            }
            #expect(try await bench.verify().finding == nil)
        }
    }

    @Test("an act is recorded with its change or not at all", arguments: Engine.all)
    func atomic(on engine: Engine) async throws {
        struct Changed: Error {}
        try await Bench.with(engine) { bench in
            let act = bench.act(1)
            await #expect(throws: Changed.self) {
                try await bench.database.write { transaction in
                    try transaction.record(act)
                    throw Changed()
                }
            }
            let found = try await bench.database.read { try $0.act(act.id) }
            #expect(found == nil)
        }
    }

    @Test("a verb that is not fit for the public log, or a detail without canonical form, is refused")
    func refused() async throws {
        try await Bench.with(.sqlite) { bench in
            for verb in ["", "Thing.Changed", "thing changed", "thing\"", String(repeating: "a", count: 101)] {
                var act = bench.act(1)
                act.verb = Act.Verb(rawValue: verb)
                let refused = act
                await #expect(throws: JournalError.badVerb(verb)) {
                    try await bench.database.write { try $0.record(refused) }
                }
            }
            for detail in [JSON.number(.nan), .integer(.max), .object([.init("a", 1), .init("a", 2)])] {
                var act = bench.act(1)
                act.detail = detail
                let refused = act
                await #expect(throws: JournalError.detailNotCanonical) {
                    try await bench.database.write { try $0.record(refused) }
                }
            }
        }
    }

    @Test("acts are found by what they are about and by whom they concern, page by page", arguments: Engine.all)
    func finding(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            let (ada, bob) = (Identifier<Act.Party>(at: bench.start), Identifier<Act.Party>(at: bench.start))
            let thing = Act.Subject("thing", Identifier<Thing>(at: bench.start))
            var acts: [Act] = []
            for number in 0..<30 {
                var act = bench.act(number, concerning: number % 3 == 0 ? [ada, bob] : number % 3 == 1 ? [bob] : [])
                if number % 2 == 0 { act.subject = thing }
                acts.append(act)
            }
            let all = acts
            try await bench.database.write { transaction in
                for act in all { try transaction.record(act) }
            }
            let page = try await bench.database.read { try $0.acts(about: thing, limit: 10) }
            let rest = try await bench.database.read { try $0.acts(about: thing, before: page.last?.act.id, limit: 10) }
            #expect((page + rest).map(\.act.id) == all.filter { $0.subject == thing }.reversed().map(\.id))
            let other = Act.Subject("other", Identifier<Thing>(thing.id))
            #expect(try await bench.database.read { try $0.acts(about: other) }.isEmpty)

            let first = try await bench.database.read { try $0.acts(concerning: ada, limit: 6) }
            let second = try await bench.database.read {
                try $0.acts(concerning: ada, before: first.last?.act.id, limit: 6)
            }
            #expect((first + second).map(\.act.id) == all.filter { $0.concerns.contains(ada) }.reversed().map(\.id))
        }
    }

    @Test("the log's entry tells act, time, verb and commitment, and nothing of a person")
    func entryHoldsNothingPersonal() async throws {
        try await Bench.with(.sqlite) { bench in
            let party = Identifier<Act.Party>(at: bench.start)
            let act = try #require(try await bench.record(1, concerning: [party]).first)
            let (_, entry) = try #require(try await bench.log.entry(of: act.id))
            let json = try JSON(parsing: entry.bytes)
            #expect(json.object?.map(\.name) == ["act", "at", "commitment", "verb"])
            let text = String(decoding: entry.bytes, as: UTF8.self)
            for secret in ["Ada", party.description, act.subject.id.description, "public-works", "testing"] {
                #expect(!text.contains(secret))
            }
            #expect(try json.canonicalBytes() == entry.bytes)
            #expect(LogEntry(bytes: entry.bytes) == entry)
            #expect(LogEntry(bytes: entry.bytes + [0x20]) == nil)
        }
    }

    @Test("two acts that say the same have different commitments, and each is opened by its own disclosure alone")
    func disclosure() async throws {
        try await Bench.with(.sqlite) { bench in
            var twins = [bench.act(1), bench.act(1)]
            twins[1].subject = twins[0].subject
            let acts = twins
            try await bench.database.write { transaction in
                for act in acts { try transaction.record(act) }
            }
            var disclosures: [ActDisclosure] = []
            for act in acts {
                disclosures.append(try #require(try await bench.database.read { try $0.disclosure(of: act.id) }))
            }
            #expect(disclosures[0].opening == disclosures[1].opening)
            #expect(disclosures[0].entry.commitment != disclosures[1].entry.commitment)
            #expect(disclosures.allSatisfy { $0.isTrue })
            #expect(disclosures.allSatisfy { $0.salt.count >= 16 })
            var swapped = disclosures[0]
            swapped.salt = disclosures[1].salt
            #expect(!swapped.isTrue)
            swapped = disclosures[0]
            swapped.opening = swapped.opening.replacing("Lovelace", with: "Byron")
            #expect(!swapped.isTrue)
        }
    }
}
