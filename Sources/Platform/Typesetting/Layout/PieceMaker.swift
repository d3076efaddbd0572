import CPango
import QRCode

/// Turns blocks into pieces, and notes the structure while it does.
struct PieceMaker {
    let fonts: Fonts
    let style: PageStyle
    let isRightToLeft: Bool
    var tree = StructureTree()
    var pieces: [Piece] = []

    init(_ manuscript: Manuscript, fonts: Fonts) {
        self.fonts = fonts
        style = manuscript.style
        isRightToLeft = manuscript.isRightToLeft
    }

    var width: Double { style.textWidth }

    /// Where a box of `width` begins from the left, that lies `start` from where lines begin.
    func left(_ start: Double, _ boxWidth: Double) -> Double { isRightToLeft ? width - start - boxWidth : start }

    func text(_ size: Double = 1, bold: Bool = false, _ alignment: Manuscript.Alignment = .start) -> TextStyle {
        TextStyle(families: style.families, size: style.size * size, isBold: bold, alignment: alignment)
    }

    func layout(_ runs: [Manuscript.Run], _ style: TextStyle, _ width: Double) -> TextLayout {
        TextLayout(runs, style, width: width, fonts: fonts)
    }

    func layout(_ words: String, _ style: TextStyle, _ width: Double) -> TextLayout {
        layout([Manuscript.Run(words)], style, width)
    }

    /// A text as one part of a piece.
    func part(
        _ text: TextLayout, _ element: StructureTree.Element.ID?, start: Double = 0, y: Double = 0, link: String? = nil
    ) -> Piece.Part {
        Piece.Part(element: element, x: left(start, text.width), y: y, link: link) { canvas, x, y in
            text.draw(on: canvas, x: x, y: y)
        }
    }

    mutating func make(_ block: Manuscript.Block) throws(TypesettingError) {
        switch block {
        case .heading(let runs, let level, let alignment): heading(runs, min(max(level, 1), 3), alignment)
        case .paragraph(let runs, let alignment):
            flow(layout(runs, text(1, alignment), width), tree.add("P"), space: style.size * 0.75)
        case .note(let runs, let alignment):
            var small = text(0.82, alignment)
            small.colour = .pale
            flow(layout(runs, small, width), tree.add("P"), space: style.size * 0.6)
        case .address(let lines): address(lines)
        case .facts(let facts): self.facts(facts)
        case .list(let items, let isNumbered): list(items, isNumbered)
        case .table(let table): self.table(table)
        case .picture(let picture, let width, let alternative, let alignment):
            self.picture(picture, width, alternative, alignment)
        case .code(let code): try self.code(code)
        case .signatures(let signatures): self.signatures(signatures)
        case .field(let field): self.field(field)
        case .rule: rule()
        case .space(let height): pieces.append(Piece(height: height))
        case .pageBreak: pieces.append(Piece(height: 0, breaksPage: true))
        }
    }

    /// Lines that may stand on two pages, at least two of them on each.
    mutating func flow(
        _ text: TextLayout, _ element: StructureTree.Element.ID, start: Double = 0, space: Double,
        keepsWithNext: Bool = false
    ) {
        for (index, line) in text.lines.enumerated() {
            let isKept = index == 0 || index == text.lines.count - 2
            let part = Piece.Part(element: element, x: left(start, text.width)) { canvas, x, y in
                text.draw(line, on: canvas, x: x, y: y)
            }
            let isLast = index == text.lines.count - 1
            pieces.append(
                Piece(
                    height: line.height, space: index == 0 ? space : 0,
                    keepsWithNext: isLast ? keepsWithNext : isKept || keepsWithNext,
                    parts: [part]))
        }
    }

