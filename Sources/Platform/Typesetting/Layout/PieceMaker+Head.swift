/// Who writes: the emblem with the names, above the first page.
extension PieceMaker {
    mutating func head(_ head: Manuscript.Head) {
        if style.isCentred { centred(head) } else { beside(head) }
    }

    private mutating func centred(_ head: Manuscript.Head) {
        if let emblem = head.emblem {
            picture(emblem, side: 62, start: (width - 62) / 2, y: 0, alternative: head.name)
        }
        var name = TextStyle(families: style.titleFamilies, size: 16, isBold: true, alignment: .centre)
        name.colour = style.colour
        name.leading = 1.3
        flow(layout(head.name, name, width), tree.add("P"), space: 8)
        if !head.office.isEmpty {
            var office = text(0.96, .centre)
            office.colour = .pale
            flow(layout(head.office, office, width), tree.add("P"), space: 1)
        }
        let (width, colour) = (width, style.colour)
        pieces.append(
            Piece(
                height: 16,
                parts: [
                    Piece.Part { canvas, x, y in
                        let middle = x + width / 2
                        canvas.line(from: (middle - 70, y + 13), to: (middle + 70, y + 13), width: 1.1, colour)
                    }
                ]))
    }

    private mutating func beside(_ head: Manuscript.Head) {
        let side = 46.0
        let start = head.emblem == nil ? 0 : side + 12
        let half = width * 0.56 - start
        var piece = Piece(height: side)
        if let emblem = head.emblem {
            let figure = tree.add("Figure", alternative: head.name)
            let colour = style.colour
            piece.parts.append(
                Piece.Part(element: figure, x: left(0, side)) { canvas, x, y in
                    emblem.draw(on: canvas, x: x, y: y, width: side, colour: colour)
                })
        }
        var face = TextStyle(families: style.titleFamilies, size: 14, isBold: true)
        face.colour = style.colour
        face.leading = 1.3
        let name = layout(head.name, face, half)
        let office = layout(head.office, text(), half)
        let top = max(0, (side - name.height - office.height) / 2)
        piece.parts.append(part(name, tree.add("P"), start: start, y: top))
        if !head.office.isEmpty { piece.parts.append(part(office, tree.add("P"), start: start, y: top + name.height)) }
        var small = text(0.8, .end)
        small.colour = .pale
        let lines = layout(head.lines.joined(separator: "\n"), small, width * 0.42)
        if !head.lines.isEmpty {
            piece.parts.append(part(lines, tree.add("P"), start: width * 0.58, y: max(0, (side - lines.height) / 2)))
        }
        piece.height = max(side, top + name.height + office.height, lines.height) + 12
        let (width, colour, bottom) = (width, style.colour, piece.height)
        piece.parts.append(
            Piece.Part { canvas, x, y in
                canvas.line(from: (x, y + bottom), to: (x + width, y + bottom), width: 1.2, colour)
            })
        pieces.append(piece)
        pieces.append(Piece(height: 8))
    }

    private mutating func picture(_ picture: Picture, side: Double, start: Double, y: Double, alternative: String) {
        let figure = tree.add("Figure", alternative: alternative)
        let colour = style.colour
        pieces.append(
            Piece(
                height: picture.height(atWidth: side),
                parts: [
                    Piece.Part(element: figure, x: left(start, side)) { canvas, x, y in
                        picture.draw(on: canvas, x: x, y: y, width: side, colour: colour)
                    }
                ]))
    }
}
