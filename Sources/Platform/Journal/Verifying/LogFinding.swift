import Base
import TransparencyLog

/// The first thing of the journal that does not fit what was signed.
public enum LogFinding: Hashable, Sendable {
    /// Who acted, for whom, on what, why or the detail is not what was recorded.
    case alteredAct(index: Int, id: Identifier<Act>)
    /// The act's id, time, verb or commitment is not what was logged at this place; or another act stands there.
    case alteredEntry(index: Int, id: Identifier<Act>)
    /// The act at this place has been deleted.
    case missingAct(index: Int)
    /// The act's content is gone, and no act of erasure tells of it.
    case erasedWithoutAct(index: Int, id: Identifier<Act>)
    /// The index of whom acts concern does not hold this act as the act says.
    case alteredConcerns(index: Int, id: Identifier<Act>)
    /// A tile is missing or is not that of the acts, which themselves are what was signed.
    case wrongTile(Tile)
    /// The acts from `first` to `last`, of which the tiles say the same, are not those over which this hash was logged.
    case alteredRange(first: Int, last: Int)
    /// There is no checkpoint of the log's present size.
    case missingCheckpoint(size: Int)
    /// The checkpoint's text is not of this log, or does not hold the size and root of its row.
    case wrongCheckpoint(size: Int)
    /// The checkpoint is not signed by one of the log's keys, or a signature does not hold.
    case badSignature(size: Int)
    /// A signed checkpoint is of other acts than those that are here; none before it is.
    case otherHistory(size: Int)
    /// A cosignature does not hold; by whom.
    case badCosignature(size: Int, witness: String)
    /// A row cannot be read.
    case unreadable(index: Int)
}

extension LogFinding: CustomStringConvertible {
    /// For the operator, in English.
    public var description: String {
        switch self {
        case .alteredAct(let index, let id):
            "act \(id) (leaf \(index)) was altered: its content is not what was recorded"
        case .alteredEntry(let index, let id):
            "act \(id) (leaf \(index)) was altered or moved: its id, time, verb or commitment is not what was logged there"
        case .missingAct(let index): "the act of leaf \(index) is missing"
        case .erasedWithoutAct(let index, let id): "act \(id) (leaf \(index)) was erased without an act of erasure"
        case .alteredConcerns(let index, let id):
            "act \(id) (leaf \(index)): the index of the people it concerns was altered"
        case .wrongTile(let tile): "\(TilePath.hashes(tile)) is missing or does not fit the acts"
        case .alteredRange(let first, let last):
            "an act of the leaves \(first) to \(last) was altered, and its tile with it"
        case .missingCheckpoint(let size): "there is no checkpoint of size \(size)"
        case .wrongCheckpoint(let size): "the checkpoint of size \(size) does not say what its row says"
        case .badSignature(let size): "the checkpoint of size \(size) is not validly signed by this log"
        case .otherHistory(let size): "the checkpoint of size \(size) was signed over other acts than those here"
        case .badCosignature(let size, let witness): "the cosignature of \(witness) on size \(size) does not hold"
        case .unreadable(let index): "the act of leaf \(index) cannot be read"
        }
    }
}
