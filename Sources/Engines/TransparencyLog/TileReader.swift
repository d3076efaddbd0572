/// Computes roots and proofs of a log from its tiles. Each tile is read once.
///
/// The tiles are believed: whoever does not trust their source verifies the proof against a signed checkpoint.
public struct TileReader {
    /// How many leaves the tree has for which is computed; any size up to the log's.
    public let size: Int
    private let read: (Tile) throws -> [TreeHash]
    private var tiles: [Tile: [TreeHash]] = [:]

    /// `read` returns the hashes of a tile, exactly as many as its width.
    public init(size: Int, read: @escaping (Tile) throws -> [TreeHash]) {
        self.size = size
        self.read = read
    }

    /// The root of the tree (RFC 6962 §2.1, MTH).
    public mutating func root() throws -> TreeHash {
        size == 0 ? .empty : try hash(0..<size)
    }

    /// RFC 6962 §2.1.1, PATH. Throws `LogError.outOfRange` where there is no such leaf.
    public mutating func inclusionProof(index: Int) throws -> InclusionProof {
        guard index >= 0, index < size else { throw LogError.outOfRange }
        var hashes: [TreeHash] = []
        var range = 0..<size
        while range.count > 1 {
            let middle = Self.split(range)
            if index < middle {
                hashes.append(try hash(middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                hashes.append(try hash(range.lowerBound..<middle))
                range = middle..<range.upperBound
            }
        }
        return InclusionProof(index: index, size: size, hashes: hashes.reversed())
    }

    /// RFC 6962 §2.1.2, PROOF. Throws `LogError.outOfRange` where the log never was of that size.
    public mutating func consistencyProof(from oldSize: Int) throws -> ConsistencyProof {
        guard oldSize >= 0, oldSize <= size else { throw LogError.outOfRange }
        var hashes: [TreeHash] = []
        if oldSize > 0, oldSize < size {
            var range = 0..<size
            while oldSize < range.upperBound {
                let middle = Self.split(range)
                if oldSize <= middle {
                    hashes.append(try hash(middle..<range.upperBound))
                    range = range.lowerBound..<middle
                } else {
                    hashes.append(try hash(range.lowerBound..<middle))
                    range = middle..<range.upperBound
                }
            }
            // The old tree's last subtree; left out where it is the whole old tree, whose root the verifier has.
            if range.lowerBound > 0 { hashes.append(try hash(range)) }
        }
        return ConsistencyProof(oldSize: oldSize, newSize: size, hashes: hashes.reversed())
    }

    /// The largest power of two smaller than the range's length, after its start.
    private static func split(_ range: Range<Int>) -> Int {
        range.lowerBound + 1 << (Int.bitWidth - 1 - (range.count - 1).leadingZeroBitCount)
    }

    /// The root over the leaves of a range whose start is a multiple of the power of two that holds it.
    private mutating func hash(_ range: Range<Int>) throws -> TreeHash {
        guard range.count.nonzeroBitCount == 1 else {
            let middle = Self.split(range)
            let left = try hash(range.lowerBound..<middle)
            return .node(left, try hash(middle..<range.upperBound))
        }
        let height = range.count.trailingZeroBitCount
        let level = height / Tile.height
        let width = 1 << (height % Tile.height)
        let first = range.lowerBound >> (level * Tile.height)
        let start = first % Tile.fullWidth
        return TiledTree.perfectRoot(try tile(level, first / Tile.fullWidth)[start..<start + width])
    }

    private mutating func tile(_ level: Int, _ index: Int) throws -> [TreeHash] {
        guard let tile = Tile.at(level: level, index: index, size: size) else { throw LogError.outOfRange }
        if let known = tiles[tile] { return known }
        let hashes = try read(tile)
        guard hashes.count == tile.width else { throw LogError.wrongTile(tile) }
        tiles[tile] = hashes
        return hashes
    }
}
