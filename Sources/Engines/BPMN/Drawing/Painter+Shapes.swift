/// Shapes by what they stand for.
extension Painter {
    mutating func paint(_ shape: Diagram.Shape) {
        guard let element = element(shape) else { return }
        let box = place(shape.bounds)
        let words = name(element.id)
        let kind = Painter.className(element.kind)
        svg.open("g", ["class": classes(kind, element.id), "data-element": element.id])
        let title = ([words] + standing(of: element.id)).filter { !$0.isEmpty }.joined(separator: ": ")
        if !title.isEmpty { svg.element("title", words: title) }
        switch element.kind {
        case .pool(let isMultiple): paintPool(shape, box, words, isMultiple: isMultiple)
        case .lane: paintLane(shape, box, words)
        case .event(let event): paint(event, box)
        case .activity(let activity): paint(activity, shape, box, words)
        case .gateway(let gateway): paint(gateway, shape, box)
        case .dataObject(let isCollection): paintPage(box, isCollection: isCollection, arrow: nil)
        case .dataInput(let isCollection): paintPage(box, isCollection: isCollection, arrow: false)
        case .dataOutput(let isCollection): paintPage(box, isCollection: isCollection, arrow: true)
        case .dataStore: paintStore(box)
        case .annotation: paintAnnotation(box, words)
        case .group:
            rectangle(box, radius: 10, "outline", dashes: "8 4 2 4")
            label(words, in: Diagram.Bounds(x: box.x, y: box.y + 4, width: box.width, height: 20), isTop: true)
        case .conversation: paintHexagon(box)
        case .message: Markers.envelope(&svg, box, isFilled: false)
        default: break
        }
        if hasLabelOutside(element.kind) { labelOutside(words, shape, box) }
        svg.close()
    }

    static func className(_ kind: DrawnElement.Kind) -> String {
        switch kind {
        case .pool: "pool"
        case .lane: "lane"
        case .event(let event):
            switch event.position {
            case .start: "flow-node event start"
            case .end: "flow-node event end"
            case .boundary: "flow-node event boundary"
            case .intermediateCatch, .intermediateThrow: "flow-node event intermediate"
            }
        case .activity(let activity): "flow-node activity \(activity.elementName)"
        case .gateway(let gateway): "flow-node gateway \(gateway.elementName)"
        case .dataObject, .dataInput, .dataOutput: "data"
        case .dataStore: "data store"
        case .annotation: "annotation"
        case .group: "group"
        case .conversation: "conversation"
        case .message: "message-shape"
        case .sequenceFlow: "flow"
        case .messageFlow: "flow message-flow"
        case .association, .dataAssociation, .conversationLink: "flow association"
        case .frame: "frame"
        }
    }

    private func hasLabelOutside(_ kind: DrawnElement.Kind) -> Bool {
        switch kind {
        case .event, .gateway, .dataObject, .dataInput, .dataOutput, .dataStore, .conversation, .message: true
        default: false
        }
    }

    // MARK: Pools and lanes

    private mutating func paintPool(_ shape: Diagram.Shape, _ box: Diagram.Bounds, _ words: String, isMultiple: Bool) {
        rectangle(box, radius: 3, "ground-shape")
        let hasInside = drawing.diagram.shapes.contains { other in
            other.element != shape.element && other.bounds.width > 0 && shape.bounds.holds(other.bounds)
        }
        if hasInside { band(shape, box, words, "band") } else { label(words, in: box, isStrong: true) }
        if isMultiple { Markers.bars(&svg, x: box.x + box.width / 2, y: box.y + box.height - 12, isVertical: true) }
    }

    private mutating func paintLane(_ shape: Diagram.Shape, _ box: Diagram.Bounds, _ words: String) {
        rectangle(box, radius: 0, "ground-shape")
        band(shape, box, words, nil)
    }

