import Testing
import TransparencyLog

@Suite("Tiles and entry bundles (C2SP tlog-tiles)")
struct TileTests {
    @Test("paths are written as the specification's example writes them")
    func paths() {
        #expect("\(TilePath.hashes(Tile(level: 0, index: 1_234_067)))" == "tile/0/x001/x234/067")
        #expect("\(TilePath.hashes(Tile(level: 1, index: 0, width: 17)))" == "tile/1/000.p/17")
        #expect("\(TilePath.entries(index: 273, width: 112))" == "tile/entries/273.p/112")
        #expect("\(TilePath.entries(index: 1000, width: 256))" == "tile/entries/x001/000")
    }

    @Test("a log of 70,000 entries has the tiles that the specification counts")
    func seventyThousand() {
        let tiles = Tile.grown(from: 0, to: 70_000)
        #expect(tiles.filter { $0.level == 0 && !$0.isPartial }.count == 273)
        #expect(tiles.filter { $0.level == 0 && $0.isPartial }.map(\.width) == [112])
        #expect(tiles.filter { $0.level == 1 && !$0.isPartial }.count == 1)
        #expect(tiles.filter { $0.level == 1 && $0.isPartial }.map(\.width) == [17])
        #expect(tiles.filter { $0.level == 2 }.map(\.width) == [1])
        #expect(tiles.allSatisfy { $0.level <= 2 })
    }

    @Test("every path is read back, and only its canonical spelling")
    func parsing() {
        var random = Seeded(99)
        for _ in 0..<2_000 {
            let index = Int.random(in: 0..<(1 << Int.random(in: 1...54, using: &random)), using: &random)
            let width = Bool.random(using: &random) ? 256 : Int.random(in: 1...255, using: &random)
            let path: TilePath =
                Bool.random(using: &random)
                ? .entries(index: index, width: width)
                : .hashes(Tile(level: Int.random(in: 0...63, using: &random), index: index, width: width))
            #expect(TilePath("\(path)") == path)
        }
        for wrong in [
            "", "tile", "tile/0", "tile/0/", "tile/0/1", "tile/0/01", "tile/0/0001", "tile/00/001", "tile/64/001",
            "tile/-1/001",
            "tile/0/x000/001", "tile/0/001/002", "tile/0/x001", "tile/0/001.p", "tile/0/001.p/", "tile/0/001.p/0",
            "tile/0/001.p/256", "tile/0/001.p/01", "tile/0/001.p/+1", "tile/0/001.p/1/2", "tile/0/001/", "/tile/0/001",
            "tile/0/٠٠١",
            "tile/entries", "tile/entries/1", "tile/Entries/001", "tile/0/../001", "tile/0/xx01/001", "checkpoint",
            "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/0/x001/x001/x001/x001/x001/x001/x001/x001/001",
        ] {
            #expect(TilePath(wrong) == nil, "\(wrong)")
        }
    }

    @Test("the width of a tile follows from the size of the tree")
    func widths() {
        #expect(Tile.at(level: 0, index: 273, size: 70_000)?.width == 112)
        #expect(Tile.at(level: 0, index: 272, size: 70_000)?.width == 256)
        #expect(Tile.at(level: 0, index: 274, size: 70_000) == nil)
        #expect(Tile.at(level: 2, index: 0, size: 70_000)?.width == 1)
        #expect(Tile.at(level: 3, index: 0, size: 70_000) == nil)
        #expect(Tile.at(level: 0, index: 0, size: 0) == nil)
        #expect(Tile.at(level: 0, index: .max, size: .max) == nil)
    }

    @Test("bundles hold entries of any length up to 65,535 bytes, and partial bundles their first")
    func bundles() throws {
        var random = Seeded(5)
        let entries = [[], random.bytes(1), random.bytes(255), random.bytes(256), random.bytes(65_535)]
        let bytes = try EntryBundle.encode(entries)
        #expect(Array(bytes[..<5]) == [0, 0, 0, 1, entries[1][0]])
        #expect(bytes.count == 10 + 0 + 1 + 255 + 256 + 65_535)
        #expect(try EntryBundle.decode(bytes) == entries)
        for count in 0...5 {
            #expect(try EntryBundle.prefix(count, of: bytes) == EntryBundle.encode(entries[..<count]))
        }
        #expect(try EntryBundle.prefix(6, of: bytes) == nil)
        #expect(throws: LogError.self) { try EntryBundle.encode([random.bytes(65_536)]) }
        #expect(throws: LogError.self) { try EntryBundle.decode(Array(bytes.dropLast())) }
        #expect(throws: LogError.self) { try EntryBundle.decode([0]) }
        #expect(throws: LogError.self) { try EntryBundle.decode(Array(repeating: 0, count: 2 * 257)) }
    }

    @Test("a tile's bytes are its hashes, 32 bytes each")
    func tileBytes() {
        let hashes = leaves(256)
        #expect(hashes.joinedBytes.count == 8_192)
        #expect([TreeHash](joinedBytes: hashes.joinedBytes) == hashes)
        #expect([TreeHash](joinedBytes: [1, 2, 3]) == nil)
    }
}
