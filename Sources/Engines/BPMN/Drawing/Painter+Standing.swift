/// How it stands with an element of an instance, never by colour alone.
extension Painter {
    mutating func paintStanding(of shape: Diagram.Shape) {
        guard let id = shape.element, element(shape) != nil, !standing(of: id).isEmpty else { return }
        let box = place(shape.bounds)
        let isRight = options.isRightToLeft
        let (x, y) = (isRight ? box.x + 2 : box.x + box.width - 2, box.y + 2)
        let n = SVGText.number
        if overlay.stuck.contains(id) {
            svg.open("g", ["class": "badge is-stuck", "transform": "translate(\(n(x)) \(n(y)))"])
            svg.element("path", ["class": "badge-shape", "d": "M0 -11L11 9H-11Z", "fill": "currentColor"])
            svg.element("path", ["class": "badge-sign", "d": "M0 -4V2M0 5.5V5.6", "stroke-width": "2.2"])
            svg.close()
        } else if let count = overlay.here[id], count > 0 {
            svg.open("g", ["class": "badge is-here", "transform": "translate(\(n(x)) \(n(y)))"])
            svg.element("circle", ["class": "badge-shape", "r": "9", "fill": "currentColor"])
            if count > 1 {
                svg.element(
                    "text",
                    [
                        "class": "badge-text", "y": "4", "text-anchor": "middle", "font-size": "11",
                        "font-weight": "700", "stroke": "none",
                    ],
                    words: "\(count)")
            } else {
                svg.element("circle", ["class": "badge-sign", "r": "3", "stroke-width": "2.2"])
            }
            svg.close()
        } else if overlay.done.contains(id) {
            svg.open("g", ["class": "badge is-done", "transform": "translate(\(n(x)) \(n(y)))"])
            svg.element("circle", ["class": "badge-shape", "r": "8", "fill": "currentColor"])
            svg.element("path", ["class": "badge-sign", "d": "M-3.5 0.2L-1 2.8L3.6 -2.6", "stroke-width": "2"])
            svg.close()
        }
        if let due = overlay.due[id] { pill(due, box) }
    }

    /// When it is due, above the element.
    private mutating func pill(_ words: String, _ box: Diagram.Bounds) {
        let width = TextLines.width(words, size: 10.5) + 26
        let pill = Diagram.Bounds(x: box.x + box.width / 2 - width / 2, y: box.y - 22, width: width, height: 18)
        svg.open("g", ["class": "due"])
        rectangle(pill, radius: 9, "shape", width: "1.2")
        let clock = Diagram.Point(x: options.isRightToLeft ? pill.x + width - 11 : pill.x + 11, y: pill.y + 9)
        circle(clock.x, clock.y, 4.5, "outline", width: "1.2")
        path([.move(clock.x, clock.y - 3), .line(clock.x, clock.y), .line(clock.x + 2.2, clock.y + 1.2)], "outline")
        let middle = pill.x + width / 2 + (options.isRightToLeft ? -7 : 7)
        text([words], x: middle, y: pill.y + 12.8, size: 10.5)
        svg.close()
    }
}
