/// Nodes in layers from left to right, their order within a layer, and their places. After Sugiyama, Tagawa and Toda
/// (1981): cycles are broken, nodes layered by the longest way, crossings lessened by barycentres.
struct LayeredGraph {
    struct Node {
        var width: Double
        /// The room that it needs over and under its middle.
        var above: Double
        var below: Double
        /// Nodes of one lane stand together.
        var lane: Int
        var layer = 0
        /// The middle, counted from the top of its lane.
        var y = 0.0
        /// The middle, from the left.
        var x = 0.0
        /// Only a bend of a long way.
        var isBend = false
    }

    /// A way from node to node, with the bends it goes by.
    struct Edge {
        var source: Int
        var target: Int
        /// Whether it leads back, against the layers.
        var isBackward = false
        var bends: [Int] = []
    }

    private(set) var nodes: [Node]
    private(set) var edges: [Edge]
    private(set) var layers: [[Int]] = []
    private(set) var laneHeights: [Double] = []
    private(set) var width = 0.0

    static let gap = (across: 34.0, along: 56.0)

    init(nodes: [Node], edges: [(source: Int, target: Int)], lanes: Int) {
        self.nodes = nodes
        self.edges = edges.map { Edge(source: $0.source, target: $0.target) }
        breakCycles()
        assignLayers()
        bendLongEdges()
        order()
        placeAcross(lanes: max(1, lanes))
        placeAlong()
    }

    // MARK: Layers

    /// Edges that close a circle lead backward. Without recursion: a file may chain thousands of nodes.
    private mutating func breakCycles() {
        var outgoing = [[Int]](repeating: [], count: nodes.count)
        var entered = [Int](repeating: 0, count: nodes.count)
        for (index, edge) in edges.enumerated() {
            outgoing[edge.source].append(index)
            entered[edge.target] += 1
        }
        var state = [UInt8](repeating: 0, count: nodes.count)
        let starts = nodes.indices.filter { entered[$0] == 0 } + Array(nodes.indices)
        for start in starts where state[start] == 0 {
            var stack: [(node: Int, next: Int)] = [(start, 0)]
            state[start] = 1
            while let top = stack.last {
                if top.next == outgoing[top.node].count {
                    state[top.node] = 2
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].next += 1
                let edge = outgoing[top.node][top.next]
                let target = edges[edge].target
                if state[target] == 1 { edges[edge].isBackward = true }
                if state[target] == 0 {
                    state[target] = 1
                    stack.append((target, 0))
                }
            }
        }
    }

    private mutating func assignLayers() {
        var waiting = [Int](repeating: 0, count: nodes.count)
        var outgoing = [[Int]](repeating: [], count: nodes.count)
        for edge in edges where !edge.isBackward {
            waiting[edge.target] += 1
            outgoing[edge.source].append(edge.target)
        }
        var ready = nodes.indices.filter { waiting[$0] == 0 }
        while let node = ready.popLast() {
            for target in outgoing[node] {
                nodes[target].layer = max(nodes[target].layer, nodes[node].layer + 1)
                waiting[target] -= 1
                if waiting[target] == 0 { ready.append(target) }
            }
        }
    }

    private mutating func bendLongEdges() {
        for index in edges.indices where !edges[index].isBackward {
            let (source, target) = (edges[index].source, edges[index].target)
            let (first, last) = (nodes[source].layer + 1, nodes[target].layer)
            guard first < last, nodes.count < 4000 else { continue }
            for layer in first..<last {
                // A bend stays in the lane that it comes from.
                nodes.append(Node(width: 1, above: 4, below: 4, lane: nodes[source].lane, layer: layer, isBend: true))
                edges[index].bends.append(nodes.count - 1)
            }
        }
    }

    // MARK: Order

    private func neighbours() -> (before: [[Int]], after: [[Int]]) {
        var before = [[Int]](repeating: [], count: nodes.count)
        var after = before
        for edge in edges where !edge.isBackward {
            var last = edge.source
            for next in edge.bends + [edge.target] {
                before[next].append(last)
                after[last].append(next)
                last = next
            }
        }
        return (before, after)
    }

