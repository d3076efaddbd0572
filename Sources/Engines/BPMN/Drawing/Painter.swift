/// Draws one diagram.
struct Painter {
    let drawing: ProcessDrawing
    let overlay: DrawingOverlay
    let options: DrawingOptions
    var svg = SVGText()
    /// Of everything that is drawn, with room around it.
    private let frame: Diagram.Bounds

    init(_ drawing: ProcessDrawing, overlay: DrawingOverlay, options: DrawingOptions) {
        self.drawing = drawing
        self.overlay = overlay
        self.options = options
        frame = Painter.frame(of: drawing.diagram, drawing.elements)
    }

    mutating func paint() -> String {
        let title = options.title ?? drawing.title
        let id = options.idPrefix
        svg.open(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "class": "process-picture",
                "viewBox": [frame.x, frame.y, frame.width, frame.height].map(SVGText.number).joined(separator: " "),
                "width": SVGText.number(frame.width), "height": SVGText.number(frame.height), "role": "img",
                "aria-labelledby": "\(id)-title", "aria-describedby": "\(id)-desc", "fill": "none",
                "stroke": "currentColor", "stroke-width": "1.5", "stroke-linejoin": "round", "stroke-linecap": "round",
                "font-family": "sans-serif", "font-size": "12",
            ])
        svg.element("title", ["id": "\(id)-title"], words: title)
        svg.element("desc", ["id": "\(id)-desc"], words: options.description ?? description)
        if options.isStandalone {
            svg.element("style", words: PictureStyle.text)
            svg.element(
                "rect",
                [
                    "class": "ground", "x": SVGText.number(frame.x), "y": SVGText.number(frame.y),
                    "width": SVGText.number(frame.width), "height": SVGText.number(frame.height), "stroke": "none",
                ])
        }
        let shapes = drawing.diagram.shapes.filter { $0.bounds.width > 0 && $0.bounds.height > 0 }
        // What contains comes before what is in it; flows lie above the containers and below the nodes.
        let containers = shapes.filter { isContainer($0) }
            .enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
        for shape in containers { paint(shape) }
        for edge in drawing.diagram.edges { paint(edge) }
        let nodes = shapes.filter { !isContainer($0) }
        for shape in nodes.filter({ !isBoundary($0) }) { paint(shape) }
        for shape in nodes.filter({ isBoundary($0) }) { paint(shape) }
        for shape in shapes { paintStanding(of: shape) }
        svg.close()
        return svg.text
    }

    func element(_ shape: Diagram.Shape) -> DrawnElement? { shape.element.flatMap { drawing.elements[$0] } }

    func name(_ id: String?) -> String {
        guard let id else { return "" }
        return options.names[id] ?? drawing.elements[id]?.name ?? ""
    }

    // MARK: Order

    private func isContainer(_ shape: Diagram.Shape) -> Bool { rank(shape) < 10 }

    private func isBoundary(_ shape: Diagram.Shape) -> Bool {
        guard case .event(let event) = element(shape)?.kind, case .boundary = event.position else { return false }
        return true
    }

    private func rank(_ shape: Diagram.Shape) -> Double {
        guard let element = element(shape) else { return 10 }
        switch element.kind {
        case .pool: return 0
        case .lane: return 1 + 1 / (1 + shape.bounds.width * shape.bounds.height)
        case .group: return 9
        case .activity(let activity):
            guard case .subProcess = activity.kind, Painter.isExpanded(shape) else { return 10 }
            return 3 + 5 / (1 + max(0, shape.bounds.width * shape.bounds.height) / 1e4)
        default: return 10
        }
    }

    /// Where the file is silent, a large sub-process is open.
    static func isExpanded(_ shape: Diagram.Shape) -> Bool {
        shape.isExpanded ?? (shape.bounds.width > 160 && shape.bounds.height > 110)
    }

    // MARK: Places

    /// Mirrored where the picture runs from right to left.
    func place(_ bounds: Diagram.Bounds) -> Diagram.Bounds {
        guard options.isRightToLeft else { return bounds }
        var mirrored = bounds
        mirrored.x = 2 * frame.x + frame.width - bounds.x - bounds.width
        return mirrored
    }

    func place(_ point: Diagram.Point) -> Diagram.Point {
        options.isRightToLeft ? Diagram.Point(x: 2 * frame.x + frame.width - point.x, y: point.y) : point
    }

    private static func frame(of diagram: Diagram, _ index: ElementIndex) -> Diagram.Bounds {
        var (left, top, right, bottom) = (Double.infinity, Double.infinity, -Double.infinity, -Double.infinity)
        func include(_ x: Double, _ y: Double) {
            (left, right) = (min(left, x), max(right, x))
            (top, bottom) = (min(top, y), max(bottom, y))
        }
        func include(_ bounds: Diagram.Bounds?) {
            guard let bounds else { return }
            include(bounds.x, bounds.y)
            include(bounds.x + bounds.width, bounds.y + bounds.height)
        }
        for shape in diagram.shapes {
            include(shape.bounds)
            include(shape.label?.bounds)
            if shape.bounds.width <= 60, shape.label?.bounds == nil, !(index[shape.element ?? ""]?.name.isEmpty ?? true)
            {
                include(shape.bounds.x + shape.bounds.width / 2 - 45, shape.bounds.y + shape.bounds.height + 34)
                include(shape.bounds.x + shape.bounds.width / 2 + 45, shape.bounds.y)
            }
        }
        for edge in diagram.edges {
            for point in edge.waypoints { include(point.x, point.y) }
            include(edge.label?.bounds)
        }
        guard left < right, top <= bottom else { return Diagram.Bounds(x: 0, y: 0, width: 100, height: 60) }
        let room = 24.0
        return Diagram.Bounds(
            x: left - room, y: top - room, width: right - left + 2 * room, height: bottom - top + 2 * room)
    }

    // MARK: Words

    /// The steps and how it stands with them, for those who do not see the picture.
    private var description: String {
        let places = drawing.diagram.shapes.filter { shape in
            switch element(shape)?.kind {
            case .activity, .event: !name(shape.element).isEmpty
            default: false
            }
        }.sorted { ($0.bounds.x, $0.bounds.y) < ($1.bounds.x, $1.bounds.y) }
        let steps = places.map { shape in
            let standing = standing(of: shape.element ?? "")
            return standing.isEmpty
                ? name(shape.element) : "\(name(shape.element)) (\(standing.joined(separator: ", ")))"
        }
        return steps.isEmpty ? drawing.title : "\(options.words.steps): \(steps.joined(separator: "; "))."
    }

    func standing(of id: String) -> [String] {
        var words: [String] = []
        if overlay.stuck.contains(id) { words.append(options.words.stuck) }
        if let count = overlay.here[id], count > 0 {
            words.append(count > 1 ? "\(options.words.here) × \(count)" : options.words.here)
        } else if overlay.done.contains(id) {
            words.append(options.words.done)
        }
        if let due = overlay.due[id] { words.append("\(options.words.due): \(due)") }
        return words
    }

    func classes(_ names: String, _ id: String?) -> String {
        guard let id else { return names }
        var classes = names
        if overlay.stuck.contains(id) { classes += " is-stuck" }
        if overlay.here[id] ?? 0 > 0 {
            classes += " is-here"
        } else if overlay.done.contains(id) {
            classes += " is-done"
        }
        if overlay.due[id] != nil { classes += " is-due" }
        return classes
    }
}
