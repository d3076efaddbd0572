/// Flows and associations.
extension Painter {
    mutating func paint(_ edge: Diagram.Edge) {
        let points = edge.waypoints.map { place($0) }
        guard let element = edge.element.flatMap({ drawing.elements[$0] }), let first = points.first,
            let last = points.last, points.count > 1
        else { return }
        svg.open("g", ["class": classes(Painter.className(element.kind), element.id), "data-element": element.id])
        let words = name(element.id)
        if !words.isEmpty { svg.element("title", words: words) }
        let (before, after) = (points[points.count - 2], points[1])
        switch element.kind {
        case .sequenceFlow(let isConditional, let isDefault):
            way(points, dashes: nil)
            head(at: last, from: before, isFilled: true)
            if isConditional { diamond(at: first, towards: after) }
            if isDefault { slash(at: first, towards: after) }
        case .messageFlow:
            way(points, dashes: "6 5")
            circle(first.x, first.y, 3.5, "shape")
            head(at: last, from: before, isFilled: false)
        case .association(let direction):
            way(points, dashes: "1.5 4")
            if direction != .none { tip(at: last, from: before) }
            if direction == .both { tip(at: first, from: after) }
        case .dataAssociation:
            way(points, dashes: "1.5 4")
            tip(at: last, from: before)
        case .conversationLink: way(points, dashes: nil)
        default: way(points, dashes: nil)
        }
        label(words, edge, points)
        svg.close()
    }

    /// The way with its corners rounded.
    private mutating func way(_ points: [Diagram.Point], dashes: String?) {
        var strokes: [Stroke] = [.move(points[0].x, points[0].y)]
        for index in points.indices.dropFirst().dropLast() {
            let (a, corner, b) = (points[index - 1], points[index], points[index + 1])
            let radius = min(8, corner.distance(to: a) / 2, corner.distance(to: b) / 2)
            let (enter, leave) = (corner.towards(a, radius), corner.towards(b, radius))
            strokes.append(.line(enter.x, enter.y))
            strokes.append(.curve(corner.x, corner.y, leave.x, leave.y))
        }
        if let last = points.last { strokes.append(.line(last.x, last.y)) }
        path(strokes, "way", dashes: dashes)
    }

    private mutating func head(at end: Diagram.Point, from: Diagram.Point, isFilled: Bool) {
        let (a, b) = end.wings(from: from, length: 10, half: 4.2)
        let points = [end, a, b].map { "\(SVGText.number($0.x)),\(SVGText.number($0.y))" }.joined(separator: " ")
        svg.element(
            "polygon",
            [
                "class": isFilled ? "head" : "shape", "points": points, "fill": isFilled ? "currentColor" : nil,
                "stroke-width": "1",
            ])
    }

    private mutating func tip(at end: Diagram.Point, from: Diagram.Point) {
        let (a, b) = end.wings(from: from, length: 9, half: 4.5)
        path([.move(a.x, a.y), .line(end.x, end.y), .line(b.x, b.y)], "way")
    }

    private mutating func diamond(at start: Diagram.Point, towards: Diagram.Point) {
        let end = start.towards(towards, 16)
        let (a, b) = start.wings(from: end, length: 8, half: 4.5)
        path([.move(start.x, start.y), .line(a.x, a.y), .line(end.x, end.y), .line(b.x, b.y)], "shape", closes: true)
    }

    private mutating func slash(at start: Diagram.Point, towards: Diagram.Point) {
        let middle = start.towards(towards, 11)
        let (a, _) = middle.wings(from: start.towards(towards, 15), length: 4, half: 5)
        let other = Diagram.Point(x: 2 * middle.x - a.x, y: 2 * middle.y - a.y)
        path([.move(a.x, a.y), .line(other.x, other.y)], "way")
    }

    private mutating func label(_ words: String, _ edge: Diagram.Edge, _ points: [Diagram.Point]) {
        if words.isEmpty { return }
        if let bounds = edge.label?.bounds, bounds.width > 0 {
            let room = place(bounds)
            let lines = TextLines.wrap(words, width: max(70, room.width * 1.2), size: 11, most: 5)
            text(lines, x: room.x + room.width / 2, y: room.y + 10, size: 11, hasHalo: true)
            return
        }
        // On the longest level stretch, above the line.
        // The first stretch of a bent way may be that of its siblings too.
        let stretches = zip(points, points.dropFirst()).dropFirst(points.count > 2 ? 1 : 0)
        guard let longest = stretches.max(by: { $0.0.distance(to: $0.1) < $1.0.distance(to: $1.1) }) else { return }
        let (x, y) = ((longest.0.x + longest.1.x) / 2, (longest.0.y + longest.1.y) / 2)
        let isLevel = abs(longest.0.y - longest.1.y) < abs(longest.0.x - longest.1.x)
        let width = isLevel ? max(60, longest.0.distance(to: longest.1) - 16) : 90
        let lines = TextLines.wrap(words, width: width, size: 11, most: 3)
        let height = Double(lines.count) * 13.2
        text(lines, x: x, y: isLevel ? y - height + 8 : y - height / 2 + 10, size: 11, hasHalo: true)
    }
}

extension Diagram.Point {
    func distance(to other: Diagram.Point) -> Double {
        ((x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)).squareRoot()
    }

    /// The point that lies so far on the way to another.
    func towards(_ other: Diagram.Point, _ length: Double) -> Diagram.Point {
        let distance = distance(to: other)
        if distance == 0 { return self }
        let part = length / distance
        return Diagram.Point(x: x + (other.x - x) * part, y: y + (other.y - y) * part)
    }

    /// Both ends of an arrow's head that comes from there.
    func wings(from other: Diagram.Point, length: Double, half: Double) -> (Diagram.Point, Diagram.Point) {
        let distance = distance(to: other)
        if distance == 0 { return (self, self) }
        let (dx, dy) = ((other.x - x) / distance, (other.y - y) / distance)
        let foot = Diagram.Point(x: x + dx * length, y: y + dy * length)
        return (
            Diagram.Point(x: foot.x - dy * half, y: foot.y + dx * half),
            Diagram.Point(x: foot.x + dy * half, y: foot.y - dx * half)
        )
    }
}
