import CPango

/// Sets manuscripts as tagged PDF (ISO 32000-1 §14.8). Blocks its thread for some milliseconds, so it is called from one that may
/// be blocked; any number of threads may set at once.
public enum Typesetter {
    /// The file. The same manuscript gives the same file, on a machine with the same fonts. Throws `TypesettingError`.
    public static func pdf(of manuscript: Manuscript) throws(TypesettingError) -> [UInt8] {
        let fonts = Fonts(language: manuscript.language, isRightToLeft: manuscript.isRightToLeft)
        defer { fonts.end() }
        var maker = PieceMaker(manuscript, fonts: fonts)
        if let head = manuscript.head { maker.head(head) }
        for block in manuscript.blocks { try maker.make(block) }
        let style = manuscript.style
        let pages = Pages(
            maker.pieces, firstTop: style.top, top: style.top, bottom: style.height - style.bottom)
        let canvas = try Canvas(manuscript, tree: maker.tree)
        for (index, page) in pages.pages.enumerated() {
            furniture(of: manuscript, page: index + 1, pages: pages.pages.count, maker, canvas)
            for placed in page {
                for part in placed.piece.parts {
                    canvas.tagged(part.element, link: part.link) {
                        part.draw(canvas, style.side + part.x, placed.y + part.y)
                    }
                }
            }
            canvas.endPage()
        }
        let file = try canvas.finish()
        return try TaggedPDF.complete(file, manuscript, canvas.tree)
    }

    /// What surrounds the text of every page: decoration, no content.
    private static func furniture(
        of manuscript: Manuscript, page: Int, pages: Int, _ maker: PieceMaker, _ canvas: Canvas
    ) {
        let style = manuscript.style
        if style.isFramed {
            canvas.box(x: 26, y: 26, width: style.width - 52, height: style.height - 52, line: 1.6, style.colour)
            canvas.box(x: 30.5, y: 30.5, width: style.width - 61, height: style.height - 61, line: 0.5, style.colour)
        }
        if !style.watermark.isEmpty { watermark(style, maker, canvas) }
        var small = maker.text(0.78)
        small.colour = .pale
        let y = style.height - style.bottom + 20
        let line = y - 5
        if !style.isFramed {
            canvas.line(from: (style.side, line), to: (style.width - style.side, line), width: 0.5, .hair)
        }
        func draw(_ words: String, _ alignment: Manuscript.Alignment, start: Double, width: Double) {
            guard !words.isEmpty else { return }
            small.alignment = alignment
            let text = maker.layout(words, small, width)
            text.draw(on: canvas, x: style.side + maker.left(start, width), y: y)
        }
        let numbers = manuscript.foot.pages.replacing("{page}", with: "\(page)").replacing("{pages}", with: "\(pages)")
        draw(manuscript.foot.text, .start, start: 0, width: style.textWidth * 0.75)
        draw(numbers, .end, start: style.textWidth * 0.75, width: style.textWidth * 0.25)
    }

    private static func watermark(_ style: PageStyle, _ maker: PieceMaker, _ canvas: Canvas) {
        var face = TextStyle(families: style.families, size: 78, isBold: true, alignment: .centre)
        face.colour = .wash
        let text = maker.layout(style.watermark, face, style.height)
        cairo_save(canvas.context)
        cairo_translate(canvas.context, style.width / 2, style.height / 2)
        cairo_rotate(canvas.context, -0.95)
        text.draw(on: canvas, x: -style.height / 2, y: -text.height / 2)
        cairo_restore(canvas.context)
    }
}
