/// A set of regions of one column.
struct RegionSet: Equatable {
    private(set) var words: [UInt64]

    init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

    static func all(_ count: Int) -> RegionSet {
        var set = RegionSet(count: count)
        for region in 0..<count { set.insert(region) }
        return set
    }

    mutating func insert(_ region: Int) { words[region / 64] |= 1 << UInt64(region % 64) }

    func contains(_ region: Int) -> Bool { words[region / 64] >> UInt64(region % 64) & 1 == 1 }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    func intersection(_ other: RegionSet) -> RegionSet {
        var result = self
        for index in words.indices { result.words[index] &= other.words[index] }
        return result
    }

    var first: Int? {
        for (index, word) in words.enumerated() where word != 0 { return index * 64 + word.trailingZeroBitCount }
        return nil
    }
}

/// Where a rule matches: a set of regions in every column.
struct RuleBox {
    let number: Int
    var columns: [RegionSet]
    /// A cell depends on more than its input: the rule matches there only sometimes.
    var isPartial: Bool

    var isEmpty: Bool { columns.contains { $0.isEmpty } }

    /// One region of each column where both match.
    func common(_ other: RuleBox) -> [Int]? {
        var point: [Int] = []
        for (a, b) in zip(columns, other.columns) {
            guard let first = a.intersection(b).first else { return nil }
            point.append(first)
        }
        return point
    }
}

/// Looks for points of a space that no box covers.
struct Cover {
    let sizes: [Int]
    private(set) var steps = 0
    static let maxSteps = 300_000

    init(sizes: [Int]) { self.sizes = sizes }

    var isExhausted: Bool { steps > Cover.maxSteps }

    /// Up to `limit` points of `space` outside all `boxes`; they differ in the regions that decide.
    mutating func uncovered(_ space: [RegionSet], _ boxes: [RuleBox], limit: Int) -> [[Int]] {
        var found: [[Int]] = []
        search(space, boxes, 0, [], limit, &found)
        return found
    }

    private mutating func search(
        _ space: [RegionSet], _ boxes: [RuleBox], _ column: Int, _ point: [Int], _ limit: Int, _ found: inout [[Int]]
    ) {
        steps += 1
        if found.count >= limit || isExhausted { return }
        if column == space.count {
            if boxes.isEmpty { found.append(point) }
            return
        }
        if boxes.isEmpty {
            found.append(point + space[column...].map { $0.first ?? 0 })
            return
        }
        // Regions that meet the same boxes need one look.
        var seen: Set<[Int]> = []
        for region in 0..<sizes[column] where space[column].contains(region) {
            let active = boxes.filter { $0.columns[column].contains(region) }
            guard seen.insert(active.map(\.number)).inserted else { continue }
            search(space, active, column + 1, point + [region], limit, &found)
        }
    }
}