    /// The stripe with the name: at the side where reading begins, or on top.
    private mutating func band(_ shape: Diagram.Shape, _ box: Diagram.Bounds, _ words: String, _ fill: String?) {
        let size = 30.0
        let isHorizontal = shape.isHorizontal ?? (box.width >= box.height)
        guard isHorizontal else {
            let strip = Diagram.Bounds(x: box.x, y: box.y, width: box.width, height: min(size, box.height))
            if let fill { rectangle(strip, radius: 3, fill) }
            label(words, in: strip, isStrong: fill != nil)
            return
        }
        let x = options.isRightToLeft ? box.x + box.width - size : box.x
        if let fill { rectangle(Diagram.Bounds(x: x, y: box.y, width: size, height: box.height), radius: 3, fill) }
        let lines = TextLines.wrap(words, width: box.height - 10, size: 12, most: 2)
        let (middle, center) = (x + size / 2, box.y + box.height / 2)
        let turn = "rotate(\(options.isRightToLeft ? 90 : -90) \(SVGText.number(middle)) \(SVGText.number(center)))"
        text(lines, x: middle, y: center - Double(lines.count - 1) * 7.2 + 4, isStrong: fill != nil, transform: turn)
    }

    // MARK: Activities

    private mutating func paint(_ activity: Activity, _ shape: Diagram.Shape, _ box: Diagram.Bounds, _ words: String) {
        var isOpen = false
        var (width, dashes): (String?, String?) = (nil, nil)
        switch activity.kind {
        case .call: width = "3.5"
        case .subProcess(let inside):
            isOpen = Painter.isExpanded(shape)
            if case .event = inside.kind { dashes = "2 4" }
        case .task: break
        }
        rectangle(box, radius: 9, "shape", width: width, dashes: dashes)
        if case .subProcess(let inside) = activity.kind, case .transaction = inside.kind {
            rectangle(box.inset(by: 3.5), radius: 6.5, "outline")
        }
        var room = box
        if case .task(let task) = activity.kind, Markers.task(&svg, task, x: box.x + 6, y: box.y + 6) {
            room.y += min(12, box.height / 5)
            room.height -= min(12, box.height / 5)
        }
        let marks = Markers.activityMarks(activity, isOpen: isOpen)
        if !marks.isEmpty { room.height -= 14 }
        var x = box.x + box.width / 2 - Double(marks.count - 1) * 9
        for mark in marks {
            Markers.paint(&svg, mark, x: x, y: box.y + box.height - 11)
            x += 18
        }
        if isOpen {
            let top = Diagram.Bounds(x: box.x + 10, y: box.y + 4, width: box.width - 20, height: 34)
            label(words, in: top, isTop: true, isStrong: true)
        } else {
            label(words, in: room.inset(by: 5))
        }
    }

    // MARK: Events and gateways

    private mutating func paint(_ event: Event, _ box: Diagram.Bounds) {
        let (x, y) = (box.x + box.width / 2, box.y + box.height / 2)
        let radius = min(box.width, box.height) / 2
        var (dashes, width): (String?, String) = (nil, "1.5")
        var isDouble = false
        switch event.position {
        case .start(let isInterrupting): if !isInterrupting { dashes = "4 3" }
        case .end: width = "3.5"
        case .boundary(_, let cancels):
            isDouble = true
            if !cancels { dashes = "4 3" }
        case .intermediateCatch, .intermediateThrow: isDouble = true
        }
        circle(x, y, radius, "shape", width: width, dashes: dashes)
        if isDouble { circle(x, y, max(1, radius - 3.5), "outline", dashes: dashes) }
        Markers.event(&svg, event, x: x, y: y, radius: radius * 0.56)
    }

