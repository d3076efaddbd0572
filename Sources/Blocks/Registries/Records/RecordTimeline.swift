import Base

/// What is known now of one record: pieces of time, each with its values, in order and never overlapping.
///
/// Changing it is a pure function to the pieces that are no longer believed and those that take their place; nothing is ever
/// overwritten. (R. T. Snodgrass, Developing Time-Oriented Database Applications in SQL, chapter 10: sequenced modifications.)
struct RecordTimeline<Value: Equatable> {
    struct Piece: Equatable {
        var period: Period
        var value: Value
    }

    /// In order of time.
    private(set) var pieces: [Piece]

    init(_ pieces: [Piece]) { self.pieces = pieces.sorted { $0.period.from < $1.period.from } }

    /// Which pieces are superseded (by index), and what is recorded instead. `isNew` marks what was really changed; the others are
    /// the untouched ends of pieces that were cut.
    struct Edit: Equatable {
        var superseded: [Int] = []
        var added: [(piece: Piece, isNew: Bool)] = []
        var isEmpty: Bool { superseded.isEmpty && added.isEmpty }

        static func == (a: Edit, b: Edit) -> Bool {
            a.superseded == b.superseded && a.added.count == b.added.count
                && zip(a.added, b.added).allSatisfy { $0.piece == $1.piece && $0.isNew == $1.isNew }
        }
    }

    /// Within `period` every value becomes `change(value)`; `nil` ends it there. Times for which nothing is known stay so.
    func edit(_ period: Period, _ change: (Value) throws -> Value?) rethrows -> Edit {
        var edit = Edit()
        for (index, piece) in pieces.enumerated() where piece.period.overlaps(period) && !period.isEmpty {
            let changed = try change(piece.value)
            if changed == piece.value { continue }
            edit.superseded.append(index)
            let before = Period(from: piece.period.from, until: period.from)
            let after = Period(from: period.until, until: piece.period.until)
            if !before.isEmpty { edit.added.append((Piece(period: before, value: piece.value), false)) }
            if let changed {
                edit.added.append((Piece(period: piece.period.intersection(period), value: changed), true))
            }
            if !after.isEmpty { edit.added.append((Piece(period: after, value: piece.value), false)) }
        }
        return edit
    }

    /// The pieces after an edit.
    func applying(_ edit: Edit) -> RecordTimeline {
        let kept = pieces.enumerated().filter { !edit.superseded.contains($0.offset) }.map(\.element)
        return RecordTimeline(kept + edit.added.map(\.piece))
    }

    func value(at instant: Instant) -> Value? { pieces.first { $0.period.contains(instant) }?.value }
}
