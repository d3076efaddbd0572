import Testing
import TransparencyLog

@Suite("Proof files and witnesses (C2SP tlog-proof, tlog-witness)")
struct ProofFileTests {
    let log: SignerKey
    let witness: SignerKey
    let shelf = Shelf()
    let all = leaves(500)

    init() throws {
        log = try SignerKey(name: "example.org/log", seed: Array(repeating: 1, count: 32))
        witness = try SignerKey(name: "example.org/w", kind: .cosignature, seed: Array(repeating: 3, count: 32))
        shelf.append(all)
    }

    func checkpoint(_ size: Int) throws -> SignedNote {
        try Checkpoint(origin: "example.org/log", size: size, root: Reference.root(all[..<size])).signed(by: [log])
    }

    @Test("a proof file is read back and verifies offline, with its witnesses")
    func proofFile() throws {
        var note = try checkpoint(500)
        note.add(try witness.sign(note.text, time: 1_700_000_000))
        let entry = Array("entry 321".utf8)
        var reader = shelf.reader(500)
        let file = ProofFile(
            extra: entry, index: 321, hashes: try reader.inclusionProof(index: 321).hashes, checkpoint: note)
        let read = try ProofFile(encoded: file.encoded)
        #expect(read == file)
        #expect(file.encoded.hasPrefix("c2sp.org/tlog-proof@v1\nextra ZW50cnkgMzIx\nindex 321\n"))
        let verified = try read.verify(
            entry: entry, origin: "example.org/log", logKeys: [log.verifier], witnesses: [witness.verifier], quorum: 1)
        #expect(verified.size == 500)

        #expect(throws: LogError.proofFails) {
            try read.verify(entry: Array("entry 322".utf8), origin: "example.org/log", logKeys: [log.verifier])
        }
        #expect(throws: LogError.tooFewWitnesses(found: 1, needed: 2)) {
            try read.verify(
                entry: entry, origin: "example.org/log", logKeys: [log.verifier], witnesses: [witness.verifier],
                quorum: 2)
        }
        #expect(throws: LogError.notSigned("example.org/log")) {
            try read.verify(entry: entry, origin: "example.org/log", logKeys: [witness.verifier])
        }
    }

    @Test("what is no proof file is refused")
    func malformedProofFile() throws {
        let note = try checkpoint(1)
        let good = ProofFile(index: 0, hashes: [], checkpoint: note).encoded
        #expect(try ProofFile(encoded: good).hashes == [])
        for wrong in [
            "", good.replacing("@v1", with: "@v2"), good.replacing("index 0", with: "index 00"),
            good.replacing("index 0\n", with: ""), good.replacing("index 0\n", with: "index 0\nAAAA\n"),
            good.replacing("index 0\n", with: "extra !\nindex 0\n"), good.replacing("index 0\n\n", with: "index 0\n"),
        ] {
            #expect(throws: LogError.self, "\(wrong)") { try ProofFile(encoded: wrong) }
        }
    }

    @Test("a request to a witness carries the proof that it needs, and the answers are understood")
    func addCheckpoint() throws {
        var reader = shelf.reader(500)
        let request = AddCheckpoint(
            oldSize: 300, proof: try reader.consistencyProof(from: 300).hashes, checkpoint: try checkpoint(500))
        let read = try AddCheckpoint(encoded: request.encoded)
        #expect(read == request)
        let asked = try Checkpoint(text: read.checkpoint.text)
        try ConsistencyProof(oldSize: 300, newSize: asked.size, hashes: read.proof)
            .verify(oldRoot: Reference.root(all[..<300]), newRoot: asked.root)

        let line = try witness.sign(read.checkpoint.text, time: 5)
        #expect(try WitnessAnswer(status: 200, body: line.line + "\n") == .cosigned([line]))
        #expect(try WitnessAnswer(status: 409, body: "300\n") == .otherSize(300))
        #expect(try WitnessAnswer(status: 422, body: "whatever") == .refused(status: 422))
        #expect(throws: LogError.self) { try WitnessAnswer(status: 409, body: "300") }
        #expect(throws: LogError.self) { try WitnessAnswer(status: 200, body: "") }
        #expect(throws: LogError.self) { try AddCheckpoint(encoded: "old 300\n") }
        #expect(throws: LogError.self) { try AddCheckpoint(encoded: request.encoded.replacing("old ", with: "new ")) }
    }
}
