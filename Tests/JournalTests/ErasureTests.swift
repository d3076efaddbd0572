import Base
import Journal
import Store
import StoreTesting
import Testing
import TransparencyLog

@Suite("Erasure")
struct ErasureTests {
    @Test("a person's data is gone and every proof stays valid", arguments: Engine.all)
    func erased(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            let (ada, bob) = (Identifier<Act.Party>(at: bench.start), Identifier<Act.Party>(at: bench.start))
            let other = try await bench.record(20, concerning: [bob])
            var own: [Act] = []
            for number in 20..<60 {
                var act = bench.act(number, concerning: [ada])
                act.actor = .person(ada)
                act.onBehalfOf = ada
                if number == 30 { act.subject = Act.Subject("account", ada) }
                own.append(act)
            }
            let acts = own
            try await bench.database.write { transaction in
                for act in acts { try transaction.record(act) }
            }
            try await bench.sequencer().catchUp()
            let before = try #require(try await bench.log.checkpoint())
            guard case .ready(let receipt) = try await bench.log.receipt(of: acts[3].id) else {
                throw JournalError.unreadable("no receipt")
            }

            let count = try await bench.database.write { transaction in
                try transaction.eraseActs(
                    concerning: ada, by: .system("erasure"), at: bench.start + .seconds(100), purpose: "GDPR art. 17",
                    keeping: { $0.act.id == acts[39].id })
            }
            #expect(count == 39)
            for act in acts[..<39] {
                let read = try #require(try await bench.database.read { try $0.act(act.id) })
                #expect(read.isErased)
                #expect(read.act.detail == .null && read.act.concerns.isEmpty && read.act.onBehalfOf == nil)
                #expect(read.act.actor == .visitor)
                #expect(read.act.verb == act.verb && read.act.agency == act.agency)
                #expect(try await bench.database.read { try $0.disclosure(of: act.id) } == nil)
            }
            let left = try await bench.database.read { transaction in
                try transaction.rows("SELECT id, subject_id, actor, detail FROM journal_acts").filter { row in
                    let (subject, actor): (Identifier<Act.Party>, String?) = (try row[1], try row[2])
                    return subject == ada || actor == ada.description
                }.map { row -> Identifier<Act> in try row[0] }
            }
            #expect(left == [acts[39].id])
            #expect(try await bench.database.read { try $0.acts(concerning: ada) }.map(\.act.id) == [acts[39].id])
            #expect(try await bench.database.read { try $0.acts(concerning: bob) }.count == other.count)

            // The log is what it was, and tells of the erasure.
            #expect(try await bench.log.checkpoint() == before)
            #expect(try bench.log.verify(receipt: receipt.encoded).entry.act == acts[3].id)
            try await bench.sequencer().catchUp()
            guard case .ready(let again) = try await bench.log.receipt(of: acts[3].id) else {
                throw JournalError.unreadable("no receipt")
            }
            #expect(try bench.log.verify(receipt: again.encoded).checkpoint.size == 61)
            #expect(try await bench.log.entries(limit: 1).first?.entry.verb == "journal.erased")
            let report = try await bench.verify()
            #expect(report.finding == nil)
            #expect(report.erased == 39)
        }
    }

    @Test("many acts are erased in several acts of erasure; nothing is erased twice", arguments: Engine.all)
    func many(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            let ada = Identifier<Act.Party>(at: bench.start)
            try await bench.record(1_200, concerning: [ada])
            try await bench.sequencer().catchUp()
            @Sendable func erase(_ transaction: any WriteTransaction) throws -> Int {
                try transaction.eraseActs(concerning: ada, by: .system("e"), at: bench.start, purpose: "p")
            }
            #expect(try await bench.database.write(erase) == 1_200)
            #expect(try await bench.database.write(erase) == 0)
            try await bench.sequencer().catchUp()
            let report = try await bench.verify()
            #expect(report.acts == 1_203)
            #expect(report.erased == 1_200)
            #expect(report.finding == nil)
        }
    }

    @Test("an act of erasure cannot be erased itself", arguments: Engine.all)
    func erasureStays(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            let acts = try await bench.record(1)
            let erasure = try await bench.database.write { transaction -> Identifier<Act>? in
                try transaction.eraseActs(acts.map(\.id), by: .system("e"), at: bench.start, purpose: "p")
                return try transaction.row("SELECT id FROM journal_acts WHERE verb = 'journal.erased'").map {
                    try $0[0]
                }
            }
            let id = try #require(erasure)
            let count = try await bench.database.write { transaction in
                try transaction.eraseActs([id], by: .system("e"), at: bench.start, purpose: "p")
            }
            #expect(count == 0)
        }
    }
}
