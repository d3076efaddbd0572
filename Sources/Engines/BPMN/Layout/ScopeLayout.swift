/// The places of a process or sub-process: its nodes, its flows, its data and what explains it, from a corner at (0, 0).
struct ScopeLayout {
    private(set) var shapes: [Diagram.Shape] = []
    private(set) var edges: [Diagram.Edge] = []
    private(set) var width = 0.0
    private(set) var height = 0.0
    /// The lanes from top to bottom, with their heights.
    private(set) var lanes: [(lane: Lane, height: Double)] = []

    private let scope: FlowScope
    private var boxes: [String: Diagram.Bounds] = [:]
    private var insides: [String: ScopeLayout] = [:]

    static let room = 30.0

    init(_ scope: FlowScope, depth: Int = 0) {
        self.scope = scope
        for node in scope.nodes {
            if let inside = node.subProcess, depth < 12 {
                insides[node.id] = ScopeLayout(inside.body, depth: depth + 1)
            }
        }
        placeNodes()
        placeBoundaries()
        placeData()
        drawFlows()
    }

    // MARK: Nodes

    private var flatLanes: [Lane] {
        var lanes: [Lane] = []
        func add(_ set: LaneSet) {
            for lane in set.lanes { if lane.inside.isEmpty { lanes.append(lane) } else { lane.inside.forEach(add) } }
        }
        scope.laneSets.first.map(add)
        return lanes
    }

    private func size(of node: FlowNode) -> (width: Double, height: Double) {
        switch node.kind {
        case .event: return (36, 36)
        case .gateway: return (50, 50)
        case .activity:
            guard let inside = insides[node.id] else { return (120, 76) }
            let room = 2 * ScopeLayout.room
            return (max(140, inside.width + room), max(90, inside.height + room + 16))
        }
    }

    private func host(of node: FlowNode) -> String? {
        if case .event(let event) = node.kind, case .boundary(let host, _) = event.position { host } else { nil }
    }

    private mutating func placeNodes() {
        let flat = flatLanes
        var laneOf: [String: Int] = [:]
        for (index, lane) in flat.enumerated() { for node in lane.nodes { laneOf[node] = index } }
        var index: [String: Int] = [:]
        var names: [String] = []
        var nodes: [LayeredGraph.Node] = []
        for node in scope.nodes where host(of: node) == nil && index[node.id] == nil {
            let size = size(of: node)
            // Room for the words below events and gateways.
            let words = node.activity == nil && !node.name.isEmpty ? 36.0 : 0
            index[node.id] = nodes.count
            names.append(node.id)
            nodes.append(
                .init(
                    width: max(size.width, words > 0 ? 84 : 0), above: size.height / 2, below: size.height / 2 + words,
                    lane: laneOf[node.id] ?? 0))
        }
        // A way that leaves a boundary event leaves, for the layers, its activity.
        var hosts: [String: String] = [:]
        for node in scope.nodes { if let host = host(of: node) { hosts[node.id] = host } }
        let ways = scope.flows.compactMap { flow -> (source: Int, target: Int)? in
            guard let source = index[hosts[flow.source] ?? flow.source],
                let target = index[hosts[flow.target] ?? flow.target],
                source != target
            else { return nil }
            return (source, target)
        }
        let graph = LayeredGraph(nodes: nodes, edges: ways, lanes: flat.count)
        var tops: [Double] = []
        var top = 0.0
        for height in graph.laneHeights {
            tops.append(flat.isEmpty ? top : top + ScopeLayout.room)
            top += flat.isEmpty ? height : max(90, height + 2 * ScopeLayout.room)
        }
        for (place, name) in names.enumerated() {
            guard let node = scope.nodes.first(where: { $0.id == name }) else { continue }
            let (size, spot) = (size(of: node), graph.nodes[place])
            let y = tops[spot.lane] + spot.y - spot.above
            boxes[name] = Diagram.Bounds(x: spot.x - size.width / 2, y: y, width: size.width, height: size.height)
        }
        if !flat.isEmpty {
            lanes = zip(flat, graph.laneHeights).map { ($0, max(90, $1 + 2 * ScopeLayout.room)) }
        }
        (width, height) = (graph.width, top)
        bends = graph.edges.map { edge in
            edge.bends.map { Diagram.Point(x: graph.nodes[$0].x, y: tops[graph.nodes[$0].lane] + graph.nodes[$0].y) }
        }
        for node in scope.nodes {
            guard let box = boxes[node.id] else { continue }
            add(node, box)
        }
    }

    private var bends: [[Diagram.Point]] = []

    private mutating func add(_ node: FlowNode, _ box: Diagram.Bounds) {
        var shape = Diagram.Shape(header: ElementHeader(id: "\(node.id)-shape"), element: node.id, bounds: box)
        if let inside = insides[node.id] {
            shape.isExpanded = true
            shapes.append(shape)
            append(inside, x: box.x + ScopeLayout.room, y: box.y + ScopeLayout.room + 16)
        } else {
            shapes.append(shape)
        }
    }

    mutating func append(_ inside: ScopeLayout, x: Double, y: Double) {
        for var shape in inside.shapes {
            shape.bounds.x += x
            shape.bounds.y += y
            shapes.append(shape)
        }
        for var edge in inside.edges {
            edge.waypoints = edge.waypoints.map { Diagram.Point(x: $0.x + x, y: $0.y + y) }
            edges.append(edge)
        }
    }

