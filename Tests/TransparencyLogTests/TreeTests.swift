import Testing
import TransparencyLog

@Suite("Merkle tree (RFC 6962)")
struct TreeTests {
    @Test("the roots of the published example of eight entries are reproduced")
    func knownRoots() {
        let entries: [[UInt8]] = [
            [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], Array(0x50...0x57),
            Array(0x60...0x6f),
        ]
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ]
        var frontier = Frontier()
        var tree = TiledTree()
        #expect(hex(frontier.root) == roots[0])
        #expect(hex(tree.root) == roots[0])
        for (entry, root) in zip(entries, roots.dropFirst()) {
            frontier.append(.leaf(entry))
            tree.append(.leaf(entry)) { _, _ in }
            #expect(hex(frontier.root) == root)
            #expect(hex(tree.root) == root)
        }
    }

    @Test("frontier and tiled tree have the reference's root after every append")
    func rootsAgree() {
        let all = leaves(700)
        var frontier = Frontier()
        var tree = TiledTree()
        for size in 0...all.count {
            let expected = Reference.root(all[..<size])
            #expect(frontier.root == expected, "size \(size)")
            #expect(tree.root == expected, "size \(size)")
            if size < all.count {
                frontier.append(all[size])
                tree.append(all[size]) { _, _ in }
            }
        }
    }

    @Test("a frontier goes on from what was kept of it, and refuses what does not fit its size")
    func frontierGoesOn() throws {
        var whole = Frontier()
        for leaf in leaves(100) { whole.append(leaf) }
        var resumed = try #require(Frontier(size: whole.size, hashes: whole.hashes))
        for leaf in leaves(50) {
            whole.append(leaf)
            resumed.append(leaf)
        }
        #expect(whole == resumed)
        #expect(Frontier(size: 3, hashes: []) == nil)
        #expect(Frontier(size: -1, hashes: []) == nil)
    }

    @Test("each tile holds the roots of the subtrees that tlog-tiles says")
    func tileContents() throws {
        let all = leaves(66_000)
        let shelf = Shelf()
        shelf.append(all)
        let rows = (0...2).map { Reference.level($0, all) }
        #expect(Tile.grown(from: 0, to: all.count).count == 258 + 2 + 1)
        for tile in Tile.grown(from: 0, to: all.count) {
            let start = tile.index * 256
            #expect(shelf.tiles[tile] == Array(rows[tile.level][start..<start + tile.width]), "\(tile)")
        }
    }

    @Test("appending in batches of any size, and from tiles read back, gives the same tiles and root")
    func batches() throws {
        var random = Seeded(20_260)
        let all = leaves(3_000)
        let once = Shelf()
        once.append(all)
        let piecewise = Shelf()
        var size = 0
        while size < all.count {
            let next = min(all.count, size + Int.random(in: 1...400, using: &random))
            piecewise.append(all[size..<next])
            size = next
            piecewise.tree = try TiledTree(size: size) { tile in try #require(piecewise.tiles[tile]) }
        }
        #expect(piecewise.tree == once.tree)
        for (tile, hashes) in once.tiles { #expect(piecewise.tiles[tile] == hashes) }
        #expect(throws: LogError.wrongTile(Tile(level: 0, index: 1, width: 44))) {
            try TiledTree(size: 300) { _ in [] }
        }
    }

    @Test("the tiles that change between two sizes are those that differ")
    func grownTiles() {
        var random = Seeded(7)
        for _ in 0..<200 {
            let old = Int.random(in: 0...200_000, using: &random)
            let new = old + Int.random(in: 0...70_000, using: &random)
            let difference = Set(Tile.grown(from: 0, to: new)).subtracting(Tile.grown(from: 0, to: old))
            #expect(Set(Tile.grown(from: old, to: new)) == difference, "from \(old) to \(new)")
        }
    }

    private func hex(_ hash: TreeHash) -> String {
        hash.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