    private mutating func order() {
        let count = (nodes.map(\.layer).max() ?? -1) + 1
        layers = [[Int]](repeating: [], count: count)
        for index in nodes.indices { layers[nodes[index].layer].append(index) }
        let (before, after) = neighbours()
        var rank = [Double](repeating: 0, count: nodes.count)
        func sort(_ layer: Int, by others: [[Int]]) {
            var wish: [Int: Double] = [:]
            for node in layers[layer] {
                let ranks = others[node].map { rank[$0] }
                wish[node] = ranks.isEmpty ? rank[node] : ranks.reduce(0, +) / Double(ranks.count)
            }
            layers[layer] = layers[layer].enumerated().sorted { a, b in
                (nodes[a.element].lane, wish[a.element] ?? 0, Double(a.offset))
                    < (nodes[b.element].lane, wish[b.element] ?? 0, Double(b.offset))
            }.map(\.element)
            for (place, node) in layers[layer].enumerated() { rank[node] = Double(place) }
        }
        for layer in layers.indices { sort(layer, by: before) }
        for _ in 0..<4 {
            for layer in layers.indices.reversed() { sort(layer, by: after) }
            for layer in layers.indices { sort(layer, by: before) }
        }
    }

    // MARK: Places

    private mutating func placeAcross(lanes: Int) {
        let (before, after) = neighbours()
        for round in 0..<7 {
            let isForward = round % 2 == 0
            for layer in isForward ? Array(layers.indices) : layers.indices.reversed() {
                for lane in 0..<lanes {
                    let members = layers[layer].filter { nodes[$0].lane == lane }
                    if !members.isEmpty { settle(members, towards: isForward ? before : after, lane) }
                }
            }
        }
        straighten(before, after)
        laneHeights = [Double](repeating: 0, count: lanes)
        var tops = [Double](repeating: .infinity, count: lanes)
        for node in nodes { tops[node.lane] = min(tops[node.lane], node.y - node.above) }
        for index in nodes.indices {
            let lane = nodes[index].lane
            nodes[index].y -= tops[lane]
            laneHeights[lane] = max(laneHeights[lane], nodes[index].y + nodes[index].below)
        }
    }

    /// Moves nodes to the middle of their neighbours, keeping order and distance.
    private mutating func settle(_ members: [Int], towards others: [[Int]], _ lane: Int) {
        var wishes: [Double] = []
        for node in members {
            let near = others[node].filter { nodes[$0].lane == lane }.map { nodes[$0].y }
            wishes.append(near.isEmpty ? nodes[node].y : near.reduce(0, +) / Double(near.count))
        }
        var places: [Double] = []
        var floor = -Double.infinity
        for (index, node) in members.enumerated() {
            let place = max(wishes[index], floor + nodes[node].above)
            places.append(place)
            floor = place + nodes[node].below + LayeredGraph.gap.across
        }
        // What was pushed down is shared among all.
        let shift = zip(places, wishes).reduce(0) { $0 + $1.0 - $1.1 } / Double(members.count)
        for (index, node) in members.enumerated() { nodes[node].y = places[index] - shift }
    }

    /// What only follows its forerunner stands level with it, where there is room.
    private mutating func straighten(_ before: [[Int]], _ after: [[Int]]) {
        for layer in layers {
            for (place, node) in layer.enumerated() {
                guard before[node].count == 1, let forerunner = before[node].first, after[forerunner].count == 1,
                    nodes[forerunner].lane == nodes[node].lane
                else { continue }
                let y = nodes[forerunner].y
                let upper = place > 0 ? nodes[layer[place - 1]] : nil
                let lower = place + 1 < layer.count ? nodes[layer[place + 1]] : nil
                let hasRoomAbove =
                    upper.map { $0.lane != nodes[node].lane || $0.y + $0.below + 12 <= y - nodes[node].above } ?? true
                let hasRoomBelow =
                    lower.map { $0.lane != nodes[node].lane || $0.y - $0.above - 12 >= y + nodes[node].below } ?? true
                if hasRoomAbove, hasRoomBelow { nodes[node].y = y }
            }
        }
    }

    private mutating func placeAlong() {
        var x = 0.0
        for layer in layers {
            let widest = layer.map { nodes[$0].width }.max() ?? 0
            for node in layer { nodes[node].x = x + widest / 2 }
            x += widest + LayeredGraph.gap.along
        }
        width = max(0, x - LayeredGraph.gap.along)
    }
}
