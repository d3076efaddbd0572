import Base
import Journal
import Store
import StoreTesting
import Testing
import TransparencyLog

/// A witness as C2SP tlog-witness describes it, in memory.
struct PretendWitness: Sendable {
    let key: SignerKey
    let log: [VerifierKey]
    let latest = Box(Checkpoint(origin: Bench.origin, size: 0, root: .empty))
    let requests = Box(0)

    init(_ name: String, seed: UInt8, log: [VerifierKey]) throws {
        key = try SignerKey(name: name, kind: .cosignature, seed: Array(repeating: seed, count: 32))
        self.log = log
    }

    var witness: Witness { get throws { try Witness(address: "https://\(key.name)/", key: key.verifier.text) } }

    func answer(_ address: String, _ body: String) throws -> (status: Int, body: String) {
        requests.update { $0 += 1 }
        guard address == "https://\(key.name)/add-checkpoint", let request = try? AddCheckpoint(encoded: body) else {
            return (400, "")
        }
        guard let asked = try? request.checkpoint.checkpoint(origin: Bench.origin, keys: log) else { return (403, "") }
        let known = latest.value
        guard request.oldSize <= asked.size else { return (400, "") }
        guard request.oldSize == known.size else { return (409, "\(known.size)\n") }
        do {
            try ConsistencyProof(oldSize: known.size, newSize: asked.size, hashes: request.proof)
                .verify(oldRoot: known.root, newRoot: asked.root)
        } catch { return (422, "") }
        latest.update { $0 = asked }
        return (200, try key.sign(request.checkpoint.text, time: 1_800_000_000).line + "\n")
    }
}

@Suite("Witnesses")
struct WitnessTests {
    static func witnesses(
        _ pretended: [PretendWitness], _ bench: Bench, quorum: Int = 1, at time: TimeSource? = nil,
        post: Witnesses.Post? = nil
    ) throws -> Witnesses {
        var options = Witnesses.Options()
        options.quorum = quorum
        return Witnesses(
            try pretended.map { try $0.witness }, database: bench.database, time: time ?? .fixed(bench.start),
            options: options, logger: .silent
        ) { address, body in
            if let post { return try await post(address, body) }
            for one in pretended where address.contains(one.key.name) { return try one.answer(address, body) }
            throw JournalError.unreadable("no such witness")
        }
    }

    @Test("witnesses cosign checkpoint after checkpoint; receipts carry their cosignatures", arguments: Engine.all)
    func cosigning(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            let pretended = try [1, 2].map { try PretendWitness("w\($0).example", seed: $0, log: bench.keys.verifiers) }
            let witnesses = try Self.witnesses(pretended, bench)
            let keys = pretended.map(\.key.verifier)
            for round in 0..<4 {
                let acts = try await bench.record(37, from: round * 100)
                try await bench.sequencer().catchUp()
                await witnesses.step()
                let note = try SignedNote(encoded: try #require(try await bench.log.checkpoint()))
                #expect(try note.cosignatures(by: keys).count == 2)
                guard case .ready(let receipt) = try await bench.log.receipt(of: acts[3].id) else {
                    throw JournalError.unreadable("no receipt")
                }
                let entry = try #require(receipt.extra)
                try receipt.verify(
                    entry: entry, origin: Bench.origin, logKeys: bench.keys.verifiers, witnesses: keys, quorum: 2)
            }
            #expect(pretended.allSatisfy { $0.latest.value.size == 148 })
            await witnesses.step()
            #expect(pretended.map(\.requests.value) == [4, 4])
            let status = try await bench.database.read { try $0.witnessStatus() }
            #expect(status.map(\.name) == ["w1.example", "w2.example"])
            #expect(status.allSatisfy { $0.size == 148 && $0.failures == 0 && $0.error == nil })
            let report = try await bench.verify(witnesses: keys)
            #expect(report.finding == nil)
            #expect(report.checkpoints == 4)
        }
    }

