/// The least that must be kept of an append-only Merkle tree to append to it and know its root: the roots of its
/// perfect subtrees, from the largest (left) to the smallest. At most 63 hashes.
public struct Frontier: Hashable, Sendable {
    /// How many leaves there are.
    public private(set) var size: Int
    public private(set) var hashes: [TreeHash]

    public init() {
        size = 0
        hashes = []
    }

    /// Goes on from a tree of `size` leaves; `nil` where the number of hashes does not fit.
    public init?(size: Int, hashes: [TreeHash]) {
        guard size >= 0, hashes.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.hashes = hashes
    }

    public mutating func append(_ leaf: TreeHash) {
        var hash = leaf
        var rest = size
        while rest & 1 == 1 {
            hash = .node(hashes.removeLast(), hash)
            rest >>= 1
        }
        hashes.append(hash)
        size += 1
    }

    /// The root (RFC 6962 §2.1, MTH).
    public var root: TreeHash {
        guard var hash = hashes.last else { return .empty }
        for left in hashes.dropLast().reversed() { hash = .node(left, hash) }
        return hash
    }
}