    /// At the lower side of their activities.
    private mutating func placeBoundaries() {
        var counts: [String: Int] = [:]
        for node in scope.nodes {
            guard let host = host(of: node), let box = boxes[host] else { continue }
            let count = counts[host, default: 0]
            counts[host] = count + 1
            let bounds = Diagram.Bounds(
                x: min(box.x + 14 + Double(count) * 46, box.x + max(0, box.width - 36)), y: box.y + box.height - 18,
                width: 36, height: 36)
            boxes[node.id] = bounds
            add(node, bounds)
            height = max(height, bounds.y + 36 + (node.name.isEmpty ? 0 : 20))
        }
    }

    // MARK: Data and artifacts

    /// Below everything, each near the activity that uses it.
    private mutating func placeData() {
        var uses: [String: String] = [:]
        for node in scope.nodes {
            for link in (node.activity.map { $0.inputs + $0.outputs } ?? []) + (node.event?.associations ?? []) {
                for end in link.sources + [link.target].compactMap({ $0 }) where uses[end] == nil {
                    uses[end] = node.id
                }
            }
        }
        for association in scope.artifacts.associations {
            uses[association.source] = uses[association.source] ?? association.target
            uses[association.target] = uses[association.target] ?? association.source
        }
        var items: [(id: String, width: Double, height: Double, wish: Double)] = []
        func note(_ header: ElementHeader, _ width: Double, _ height: Double) {
            let middle = uses[header.id].flatMap { boxes[$0] }.map { $0.x + $0.width / 2 } ?? 0
            items.append((header.id, width, height, middle - width / 2))
        }
        for reference in scope.dataObjectReferences { note(reference.header, 38, 50) }
        for reference in scope.dataStoreReferences { note(reference.header, 50, 46) }
        for annotation in scope.artifacts.annotations { note(annotation.header, 170, 64) }
        if items.isEmpty { return }
        let floor = height + 40
        var x = 0.0
        for item in items.sorted(by: { ($0.wish, $0.id) < ($1.wish, $1.id) }) {
            x = max(x, item.wish)
            let box = Diagram.Bounds(x: x, y: floor, width: item.width, height: item.height)
            boxes[item.id] = box
            shapes.append(Diagram.Shape(header: ElementHeader(id: "\(item.id)-shape"), element: item.id, bounds: box))
            width = max(width, x + item.width)
            x += item.width + 60
        }
        height = floor + 90
    }

    // MARK: Ways

    private mutating func drawFlows() {
        var ceiling = 0.0
        var place = 0
        let hosts = Dictionary(scope.nodes.compactMap { node in host(of: node).map { (node.id, $0) } }) { a, _ in a }
        for flow in scope.flows {
            let ends = (hosts[flow.source] ?? flow.source, hosts[flow.target] ?? flow.target)
            let isWay = boxes[ends.0] != nil && boxes[ends.1] != nil && ends.0 != ends.1
            let between = isWay && place < bends.count ? bends[place] : []
            if isWay { place += 1 }
            guard let source = boxes[flow.source], let target = boxes[flow.target] else { continue }
            let points: [Diagram.Point]
            if hosts[flow.source] != nil {
                points = ScopeLayout.below(source, target, floor: source.y + source.height + 16)
            } else if target.x > source.x + source.width {
                points = ScopeLayout.forward(source, target, between)
            } else if isClear(source, upTo: ceiling), isClear(target, upTo: ceiling) {
                ceiling -= 24
                points = ScopeLayout.back(source, target, level: ceiling, isAbove: true)
            } else {
                height += 22
                points = ScopeLayout.back(source, target, level: height, isAbove: false)
            }
            edges.append(
                Diagram.Edge(
                    header: ElementHeader(id: "\(flow.header.id)-edge"), element: flow.header.id, waypoints: points))
        }
        drawAssociations()
        if ceiling < 0 { moveDown(by: -ceiling) }
    }

    /// Whether nothing stands over the middle of a box.
    private func isClear(_ box: Diagram.Bounds, upTo ceiling: Double) -> Bool {
        let x = box.x + box.width / 2
        return !boxes.values.contains { $0.y < box.y && $0.x - 6 < x && x < $0.x + $0.width + 6 }
    }

    private mutating func moveDown(by distance: Double) {
        for index in shapes.indices { shapes[index].bounds.y += distance }
        for index in edges.indices {
            for point in edges[index].waypoints.indices { edges[index].waypoints[point].y += distance }
        }
        height += distance
        if !lanes.isEmpty { lanes[0].height += distance }
    }

    private mutating func drawAssociations() {
        for association in scope.artifacts.associations {
            straight(association.header.id, association.source, association.target)
        }
        for node in scope.nodes {
            let links = (node.activity.map { $0.inputs + $0.outputs } ?? []) + (node.event?.associations ?? [])
            for link in links {
                let other = link.direction == .input ? link.sources.first : link.target
                guard let other, boxes[other] != nil else { continue }
                if link.direction == .input {
                    straight(link.header.id, other, node.id)
                } else {
                    straight(link.header.id, node.id, other)
                }
            }
        }
    }

    private mutating func straight(_ id: String, _ source: String, _ target: String) {
        guard let source = boxes[source], let target = boxes[target] else { return }
        let isDown = source.y < target.y
        let points = [
            Diagram.Point(x: source.x + source.width / 2, y: isDown ? source.y + source.height : source.y),
            Diagram.Point(x: target.x + target.width / 2, y: isDown ? target.y : target.y + target.height),
        ]
        edges.append(Diagram.Edge(header: ElementHeader(id: "\(id)-edge"), element: id, waypoints: points))
    }
}
