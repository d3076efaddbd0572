import TransparencyLog

/// RFC 6962 written down as it stands there, over all leaves at once: slow, and plainly right.
enum Reference {
    static func split(_ count: Int) -> Int {
        var power = 1
        while power * 2 < count { power *= 2 }
        return power
    }

    /// §2.1, MTH
    static func root(_ leaves: ArraySlice<TreeHash>) -> TreeHash {
        switch leaves.count {
        case 0: return .empty
        case 1: return leaves[leaves.startIndex]
        default:
            let middle = leaves.startIndex + split(leaves.count)
            return .node(root(leaves[..<middle]), root(leaves[middle...]))
        }
    }

    /// §2.1.1, PATH
    static func path(_ index: Int, _ leaves: ArraySlice<TreeHash>) -> [TreeHash] {
        guard leaves.count > 1 else { return [] }
        let power = split(leaves.count)
        let middle = leaves.startIndex + power
        return index < power
            ? path(index, leaves[..<middle]) + [root(leaves[middle...])]
            : path(index - power, leaves[middle...]) + [root(leaves[..<middle])]
    }

    /// §2.1.2, PROOF
    static func proof(_ size: Int, _ leaves: ArraySlice<TreeHash>) -> [TreeHash] {
        size == 0 ? [] : subproof(size, leaves, true)
    }

    private static func subproof(_ size: Int, _ leaves: ArraySlice<TreeHash>, _ whole: Bool) -> [TreeHash] {
        if size == leaves.count { return whole ? [] : [root(leaves)] }
        let power = split(leaves.count)
        let middle = leaves.startIndex + power
        return size <= power
            ? subproof(size, leaves[..<middle], whole) + [root(leaves[middle...])]
            : subproof(size - power, leaves[middle...], false) + [root(leaves[..<middle])]
    }

    /// C2SP tlog-tiles: every hash of a level from all leaves.
    static func level(_ level: Int, _ leaves: [TreeHash]) -> [TreeHash] {
        var row = leaves
        for _ in 0..<(8 * level) { row = (0..<row.count / 2).map { .node(row[2 * $0], row[2 * $0 + 1]) } }
        return row
    }
}

/// SplitMix64: the same numbers for the same seed.
struct Seeded: RandomNumberGenerator {
    var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) } }
}

func leaves(_ count: Int) -> [TreeHash] { (0..<count).map { .leaf(Array("entry \($0)".utf8)) } }

/// A log's tiles in memory, as they were handed out.
final class Shelf {
    var tiles: [Tile: [TreeHash]] = [:]
    var tree = TiledTree()

    func append(_ leaves: some Sequence<TreeHash>) {
        for leaf in leaves { tree.append(leaf) { tiles[$0] = $1 } }
        for (tile, hashes) in tree.partialTiles { tiles[tile] = hashes }
    }

    /// A reader for a tree of an earlier size takes the beginning of a tile that has grown since.
    func reader(_ size: Int) -> TileReader {
        TileReader(size: size) { [tiles] tile in
            for width in tile.width...256 {
                if let hashes = tiles[Tile(level: tile.level, index: tile.index, width: width)] {
                    return Array(hashes.prefix(tile.width))
                }
            }
            throw LogError.wrongTile(tile)
        }
    }
}