    private mutating func paint(_ gateway: Gateway, _ shape: Diagram.Shape, _ box: Diagram.Bounds) {
        let (x, y) = (box.x + box.width / 2, box.y + box.height / 2)
        let points = [(x, box.y), (box.x + box.width, y), (x, box.y + box.height), (box.x, y)]
        svg.element(
            "polygon",
            [
                "class": "shape",
                "points": points.map { "\(SVGText.number($0.0)),\(SVGText.number($0.1))" }.joined(separator: " "),
            ])
        let size = min(box.width, box.height) * 0.2
        switch gateway.kind {
        case .exclusive: if shape.isMarkerVisible ?? true { Markers.cross(&svg, x, y, size * 0.85, isTurned: true) }
        case .parallel: Markers.cross(&svg, x, y, size * 1.2, isTurned: false)
        case .inclusive: circle(x, y, size * 1.15, "mark", width: "2.5")
        case .complex:
            Markers.cross(&svg, x, y, size * 1.2, isTurned: false)
            Markers.cross(&svg, x, y, size * 0.85, isTurned: true)
        case .eventBased(let instantiates, let isParallel):
            circle(x, y, size * 1.45, "outline")
            if !instantiates { circle(x, y, size * 1.15, "outline") }
            if isParallel {
                Markers.cross(&svg, x, y, size * 0.8, isTurned: false)
            } else {
                Markers.pentagon(&svg, x, y, size * 0.85, isFilled: false)
            }
        }
    }

    // MARK: Data and artifacts

    private mutating func paintPage(_ box: Diagram.Bounds, isCollection: Bool, arrow: Bool?) {
        let fold = min(12, box.width / 3)
        let (r, b) = (box.x + box.width, box.y + box.height)
        path(
            [.move(box.x, box.y), .line(r - fold, box.y), .line(r, box.y + fold), .line(r, b), .line(box.x, b)],
            "shape", closes: true)
        path([.move(r - fold, box.y), .line(r - fold, box.y + fold), .line(r, box.y + fold)], "outline")
        if let isFilled = arrow { Markers.arrow(&svg, x: box.x + 10, y: box.y + 10, size: 6, isFilled: isFilled) }
        if isCollection { Markers.bars(&svg, x: box.x + box.width / 2, y: b - 9, isVertical: true) }
    }

    private mutating func paintStore(_ box: Diagram.Bounds) {
        let n = SVGText.number
        let (r, b, lid) = (box.x + box.width, box.y + box.height, min(10, box.height / 4))
        let half = "\(n(box.width / 2)) \(n(lid))"
        svg.element(
            "path",
            [
                "class": "shape",
                "d": "M\(n(box.x)) \(n(box.y + lid))A\(half) 0 0 1 \(n(r)) \(n(box.y + lid))V\(n(b - lid))"
                    + "A\(half) 0 0 1 \(n(box.x)) \(n(b - lid))Z",
            ])
        svg.element(
            "path", ["class": "outline", "d": "M\(n(box.x)) \(n(box.y + lid))A\(half) 0 0 0 \(n(r)) \(n(box.y + lid))"])
    }

    private mutating func paintAnnotation(_ box: Diagram.Bounds, _ words: String) {
        let side = options.isRightToLeft ? box.x + box.width : box.x
        let arm = options.isRightToLeft ? -10.0 : 10
        path(
            [
                .move(side + arm, box.y), .line(side, box.y), .line(side, box.y + box.height),
                .line(side + arm, box.y + box.height),
            ], "outline")
        let most = max(1, Int(box.height / 14))
        let lines = TextLines.wrap(words, width: max(40, box.width - 14), size: 12, most: most)
        let isRight = TextLines.isRightToLeft(words)
        let x = isRight ? box.x + box.width - 8 : box.x + 8
        let top = box.y + (box.height - Double(lines.count) * 14.4) / 2 + 11
        text(lines, x: x, y: max(box.y + 12, top), anchor: "start")
    }

    private mutating func paintHexagon(_ box: Diagram.Bounds) {
        let cut = box.width / 4
        let (r, b, y) = (box.x + box.width, box.y + box.height, box.y + box.height / 2)
        path(
            [
                .move(box.x, y), .line(box.x + cut, box.y), .line(r - cut, box.y), .line(r, y), .line(r - cut, b),
                .line(box.x + cut, b),
            ], "shape", closes: true)
    }
}

extension Diagram.Bounds {
    func inset(by room: Double) -> Diagram.Bounds {
        Diagram.Bounds(
            x: x + room, y: y + room, width: max(1, width - 2 * room), height: max(1, height - 2 * room))
    }

    func holds(_ other: Diagram.Bounds) -> Bool {
        other.x >= x - 1 && other.y >= y - 1 && other.x + other.width <= x + width + 1
            && other.y + other.height <= y + height + 1
    }
}
