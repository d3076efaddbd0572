import Foundation

/// Draws a part of a map as SVG. Pure: the same data and part give the same drawing.
struct MapDrawing {
    static let width = 480, height = 360
    /// Pins that are closer than this to the first of them are counted instead of drawn, in units of the drawing.
    static let clusterRadius = 34

    let data: UI.MapData
    let view: UI.Box

    /// Pins that stand together.
    struct Cluster {
        var x, y: Int
        var pins: [UI.Pin]
    }

    func position(_ point: UI.Point) -> (x: Int, y: Int) {
        let x = (point.longitude - view.west) / view.width * Double(Self.width)
        let y = (view.north - point.latitude) / view.height * Double(Self.height)
        // So far outside the drawing it makes no difference where, and the conversion cannot overflow.
        return (Int(min(max(x, -1e6), 1e6).rounded()), Int(min(max(y, -1e6), 1e6).rounded()))
    }

    /// Groups the pins that lie in the view, each around its first pin.
    func clusters(_ pins: [UI.Pin]) -> [Cluster] {
        var clusters: [Cluster] = []
        for pin in pins where view.contains(pin.point) {
            let (x, y) = position(pin.point)
            let near = clusters.firstIndex { cluster in
                let (dx, dy) = (cluster.x - x, cluster.y - y)
                return dx * dx + dy * dy < Self.clusterRadius * Self.clusterRadius
            }
            if let near {
                clusters[near].pins.append(pin)
            } else {
                clusters.append(Cluster(x: x, y: y, pins: [pin]))
            }
        }
        return clusters
    }

    func svg(pins: [UI.Pin], chosen: UI.Point?, cross: Bool, zoom: (UI.Box) -> String) -> String {
        var svg = "<svg viewBox=\"0 0 \(Self.width) \(Self.height)\" role=\"group\">"
        for area in data.areas {
            if let path = path(area.outline, closed: true) {
                svg += "<path class=\"\(area.kind.rawValue)\" d=\"\(path)\"/>"
            }
        }
        svg += streets(main: false) + streets(main: true)
        for label in data.labels where view.contains(label.point) {
            let (x, y) = position(label.point)
            svg += "<text x=\"\(x)\" y=\"\(y)\">\(EscapedHTML.escape(label.text))</text>"
        }
        svg += streetNames()
        for cluster in clusters(pins) { svg += drawn(cluster, zoom: zoom) }
        if let chosen, view.contains(chosen) {
            let (x, y) = position(chosen)
            svg += "<g class=\"pin chosen\" transform=\"translate(\(x) \(y))\"><path d=\"\(Self.pinPath)\"/></g>"
        }
        if cross {
            svg += "<path class=\"cross\" d=\"M\(Self.width / 2) \(Self.height / 2 - 14)v28m-14-14h28\"/>"
        }
        return svg + "</svg>"
    }

    private static let pinPath = "M0 0c-7-9-10-14-10-19a10 10 0 0 1 20 0c0 5-3 10-10 19z"

    /// One path for all streets of a kind: far smaller than one for each.
    private func streets(main: Bool) -> String {
        let share = view.width / max(data.extent.width, .leastNormalMagnitude)
        let lines = data.streets.filter { $0.isMain == main }.flatMap { clipped($0.line) }
        let joined = lines.compactMap { path($0, closed: false) }.joined()
        guard !joined.isEmpty else { return "" }
        let stroke = (main ? 3.5 : 1.5) * (share < 0.15 ? 2.6 : share < 0.5 ? 1.6 : 1)
        return "<path class=\"street\(main ? " main" : "")\" stroke-width=\"\(stroke)\" d=\"\(joined)\"/>"
    }

