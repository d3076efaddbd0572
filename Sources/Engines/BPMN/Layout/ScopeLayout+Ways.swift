/// The ways of flows, by right angles.
extension ScopeLayout {
    /// By the bends between, turning half way between layers.
    static func forward(_ source: Diagram.Bounds, _ target: Diagram.Bounds, _ between: [Diagram.Point]) -> [Diagram
        .Point]
    {
        var points = [Diagram.Point(x: source.x + source.width, y: source.y + source.height / 2)]
        for next in between + [Diagram.Point(x: target.x, y: target.y + target.height / 2)] {
            guard let last = points.last else { continue }
            if abs(last.y - next.y) > 0.5 {
                let middle =
                    between.isEmpty || next.x == target.x
                    ? max(last.x + 8, next.x - LayeredGraph.gap.along / 2) : (last.x + next.x) / 2
                points.append(Diagram.Point(x: middle, y: last.y))
                points.append(Diagram.Point(x: middle, y: next.y))
            }
            points.append(next)
        }
        return simplified(points)
    }

    /// Over or under everything, back to an earlier layer.
    static func back(
        _ source: Diagram.Bounds, _ target: Diagram.Bounds, level: Double, isAbove: Bool
    ) -> [Diagram.Point] {
        if isAbove {
            let (from, to) = (source.x + source.width / 2, target.x + target.width / 2)
            return [
                Diagram.Point(x: from, y: source.y), Diagram.Point(x: from, y: level), Diagram.Point(x: to, y: level),
                Diagram.Point(x: to, y: target.y),
            ]
        }
        // Between the layers, where nothing stands in the way.
        let (from, to) = (source.x + source.width + 18, target.x - 18)
        let (start, end) = (source.y + source.height / 2, target.y + target.height / 2)
        return [
            Diagram.Point(x: source.x + source.width, y: start), Diagram.Point(x: from, y: start),
            Diagram.Point(x: from, y: level), Diagram.Point(x: to, y: level), Diagram.Point(x: to, y: end),
            Diagram.Point(x: target.x, y: end),
        ]
    }

    /// From a boundary event downwards, then to its target's side.
    static func below(_ source: Diagram.Bounds, _ target: Diagram.Bounds, floor: Double) -> [Diagram.Point] {
        let from = source.x + source.width / 2
        let level = target.y + target.height / 2
        let isAside = target.x > source.x + source.width + 10
        if isAside, level > source.y + source.height {
            return [
                Diagram.Point(x: from, y: source.y + source.height), Diagram.Point(x: from, y: level),
                Diagram.Point(x: target.x, y: level),
            ]
        }
        let x = isAside ? target.x - 18 : target.x + target.width / 2
        var points = [
            Diagram.Point(x: from, y: source.y + source.height), Diagram.Point(x: from, y: floor),
            Diagram.Point(x: x, y: floor),
        ]
        if isAside {
            points += [Diagram.Point(x: x, y: level), Diagram.Point(x: target.x, y: level)]
        } else {
            points.append(Diagram.Point(x: x, y: floor < target.y ? target.y : target.y + target.height))
        }
        return points
    }

    static func simplified(_ points: [Diagram.Point]) -> [Diagram.Point] {
        var kept: [Diagram.Point] = []
        for point in points {
            if let last = kept.last, kept.count > 1 {
                let before = kept[kept.count - 2]
                let isStraight = abs(before.y - last.y) < 0.5 && abs(last.y - point.y) < 0.5
                if isStraight { kept.removeLast() }
            }
            kept.append(point)
        }
        return kept
    }
}
