import Base
import Journal
import Store
import StoreTesting
import Testing
import TransparencyLog

@Suite("The log's sequencer")
struct SequencerTests {
    @Test("every act becomes one leaf, in the order of time, whatever the batches", arguments: Engine.all)
    func dense(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            let acts = try await bench.record(300)
            let sequencer = bench.sequencer(batch: 7)
            #expect(try await sequencer.catchUp() == 300)
            let more = try await bench.record(400, from: 300)
            #expect(try await bench.sequencer(batch: 256).catchUp() == 400)
            #expect(try await sequencer.catchUp() == 0)

            let entries = try await bench.log.entries(limit: 1_000)
            #expect(entries.map(\.index) == (0..<700).reversed())
            #expect(entries.reversed().map(\.entry.act) == (acts + more).map(\.id))
            let page = try await bench.log.entries(before: 10, limit: 4)
            #expect(page.map(\.index) == [9, 8, 7, 6])

            var frontier = Frontier()
            for (_, entry) in entries.reversed() { frontier.append(.leaf(entry.bytes)) }
            let report = try await bench.verify()
            #expect(report.finding == nil)
            #expect(report.acts == 700)
            #expect(report.root == frontier.root)
        }
    }

    @Test("an empty log has a signed checkpoint", arguments: Engine.all)
    func empty(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            #expect(try await bench.log.checkpoint() == nil)
            try await bench.sequencer().prepare()
            let text = try #require(try await bench.log.checkpoint())
            let checkpoint = try SignedNote(encoded: text).checkpoint(origin: Bench.origin, keys: bench.keys.verifiers)
            #expect(checkpoint.size == 0)
            #expect(checkpoint.root == .empty)
            #expect(try await bench.verify().finding == nil)
        }
    }

    @Test("several sequencers while many commit: no leaf twice, none lost, one history", arguments: Engine.all)
    func concurrent(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            let work = (0..<3).map { _ in
                var options = Sequencer.Options()
                options.pause = .milliseconds(1)
                options.poll = .milliseconds(20)
                options.batch = 50
                let sequencer = Sequencer(
                    database: bench.database, keys: bench.keys, time: .fixed(bench.start), options: options,
                    logger: .silent)
                return Task { await sequencer.run() }
            }
            let notes = Box<[String]>([])
            try await withThrowingTaskGroup { group in
                for writer in 0..<8 {
                    group.addTask {
                        for number in 0..<60 {
                            let act = bench.act(writer * 1_000 + number)
                            try await bench.database.write { try $0.record(act) }
                            if number % 10 == 0, let note = try await bench.log.checkpoint() {
                                notes.update { $0.append(note) }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let isDone = try await eventually { try await bench.database.read { try $0.journalStatus().waiting } == 0 }
            #expect(isDone)
            for task in work {
                task.cancel()
                await task.value
            }
            let report = try await bench.verify()
            #expect(report.acts == 480)
            #expect(report.finding == nil)
            #expect(Set(try await bench.log.entries(limit: 1_000).map(\.entry.act)).count == 480)

            // Every checkpoint that anyone saw is a prefix of the log as it is now.
            for note in notes.value {
                let seen = try SignedNote(encoded: note).checkpoint(origin: Bench.origin, keys: bench.keys.verifiers)
                try await bench.log.consistency(from: seen.size, to: 480).verify(
                    oldRoot: seen.root, newRoot: report.root)
            }
        }
    }

    @Test("a commit wakes the sequencer", arguments: Engine.all)
    func wakes(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            var options = Sequencer.Options()
            options.poll = .seconds(60)
            let sequencer = Sequencer(database: bench.database, keys: bench.keys, options: options, logger: .silent)
            let work = Task { await sequencer.run() }
            for count in 1...3 {
                try await bench.record(1, from: count)
                let isIn = try await eventually { try await bench.log.entries().count == count }
                #expect(isIn)
            }
            work.cancel()
            await work.value
        }
    }

    @Test(
        "while a key is changed checkpoints carry both signatures; afterwards the old key's stay valid",
        arguments: Engine.all)
    func rotation(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            try await bench.record(5)
            try await bench.sequencer().catchUp()
            let first = try #require(try await bench.log.checkpoint())

            let second = try SignerKey(name: Bench.origin, seed: Array(repeating: 10, count: 32))
            let both = LogKeys(origin: Bench.origin, signers: bench.keys.signers + [second])
            let during = Sequencer(database: bench.database, keys: both, time: .fixed(bench.start), logger: .silent)
            try await during.prepare()
            let text = try #require(try await PublicLog(database: bench.database, keys: both).checkpoint())
            let note = try SignedNote(encoded: text)
            #expect(note.signatures.count == 2)
            for key in both.signers { try note.verify(key.verifier) }

            let new = LogKeys(origin: Bench.origin, signers: [second], retired: bench.keys.verifiers)
            try await bench.record(5, from: 5)
            let after = Sequencer(database: bench.database, keys: new, time: .fixed(bench.start), logger: .silent)
            try await after.prepare()
            try await after.catchUp()
            let last = try SignedNote(encoded: try #require(try await bench.log.checkpoint()))
            #expect(throws: LogError.notSigned(Bench.origin)) { try last.verify(bench.keys.signers[0].verifier) }
            try last.verify(second.verifier)
            #expect(try SignedNote(encoded: first).checkpoint(origin: Bench.origin, keys: new.verifiers).size == 5)
            #expect(try await LogVerifier(database: bench.database, keys: new).run().finding == nil)
        }
    }
}
