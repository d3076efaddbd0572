import CPango

/// The pages of a PDF file while they are drawn by cairo.
final class Canvas {
    let context: OpaquePointer
    private let surface: OpaquePointer
    private let output: Output
    private(set) var tree: StructureTree
    private var open: (element: StructureTree.Element.ID, tag: String, link: String?)?

    /// What cairo writes.
    private final class Output { var bytes: [UInt8] = [] }

    init(_ manuscript: Manuscript, tree: StructureTree) throws(TypesettingError) {
        let output = Output()
        output.bytes.reserveCapacity(64 * 1024)
        let write: cairo_write_func_t = { closure, data, length in
            guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
            Unmanaged<Output>.fromOpaque(closure).takeUnretainedValue().bytes
                .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
            return CAIRO_STATUS_SUCCESS
        }
        // The output lives as long as the canvas, which ends the surface before it lets go of it.
        let surface = cairo_pdf_surface_create_for_stream(
            write, Unmanaged.passUnretained(output).toOpaque(), manuscript.style.width, manuscript.style.height)
        guard let surface, let context = cairo_create(surface) else { throw .drawing("no memory") }
        (self.output, self.surface, self.context, self.tree) = (output, surface, context, tree)
        // Version 1.5 tells what glyphs stand for. Newer cairos then hide objects in streams, where they cannot be completed.
        cairo_pdf_surface_restrict_to_version(
            surface, cairo_version() < 11_704 ? CAIRO_PDF_VERSION_1_5 : CAIRO_PDF_VERSION_1_4)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, manuscript.title)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, manuscript.author)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Polity")
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, manuscript.date)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_finish(surface)
        cairo_surface_destroy(surface)
    }

    func colour(_ colour: Colour) { cairo_set_source_rgb(context, colour.red, colour.green, colour.blue) }

    /// Draws for an element of the structure (or for none). What follows for the same element stays in the same tag.
    func tagged(_ element: StructureTree.Element.ID?, link: String? = nil, _ body: () -> Void) {
        if open?.element != element {
            endTag()
            if let element {
                let tag = tree.elements[element].tag
                tree.draw(element)
                // An apostrophe would end the address.
                cairo_tag_begin(context, tag, link.map { "uri='\($0.replacing("'", with: "%27"))'" } ?? "")
                open = (element, tag, link)
            }
        }
        body()
    }

    private func endTag() {
        if let open { cairo_tag_end(context, open.tag) }
        open = nil
    }

    func endPage() {
        endTag()
        cairo_show_page(context)
    }

    /// The file as cairo wrote it.
    func finish() throws(TypesettingError) -> [UInt8] {
        cairo_surface_finish(surface)
        let status = cairo_status(context)
        let surfaceStatus = cairo_surface_status(surface)
        for status in [status, surfaceStatus]
        where status != CAIRO_STATUS_SUCCESS && status != CAIRO_STATUS_SURFACE_FINISHED {
            throw .drawing(String(cString: cairo_status_to_string(status)))
        }
        return output.bytes
    }

    // MARK: Shapes

    func line(from: (Double, Double), to: (Double, Double), width: Double, _ colour: Colour) {
        self.colour(colour)
        cairo_set_line_width(context, width)
        cairo_move_to(context, from.0, from.1)
        cairo_line_to(context, to.0, to.1)
        cairo_stroke(context)
    }

    func box(x: Double, y: Double, width: Double, height: Double, line: Double, _ colour: Colour) {
        self.colour(colour)
        cairo_set_line_width(context, line)
        cairo_rectangle(context, x, y, width, height)
        cairo_stroke(context)
    }

    func fill(x: Double, y: Double, width: Double, height: Double, _ colour: Colour) {
        self.colour(colour)
        cairo_rectangle(context, x, y, width, height)
        cairo_fill(context)
    }
}
