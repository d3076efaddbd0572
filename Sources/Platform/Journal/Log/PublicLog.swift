import Base
import Store
import TransparencyLog

/// What anyone may read of the log: the files of C2SP tlog-tiles below the log's prefix, receipts, and its entries.
public struct PublicLog: Sendable {
    let database: any Database
    public let keys: LogKeys
    /// The witnesses whose cosignatures are shown.
    public let witnesses: [VerifierKey]

    public init(database: any Database, keys: LogKeys, witnesses: [VerifierKey] = []) {
        self.database = database
        self.keys = keys
        self.witnesses = witnesses
    }

    /// `<prefix>/checkpoint`: `text/plain; charset=utf-8`, to be cached for seconds at most. `nil` before the sequencer has
    /// started for the first time.
    public func checkpoint() async throws -> String? {
        try await database.read { transaction in
            try transaction.note(size: transaction.logState().published)?.encoded
        }
    }

    /// A file below the prefix, `tile/0/x001/234` or `tile/entries/000.p/17`: `application/octet-stream`, which never
    /// changes and may be cached for ever. `nil` (404) for a path of another form and for what the log has not.
    public func file(at path: String) async throws -> [UInt8]? {
        guard let path = TilePath(path) else { return nil }
        return try await database.read { transaction in
            switch path {
            case .hashes(let tile): try transaction.hashes(of: tile)?.joinedBytes
            case .entries(let index, let width): try transaction.bundle(index, width: width)
            }
        }
    }

    /// Proves that the leaf `index` is in the log of `size` entries (of the checkpoint that is served, where not said).
    /// Throws `LogError.outOfRange`.
    public func inclusion(of index: Int, size: Int? = nil) async throws -> InclusionProof {
        try await database.read { transaction in
            let state = try transaction.logState()
            guard size ?? 0 <= state.size else { throw LogError.outOfRange }
            var reader = transaction.tileReader(size: size ?? state.published)
            return try reader.inclusionProof(index: index)
        }
    }

    /// Proves that the log of `newSize` entries (of the checkpoint that is served, where not said) begins with that of
    /// `oldSize`. Throws `LogError.outOfRange`.
    public func consistency(from oldSize: Int, to newSize: Int? = nil) async throws -> ConsistencyProof {
        try await database.read { transaction in
            let state = try transaction.logState()
            guard newSize ?? 0 <= state.size else { throw LogError.outOfRange }
            var reader = transaction.tileReader(size: newSize ?? state.published)
            return try reader.consistencyProof(from: oldSize)
        }
    }

    /// The newest entries, or those before the leaf `before`, the newest first: the public part of the journal.
    public func entries(before: Int? = nil, limit: Int = 50) async throws -> [(index: Int, entry: LogEntry)] {
        try await database.read { transaction in
            let end = min(before ?? .max, try transaction.logState().size)
            guard end > 0, limit > 0 else { return [] }
            var entries: [(index: Int, entry: LogEntry)] = []
            try transaction.forEachEntry(in: max(1, end - limit + 1)...end) { entries.append(($0 - 1, $1)) }
            return entries.reversed()
        }
    }

    /// The entry of an act with its leaf's index (`nil` until it is integrated); `nil` for an unknown act.
    public func entry(of act: Identifier<Act>) async throws -> (index: Int?, entry: LogEntry)? {
        try await database.read { try $0.entry(of: act) }
    }
}

extension ReadTransaction {
    /// The entries of a bundle, from the acts themselves; `nil` where the log has not so many.
    func bundle(_ index: Int, width: Int) throws -> [UInt8]? {
        // An index from a path may be too large to be multiplied.
        guard let tile = Tile.at(level: 0, index: index, size: try logState().size), width <= tile.width else {
            return nil
        }
        let first = index * Tile.fullWidth + 1
        var bytes: [UInt8] = []
        try forEachEntry(in: first...(first + width - 1)) { try EntryBundle.append($1.bytes, to: &bytes) }
        return bytes
    }

    func entry(of act: Identifier<Act>) throws -> (index: Int?, entry: LogEntry)? {
        try row("SELECT number, id, at, verb, commitment FROM journal_numbered_acts WHERE id = \(act)").map { row in
            let number: Int? = try row[0]
            return (
                number.map { $0 - 1 },
                LogEntry(act: try row[1], at: try row[2], verb: try row[3], commitment: try row[4])
            )
        }
    }
}
