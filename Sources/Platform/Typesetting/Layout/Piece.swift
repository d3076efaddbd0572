/// What a page break never divides: a line, a row, a picture. Made of parts, each drawn for one element of the structure.
struct Piece {
    var height: Double
    /// Space above, left out at the top of a page.
    var space = 0.0
    /// Whether what follows must stand on the same page.
    var keepsWithNext = false
    /// Whether a new page begins here.
    var breaksPage = false
    var parts: [Part] = []
    /// The head of the table that this continues, drawn again where a page begins with it.
    var repeated: [Piece] = []

    struct Part {
        /// The element of the structure that it belongs to; `nil` for decoration.
        var element: StructureTree.Element.ID?
        /// From the left edge of the text and the piece's top.
        var x = 0.0
        var y = 0.0
        /// A web address that it leads to.
        var link: String? = nil
        var draw: (_ canvas: Canvas, _ x: Double, _ y: Double) -> Void
    }

    /// The same without its elements: drawn again, it is not read again.
    var asDecoration: Piece {
        var piece = self
        piece.parts = parts.map { Part(element: nil, x: $0.x, y: $0.y, draw: $0.draw) }
        piece.repeated = []
        return piece
    }
}

/// Pages of pieces with their places.
struct Pages {
    struct Placed {
        var y: Double
        var piece: Piece
    }
    var pages: [[Placed]] = []

    /// - Parameters:
    ///   - top: where the first page's pieces begin (it has a head), and where those of the others do.
    init(_ pieces: [Piece], firstTop: Double, top: Double, bottom: Double) {
        var page: [Placed] = []
        var y = firstTop
        func breakPage() {
            pages.append(page)
            page = []
            y = top
        }
        var index = 0
        while index < pieces.count {
            // What is kept together is placed together, unless a page cannot hold it.
            var end = index
            while end + 1 < pieces.count, pieces[end].keepsWithNext, !pieces[end + 1].breaksPage { end += 1 }
            let group = pieces[index...end]
            let needed = group.reduce(0) { $0 + $1.height + $1.space } - (page.isEmpty ? pieces[index].space : 0)
            if pieces[index].breaksPage, !page.isEmpty {
                breakPage()
            } else if y + needed > bottom, !page.isEmpty {
                breakPage()
            }
            for piece in group {
                if y + piece.height + (page.isEmpty ? 0 : piece.space) > bottom, !page.isEmpty { breakPage() }
                if page.isEmpty {
                    for head in piece.repeated where !pages.isEmpty {
                        page.append(Placed(y: y, piece: head))
                        y += head.height
                    }
                } else {
                    y += piece.space
                }
                page.append(Placed(y: y, piece: piece))
                y += piece.height
            }
            index = end + 1
        }
        if !page.isEmpty || pages.isEmpty { pages.append(page) }
    }
}
