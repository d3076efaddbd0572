/// The signs within shapes. BPMN 2.0.2, 7.4 and the tables of chapter 10.
enum Markers {
    private static let n = SVGText.number

    /// One path, moved to its place; `scale` counts from a box of two units around the middle.
    private static func sign(
        _ svg: inout SVGText, _ way: String, x: Double, y: Double, scale: Double = 1, isFilled: Bool = false,
        width: Double = 1.4
    ) {
        svg.element(
            "path",
            [
                "class": isFilled ? "mark mark-full" : "mark", "d": way,
                "transform": "translate(\(n(x)) \(n(y)))\(scale == 1 ? "" : " scale(\(decimal(scale)))")",
                "stroke-width": decimal(width / max(scale, 0.001)), "fill": isFilled ? "currentColor" : nil,
            ])
    }

    private static func decimal(_ value: Double) -> String {
        let thousandths = Int((max(0, min(1e6, value)) * 1000).rounded())
        let rest = String(1000 + thousandths % 1000).dropFirst()
        return "\(thousandths / 1000).\(rest)"
    }

    // MARK: Tasks, with their corner at (x, y), 16 wide

    /// Whether the task has a sign.
    static func task(_ svg: inout SVGText, _ task: Activity.Task, x: Double, y: Double) -> Bool {
        switch task {
        case .abstract: return false
        case .user:
            sign(
                &svg,
                "M8 8.2A3.4 3.4 0 1 0 8 1.4A3.4 3.4 0 1 0 8 8.2ZM1.5 15.5V13.6Q1.5 9.6 5.4 9.4Q8 11.4 10.6 9.4Q14.5 9.6 14.5 13.6V15.5Z",
                x: x, y: y)
        case .manual:
            sign(
                &svg,
                "M1 7.2L6.2 2.2Q7.6 1.4 7.9 2.9L6.6 4.8H14.2Q15.6 5.9 14.2 7H9.5M14.4 7.2Q15.6 8.2 14.2 9.2H9.5M13.6 9.2Q14.7 10.2 13.4 11.2H9.5M12.7 11.2Q13.6 12.4 12.2 13.2H4.2Q1 12.6 1 9.6Z",
                x: x, y: y, width: 1.2)
        case .service: gear(&svg, x: x + 8, y: y + 8)
        case .send: envelope(&svg, Diagram.Bounds(x: x, y: y + 2, width: 16, height: 11), isFilled: true)
        case .receive(_, _, let instantiates):
            let box = Diagram.Bounds(x: x, y: y + 2, width: 16, height: 11)
            envelope(&svg, instantiates ? box.inset(by: 1.5) : box, isFilled: false)
            if instantiates { sign(&svg, "M11 0A11 11 0 1 1 -11 0A11 11 0 1 1 11 0Z", x: x + 8, y: y + 7.5) }
        case .script:
            sign(
                &svg, "M5 1H15Q11.5 4 13 8T11 15H1Q4.5 12 3 8T5 1ZM5.6 4.6H10.6M5.4 8H10.4M6 11.4H11", x: x, y: y,
                width: 1.2)
        case .businessRule: sign(&svg, "M1 2.5H15V13.5H1ZM1 5.8H15M1 9.6H15M5.4 5.8V13.5", x: x, y: y, width: 1.3)
        }
        return true
    }

    private static func gear(_ svg: inout SVGText, x: Double, y: Double) {
        // Eight teeth: two points out, two points in.
        let steps = 8
        var way = ""
        for index in 0..<steps {
            for (turn, radius) in [(-0.17, 7.6), (0.17, 7.6), (0.27, 5.4), (0.52, 5.4)] {
                let angle = (Double(index) + turn) * 2 * Double.pi / Double(steps)
                way += "\(way.isEmpty ? "M" : "L")\(n(radius * Wave.sine(angle))) \(n(-radius * Wave.cosine(angle)))"
            }
        }
        sign(&svg, way + "ZM2.4 0A2.4 2.4 0 1 1 -2.4 0A2.4 2.4 0 1 1 2.4 0Z", x: x, y: y, width: 1.2)
    }

    static func envelope(_ svg: inout SVGText, _ box: Diagram.Bounds, isFilled: Bool) {
        let (w, h) = (box.width, box.height)
        sign(&svg, "M0 0H\(n(w))V\(n(h))H0Z", x: box.x, y: box.y, isFilled: isFilled, width: 1.3)
        svg.element(
            "path",
            [
                "class": isFilled ? "mark mark-inverse" : "mark",
                "d": "M0 0L\(n(w / 2)) \(n(h * 0.58))L\(n(w)) 0",
                "transform": "translate(\(n(box.x)) \(n(box.y)))", "stroke-width": "1.3",
            ])
    }

    // MARK: Events, around their middle

