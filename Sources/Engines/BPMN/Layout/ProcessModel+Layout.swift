extension ProcessModel {
    /// A diagram for every collaboration and process of which the file draws nothing, laid out in layers from left to
    /// right, with its lanes and pools.
    public func laidOut() -> [Diagram] { layouts(besides: []) }

    func layouts(besides shown: Set<String>) -> [Diagram] {
        let isDrawn = { (process: ProcessDefinition) in
            process.body.nodes.contains { shown.contains($0.id) } || shown.contains(process.header.id)
        }
        var made: [Diagram] = []
        var pooled: Set<String> = []
        for collaboration in collaborations where !collaboration.participants.isEmpty {
            let members = collaboration.participants.compactMap(\.process)
            pooled.formUnion(members)
            let isShown =
                collaboration.participants.contains { shown.contains($0.header.id) }
                || processes.contains { members.contains($0.header.id) && isDrawn($0) }
            if !isShown { made.append(layout(collaboration)) }
        }
        for process in processes where !pooled.contains(process.header.id) && !isDrawn(process) {
            if !process.body.nodes.isEmpty { made.append(layout(process)) }
        }
        return made
    }

    private func layout(_ process: ProcessDefinition) -> Diagram {
        var diagram = Diagram(
            header: ElementHeader(id: "\(process.header.id)-diagram"), planeId: "\(process.header.id)-plane",
            element: process.header.id)
        add(process, to: &diagram, x: 0, y: 0, width: nil)
        return diagram
    }

    /// Pools below each other; those of whom only the name is known are low.
    private func layout(_ collaboration: Collaboration) -> Diagram {
        var diagram = Diagram(
            header: ElementHeader(id: "\(collaboration.header.id)-diagram"),
            planeId: "\(collaboration.header.id)-plane", element: collaboration.header.id)
        let bodies = collaboration.participants.map { participant in
            participant.process.flatMap { id in processes.first { $0.header.id == id } }
        }
        let widest = bodies.compactMap { $0.map { ScopeLayout($0.body).width } }.max() ?? 300
        let width = widest + 30 + 2 * ScopeLayout.room + 30
        var y = 0.0
        for (participant, process) in zip(collaboration.participants, bodies) {
            var height = 60.0
            let place = diagram.shapes.count
            if let process {
                height = add(process, to: &diagram, x: 30, y: y, width: width - 30)
            }
            var pool = Diagram.Shape(
                header: ElementHeader(id: "\(participant.header.id)-shape"), element: participant.header.id,
                bounds: .init(x: 0, y: y, width: width, height: height))
            pool.isHorizontal = true
            diagram.shapes.insert(pool, at: place)
            y += height + 46
        }
        for flow in collaboration.messageFlows { add(flow, to: &diagram) }
        return diagram
    }

    @discardableResult
    private func add(_ process: ProcessDefinition, to diagram: inout Diagram, x: Double, y: Double, width: Double?)
        -> Double
    {
        let layout = ScopeLayout(process.body)
        var inner = layout.lanes.isEmpty ? ScopeLayout.room : 0
        let laneBand = layout.lanes.isEmpty ? 0.0 : 30
        var top = y
        let full = width ?? layout.width + 2 * ScopeLayout.room + laneBand
        let bottom = layout.lanes.reduce(0) { $0 + $1.height }
        for (index, (lane, height)) in layout.lanes.enumerated() {
            // What hangs below the nodes (ways back, data) belongs to the last lane.
            let more = index == layout.lanes.count - 1 ? max(0, layout.height - bottom + 12) : 0
            var shape = Diagram.Shape(
                header: ElementHeader(id: "\(lane.header.id)-shape"), element: lane.header.id,
                bounds: .init(x: x, y: top, width: full, height: height + more))
            shape.isHorizontal = true
            diagram.shapes.append(shape)
            top += height + more
        }
        if !layout.lanes.isEmpty { inner = 0 }
        for var shape in layout.shapes {
            shape.bounds.x += x + ScopeLayout.room + laneBand
            shape.bounds.y += y + inner
            diagram.shapes.append(shape)
        }
        for var edge in layout.edges {
            edge.waypoints = edge.waypoints.map {
                .init(x: $0.x + x + ScopeLayout.room + laneBand, y: $0.y + y + inner)
            }
            diagram.edges.append(edge)
        }
        return layout.lanes.isEmpty ? layout.height + 2 * ScopeLayout.room : top - y
    }

    private func add(_ flow: MessageFlow, to diagram: inout Diagram) {
        let shapes = diagram.shapes
        let box = { (id: String) in shapes.first { $0.element == id }?.bounds }
        guard let source = box(flow.source), let target = box(flow.target) else { return }
        // A way that begins or ends at a pool does so straight above or below the other end.
        let from =
            source.width > 300 && target.width < source.width
            ? target.x + target.width / 2 : source.x + source.width / 2
        let to =
            target.width > 300 && source.width < target.width
            ? source.x + source.width / 2 : target.x + target.width / 2
        let isDown = source.y < target.y
        let (start, end) = (isDown ? source.y + source.height : source.y, isDown ? target.y : target.y + target.height)
        var points = [Diagram.Point(x: from, y: start)]
        if abs(from - to) > 0.5 {
            let middle = isDown ? end - 18 : end + 18
            points += [.init(x: from, y: middle), .init(x: to, y: middle)]
        }
        points.append(.init(x: to, y: end))
        diagram.edges.append(
            Diagram.Edge(
                header: ElementHeader(id: "\(flow.header.id)-edge"), element: flow.header.id, waypoints: points))
    }
}
