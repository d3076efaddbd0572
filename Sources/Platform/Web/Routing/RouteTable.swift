/// All routes of the program, found by path. Literal segments win over captures, captures over a rest.
struct RouteTable: Sendable {
    let routes: [Route]
    private var nodes = [Node()]

    private struct Node: Sendable {
        var literals: [Substring: Int] = [:]
        var captures: [(pieces: [PathPattern.Piece], node: Int)] = []
        var rest: (name: String, methods: [Input.Method: Int])?
        var methods: [Input.Method: Int] = [:]
    }

    /// The routes of one path.
    struct Match: Sendable {
        var parameters: [String: String]
        /// Indexes into `routes` by method.
        var methods: [Input.Method: Int]
    }

    /// Throws a `SiteError` that lists every path that cannot be read and every route declared twice.
    init(_ routes: [Route]) throws {
        self.routes = routes
        var mistakes: [String] = []
        for (index, route) in routes.enumerated() {
            guard let pattern = PathPattern(route.path) else {
                mistakes.append("\(route.path): not a path of a route")
                continue
            }
            if Set(pattern.names).count != pattern.names.count { mistakes.append("\(route.path): a name occurs twice") }
            if !insert(pattern, route.method, index) {
                mistakes.append("\(route.method.rawValue) \(route.path): declared twice")
            }
        }
        guard mistakes.isEmpty else { throw SiteError(mistakes) }
    }

    private mutating func insert(_ pattern: PathPattern, _ method: Input.Method, _ index: Int) -> Bool {
        var node = 0
        for segment in pattern.segments {
            switch segment {
            case .literal(let text):
                if let next = nodes[node].literals[text[...]] {
                    node = next
                } else {
                    nodes.append(Node())
                    nodes[node].literals[text[...]] = nodes.count - 1
                    node = nodes.count - 1
                }
            case .pieces(let pieces):
                if let next = nodes[node].captures.first(where: { $0.pieces == pieces }) {
                    node = next.node
                } else {
                    nodes.append(Node())
                    nodes[node].captures.append((pieces, nodes.count - 1))
                    // Captures with more text are tried first: `:id.:format` before `:id`.
                    nodes[node].captures.sort { $0.pieces.count > $1.pieces.count }
                    node = nodes.count - 1
                }
            case .rest(let name):
                var methods = nodes[node].rest?.methods ?? [:]
                guard methods.updateValue(index, forKey: method) == nil else { return false }
                nodes[node].rest = (name, methods)
                return true
            }
        }
        return nodes[node].methods.updateValue(index, forKey: method) == nil
    }

    /// The routes whose pattern fits `path` (as it came, percent-encoded); `nil` where none does.
    func match(_ path: Substring) -> Match? {
        guard path.first == "/" else { return nil }
        let segments = path == "/" ? [] : path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        var found: [(String, String)] = []
        guard let methods = descend(0, segments[...], &found) else { return nil }
        return Match(parameters: Dictionary(found, uniquingKeysWith: { $1 }), methods: methods)
    }

    private func descend(_ index: Int, _ segments: ArraySlice<Substring>, _ found: inout [(String, String)]) -> [Input
        .Method: Int]?
    {
        let node = nodes[index]
        guard let segment = segments.first else { return node.methods.isEmpty ? nil : node.methods }
        if let next = node.literals[segment], let methods = descend(next, segments.dropFirst(), &found) {
            return methods
        }
        for capture in node.captures {
            guard let values = PathPattern.match(capture.pieces, segment) else { continue }
            let count = found.count
            for (name, value) in values {
                guard let decoded = PercentCoding.decode(value) else { return nil }
                found.append((name, decoded))
            }
            if let methods = descend(capture.node, segments.dropFirst(), &found) { return methods }
            found.removeLast(found.count - count)
        }
        if let rest = node.rest, let decoded = PercentCoding.decode(segments.joined(separator: "/")) {
            found.append((rest.name, decoded))
            return rest.methods
        }
        return nil
    }
}

/// Mistakes in what the program is made of, found when it starts: all of them at once.
public struct SiteError: Error, CustomStringConvertible, Sendable {
    public let mistakes: [String]
    public init(_ mistakes: [String]) { self.mistakes = mistakes }
    public var description: String { mistakes.joined(separator: "\n") }
}