    /// The names of streets with room for them, along their longest straight part; only where the view is close.
    private func streetNames() -> String {
        guard view.width < data.extent.width * 0.3 else { return "" }
        var written: Set<String> = []
        var svg = ""
        for street in data.streets where written.count < 24 {
            guard let name = street.name, !written.contains(name), let (start, end) = longestPart(of: street.line)
            else {
                continue
            }
            let (dx, dy) = (Double(end.x - start.x), Double(end.y - start.y))
            guard (dx * dx + dy * dy).squareRoot() > Double(name.count) * 6 else { continue }
            written.insert(name)
            // Never upside down.
            let angle = atan2(dx < 0 ? -dy : dy, abs(dx)) * 180 / .pi
            let middle = "\((start.x + end.x) / 2) \((start.y + end.y) / 2)"
            svg +=
                "<text class=\"name\" transform=\"translate(\(middle)) rotate(\(Int(angle.rounded())))\" y=\"3\">\(EscapedHTML.escape(name))</text>"
        }
        return svg
    }

    /// The longest stretch between two points of a line that lies within the drawing.
    private func longestPart(of line: [UI.Point]) -> (start: (x: Int, y: Int), end: (x: Int, y: Int))? {
        var longest: (start: (x: Int, y: Int), end: (x: Int, y: Int))?
        var length = 0
        for part in clipped(line) {
            for (first, second) in zip(part, part.dropFirst()) {
                let start = inside(position(first)), end = inside(position(second))
                let square = (end.x - start.x) * (end.x - start.x) + (end.y - start.y) * (end.y - start.y)
                if square > length { (longest, length) = ((start, end), square) }
            }
        }
        return longest
    }

    private func inside(_ place: (x: Int, y: Int)) -> (x: Int, y: Int) {
        (min(max(place.x, 0), Self.width), min(max(place.y, 0), Self.height))
    }

    /// The parts of a line that touch the view.
    private func clipped(_ line: [UI.Point]) -> [[UI.Point]] {
        var parts: [[UI.Point]] = []
        var isOpen = false
        for (start, end) in zip(line, line.dropFirst()) {
            let isOutside =
                max(start.longitude, end.longitude) < view.west || min(start.longitude, end.longitude) > view.east
                || max(start.latitude, end.latitude) < view.south || min(start.latitude, end.latitude) > view.north
            if isOutside {
                isOpen = false
            } else if isOpen {
                parts[parts.count - 1].append(end)
            } else {
                parts.append([start, end])
                isOpen = true
            }
        }
        return parts
    }

    /// A line in the drawing's units, without points that nearly fall on the one before; `nil` where all of it is outside.
    private func path(_ line: [UI.Point], closed: Bool) -> String? {
        guard let first = line.first else { return nil }
        let isOutside =
            line.allSatisfy { $0.longitude < view.west } || line.allSatisfy { $0.longitude > view.east }
            || line.allSatisfy { $0.latitude < view.south } || line.allSatisfy { $0.latitude > view.north }
        guard !isOutside else { return nil }
        var last = position(first)
        var path = "M\(last.x) \(last.y)"
        for (index, point) in line.enumerated().dropFirst() {
            let next = position(point)
            let step = abs(next.x - last.x) + abs(next.y - last.y)
            if step == 0 || (step < 4 && index < line.count - 1) { continue }
            path += "l\(next.x - last.x) \(next.y - last.y)"
            last = next
        }
        return path + (closed ? "z" : "")
    }

    private func drawn(_ cluster: Cluster, zoom: (UI.Box) -> String) -> String {
        let place = "transform=\"translate(\(cluster.x) \(cluster.y))\""
        if cluster.pins.count == 1, let pin = cluster.pins.first {
            let shape = "<path d=\"\(Self.pinPath)\"/>"
            guard let href = pin.href else { return "<g class=\"pin\" \(place)>\(shape)</g>" }
            return
                "<a class=\"pin\" href=\"\(EscapedHTML.escape(href))\" aria-label=\"\(EscapedHTML.escape(pin.title))\" \(place)>\(shape)</a>"
        }
        let count = cluster.pins.count
        let first = cluster.pins[0]
        let href = EscapedHTML.escape(zoom(view.scaled(0.4, around: first.point)))
        let more = count > 1 ? " +\(count - 1)" : ""
        return
            "<a class=\"cluster\" data-move=\"cluster\" href=\"\(href)\" aria-label=\"\(EscapedHTML.escape(first.title + more))\" \(place)>"
            + "<circle r=\"\(count < 10 ? 14 : 18)\"/><text y=\"4\">\(count)</text></a>"
    }
}
