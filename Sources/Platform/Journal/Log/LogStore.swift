import Base
import Store
import TransparencyLog

/// Where the log stands.
struct LogState: Hashable, Sendable {
    /// How many acts are integrated.
    var size: Int
    /// The size of the checkpoint that is served.
    var published: Int
    /// Since when a newer checkpoint waits to be cosigned.
    var waitingSince: Instant?
}

/// A checkpoint as its table holds it: with the log's signatures, the cosignatures apart.
struct CheckpointRow: Hashable, Sendable {
    var size: Int
    var root: TreeHash
    var madeAt: Instant
    var note: String
}

extension ReadTransaction {
    func logState() throws -> LogState {
        guard let row = try row("SELECT size, published, waiting_since FROM journal_state") else {
            throw JournalError.unreadable("state of the log")
        }
        return LogState(size: try row[0], published: try row[1], waitingSince: try row[2])
    }

    /// The first hashes of a tile, as many as asked for; `nil` where it has not so many.
    func hashes(of tile: Tile) throws -> [TreeHash]? {
        let sql: SQL = "SELECT hashes FROM journal_tiles WHERE level = \(tile.level) AND number = \(tile.index)"
        guard let bytes = try value([UInt8].self, sql) else { return nil }
        guard let hashes = [TreeHash](joinedBytes: bytes) else { throw JournalError.unreadable("tile") }
        return hashes.count >= tile.width ? Array(hashes.prefix(tile.width)) : nil
    }

    /// Reads the tree of `size` leaves, to compute proofs.
    func tileReader(size: Int) -> TileReader {
        TileReader(size: size) { tile in
            guard let hashes = try hashes(of: tile) else { throw LogError.wrongTile(tile) }
            return hashes
        }
    }

    func checkpoint(size: Int) throws -> CheckpointRow? {
        try row("SELECT size, root, made_at, note FROM journal_checkpoints WHERE size = \(size)").map { row in
            guard let root = TreeHash(try row[1] as [UInt8]) else { throw JournalError.unreadable("checkpoint") }
            return CheckpointRow(size: try row[0], root: root, madeAt: try row[2], note: try row[3])
        }
    }

    /// The checkpoint of this size as it is served: with its cosignatures.
    func note(size: Int) throws -> SignedNote? {
        guard let checkpoint = try checkpoint(size: size) else { return nil }
        var note = try SignedNote(encoded: checkpoint.note)
        try forEach("SELECT line FROM journal_cosignatures WHERE size = \(size) ORDER BY witness") { row in
            for signature in try NoteSignature.parse(lines: row[0] + "\n") { note.add(signature) }
            return true
        }
        return note
    }

    /// The public entries whose numbers (from 1) are in the range, in order. Throws `JournalError.missingAct`.
    func forEachEntry(in numbers: ClosedRange<Int>, _ body: (Int, LogEntry) throws -> Void) throws {
        var expected = numbers.lowerBound
        try forEach(
            """
            SELECT number, id, at, verb, commitment FROM journal_numbered_acts
            WHERE number >= \(numbers.lowerBound) AND number <= \(numbers.upperBound) ORDER BY number
            """
        ) { row in
            let number: Int = try row[0]
            guard number == expected else { throw JournalError.missingAct(number: expected) }
            try body(number, LogEntry(act: row[1], at: row[2], verb: row[3], commitment: row[4]))
            expected += 1
            return true
        }
    }
}

extension WriteTransaction {
    func write(_ tile: Tile, _ hashes: [TreeHash]) throws {
        try execute(
            """
            INSERT INTO journal_tiles (level, number, hashes) VALUES (\(tile.level), \(tile.index), \(hashes.joinedBytes))
            ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes
            """)
    }

    func write(_ checkpoint: CheckpointRow) throws {
        try execute(
            """
            INSERT INTO journal_checkpoints (size, root, made_at, note)
            VALUES (\(checkpoint.size), \(checkpoint.root.bytes), \(checkpoint.madeAt), \(checkpoint.note))
            ON CONFLICT (size) DO UPDATE SET root = excluded.root, made_at = excluded.made_at, note = excluded.note
            """)
    }

    /// Forgets a checkpoint that nobody cosigned and that is not served: any proof for its size can still be computed.
    func dropCheckpoint(size: Int, unless state: LogState) throws {
        guard size != state.size, size != state.published else { return }
        try execute(
            """
            DELETE FROM journal_checkpoints WHERE size = \(size)
            AND NOT EXISTS (SELECT 1 FROM journal_cosignatures WHERE size = \(size))
            """)
    }

    /// Makes the checkpoint of this size the one that is served. Never goes back.
    func publish(size: Int, at now: Instant) throws {
        let before = try logState()
        guard size > before.published else { return }
        let after = LogState(size: before.size, published: size, waitingSince: size < before.size ? now : nil)
        try execute("UPDATE journal_state SET published = \(size), waiting_since = \(after.waitingSince)")
        try dropCheckpoint(size: before.published, unless: after)
    }
}
