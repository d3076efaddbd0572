import CPango

/// Draws a line of a right-to-left document so that its text can be taken out again as it was.
///
/// Letters that lie upon each other (lam with alef, marks upon letters) cannot be told apart by those who read a page by the
/// places of its glyphs. The glyphs of such a group stand for its first letter (`ActualText`, ISO 32000-1 §14.9.4), and its other
/// letters stand in blank glyphs beside it.
struct RightToLeftLine {
    let layout: OpaquePointer
    let line: UnsafeMutablePointer<PangoLayoutLine>

    func draw(on context: OpaquePointer, x: Double, y: Double) {
        guard let text = pango_layout_get_text(layout) else { return }
        var x = x
        var runs = line.pointee.runs
        while let node = runs {
            if let run = node.pointee.data?.assumingMemoryBound(to: PangoLayoutRun.self) {
                if run.pointee.item.pointee.analysis.level % 2 == 1 {
                    draw(run, text, on: context, x: x, y: y)
                } else {
                    cairo_move_to(context, x, y)
                    pango_cairo_show_glyph_item(context, text, run)
                }
                x += Double(pango_glyph_string_get_width(run.pointee.glyphs)) / Double(PANGO_SCALE)
            }
            runs = node.pointee.next
        }
    }

    /// Letters with the glyphs that show them, in the order of reading.
    private struct Group {
        var bytes: Range<Int>
        /// In the order of the line, from left to right.
        var glyphs: Range<Int>
    }

    private func draw(
        _ run: UnsafeMutablePointer<PangoLayoutRun>, _ text: UnsafePointer<CChar>, on context: OpaquePointer, x: Double,
        y: Double
    ) {
        let item = run.pointee.item.pointee
        let string = run.pointee.glyphs.pointee
        guard let font = item.analysis.font, let scaled = pango_cairo_font_get_scaled_font(OpaquePointer(font)) else {
            return
        }
        let count = Int(string.num_glyphs)
        let scale = Double(PANGO_SCALE)
        let advances = (0..<count).map { Double(string.glyphs[$0].geometry.width) / scale }
        var origins: [Double] = []
        var position = x
        for advance in advances {
            origins.append(position)
            position += advance
        }
        let start = text + Int(item.offset)
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(item.length))
        var blank = Blank(scaled)
        var glyphs: [cairo_glyph_t] = []
        var clusters: [cairo_text_cluster_t] = []
        // From the line's left: the last group first.
        for group in groups(string, count, Int(item.length), advances).reversed() {
            let visible = group.glyphs.compactMap { index -> cairo_glyph_t? in
                let info = string.glyphs[index]
                guard info.glyph & 0x1000_0000 == 0, info.glyph != 0x0FFF_FFFF else { return nil }
                return cairo_glyph_t(
                    index: UInt(info.glyph), x: origins[index] + Double(info.geometry.x_offset) / scale,
                    y: y + Double(info.geometry.y_offset) / scale)
            }
            let letters = Self.letters(in: bytes[group.bytes])
            guard letters.count > 1, let blank = blank.glyph else {
                glyphs += visible
                let bytes = group.bytes.count
                if bytes > 0 || !visible.isEmpty {
                    clusters.append(cairo_text_cluster_t(num_bytes: Int32(bytes), num_glyphs: Int32(visible.count)))
                }
                continue
            }
            // The picture stands for the first letter. Readers take its first glyph from the right for the letter's beginning, and the end
            // of the blank with it for its end: that is the group's, for a gap of a tenth of the size would be a space.
            let left = origins[group.glyphs.lowerBound]
            let width = group.glyphs.reduce(0) { $0 + advances[$1] }
            let end = left + max(width * 0.6, width - blank.width)
            // The other letters follow to the left of where it begins.
            let start = visible.last?.x ?? left
            let step = (start - left + blank.width * 0.3) / Double(letters.count - 1)
            for index in letters.indices.dropFirst().reversed() {
                glyphs.append(cairo_glyph_t(index: blank.index, x: start - step * Double(index), y: y))
                clusters.append(cairo_text_cluster_t(num_bytes: Int32(letters[index]), num_glyphs: 1))
            }
            glyphs.append(cairo_glyph_t(index: blank.index, x: end, y: y))
            glyphs += visible
            clusters.append(cairo_text_cluster_t(num_bytes: Int32(letters[0]), num_glyphs: Int32(visible.count + 1)))
        }
        clusters.reverse()
        cairo_set_scaled_font(context, scaled)
        cairo_show_text_glyphs(
            context, start, item.length, glyphs, Int32(glyphs.count), clusters, Int32(clusters.count),
            CAIRO_TEXT_CLUSTER_FLAG_BACKWARD)
    }

    /// Groups in the order of reading: a cluster, with those after it that take no room of their own.
    private func groups(_ string: PangoGlyphString, _ count: Int, _ length: Int, _ advances: [Double]) -> [Group] {
        var groups: [Group] = []
        var end = count
        while end > 0 {
            let place = Int(string.log_clusters[end - 1])
            var first = end - 1
            while first > 0, Int(string.log_clusters[first - 1]) == place { first -= 1 }
            let next = first > 0 ? Int(string.log_clusters[first - 1]) : length
            let hasRoom = (first..<end).contains { advances[$0] > 0 }
            if !hasRoom, var last = groups.popLast() {
                last.bytes = last.bytes.lowerBound..<max(next, last.bytes.upperBound)
                last.glyphs = first..<last.glyphs.upperBound
                groups.append(last)
            } else {
                groups.append(Group(bytes: place..<max(next, place), glyphs: first..<end))
            }
            end = first
        }
        return groups
    }

    /// How many bytes each letter has.
    private static func letters(in bytes: Slice<UnsafeRawBufferPointer>) -> [Int] {
        String(decoding: bytes, as: UTF8.self).unicodeScalars.map { $0.utf8.count }
    }

    /// A glyph of a font that shows nothing and has a width.
    private struct Blank {
        private let font: OpaquePointer
        private var found: Found??
        struct Found {
            var index: UInt
            var width: Double
        }

        init(_ font: OpaquePointer) { self.font = font }

        var glyph: Found? {
            mutating get {
                if let found { return found }
                found = find()
                return found ?? nil
            }
        }

        private func find() -> Found? {
            var glyphs: UnsafeMutablePointer<cairo_glyph_t>?
            var count: Int32 = 0
            let status = cairo_scaled_font_text_to_glyphs(font, 0, 0, "\u{A0}", -1, &glyphs, &count, nil, nil, nil)
            defer { cairo_glyph_free(glyphs) }
            guard status == CAIRO_STATUS_SUCCESS, count == 1, let glyph = glyphs?.pointee.index, glyph != 0 else {
                return nil
            }
            var extents = cairo_text_extents_t()
            cairo_scaled_font_glyph_extents(font, glyphs, 1, &extents)
            return extents.x_advance > 0 ? Found(index: glyph, width: extents.x_advance) : nil
        }
    }
}
