import CPango

/// The fonts of one thread: pango's map belongs to the thread that made it, so it never leaves the function that sets a document.
struct Fonts {
    let context: OpaquePointer

    /// For lines of a language and direction. To be given back by `end`.
    init(language: String, isRightToLeft: Bool) {
        // The thread's own map, kept by pango from document to document: loading fonts is what costs.
        context = pango_font_map_create_context(pango_cairo_font_map_get_default())
        pango_cairo_context_set_resolution(context, 72)
        pango_context_set_language(context, pango_language_from_string(language))
        pango_context_set_base_dir(context, isRightToLeft ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR)
        pango_context_set_round_glyph_positions(context, 0)
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        pango_cairo_context_set_font_options(context, options)
        cairo_font_options_destroy(options)
    }

    func end() { g_object_unref(UnsafeMutableRawPointer(context)) }
}

struct TextStyle {
    var families: String
    var size: Double
    var isBold = false
    var isItalic = false
    var colour = Colour.ink
    var alignment = Manuscript.Alignment.start
    /// Between baselines, in sizes.
    var leading = 1.42
    /// Between letters, in points. Joined scripts must have none.
    var tracking = 0.0
}

/// Text broken into lines of a width.
final class TextLayout {
    private let layout: OpaquePointer
    let style: TextStyle
    let width: Double
    let isRightToLeft: Bool
    let lines: [Line]

    struct Line {
        let pointer: UnsafeMutablePointer<PangoLayoutLine>
        let width: Double
        /// From the line's top to its baseline.
        let baseline: Double
        let height: Double
    }

    var height: Double { lines.reduce(0) { $0 + $1.height } }
    /// The widest line.
    var extent: Double { lines.reduce(0) { max($0, $1.width) } }

    init(_ runs: [Manuscript.Run], _ style: TextStyle, width: Double, fonts: Fonts) {
        self.style = style
        self.width = width
        isRightToLeft = pango_context_get_base_dir(fonts.context) == PANGO_DIRECTION_RTL
        let layout: OpaquePointer = pango_layout_new(fonts.context)
        self.layout = layout
        let description = pango_font_description_new()
        pango_font_description_set_family(description, style.families)
        pango_font_description_set_absolute_size(description, style.size * Double(PANGO_SCALE))
        if style.isBold { pango_font_description_set_weight(description, PANGO_WEIGHT_SEMIBOLD) }
        if style.isItalic { pango_font_description_set_style(description, PANGO_STYLE_ITALIC) }
        pango_layout_set_font_description(layout, description)
        pango_font_description_free(description)
        // The direction is the document's, whatever a paragraph happens to begin with.
        pango_layout_set_auto_dir(layout, 0)
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        pango_layout_set_width(layout, Int32(max(1, width) * Double(PANGO_SCALE)))
        var text = ""
        let attributes = pango_attr_list_new()
        // Without optional ligatures every glyph stands for one letter, so that the text can be taken out again as it was.
        pango_attr_list_insert(attributes, pango_attr_font_features_new("liga=0,clig=0,dlig=0"))
        if style.tracking > 0 {
            pango_attr_list_insert(
                attributes, pango_attr_letter_spacing_new(Int32(style.tracking * Double(PANGO_SCALE))))
        }
        for run in runs {
            let start = UInt32(text.utf8.count)
            text += run.text
            let end = UInt32(text.utf8.count)
            func insert(_ attribute: UnsafeMutablePointer<PangoAttribute>?) {
                attribute?.pointee.start_index = start
                attribute?.pointee.end_index = end
                pango_attr_list_insert(attributes, attribute)
            }
            if run.isBold { insert(pango_attr_weight_new(PANGO_WEIGHT_SEMIBOLD)) }
            if run.isItalic { insert(pango_attr_style_new(PANGO_STYLE_ITALIC)) }
        }
        pango_layout_set_attributes(layout, attributes)
        pango_attr_list_unref(attributes)
        pango_layout_set_text(layout, text, Int32(text.utf8.count))
        lines = (0..<pango_layout_get_line_count(layout)).compactMap { Self.line(layout, $0, style) }
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

    private static func line(_ layout: OpaquePointer, _ index: Int32, _ style: TextStyle) -> Line? {
        guard let line = pango_layout_get_line_readonly(layout, index) else { return nil }
        var logical = PangoRectangle()
        pango_layout_line_get_extents(line, nil, &logical)
        let scale = Double(PANGO_SCALE)
        let natural = Double(logical.height) / scale
        // Fallback faces can be taller than the text's own: lines keep their distance, and give way only where they must.
        let height = max(style.size * style.leading, natural * 0.86)
        let baseline = -Double(logical.y) / scale + (height - natural) / 2
        return Line(pointer: line, width: Double(logical.width) / scale, baseline: baseline, height: height)
    }

    /// Draws a line whose box of the layout's width has its left upper corner there.
    func draw(_ line: Line, on canvas: Canvas, x: Double, y: Double) {
        let free = width - line.width
        let left: Double =
            switch style.alignment {
            case .centre: free / 2
            case .start: isRightToLeft ? free : 0
            case .end: isRightToLeft ? 0 : free
            }
        canvas.colour(style.colour)
        cairo_move_to(canvas.context, x + left, y + line.baseline)
        if isRightToLeft {
            RightToLeftLine(layout: layout, line: line.pointer).draw(
                on: canvas.context, x: x + left, y: y + line.baseline)
        } else {
            pango_cairo_show_layout_line(canvas.context, line.pointer)
        }
    }

    func draw(on canvas: Canvas, x: Double, y: Double) {
        var y = y
        for line in lines {
            draw(line, on: canvas, x: x, y: y)
            y += line.height
        }
    }
}