    static func event(_ svg: inout SVGText, _ event: Event, x: Double, y: Double, radius: Double) {
        let isThrowing = !event.position.isCatching
        let count = event.definitions.count
        if count > 1 {
            if event.isParallelMultiple {
                sign(
                    &svg, "M-.3 -1H.3V-.3H1V.3H.3V1H-.3V.3H-1V-.3H-.3Z", x: x, y: y, scale: radius, isFilled: isThrowing
                )
            } else {
                pentagon(&svg, x, y, radius, isFilled: isThrowing)
            }
            return
        }
        guard let definition = event.definitions.first else { return }
        switch definition.kind {
        case .message:
            envelope(
                &svg, Diagram.Bounds(x: x - radius, y: y - radius * 0.68, width: radius * 2, height: radius * 1.36),
                isFilled: isThrowing)
        case .timer:
            sign(
                &svg, "M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0ZM0 -1V-.78M0 1V.78M-1 0H-.78M1 0H.78M.1 -.7L0 0L.5 .2", x: x,
                y: y, scale: radius * 1.1, width: 1.2)
        case .signal: sign(&svg, "M0 -.95L.95 .72H-.95Z", x: x, y: y, scale: radius, isFilled: isThrowing)
        case .error:
            sign(
                &svg, "M-.95 .85L-.45 -.85L.25 .15L.95 -.85L.5 .9L-.2 -.1Z", x: x, y: y, scale: radius,
                isFilled: isThrowing)
        case .escalation: sign(&svg, "M0 -1L.75 .9L0 .15L-.75 .9Z", x: x, y: y, scale: radius, isFilled: isThrowing)
        case .conditional:
            sign(
                &svg, "M-.75 -.95H.75V.95H-.75ZM-.5 -.55H.5M-.5 -.18H.5M-.5 .18H.5M-.5 .55H.5", x: x, y: y,
                scale: radius, width: 1.1)
        case .compensate:
            sign(&svg, "M-.05 -.7V.7L-1 0ZM.95 -.7V.7L0 0Z", x: x, y: y, scale: radius, isFilled: isThrowing)
        case .link: sign(&svg, "M-.95 -.4H.2V-.85L1 0L.2 .85V.4H-.95Z", x: x, y: y, scale: radius, isFilled: isThrowing)
        case .cancel:
            sign(
                &svg, "M-.9 -.6L-.6 -.9L0 -.3L.6 -.9L.9 -.6L.3 0L.9 .6L.6 .9L0 .3L-.6 .9L-.9 .6L-.3 0Z", x: x, y: y,
                scale: radius, isFilled: isThrowing)
        case .terminate:
            sign(&svg, "M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z", x: x, y: y, scale: radius * 1.05, isFilled: true)
        }
    }

    static func pentagon(_ svg: inout SVGText, _ x: Double, _ y: Double, _ radius: Double, isFilled: Bool) {
        sign(&svg, "M0 -1L.95 -.31L.59 .81H-.59L-.95 -.31Z", x: x, y: y, scale: radius, isFilled: isFilled)
    }

    // MARK: Others

    static func cross(_ svg: inout SVGText, _ x: Double, _ y: Double, _ size: Double, isTurned: Bool) {
        sign(&svg, isTurned ? "M-1 -1L1 1M1 -1L-1 1" : "M0 -1V1M-1 0H1", x: x, y: y, scale: size, width: 2.8)
    }

    static func arrow(_ svg: inout SVGText, x: Double, y: Double, size: Double, isFilled: Bool) {
        sign(&svg, "M-1 -.4H.2V-.9L1 0L.2 .9V.4H-1Z", x: x, y: y, scale: size, isFilled: isFilled, width: 1.1)
    }

    static func bars(_ svg: inout SVGText, x: Double, y: Double, isVertical: Bool) {
        sign(&svg, isVertical ? "M-4 -5V5M0 -5V5M4 -5V5" : "M-5 -4H5M-5 0H5M-5 4H5", x: x, y: y, width: 1.9)
    }

    /// What stands at the foot of an activity.
    enum Mark {
        case loop, parallel, sequential, compensation, adHoc, closed
    }

    static func activityMarks(_ activity: Activity, isOpen: Bool) -> [Mark] {
        var marks: [Mark] = []
        switch activity.loop?.kind {
        case .standard: marks.append(.loop)
        case .multiInstance(let many): marks.append(many.isSequential ? .sequential : .parallel)
        case nil: break
        }
        if activity.isForCompensation { marks.append(.compensation) }
        if case .subProcess(let inside) = activity.kind {
            if !isOpen { marks.append(.closed) }
            if case .adHoc = inside.kind { marks.append(.adHoc) }
        }
        return marks
    }

    static func paint(_ svg: inout SVGText, _ mark: Mark, x: Double, y: Double) {
        switch mark {
        case .loop: sign(&svg, "M-1.8 4.6A5 5 0 1 1 2.6 4.3M-5.2 4.8H-1.6V1.2", x: x, y: y)
        case .parallel: bars(&svg, x: x, y: y, isVertical: true)
        case .sequential: bars(&svg, x: x, y: y, isVertical: false)
        case .compensation: sign(&svg, "M-.3 -4V4L-6 0ZM5.7 -4V4L0 0Z", x: x, y: y, width: 1.3)
        case .adHoc: sign(&svg, "M-6 1.8Q-3 -4.4 0 -.2T6 -1.8", x: x, y: y, width: 2.2)
        case .closed: sign(&svg, "M-6 -6H6V6H-6ZM0 -3.4V3.4M-3.4 0H3.4", x: x, y: y)
        }
    }
}

/// Sine and cosine without the system's library, by Taylor's series; good for a drawing.
enum Wave {
    static func sine(_ angle: Double) -> Double {
        let turn = 2 * Double.pi
        var x = angle.truncatingRemainder(dividingBy: turn)
        if x > .pi { x -= turn }
        var (term, sum) = (x, x)
        for step in 1...9 {
            term *= -x * x / Double(2 * step * (2 * step + 1))
            sum += term
        }
        return sum
    }

    static func cosine(_ angle: Double) -> Double { sine(angle + .pi / 2) }
}
