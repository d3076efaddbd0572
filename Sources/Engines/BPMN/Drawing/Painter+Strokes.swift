/// The few strokes that everything is made of, and words.
extension Painter {
    enum Stroke {
        case move(Double, Double)
        case line(Double, Double)
        /// Round the corner, to a point.
        case curve(Double, Double, Double, Double)

        var text: String {
            let n = SVGText.number
            switch self {
            case .move(let x, let y): return "M\(n(x)) \(n(y))"
            case .line(let x, let y): return "L\(n(x)) \(n(y))"
            case .curve(let a, let b, let x, let y): return "Q\(n(a)) \(n(b)) \(n(x)) \(n(y))"
            }
        }
    }

    mutating func path(_ strokes: [Stroke], _ names: String, closes: Bool = false, dashes: String? = nil) {
        let way = strokes.map(\.text).joined() + (closes ? "Z" : "")
        svg.element("path", ["class": names, "d": way, "stroke-dasharray": dashes])
    }

    mutating func rectangle(
        _ box: Diagram.Bounds, radius: Double, _ names: String, width: String? = nil, dashes: String? = nil
    ) {
        svg.element(
            "rect",
            [
                "class": names, "x": SVGText.number(box.x), "y": SVGText.number(box.y),
                "width": SVGText.number(box.width), "height": SVGText.number(box.height),
                "rx": radius > 0 ? SVGText.number(radius) : nil, "stroke-width": width, "stroke-dasharray": dashes,
            ])
    }

    mutating func circle(
        _ x: Double, _ y: Double, _ radius: Double, _ names: String, width: String? = nil, dashes: String? = nil
    ) {
        svg.element(
            "circle",
            [
                "class": names, "cx": SVGText.number(x), "cy": SVGText.number(y), "r": SVGText.number(radius),
                "stroke-width": width, "stroke-dasharray": dashes,
            ])
    }

    // MARK: Words

    /// Words within a box, in its middle or at its top; smaller where they would not fit.
    mutating func label(_ words: String, in box: Diagram.Bounds, isTop: Bool = false, isStrong: Bool = false) {
        if words.isEmpty { return }
        var (size, lines): (Double, [String]) = (12, [])
        for attempt in [12.0, 11, 10] {
            size = attempt
            let most = max(1, Int(box.height / (size * 1.2)))
            lines = TextLines.wrap(words, width: box.width, size: size, most: most + 1)
            if lines.count <= most { break }
            if attempt == 10 { lines = TextLines.wrap(words, width: box.width, size: size, most: most) }
        }
        let height = size * 1.2
        let top = isTop ? box.y : box.y + (box.height - Double(lines.count) * height) / 2
        text(lines, x: box.x + box.width / 2, y: top + size * 0.95, size: size, isStrong: isStrong)
    }

    /// Below the shape, or where the file says.
    mutating func labelOutside(_ words: String, _ shape: Diagram.Shape, _ box: Diagram.Bounds) {
        if words.isEmpty { return }
        if let bounds = shape.label?.bounds, bounds.width > 0, bounds.height > 0 {
            let room = place(bounds)
            let lines = TextLines.wrap(words, width: max(90, room.width * 1.15), size: 11.5, most: 5)
            // The file's bounds fit its editor's letters; ours keep the side that lies at the shape.
            let height = Double(lines.count) * 13.8
            let isAbove = bounds.y + bounds.height <= shape.bounds.y + 2
            let top = isAbove ? room.y + room.height - height : room.y
            text(lines, x: room.x + room.width / 2, y: top + 11, size: 11.5, hasHalo: true)
            return
        }
        let lines = TextLines.wrap(words, width: 96, size: 11.5, most: 4)
        text(lines, x: box.x + box.width / 2, y: box.y + box.height + 15, size: 11.5, hasHalo: true)
    }

    mutating func text(
        _ lines: [String], x: Double, y: Double, size: Double = 12, anchor: String = "middle", isStrong: Bool = false,
        hasHalo: Bool = false, transform: String? = nil
    ) {
        guard let first = lines.first else { return }
        let isRight = TextLines.isRightToLeft(first)
        svg.open(
            "text",
            [
                "class": hasHalo ? "words halo" : isStrong ? "words strong" : "words", "fill": "currentColor",
                "stroke": "none",
                "text-anchor": anchor, "font-size": size == 12 ? nil : SVGText.number(size),
                "font-weight": isStrong ? "600" : nil, "direction": isRight ? "rtl" : nil, "transform": transform,
            ])
        for (index, line) in lines.enumerated() {
            svg.element(
                "tspan",
                ["x": SVGText.number(x), "y": SVGText.number(y + Double(index) * size * 1.2)], words: line)
        }
        svg.close()
    }
}