    private mutating func heading(_ runs: [Manuscript.Run], _ level: Int, _ alignment: Manuscript.Alignment) {
        let size = level == 1 ? 2.1 : level == 2 ? 1.3 : 1.08
        var face = text(size, bold: level > 1, alignment)
        face.leading = 1.22
        if level == 1 {
            face.families = style.titleFamilies
            face.isBold = true
        }
        if level < 3 { face.colour = style.colour }
        flow(
            layout(runs, face, width), tree.add("H\(level)"), space: style.size * (level == 1 ? 1.4 : 1.6),
            keepsWithNext: true)
    }

    private mutating func address(_ lines: [String]) {
        let element = tree.add("P")
        for (index, line) in lines.enumerated() {
            flow(
                layout(line, text(), width * 0.6), element, space: index == 0 ? style.size * 2.2 : 0,
                keepsWithNext: index < lines.count - 1)
        }
        pieces.append(Piece(height: style.size))
    }

    private mutating func rule() {
        let (width, colour) = (width, Colour.hair)
        pieces.append(
            Piece(
                height: 1, space: style.size,
                parts: [
                    Piece.Part { canvas, x, y in canvas.line(from: (x, y), to: (x + width, y), width: 0.6, colour) }
                ]))
    }

    private mutating func picture(
        _ picture: Picture, _ wanted: Double, _ alternative: String, _ alignment: Manuscript.Alignment
    ) {
        let shown = min(wanted, width, (style.height - style.top - style.bottom) * 0.8 * picture.width / picture.height)
        let start: Double =
            switch alignment {
            case .start: 0
            case .centre: (width - shown) / 2
            case .end: width - shown
            }
        let figure = tree.add("Figure", alternative: alternative)
        let colour = style.colour
        pieces.append(
            Piece(
                height: picture.height(atWidth: shown), space: style.size,
                parts: [
                    Piece.Part(element: figure, x: left(start, shown)) { canvas, x, y in
                        picture.draw(on: canvas, x: x, y: y, width: shown, colour: colour)
                    }
                ]))
    }

    private mutating func code(_ code: Manuscript.Code) throws(TypesettingError) {
        guard let matrix = QRMatrix(code.address, correction: .medium) else { throw .codeTooLong }
        let side = 82.0
        let beside = side + 16
        let figure = tree.add("Figure", alternative: "\(code.title): \(code.address)")
        var piece = Piece(height: side, space: style.size * 1.6)
        piece.parts.append(
            Piece.Part(element: figure, x: left(0, side)) { canvas, x, y in
                Self.draw(matrix, on: canvas, x: x, y: y, side: side)
            })
        var y = 6.0
        func add(_ text: TextLayout, _ element: StructureTree.Element.ID, link: String? = nil) {
            piece.parts.append(part(text, element, start: beside, y: y, link: link))
            y += text.height
        }
        add(layout(code.title, text(0.92, bold: true), width - beside), tree.add("P"))
        for line in code.lines {
            var small = text(0.82)
            small.colour = .pale
            add(layout(line, small, width - beside), tree.add("P"))
        }
        var plain = text(0.86)
        plain.colour = style.colour
        // An address is read from left to right in every language.
        add(
            layout("\u{2066}\(code.address)\u{2069}", plain, width - beside),
            tree.add("Link", in: tree.add("P")), link: code.address)
        piece.height = max(side, y)
        pieces.append(piece)
    }

    private static func draw(_ matrix: QRMatrix, on canvas: Canvas, x: Double, y: Double, side: Double) {
        let unit = side / Double(matrix.size)
        canvas.colour(.ink)
        for row in 0..<matrix.size {
            var column = 0
            while column < matrix.size {
                guard matrix.isDark(x: column, y: row) else {
                    column += 1
                    continue
                }
                let first = column
                while column < matrix.size, matrix.isDark(x: column, y: row) { column += 1 }
                cairo_rectangle(
                    canvas.context, x + Double(first) * unit, y + Double(row) * unit, Double(column - first) * unit,
                    unit)
            }
        }
        cairo_fill(canvas.context)
    }
}
