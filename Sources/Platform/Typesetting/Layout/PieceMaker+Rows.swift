/// What stands side by side: values beside their names, items beside their marks, cells.
extension PieceMaker {
    private struct Cell {
        var text: TextLayout
        var element: StructureTree.Element.ID
        var start: Double
    }

    /// A row of texts. A short one is one piece; a long one may be divided between lines.
    private func row(_ cells: [Cell], padding: Double, decoration: ((Canvas, Double, Double, Double) -> Void)? = nil)
        -> [Piece]
    {
        let lines = cells.map(\.text.lines.count).max() ?? 0
        guard lines > 8 else {
            let height = (cells.map(\.text.height).max() ?? 0) + 2 * padding
            var piece = Piece(height: height)
            if let decoration { piece.parts.append(Piece.Part { decoration($0, $1, $2, height) }) }
            piece.parts += cells.map { part($0.text, $0.element, start: $0.start, y: padding) }
            return [piece]
        }
        return (0..<lines).map { index in
            let present = cells.filter { index < $0.text.lines.count }
            let height = present.map { $0.text.lines[index].height }.max() ?? 0
            let isFirst = index == 0
            let isLast = index == lines - 1
            var piece = Piece(
                height: height + (isFirst ? padding : 0) + (isLast ? padding : 0),
                keepsWithNext: isFirst || index == lines - 2)
            if isLast, let decoration { piece.parts.append(Piece.Part { decoration($0, $1, $2, height + padding) }) }
            piece.parts += present.map { cell in
                let line = cell.text.lines[index]
                return Piece.Part(element: cell.element, x: left(cell.start, cell.text.width), y: isFirst ? padding : 0)
                {
                    cell.text.draw(line, on: $0, x: $1, y: $2)
                }
            }
            return piece
        }
    }

    mutating func facts(_ facts: [Manuscript.Fact]) {
        let list = tree.add("L")
        let nameWidth = (width * 0.34).rounded()
        let valueWidth = width - nameWidth - 12
        let (width, hair) = (width, Colour.wash)
        for (index, fact) in facts.enumerated() {
            let item = tree.add("LI", in: list)
            var name = text(0.92)
            name.colour = .pale
            let cells = [
                Cell(text: layout(fact.name, name, nameWidth), element: tree.add("Lbl", in: item), start: 0),
                Cell(
                    text: layout(fact.value, text(1, bold: style.isCentred), valueWidth),
                    element: tree.add("LBody", in: item), start: nameWidth + 12),
            ]
            var rows = row(cells, padding: 4) { canvas, x, y, height in
                canvas.line(from: (x, y + height), to: (x + width, y + height), width: 0.6, hair)
            }
            if index == 0 { rows[0].space = style.size }
            if index == 0, facts.count > 1 { rows[rows.count - 1].keepsWithNext = true }
            pieces += rows
        }
    }

    mutating func list(_ items: [[Manuscript.Run]], _ isNumbered: Bool) {
        let list = tree.add("L")
        tree.setNumbering(isNumbered ? "Decimal" : "Disc", of: list)
        let markWidth = style.size * (isNumbered && items.count > 9 ? 2.4 : 1.7)
        for (index, runs) in items.enumerated() {
            let item = tree.add("LI", in: list)
            let mark = layout(isNumbered ? "\(index + 1)." : "•", text(), markWidth)
            let cells = [
                Cell(text: mark, element: tree.add("Lbl", in: item), start: 0),
                Cell(
                    text: layout(runs, text(), width - markWidth), element: tree.add("LBody", in: item),
                    start: markWidth),
            ]
            var rows = row(cells, padding: 0)
            rows[0].space = style.size * (index == 0 ? 0.75 : 0.3)
            pieces += rows
        }
    }

    mutating func table(_ table: Manuscript.Table) {
        guard !table.columns.isEmpty else { return }
        let element = tree.add("Table")
        let gap = 10.0
        let widths = columnWidths(table, gap: gap)
        let (width, colour) = (width, style.colour)
        func starts() -> [Double] {
            widths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1 + gap) }
        }
        let places = starts()
        func cells(_ texts: [[Manuscript.Run]], bold: Bool, tag: (Int) -> String, in row: Int, scope: String?) -> [Cell]
        {
            table.columns.indices.map { index in
                let runs = index < texts.count ? texts[index] : []
                let text = layout(runs, text(0.94, bold: bold, table.columns[index].alignment), widths[index])
                let tag = tag(index)
                return Cell(
                    text: text, element: tree.add(tag, in: row, scope: tag == "TH" ? scope : nil), start: places[index])
            }
        }
        let headRow = tree.add("TR", in: element)
        var head = row(
            cells(table.columns.map(\.title), bold: true, tag: { _ in "TH" }, in: headRow, scope: "Column"), padding: 5
        ) { canvas, x, y, height in
            canvas.line(from: (x, y + height), to: (x + width, y + height), width: 1, colour)
        }
        for index in head.indices { head[index].keepsWithNext = true }
        head[0].space = style.size
        pieces += head
        let repeated = head.map(\.asDecoration)
        for (index, line) in table.rows.enumerated() {
            let rowElement = tree.add("TR", in: element)
            let isTotal = line.isTotal
            var rows = row(
                cells(
                    line.cells, bold: isTotal, tag: { $0 == 0 && isTotal ? "TH" : "TD" }, in: rowElement, scope: "Row"),
                padding: 4.5
            ) { canvas, x, y, height in
                if isTotal { canvas.line(from: (x, y), to: (x + width, y), width: 1, colour) }
                canvas.line(from: (x, y + height), to: (x + width, y + height), width: 0.5, isTotal ? colour : .wash)
            }
            for number in rows.indices { rows[number].repeated = repeated }
            if index == table.rows.count - 2 { rows[rows.count - 1].keepsWithNext = true }
            pieces += rows
        }
    }

    /// As wide as their longest text wants where all fit; else the wide ones share what the narrow ones leave.
    private func columnWidths(_ table: Manuscript.Table, gap: Double) -> [Double] {
        let free = width - gap * Double(table.columns.count - 1)
        let wanted = table.columns.indices.map { index in
            let texts =
                [table.columns[index].title]
                + table.rows.prefix(200).compactMap { index < $0.cells.count ? $0.cells[index] : nil }
            return texts.map { layout($0, text(0.94, bold: true), free).extent }.max() ?? 0
        }
        let total = wanted.reduce(0, +)
        if total <= free {
            // What is left over goes to the first column that holds words.
            var widths = wanted
            widths[table.columns.firstIndex { $0.alignment == .start } ?? 0] += free - total
            return widths
        }
        var widths = wanted
        var open = Set(widths.indices)
        var left = free
        while !open.isEmpty {
            let share = left / Double(open.count)
            let narrow = open.filter { wanted[$0] <= share }
            if narrow.isEmpty {
                for index in open { widths[index] = share }
                break
            }
            for index in narrow { left -= wanted[index] }
            open.subtract(narrow)
        }
        return widths
    }
}
