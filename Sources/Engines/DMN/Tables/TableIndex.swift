import FEEL

/// Which rules of a table a value lets through, worked out beforehand where cells hold nothing but texts, numbers, ranges of
/// numbers, booleans and null: between the numbers and texts that a column mentions, no cell changes its answer.
struct TableIndex: Sendable {
    /// How many words of 64 bits hold one bit for each rule.
    let words: Int
    /// nil for a column that lets every rule through, since its cells must be asked.
    private let columns: [TableColumn?]
    /// Rows of `words` words, a bit for each rule. The first row lets every rule through.
    private let rows: [UInt64]

    /// Above this many rules the rows would take more room than they are worth.
    static let maxRules = 512

    /// - Parameter cells: by column, those of each rule; nil where a cell is `-`.
    init(_ cells: [[Cell?]], rules: Int) {
        let words = (rules + 63) / 64
        let isSmall = rules <= TableIndex.maxRules
        var rows = (0..<words).map { word in rules - word * 64 >= 64 ? .max : UInt64(1) << UInt64(rules - word * 64) - 1
        }
        var known: [[UInt64]: Int] = [rows: 0]
        columns = cells.map { cells in
            guard isSmall, cells.contains(where: { $0?.turningPoints != nil }) else { return nil }
            return TableColumn(cells) { value in
                var row = [UInt64](repeating: 0, count: words)
                for (rule, cell) in cells.enumerated() {
                    let passes = cell.map { $0.turningPoints == nil || $0.passesConstant(value) } ?? true
                    if passes { row[rule / 64] |= 1 << UInt64(rule % 64) }
                }
                if let place = known[row] { return place }
                known[row] = rows.count
                rows += row
                return rows.count - words
            }
        }
        (self.words, self.rows) = (words, rows)
    }

    /// Whether the rows answer for the cell.
    func covers(_ cell: Cell, column: Int) -> Bool { columns[column] != nil && cell.turningPoints != nil }

    /// Where the row of a value begins; nil where the cells themselves must be asked.
    @inline(__always)
    func row(of value: FEELValue, column: Int) -> Int? {
        guard let column = columns[column] else { return 0 }
        return column.row(of: value)
    }

    /// The rules that all rows let through, of 64 beginning with `word * 64`.
    @inline(__always)
    func candidates(_ starts: UnsafeMutableBufferPointer<Int>, _ word: Int) -> UInt64 {
        var bits = rows[word]
        for start in starts { bits &= rows[start + word] }
        return bits
    }
}

/// The rows of one column.
final class TableColumn: Sendable {
    private let texts: [String]
    /// The row of each text, and at the end that of any other.
    private let textRows: [Int]
    private let numbers: [Decimal128]
    /// The rows below the first number, at it, between it and the second, and so on.
    private let numberRows: [Int]
    private let yes: Int, no: Int, null: Int

    /// - Parameter row: the row of the rules that let a value through. nil where two numbers have none between them.
    init?(_ cells: [Cell?], _ row: (FEELValue) -> Int) {
        let points = cells.flatMap { $0?.turningPoints ?? [] }
        texts = points.reduce(into: []) { texts, point in
            if case .string(let text) = point, !texts.contains(where: { sameText($0, text) }) { texts.append(text) }
        }
        numbers = Set(points.compactMap { if case .number(let number) = $0 { number } else { nil } }).sorted()
        let other = texts.map { $0 + "\u{0}" }.joined() + "\u{0}"
        textRows = texts.map { row(.string($0)) } + [row(.string(other))]
        var numberRows: [Int] = []
        for (index, number) in numbers.enumerated() {
            guard let below = index == 0 ? number - .one : TableColumn.middle(numbers[index - 1], number),
                below < number
            else { return nil }
            numberRows += [row(.number(below)), row(.number(number))]
        }
        guard let above = (numbers.last ?? .zero) + .one, numbers.last.map({ $0 < above }) ?? true else { return nil }
        self.numberRows = numberRows + [row(.number(above))]
        (yes, no, null) = (row(.boolean(true)), row(.boolean(false)), row(.null))
    }

    private static func middle(_ low: Decimal128, _ high: Decimal128) -> Decimal128? {
        guard let sum = low + high, let middle = sum / 2, low < middle else { return nil }
        return middle
    }

    func row(of value: FEELValue) -> Int? {
        switch value {
        case .string(let text):
            for index in texts.indices where sameText(texts[index], text) { return textRows[index] }
            return textRows[texts.count]
        case .number(let number): return row(of: number)
        case .boolean(let answer): return answer ? yes : no
        case .null: return null
        default: return nil
        }
    }

    private func row(of number: Decimal128) -> Int {
        var low = 0
        var high = numbers.count
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        let isAt = low < numbers.count && numbers[low] == number
        return numberRows[2 * low + (isAt ? 1 : 0)]
    }
}
