import Base
import Store
import TransparencyLog

/// Acts about to become leaves: the tree as it will be, and the tiles that change.
struct LogBatch: Sendable {
    let oldSize: Int
    let tree: TiledTree
    let finished: [(tile: Tile, hashes: [TreeHash])]

    /// Goes on from the log as it stands with the acts that are numbered and not integrated, at most `limit`.
    init(reading transaction: any ReadTransaction, limit: Int) throws {
        let size = try transaction.logState().size
        var tree = try TiledTree(size: size) { tile in
            guard let hashes = try transaction.hashes(of: tile) else { throw LogError.wrongTile(tile) }
            return hashes
        }
        var finished: [(tile: Tile, hashes: [TreeHash])] = []
        try transaction.forEachEntry(in: (size + 1)...(size + limit)) { _, entry in
            tree.append(.leaf(entry.bytes)) { finished.append(($0, $1)) }
        }
        oldSize = size
        self.tree = tree
        self.finished = finished
    }

    var size: Int { tree.size }
    var isEmpty: Bool { size == oldSize }

    /// Writes the batch, unless the log has moved in the meantime; then nothing is written and `false` returned.
    func write(_ checkpoint: CheckpointRow, publishing: Bool, to transaction: any WriteTransaction) throws -> Bool {
        let before = try transaction.logState()
        guard before.size == oldSize else { return false }
        for (tile, hashes) in finished + tree.partialTiles { try transaction.write(tile, hashes) }
        try transaction.write(checkpoint)
        let waitingSince = before.waitingSince ?? checkpoint.madeAt
        let after = LogState(
            size: size, published: publishing ? size : before.published, waitingSince: publishing ? nil : waitingSince)
        try transaction.execute(
            "UPDATE journal_state SET size = \(size), published = \(after.published), waiting_since = \(after.waitingSince)"
        )
        try transaction.dropCheckpoint(size: oldSize, unless: after)
        if publishing { try transaction.dropCheckpoint(size: before.published, unless: after) }
        return true
    }
}
