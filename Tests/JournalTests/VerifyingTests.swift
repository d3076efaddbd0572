import Base
import Journal
import Store
import StoreTesting
import Testing
import TransparencyLog

@Suite("Verifying the whole log from the database")
struct VerifyingTests {
    /// What someone with access to the database does, and what is said of it.
    struct Tampering: Sendable, CustomTestStringConvertible {
        var name: String
        var statements: @Sendable ([Act]) -> [SQL]
        var finding: @Sendable ([Act]) -> LogFinding
        var testDescription: String { name }
    }

    static let tamperings: [Tampering] = [
        Tampering(name: "the detail of an act is altered") { acts in
            ["UPDATE journal_acts SET detail = '{\"name\":\"Eve\",\"number\":300}' WHERE id = \(acts[300].id)"]
        } finding: {
            .alteredAct(index: 300, id: $0[300].id)
        },
        Tampering(name: "another actor is named") { acts in
            ["UPDATE journal_acts SET actor = 'someone else' WHERE id = \(acts[5].id)"]
        } finding: {
            .alteredAct(index: 5, id: $0[5].id)
        },
        Tampering(name: "an act has another agency") { acts in
            ["UPDATE journal_acts SET agency = NULL WHERE id = \(acts[599].id)"]
        } finding: {
            .alteredAct(index: 599, id: $0[599].id)
        },
        Tampering(name: "the time of an act is altered") { acts in
            ["UPDATE journal_acts SET at = at + 1 WHERE id = \(acts[299].id)"]
        } finding: {
            .alteredEntry(index: 299, id: $0[299].id)
        },
        Tampering(name: "the verb of an act is altered") { acts in
            ["UPDATE journal_acts SET verb = 'thing.kept' WHERE id = \(acts[0].id)"]
        } finding: {
            .alteredEntry(index: 0, id: $0[0].id)
        },
        Tampering(name: "an act is deleted") { acts in
            ["DELETE FROM journal_acts WHERE id = \(acts[256].id)"]
        } finding: { _ in
            .missingAct(index: 256)
        },
        Tampering(name: "the last act is deleted") { acts in
            ["DELETE FROM journal_acts WHERE id = \(acts[599].id)"]
        } finding: { _ in
            .missingAct(index: 599)
        },
        Tampering(name: "an act is blanked without an act of erasure") { acts in
            ["UPDATE journal_acts SET detail = NULL, salt = NULL, erased_by = \(acts[1].id) WHERE id = \(acts[400].id)"]
        } finding: {
            .erasedWithoutAct(index: 400, id: $0[400].id)
        },
        Tampering(name: "who looked is hidden from the person") { acts in
            ["DELETE FROM journal_concerns WHERE act = \(acts[77].id)"]
        } finding: {
            .alteredConcerns(index: 77, id: $0[77].id)
        },
        Tampering(name: "a tile is altered") { acts in
            [
                "UPDATE journal_tiles SET hashes = (SELECT hashes FROM journal_tiles WHERE level = 0 AND number = 1) WHERE level = 0 AND number = 0"
            ]
        } finding: { _ in
            .wrongTile(Tile(level: 0, index: 0))
        },
        Tampering(name: "a tile is missing") { _ in
            ["DELETE FROM journal_tiles WHERE level = 0 AND number = 2"]
        } finding: { _ in
            .wrongTile(Tile(level: 0, index: 2, width: 88))
        },
        Tampering(name: "an upper tile is missing") { _ in
            ["DELETE FROM journal_tiles WHERE level = 1"]
        } finding: { _ in
            .wrongTile(Tile(level: 1, index: 0, width: 2))
        },
        Tampering(name: "the checkpoint's root is altered") { _ in
            ["UPDATE journal_checkpoints SET root = \(TreeHash.empty.bytes) WHERE size = 600"]
        } finding: { _ in
            .wrongCheckpoint(size: 600)
        },
        Tampering(name: "the checkpoint is gone") { _ in
            ["DELETE FROM journal_checkpoints"]
        } finding: { _ in
            .missingCheckpoint(size: 600)
        },
    ]

    @Test("the first thing that does not fit is named", arguments: Engine.all, tamperings)
    func tampered(on engine: Engine, by tampering: Tampering) async throws {
        try await Bench.with(engine) { bench in
            let party = Identifier<Act.Party>(at: bench.start)
            let acts = try await bench.record(600, concerning: [party])
            try await bench.sequencer().catchUp()
            #expect(try await bench.verify().finding == nil)
            for statement in tampering.statements(acts) {
                let changed = try await bench.tamper(statement)
                #expect(changed > 0)
            }
            #expect(try await bench.verify().finding == tampering.finding(acts))
        }
    }

