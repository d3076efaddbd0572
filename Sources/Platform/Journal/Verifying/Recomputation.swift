import Base
import Store
import TransparencyLog

/// The log being recomputed, act by act.
struct Recomputation: Sendable {
    /// How many acts are in the log that is verified.
    let size: Int
    /// The checkpoint of that size, from the same snapshot: the log may move on, and drop it, while we read.
    let newest: CheckpointRow?
    let keys: LogKeys
    let witnesses: [VerifierKey]

    private(set) var tree = TiledTree()
    /// How many acts were read.
    private(set) var count = 0
    private(set) var erased = 0
    private(set) var checkpoints = 0
    /// Found in the order of the log; the first is the one that counts.
    private(set) var finding: LogFinding?
    /// A leaf that differs from its tile. Whether the act or the tile was altered is known once a signed root is reached,
    /// so the acts are read on.
    private(set) var suspect: (finding: LogFinding, tile: Tile)?
    private var stored: (tile: Int, hashes: [TreeHash])?
    private var erasure: (id: Identifier<Act>, acts: Set<String>)?

    init(size: Int, newest: CheckpointRow?, keys: LogKeys, witnesses: [VerifierKey]) {
        self.size = size
        self.newest = newest
        self.keys = keys
        self.witnesses = witnesses
    }

    /// Whether nothing that follows can change what was found.
    var isOver: Bool { finding != nil }

    mutating func read(_ numbers: ClosedRange<Int>, from transaction: any ReadTransaction) throws {
        var signed = try Checkpoints.rows(in: numbers, from: transaction).filter { $0.size < size }
        if let newest, numbers.contains(size) { signed.append(newest) }
        var next = signed.startIndex
        var concerns: [(index: Int, act: Act)] = []
        try transaction.forEach(
            """
            SELECT \(ActRow.columns) FROM journal_numbered_acts
            WHERE number >= \(numbers.lowerBound) AND number <= \(numbers.upperBound)
            ORDER BY number
            """
        ) { row in
            guard let act = try? ActRow(row), act.number == count + 1 else {
                let isGap = (try? row[0] as Int).map { $0 != count + 1 } ?? false
                finding = isGap ? .missingAct(index: count) : .unreadable(index: count)
                return false
            }
            finding = try verify(act, transaction)
            if count < size, finding == nil { try log(act.entry, transaction) }
            if act.concerns != "[]", let recorded = try? act.recorded { concerns.append((count, recorded.act)) }
            count += 1
            while finding == nil, next < signed.endIndex, signed[next].size == count {
                verify(signed[next])
                next += 1
            }
            return finding == nil
        }
        if finding == nil, count < min(numbers.upperBound, size) { finding = .missingAct(index: count) }
        if let altered = try Concerns.firstAltered(of: concerns, in: transaction) {
            finding = earlier(finding, altered)
        }
    }

    /// What an act says of itself.
    private mutating func verify(_ act: ActRow, _ transaction: any ReadTransaction) throws -> LogFinding? {
        if let salt = act.salt, act.erasedBy == nil, act.detail != nil {
            let isTrue = ActCommitment.of(opening: act.opening, salt: salt) == act.commitment
            return isTrue ? nil : .alteredAct(index: count, id: act.id)
        }
        guard let by = act.erasedBy, act.salt == nil, act.detail == nil,
            try erasedActs(of: by, transaction).contains("\(act.id)")
        else { return .erasedWithoutAct(index: count, id: act.id) }
        erased += 1
        return nil
    }

