/// Where a tile of hashes stands in the tree (C2SP tlog-tiles, "Merkle Tree").
///
/// Tile `index` of level `level` holds up to 256 hashes; hash `i` is the root of the perfect subtree over the leaves
/// `(index·256 + i)·256^level ..< (index·256 + i + 1)·256^level`.
public struct Tile: Hashable, Sendable {
    public static let height = 8
    public static let fullWidth = 256
    /// The tree's sizes fit 63 bits, so no level above 7 holds a hash.
    static let maxLevel = 63

    public let level: Int
    public let index: Int
    /// How many hashes: 1–256; less than 256 is a partial tile.
    public let width: Int

    public init(level: Int, index: Int, width: Int = Tile.fullWidth) {
        self.level = level
        self.index = index
        self.width = width
    }

    public var isPartial: Bool { width < Self.fullWidth }

    /// The tiles, from the leaves up, that a tree of `size` leaves has and a tree of `oldSize` leaves did not have or
    /// had with fewer hashes.
    public static func grown(from oldSize: Int, to size: Int) -> [Tile] {
        var tiles: [Tile] = []
        for level in 0...7 {
            let count = size >> (height * level)
            let oldCount = oldSize >> (height * level)
            guard count > oldCount else { break }
            for index in (oldCount / fullWidth)...((count - 1) / fullWidth) {
                tiles.append(Tile(level: level, index: index, width: min(fullWidth, count - index * fullWidth)))
            }
        }
        return tiles
    }

    /// The tile `index` of `level` in a tree of `size` leaves: full, partial, or `nil` where there is none.
    public static func at(level: Int, index: Int, size: Int) -> Tile? {
        guard (0...7).contains(level), index >= 0, size >= 0, index <= size / fullWidth else { return nil }
        let width = min(fullWidth, (size >> (height * level)) - index * fullWidth)
        return width > 0 ? Tile(level: level, index: index, width: width) : nil
    }
}

/// What can be fetched below a log's prefix: a tile of hashes, or a bundle of entries.
public enum TilePath: Hashable, Sendable {
    case hashes(Tile)
    /// The entries `index·256 ..< index·256 + width`.
    case entries(index: Int, width: Int)
}

extension TilePath: CustomStringConvertible {
    /// `tile/1/x001/234.p/17`, `tile/entries/000`.
    public var description: String {
        switch self {
        case .hashes(let tile): "tile/\(tile.level)/" + Self.suffix(tile.index, tile.width)
        case .entries(let index, let width): "tile/entries/" + Self.suffix(index, width)
        }
    }

    private static func suffix(_ index: Int, _ width: Int) -> String {
        func digits(_ number: Int) -> String { String(repeating: "0", count: 3 - "\(number)".count) + "\(number)" }
        var text = digits(index % 1000)
        var rest = index / 1000
        while rest > 0 {
            text = "x\(digits(rest % 1000))/" + text
            rest /= 1000
        }
        return width < Tile.fullWidth ? text + ".p/\(width)" : text
    }

    /// From the path below the log's prefix; `nil` for everything but the one canonical spelling.
    public init?(_ path: String) {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0] == "tile" else { return nil }
        var width = Tile.fullWidth
        if parts[parts.count - 2].hasSuffix(".p") {
            guard let partial = Decimal.parse(parts.removeLast()), (1..<Tile.fullWidth).contains(partial) else {
                return nil
            }
            width = partial
            parts[parts.count - 1] = parts[parts.count - 1].dropLast(2)
        }
        guard (3...8).contains(parts.count), let index = Self.index(parts[2...]) else { return nil }
        if parts[1] == "entries" {
            self = .entries(index: index, width: width)
        } else if let level = Decimal.parse(parts[1]), level <= Tile.maxLevel {
            self = .hashes(Tile(level: level, index: index, width: width))
        } else {
            return nil
        }
        // `x000/001` names the same tile as `001`; only the shorter is a path of the log.
        guard description == path else { return nil }
    }

    private static func index(_ elements: ArraySlice<Substring>) -> Int? {
        var index = 0
        for (position, element) in zip(elements.indices, elements) {
            let isLast = position == elements.endIndex - 1
            let digits = isLast ? element : element.dropFirst()
            guard isLast || element.first == "x", digits.utf8.count == 3,
                digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
                let number = Int(digits)
            else { return nil }
            index = index * 1000 + number
        }
        // Above this no tree of 63 bits has a tile.
        return index < 1 << 55 ? index : nil
    }
}
