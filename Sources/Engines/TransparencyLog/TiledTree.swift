/// A growing tree, of which the rightmost, unfinished tile of each level is held: what is needed to append, to write
/// tiles and to know the root. The finished tiles are handed out as they are finished.
public struct TiledTree: Hashable, Sendable {
    public private(set) var size: Int
    /// The hashes of the unfinished tile of each level, from the leaves up; each 0–255.
    public private(set) var edges: [[TreeHash]]

    public init() {
        size = 0
        edges = []
    }

    /// Goes on from a tree of `size` leaves, reading its unfinished tiles. Throws `LogError.wrongTile` where one has not
    /// the hashes that the size demands, and what `read` throws.
    public init(size: Int, read: (Tile) throws -> [TreeHash]) throws {
        self.size = size
        edges = []
        var level = 0
        while size >> (Tile.height * level) > 0 {
            let count = size >> (Tile.height * level)
            var edge: [TreeHash] = []
            if count % Tile.fullWidth > 0 {
                let tile = Tile(level: level, index: count / Tile.fullWidth, width: count % Tile.fullWidth)
                edge = try read(tile)
                guard edge.count == tile.width else { throw LogError.wrongTile(tile) }
            }
            edges.append(edge)
            level += 1
        }
    }

    /// Appends a leaf. `finished` receives each tile that this leaf makes full, from the leaves up.
    public mutating func append(_ leaf: TreeHash, finished: (Tile, [TreeHash]) throws -> Void) rethrows {
        var hash = leaf
        var level = 0
        while true {
            if level == edges.count { edges.append([]) }
            edges[level].append(hash)
            guard edges[level].count == Tile.fullWidth else { break }
            let hashes = edges[level]
            edges[level] = []
            edges[level].reserveCapacity(Tile.fullWidth)
            try finished(Tile(level: level, index: size >> (Tile.height * (level + 1))), hashes)
            hash = Self.perfectRoot(hashes)
            level += 1
        }
        size += 1
    }

    /// The unfinished tiles, as a log publishes them for this size.
    public var partialTiles: [(tile: Tile, hashes: [TreeHash])] {
        edges.enumerated().compactMap { level, hashes in
            guard !hashes.isEmpty else { return nil }
            let index = size >> (Tile.height * (level + 1))
            return (Tile(level: level, index: index, width: hashes.count), hashes)
        }
    }

    /// The root (RFC 6962 §2.1, MTH).
    public var root: TreeHash {
        var root: TreeHash?
        for edge in edges {
            // Within a tile the perfect subtrees stand from the largest to the smallest; fold them from the right.
            var end = edge.count
            while end > 0 {
                let width = 1 << end.trailingZeroBitCount
                let subtree = Self.perfectRoot(edge[(end - width)..<end])
                root = root.map { .node(subtree, $0) } ?? subtree
                end -= width
            }
        }
        return root ?? .empty
    }

    /// The root over a power of two of hashes.
    static func perfectRoot(_ hashes: some Collection<TreeHash>) -> TreeHash {
        var row = Array(hashes)
        while row.count > 1 {
            for index in 0..<row.count / 2 { row[index] = .node(row[2 * index], row[2 * index + 1]) }
            row.removeLast(row.count / 2)
        }
        return row.first ?? .empty
    }
}