    /// The acts that an act of erasure names; none where it is no such act or its own content does not hold.
    private mutating func erasedActs(of id: Identifier<Act>, _ transaction: any ReadTransaction) throws -> Set<String> {
        if let erasure, erasure.id == id { return erasure.acts }
        var acts: Set<String> = []
        if let row = try transaction.row("SELECT \(ActRow.columns) FROM journal_numbered_acts WHERE id = \(id)"),
            let act = try? ActRow(row), act.verb == .erased, let salt = act.salt,
            ActCommitment.of(opening: act.opening, salt: salt) == act.commitment,
            let list = try? JSON(parsing: act.detail ?? "null")["acts"]?.array
        {
            acts = Set(list.compactMap(\.string))
        }
        erasure = (id, acts)
        return acts
    }

    /// Appends the act's leaf and compares it, and the tiles that it finishes, with those that are stored.
    private mutating func log(_ entry: LogEntry, _ transaction: any ReadTransaction) throws {
        let leaf = TreeHash.leaf(entry.bytes)
        let tile = Tile.at(level: 0, index: count / Tile.fullWidth, size: size) ?? Tile(level: 0, index: 0)
        if suspect == nil, try storedLeaf(count, of: tile, transaction) != leaf {
            suspect = (.alteredEntry(index: count, id: entry.act), tile)
        }
        var finished: [(tile: Tile, hashes: [TreeHash])] = []
        tree.append(leaf) { finished.append(($0, $1)) }
        for (tile, hashes) in finished where tile.level > 0 { try compare(tile, hashes, transaction) }
    }

    private mutating func storedLeaf(_ index: Int, of tile: Tile, _ transaction: any ReadTransaction) throws
        -> TreeHash?
    {
        if stored?.tile != tile.index { stored = (tile.index, (try? transaction.hashes(of: tile)) ?? []) }
        guard let hashes = stored?.hashes, hashes.count > index % Tile.fullWidth else { return nil }
        return hashes[index % Tile.fullWidth]
    }

    private mutating func compare(_ tile: Tile, _ hashes: [TreeHash], _ transaction: any ReadTransaction) throws {
        let stored = (try? transaction.hashes(of: tile)) ?? []
        guard suspect == nil, stored != hashes else { return }
        // The leaves fit their own tiles, so act and tile were altered together, or this tile alone was.
        let position = zip(stored, hashes).enumerated().first { $1.0 != $1.1 }?.offset ?? 0
        let span = 1 << (Tile.height * tile.level)
        let first = (tile.index * Tile.fullWidth + position) * span
        suspect = (.alteredRange(first: first, last: first + span - 1), tile)
    }

    private mutating func verify(_ row: CheckpointRow) {
        checkpoints += 1
        let checked = Checkpoints.verify(row, keys: keys)
        if case .failure(let failure) = checked {
            finding = failure.finding
        } else if row.root != tree.root {
            finding = suspect?.finding ?? .otherHistory(size: row.size)
        } else if let suspect {
            // The acts are those that were signed; it is the tile that is not.
            finding = .wrongTile(suspect.tile)
        }
    }

    private func earlier(_ one: LogFinding?, _ other: LogFinding) -> LogFinding {
        one.map { ($0.index ?? .max) <= (other.index ?? .max) ? $0 : other } ?? other
    }

    /// What is left to compare when all acts are read.
    func conclusion(from transaction: any ReadTransaction) throws -> LogFinding? {
        if let finding { return finding }
        if size > 0, newest == nil { return .missingCheckpoint(size: size) }
        if size == 0, let newest, case .failure(let failure) = Checkpoints.verify(newest, keys: keys) {
            return failure.finding
        }
        for (tile, hashes) in tree.partialTiles where tile.level > 0 {
            if (try? transaction.hashes(of: tile)) != hashes { return .wrongTile(tile) }
        }
        return try Checkpoints.firstBadCosignature(by: witnesses, upTo: size, in: transaction)
    }
}

extension LogFinding {
    fileprivate var index: Int? {
        switch self {
        case .alteredAct(let index, _), .alteredEntry(let index, _), .missingAct(let index), .unreadable(let index),
            .erasedWithoutAct(let index, _), .alteredConcerns(let index, _):
            index
        default: nil
        }
    }
}
