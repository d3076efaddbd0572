/// What people write on: places to sign, boxes, lines.
extension PieceMaker {
    mutating func signatures(_ signatures: [Manuscript.Signature]) {
        guard !signatures.isEmpty else { return }
        let gap = 28.0
        let shown = max(2, signatures.count)
        let boxWidth = (width - gap * Double(shown - 1)) / Double(shown)
        var piece = Piece(height: 0, space: style.size * 3.2)
        // One signs at the end of the line, as on paper.
        let offset = signatures.count == 1 ? boxWidth + gap : 0
        for (index, signature) in signatures.enumerated() {
            let start = offset + (boxWidth + gap) * Double(index)
            let x = left(start, boxWidth)
            piece.parts.append(
                Piece.Part(x: x) { canvas, x, y in
                    canvas.line(from: (x, y), to: (x + boxWidth, y), width: 0.7, .pale)
                })
            let name = layout(signature.name, text(1, bold: true), boxWidth)
            var small = text(0.86)
            small.colour = .pale
            let office = layout(signature.office, small, boxWidth)
            piece.parts.append(part(name, tree.add("P"), start: start, y: 5))
            piece.parts.append(part(office, tree.add("P"), start: start, y: 5 + name.height))
            piece.height = max(piece.height, 5 + name.height + office.height)
        }
        pieces.append(piece)
    }

    mutating func field(_ field: Manuscript.Field) {
        flow(
            layout(field.label, text(1, bold: true), width), tree.add("P"), space: style.size * 1.3, keepsWithNext: true
        )
        if !field.hint.isEmpty {
            var small = text(0.82)
            small.colour = .pale
            flow(layout(field.hint, small, width), tree.add("P"), space: 0, keepsWithNext: true)
        }
        switch field.kind {
        case .lines(let count): lines(min(max(count, 1), 30))
        case .boxes(let groups): boxes(groups)
        case .choices(let choices): self.choices(choices)
        case .signature: lines(1, space: 30, from: 0.45)
        }
    }

    private mutating func lines(_ count: Int, space: Double = 4, from share: Double = 0) {
        let lineWidth = width * (1 - share)
        let x = left(0, lineWidth)
        for index in 0..<count {
            pieces.append(
                Piece(
                    height: 22, space: index == 0 ? space : 0, keepsWithNext: index == 0 && count > 1,
                    parts: [
                        Piece.Part(x: x) { canvas, x, y in
                            canvas.line(from: (x, y + 20), to: (x + lineWidth, y + 20), width: 0.7, .pale)
                        }
                    ]))
        }
    }

    /// Digits stand from left to right in every script, and so do their boxes; the row begins where lines begin.
    private mutating func boxes(_ groups: [Int]) {
        let counts = groups.map { min(max($0, 1), 40) }
        let all = Double(counts.reduce(0, +))
        let between = 9.0 * Double(counts.count - 1)
        let side = min(19, (width - between) / all)
        let rowWidth = side * all + between
        pieces.append(
            Piece(
                height: side + 4, space: 5,
                parts: [
                    Piece.Part(x: left(0, rowWidth)) { canvas, x, y in
                        var x = x
                        for count in counts {
                            for index in 0..<count {
                                canvas.box(
                                    x: x + Double(index) * side, y: y + 2, width: side, height: side, line: 0.7, .pale)
                            }
                            x += Double(count) * side + 9
                        }
                    }
                ]))
    }

    private mutating func choices(_ choices: [String]) {
        let list = tree.add("L")
        for (index, choice) in choices.enumerated() {
            let body = tree.add("LBody", in: tree.add("LI", in: list))
            let label = layout(choice, text(), width - 22)
            let first = label.lines.first?.height ?? 12
            let square = Piece.Part(x: left(0, 12)) { canvas, x, y in
                canvas.box(x: x, y: y + (first - 11) / 2, width: 11, height: 11, line: 0.8, .ink)
            }
            pieces.append(
                Piece(
                    height: label.height, space: index == 0 ? 5 : 3.5, keepsWithNext: index < choices.count - 1,
                    parts: [square, part(label, body, start: 22)]))
        }
    }
}