    @Test("two acts that change places are found", arguments: Engine.all)
    func swapped(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            let acts = try await bench.record(600)
            try await bench.sequencer().catchUp()
            let table: SQL = engine == .postgres ? "journal_numbers" : "journal_acts"
            for (number, act) in [(100_000, acts[20]), (21, acts[30]), (31, acts[20])] {
                #expect(try await bench.tamper("UPDATE \(table) SET number = \(number) WHERE id = \(act.id)") == 1)
            }
            #expect(try await bench.verify().finding == .alteredEntry(index: 20, id: acts[30].id))
        }
    }

    @Test("an act taken out of the sequencer's queue is still counted as one that waits")
    func unqueued() async throws {
        try await Bench.with(.postgres) { bench in
            try await bench.record(5)
            #expect(try await bench.tamper("DELETE FROM journal_waiting") == 5)
            try await bench.sequencer().catchUp()
            #expect(try await bench.verify().waiting == 5)
        }
    }

    @Test(
        "an act altered together with its commitment and its tile is still found by the signed root",
        arguments: Engine.all)
    func rewritten(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            try await bench.record(600)
            try await bench.sequencer().catchUp()
            // Another history of the same length, complete in itself but for the signature.
            let note = try await bench.log.checkpoint()
            let numbers: [SQL] = engine == .postgres ? ["journal_numbers"] : []
            for table: SQL in ["journal_acts", "journal_tiles", "journal_checkpoints"] + numbers {
                _ = try await bench.tamper("DELETE FROM \(table)")
            }
            _ = try await bench.tamper("UPDATE journal_state SET size = 0, published = 0")
            try await bench.record(600)
            let stranger = LogKeys(
                origin: Bench.origin,
                signers: [try SignerKey(name: Bench.origin, seed: Array(repeating: 66, count: 32))])
            let sequencer = Sequencer(database: bench.database, keys: stranger, logger: .silent)
            try await sequencer.catchUp()
            #expect(try await bench.verify().finding == .badSignature(size: 600))
            let old = try SignedNote(encoded: try #require(note))
            let root = try Checkpoint(text: old.text).root
            _ = try await bench.tamper("UPDATE journal_checkpoints SET note = \(old.encoded), root = \(root.bytes)")
            #expect(try await bench.verify().finding == .otherHistory(size: 600))
        }
    }

    @Test("a signature that was altered is found", arguments: Engine.all)
    func badSignatures(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            try await bench.record(10)
            try await bench.sequencer().catchUp()
            let text = try #require(try await bench.log.checkpoint())
            let other = try SignerKey(name: Bench.origin, seed: Array(repeating: 3, count: 32))
            let note = try SignedNote(encoded: text)
            let forged = try SignedNote(text: note.text, signatures: [other.sign(note.text)]).encoded
            _ = try await bench.tamper("UPDATE journal_checkpoints SET note = \(forged) WHERE size = 10")
            #expect(try await bench.verify().finding == .badSignature(size: 10))
            _ = try await bench.tamper("UPDATE journal_checkpoints SET note = 'nothing' WHERE size = 10")
            #expect(try await bench.verify().finding == .wrongCheckpoint(size: 10))
        }
    }

    @Test("a cosignature that was altered is found", arguments: Engine.all)
    func badCosignature(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            let pretended = try PretendWitness("w1.example", seed: 1, log: bench.keys.verifiers)
            try await bench.record(10)
            try await bench.sequencer().catchUp()
            await (try WitnessTests.witnesses([pretended], bench)).step()
            let key = pretended.key.verifier
            #expect(try await bench.verify(witnesses: [key]).finding == nil)
            let line = try pretended.key.sign("something else\n", time: 5).line
            _ = try await bench.tamper("UPDATE journal_cosignatures SET line = \(line)")
            #expect(
                try await bench.verify(witnesses: [key]).finding == .badCosignature(size: 10, witness: "w1.example"))
        }
    }

    @Test("acts that wait for the sequencer are verified too", arguments: Engine.all)
    func waiting(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            try await bench.record(10)
            try await bench.sequencer().catchUp()
            try await bench.record(5, from: 10)
            let report = try await bench.verify()
            #expect(report.acts == 10)
            #expect(report.waiting == 5)
            #expect(report.finding == nil)
        }
    }

    @Test("a log that grows while it is verified is whole", arguments: Engine.all)
    func growing(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            let isOver = Box(false)
            let work = Task {
                var number = 0
                while !isOver.value {
                    try await bench.record(20, from: number)
                    number += 20
                    try await bench.sequencer(batch: 7).step()
                }
            }
            for _ in 0..<30 {
                let report = try await bench.verify()
                #expect(report.finding == nil)
            }
            isOver.update { $0 = true }
            try await work.value
        }
    }

    @Test("it says how far it is, and stops when it is told")
    func progress() async throws {
        try await Bench.with(.sqlite) { bench in
            try await bench.record(9_000)
            try await bench.sequencer().catchUp()
            let heard = Box<[Int]>([])
            let report = try await LogVerifier(database: bench.database, keys: bench.keys).run { done, total in
                heard.update { $0.append(done) }
                #expect(total == 9_000)
            }
            #expect(report.finding == nil)
            #expect(heard.value == [4_096, 8_192, 9_000])

            let started = Box(false)
            let work = Task {
                try await LogVerifier(database: bench.database, keys: bench.keys).run { _, _ in
                    started.update { $0 = true }
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            }
            await #expect(throws: CancellationError.self) { try await work.value }
            #expect(started.value)
        }
    }
}
