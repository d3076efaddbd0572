import Testing
import TransparencyLog

@Suite("Proofs (RFC 6962 §2.1.1 and §2.1.2)")
struct ProofTests {
    @Test("inclusion proofs from tiles equal the reference's and verify, for every leaf of every small tree")
    func inclusionSmall() throws {
        let all = leaves(70)
        let shelf = Shelf()
        shelf.append(all)
        for size in 1...all.count {
            let root = Reference.root(all[..<size])
            for index in 0..<size {
                var reader = shelf.reader(size)
                let proof = try reader.inclusionProof(index: index)
                #expect(proof.hashes == Reference.path(index, all[..<size]))
                try proof.verify(leaf: all[index], root: root)
            }
        }
    }

    @Test("consistency proofs from tiles equal the reference's and verify, between all small sizes")
    func consistencySmall() throws {
        let all = leaves(70)
        let shelf = Shelf()
        shelf.append(all)
        let roots = (0...all.count).map { Reference.root(all[..<$0]) }
        for size in 0...all.count {
            for old in 0...size {
                var reader = shelf.reader(size)
                let proof = try reader.consistencyProof(from: old)
                #expect(proof.hashes == Reference.proof(old, all[..<size]))
                try proof.verify(oldRoot: roots[old], newRoot: roots[size])
            }
        }
    }

    @Test("across tile borders too", arguments: [11, 12, 13] as [UInt64])
    func large(seed: UInt64) throws {
        var random = Seeded(seed)
        let all = leaves(68_000)
        let shelf = Shelf()
        shelf.append(all)
        for _ in 0..<6 {
            let size = Int.random(in: 256...all.count, using: &random)
            let old = Int.random(in: 1...size, using: &random)
            let index = Int.random(in: 0..<size, using: &random)
            var reader = shelf.reader(size)
            let root = Reference.root(all[..<size])
            #expect(try reader.root() == root, "seed \(seed), size \(size)")
            let inclusion = try reader.inclusionProof(index: index)
            #expect(inclusion.hashes == Reference.path(index, all[..<size]), "seed \(seed), \(index) of \(size)")
            try inclusion.verify(leaf: all[index], root: root)
            let consistency = try reader.consistencyProof(from: old)
            #expect(consistency.hashes == Reference.proof(old, all[..<size]), "seed \(seed), \(old) to \(size)")
            try consistency.verify(oldRoot: Reference.root(all[..<old]), newRoot: root)
        }
    }

    @Test("no altered inclusion proof verifies", arguments: [1, 2, 3] as [UInt64])
    func alteredInclusion(seed: UInt64) throws {
        var random = Seeded(seed)
        let all = leaves(300)
        let shelf = Shelf()
        shelf.append(all)
        for _ in 0..<60 {
            let size = Int.random(in: 2...all.count, using: &random)
            let index = Int.random(in: 0..<size, using: &random)
            let root = Reference.root(all[..<size])
            var reader = shelf.reader(size)
            let proof = try reader.inclusionProof(index: index)
            var altered: [InclusionProof] = []
            for position in proof.hashes.indices {
                var one = proof
                one.hashes[position] = flipped(one.hashes[position], &random)
                altered.append(one)
                one = proof
                one.hashes.remove(at: position)
                altered.append(one)
            }
            altered.append(InclusionProof(index: index, size: size, hashes: proof.hashes + [root]))
            altered.append(InclusionProof(index: (index + 1) % size, size: size, hashes: proof.hashes))
            altered.append(InclusionProof(index: -1, size: size, hashes: proof.hashes))
            altered.append(InclusionProof(index: size, size: size, hashes: proof.hashes))
            for one in altered {
                #expect(throws: LogError.proofFails, "seed \(seed)") { try one.verify(leaf: all[index], root: root) }
            }
            #expect(throws: LogError.proofFails) { try proof.verify(leaf: flipped(all[index], &random), root: root) }
        }
    }

    @Test("no altered consistency proof verifies", arguments: [1, 2, 3] as [UInt64])
    func alteredConsistency(seed: UInt64) throws {
        var random = Seeded(seed)
        let all = leaves(300)
        let shelf = Shelf()
        shelf.append(all)
        for _ in 0..<60 {
            let size = Int.random(in: 2...all.count, using: &random)
            let old = Int.random(in: 1..<size, using: &random)
            let roots = (old: Reference.root(all[..<old]), new: Reference.root(all[..<size]))
            var reader = shelf.reader(size)
            let proof = try reader.consistencyProof(from: old)
            var altered: [ConsistencyProof] = []
            for position in proof.hashes.indices {
                var one = proof
                one.hashes[position] = flipped(one.hashes[position], &random)
                altered.append(one)
                one = proof
                one.hashes.remove(at: position)
                altered.append(one)
            }
            altered.append(ConsistencyProof(oldSize: old, newSize: size, hashes: proof.hashes + [roots.new]))
            altered.append(ConsistencyProof(oldSize: size, newSize: old, hashes: proof.hashes))
            altered.append(ConsistencyProof(oldSize: 0, newSize: size, hashes: proof.hashes))
            for one in altered {
                #expect(throws: LogError.proofFails, "seed \(seed)") {
                    try one.verify(oldRoot: roots.old, newRoot: roots.new)
                }
            }
            #expect(throws: LogError.proofFails) {
                try proof.verify(oldRoot: flipped(roots.old, &random), newRoot: roots.new)
            }
            #expect(throws: LogError.proofFails) {
                try proof.verify(oldRoot: roots.old, newRoot: flipped(roots.new, &random))
            }
        }
    }

    @Test("there is no proof beyond the log's size, nor from a tile of the wrong width")
    func outOfRange() {
        let shelf = Shelf()
        shelf.append(leaves(10))
        var reader = shelf.reader(10)
        #expect(throws: LogError.outOfRange) { try reader.inclusionProof(index: 10) }
        #expect(throws: LogError.outOfRange) { try reader.inclusionProof(index: -1) }
        #expect(throws: LogError.outOfRange) { try reader.consistencyProof(from: 11) }
        var short = TileReader(size: 10) { _ in [] }
        #expect(throws: LogError.wrongTile(Tile(level: 0, index: 0, width: 10))) { try short.root() }
    }

    private func flipped(_ hash: TreeHash, _ random: inout Seeded) -> TreeHash {
        var bytes = hash.bytes
        bytes[Int.random(in: 0..<32, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
        return TreeHash(bytes) ?? .empty
    }
}