    @Test("a witness that remembers another size is asked again from there (409)", arguments: Engine.all)
    func otherSize(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            let pretended = try PretendWitness("w1.example", seed: 1, log: bench.keys.verifiers)
            let witnesses = try Self.witnesses([pretended], bench)
            try await bench.record(50)
            try await bench.sequencer().catchUp()
            await witnesses.step()
            #expect(pretended.latest.value.size == 50)
            // We forget, it remembers.
            _ = try await bench.tamper("DELETE FROM journal_witnesses")
            try await bench.record(50, from: 50)
            try await bench.sequencer().catchUp()
            await witnesses.step()
            #expect(pretended.latest.value.size == 100)
            // It forgets, we remember.
            pretended.latest.update { $0 = Checkpoint(origin: Bench.origin, size: 0, root: .empty) }
            try await bench.record(50, from: 100)
            try await bench.sequencer().catchUp()
            await witnesses.step()
            #expect(pretended.latest.value.size == 150)
        }
    }

    @Test("a witness that refuses, forges or is ahead is noted and left alone for a while", arguments: Engine.all)
    func failing(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            let pretended = try PretendWitness("w1.example", seed: 1, log: bench.keys.verifiers)
            let stranger = try SignerKey(name: "w1.example", kind: .cosignature, seed: Array(repeating: 77, count: 32))
            let answer = Box((status: 404, body: ""))
            let asked = Box(0)
            let now = Box(bench.start)
            let post: Witnesses.Post = { _, _ in
                asked.update { $0 += 1 }
                return answer.value
            }
            let witnesses = try Self.witnesses([pretended], bench, at: TimeSource { now.value }, post: post)
            try await bench.record(5)
            try await bench.sequencer().catchUp()
            let text = try SignedNote(encoded: try #require(try await bench.log.checkpoint())).text
            for (status, body, error) in [
                (404, "", "refused(status: 404)"), (409, "6\n", "ahead(size: 6)"), (409, "x", "malformed"),
                (409, "3\n", "cannotAgree"), (200, try stranger.sign(text, time: 1).line + "\n", "notItsSignature"),
                (500, "", "refused"),
            ] {
                answer.update { $0 = (status, body) }
                await witnesses.step()
                let noted = try await bench.database.read { try $0.witnessStatus() }
                #expect(noted.first?.error?.contains(error) == true, "\(error)")
                let count = asked.value
                await witnesses.step()
                #expect(asked.value == count)
                now.update { $0 = $0 + .seconds(1_000) }
            }
            #expect(try SignedNote(encoded: try #require(try await bench.log.checkpoint())).signatures.count == 1)
        }
    }

    @Test(
        "where checkpoints wait for witnesses, the cosigned one is served; without witnesses the newest after a while",
        arguments: Engine.all)
    func publication(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            let pretended = try [1, 2].map { try PretendWitness("w\($0).example", seed: $0, log: bench.keys.verifiers) }
            let now = Box(bench.start)
            let time = TimeSource { now.value }
            let sequencer = bench.sequencer(.cosigned(patience: .seconds(60)), at: time)
            func served() async throws -> Int {
                try Checkpoint(text: SignedNote(encoded: try #require(try await bench.log.checkpoint())).text).size
            }
            try await sequencer.prepare()
            try await bench.record(10)
            try await sequencer.catchUp()
            #expect(try await served() == 0)
            await (try Self.witnesses([pretended[0]], bench, quorum: 2, at: time)).step()
            #expect(try await served() == 0)
            await (try Self.witnesses(pretended, bench, quorum: 2, at: time)).step()
            #expect(try await served() == 10)

            now.update { $0 = $0 + .seconds(3_600) }
            try await bench.record(10, from: 10)
            try await sequencer.catchUp()
            #expect(try await served() == 10)
            now.update { $0 = $0 + .seconds(59) }
            try await sequencer.catchUp()
            #expect(try await served() == 10)
            now.update { $0 = $0 + .seconds(2) }
            try await sequencer.catchUp()
            #expect(try await served() == 20)
            #expect(try await bench.verify().finding == nil)
        }
    }
}
