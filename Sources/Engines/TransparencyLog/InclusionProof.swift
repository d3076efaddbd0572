/// That an entry is in a log (RFC 6962 §2.1.1, RFC 9162 §2.1.3).
public struct InclusionProof: Hashable, Sendable {
    /// The position of the entry in the log, from 0.
    public var index: Int
    /// How many entries the tree has in which it is proved.
    public var size: Int
    /// The siblings, from the leaf's up.
    public var hashes: [TreeHash]

    public init(index: Int, size: Int, hashes: [TreeHash]) {
        self.index = index
        self.size = size
        self.hashes = hashes
    }

    /// Throws `LogError.proofFails` unless the leaf stands at `index` of the tree of `size` leaves with this root
    /// (RFC 9162 §2.1.3.2).
    public func verify(leaf: TreeHash, root: TreeHash) throws {
        guard index >= 0, index < size else { throw LogError.proofFails }
        var position = index
        var last = size - 1
        var hash = leaf
        for sibling in hashes {
            guard last > 0 else { throw LogError.proofFails }
            if position & 1 == 1 || position == last {
                hash = .node(sibling, hash)
                while position & 1 == 0, position > 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                hash = .node(hash, sibling)
            }
            position >>= 1
            last >>= 1
        }
        guard last == 0, hash == root else { throw LogError.proofFails }
    }
}
