import Base
import Journal
import Store
import StoreTesting
import Testing
import TransparencyLog

@Suite("What anyone may read of the log")
struct PublicLogTests {
    @Test("a client that has nothing but the files computes the same root and proofs", arguments: Engine.all)
    func files(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            try await bench.record(600)
            try await bench.sequencer(batch: 90).catchUp()
            let text = try #require(try await bench.log.checkpoint())
            let checkpoint = try SignedNote(encoded: text).checkpoint(origin: Bench.origin, keys: bench.keys.verifiers)
            #expect(checkpoint.size == 600)

            var tiles: [Tile: [TreeHash]] = [:]
            for tile in Tile.grown(from: 0, to: 600) {
                let bytes = try #require(try await bench.log.file(at: "\(TilePath.hashes(tile))"))
                tiles[tile] = [TreeHash](joinedBytes: bytes)
            }
            let fetched = tiles
            var reader = TileReader(size: 600) { try #require(fetched[$0]) }
            #expect(try reader.root() == checkpoint.root)

            var index = 0
            for (bundle, width) in [(0, 256), (1, 256), (2, 88)] {
                let bytes = try #require(
                    try await bench.log.file(at: "\(TilePath.entries(index: bundle, width: width))"))
                for entry in try EntryBundle.decode(bytes) {
                    try reader.inclusionProof(index: index).verify(leaf: .leaf(entry), root: checkpoint.root)
                    index += 1
                }
            }
            #expect(index == 600)
        }
    }

    @Test("partial tiles of any earlier width are served; what the log has not is not found", arguments: Engine.all)
    func paths(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            try await bench.record(300)
            try await bench.sequencer().catchUp()
            let full = try #require(try await bench.log.file(at: "tile/0/000"))
            #expect(full.count == 8_192)
            #expect(try await bench.log.file(at: "tile/0/000.p/5") == Array(full[..<160]))
            #expect(try await bench.log.file(at: "tile/0/001.p/44")?.count == 44 * 32)
            #expect(try await bench.log.file(at: "tile/1/000.p/1")?.count == 32)
            let bundle = try #require(try await bench.log.file(at: "tile/entries/000"))
            let part = try #require(try await bench.log.file(at: "tile/entries/000.p/9"))
            #expect(try EntryBundle.prefix(9, of: bundle) == part)
            for path in [
                "tile/0/001", "tile/0/001.p/45", "tile/0/002.p/1", "tile/1/000", "tile/1/000.p/2", "tile/2/000.p/1",
                "tile/entries/001", "tile/entries/001.p/45", "tile/entries/x001/000", "tile/63/000", "tile/0/0",
                "../secret",
                "tile/entries/x036/x028/x797/x018/x963/967", "",
            ] {
                #expect(try await bench.log.file(at: path) == nil, "\(path)")
            }
        }
    }

    @Test(
        "proofs of inclusion and consistency hold between any sizes, and there is none beyond the log",
        arguments: Engine.all)
    func proofs(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            try await bench.record(270)
            try await bench.sequencer().catchUp()
            let entries = try await bench.log.entries(limit: 270).reversed().map(\.entry)
            var roots = [TreeHash.empty]
            var frontier = Frontier()
            for entry in entries {
                frontier.append(.leaf(entry.bytes))
                roots.append(frontier.root)
            }
            for (index, size) in [(0, 1), (0, 270), (255, 256), (256, 270), (100, 263)] {
                let proof = try await bench.log.inclusion(of: index, size: size)
                try proof.verify(leaf: .leaf(entries[index].bytes), root: roots[size])
            }
            for (old, new) in [(0, 270), (1, 2), (255, 257), (256, 270), (270, 270)] {
                let proof = try await bench.log.consistency(from: old, to: new)
                try proof.verify(oldRoot: roots[old], newRoot: roots[new])
            }
            await #expect(throws: LogError.outOfRange) { try await bench.log.inclusion(of: 270) }
            await #expect(throws: LogError.outOfRange) { try await bench.log.inclusion(of: 0, size: 271) }
            await #expect(throws: LogError.outOfRange) { try await bench.log.consistency(from: 3, to: 271) }
            await #expect(throws: LogError.outOfRange) { try await bench.log.consistency(from: 3, to: 2) }
        }
    }

    @Test("every act has a receipt that verifies by itself", arguments: Engine.all)
    func receipts(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            let acts = try await bench.record(40)
            #expect(try await bench.log.receipt(of: acts[0].id) == .waiting)
            #expect(try await bench.log.receipt(of: Identifier<Act>(at: bench.start)) == .unknown)
            try await bench.sequencer().catchUp()
            for (index, act) in acts.enumerated() {
                guard case .ready(let file) = try await bench.log.receipt(of: act.id) else {
                    Issue.record("no receipt for leaf \(index)")
                    continue
                }
                let verified = try bench.log.verify(receipt: file.encoded)
                #expect(verified.entry.act == act.id)
                #expect(verified.entry.at == act.at)
                #expect(verified.index == index)
                #expect(verified.checkpoint.size == 40)
            }
        }
    }

    @Test("an altered or foreign receipt is refused, with the reason")
    func alteredReceipts() async throws {
        try await Bench.with(.sqlite) { bench in
            let acts = try await bench.record(40)
            try await bench.sequencer().catchUp()
            guard case .ready(let file) = try await bench.log.receipt(of: acts[7].id),
                case .ready(let other) = try await bench.log.receipt(of: acts[8].id)
            else { throw JournalError.unreadable("no receipt") }
            func refused(_ file: ProofFile) -> ReceiptError? {
                do {
                    _ = try bench.log.verify(receipt: file.encoded)
                    return nil
                } catch { return error as? ReceiptError }
            }
            var altered = file
            altered.extra = other.extra
            #expect(refused(altered) == .altered)
            altered = file
            altered.index = 8
            #expect(refused(altered) == .altered)
            altered = file
            altered.hashes[1] = .empty
            #expect(refused(altered) == .altered)
            altered = file
            altered.extra = nil
            #expect(refused(altered) == .noEntry)
            altered = file
            altered.checkpoint = try SignedNote(
                text: file.checkpoint.text.replacing("\n40\n", with: "\n41\n"), signatures: file.checkpoint.signatures)
            #expect(refused(altered) == .altered)
            let stranger = try SignerKey(name: Bench.origin, seed: Array(repeating: 1, count: 32))
            altered.checkpoint = try SignedNote(
                text: file.checkpoint.text, signatures: [stranger.sign(file.checkpoint.text)])
            #expect(refused(altered) == .notSigned)
            let elsewhere = PublicLog(
                database: bench.database, keys: LogKeys(origin: "other.example/log", signers: bench.keys.signers))
            #expect(throws: ReceiptError.ofAnotherLog(Bench.origin)) { try elsewhere.verify(receipt: file.encoded) }
            #expect(throws: ReceiptError.notAReceipt) { try elsewhere.verify(receipt: "hello") }
        }
    }
}
