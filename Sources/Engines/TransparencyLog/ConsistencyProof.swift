/// That a log only grew: the tree of `oldSize` leaves is a prefix of the tree of `newSize` leaves (RFC 6962 §2.1.2,
/// RFC 9162 §2.1.4).
public struct ConsistencyProof: Hashable, Sendable {
    public var oldSize: Int
    public var newSize: Int
    public var hashes: [TreeHash]

    public init(oldSize: Int, newSize: Int, hashes: [TreeHash]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.hashes = hashes
    }

    /// Throws `LogError.proofFails` unless the tree with `newRoot` begins with the tree with `oldRoot`
    /// (RFC 9162 §2.1.4.2). Every log grew from the empty one.
    public func verify(oldRoot: TreeHash, newRoot: TreeHash) throws {
        guard oldSize >= 0, oldSize <= newSize else { throw LogError.proofFails }
        if oldSize == 0 || oldSize == newSize {
            guard hashes.isEmpty, oldSize == newSize ? oldRoot == newRoot : oldRoot == .empty else {
                throw LogError.proofFails
            }
            return
        }
        // Where the old tree is one perfect subtree, its root is the first hash and is not repeated in the proof.
        var rest = (oldSize.nonzeroBitCount == 1 ? [oldRoot] : []) + hashes
        guard !rest.isEmpty else { throw LogError.proofFails }
        let first = rest.removeFirst()
        var position = oldSize - 1
        var last = newSize - 1
        while position & 1 == 1 {
            position >>= 1
            last >>= 1
        }
        var old = first
        var new = first
        for hash in rest {
            guard last > 0 else { throw LogError.proofFails }
            if position & 1 == 1 || position == last {
                old = .node(hash, old)
                new = .node(hash, new)
                while position & 1 == 0, position > 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                new = .node(new, hash)
            }
            position >>= 1
            last >>= 1
        }
        guard last == 0, old == oldRoot, new == newRoot else { throw LogError.proofFails }
    }
}
