import FEEL

/// A model with its imports, compiled. It never changes.
final class Program: Sendable {
    let nodes: [Node]
    /// The bodies of knowledge models by node.
    let bodies: [ModelBody?]

    init(nodes: [Node], bodies: [Int: ModelBody]) {
        self.nodes = nodes
        self.bodies = nodes.indices.map { bodies[$0] }
    }
}

/// One file among those that make a model.
struct Module {
    let definitions: Definitions
    /// The imports with the modules they stand for.
    var imports: [(source: Definitions.Import, module: Int)] = []
    /// The names of imports that lead from the main file here.
    var path: [String] = []
    var types: [String: FEELType] = [:]
    /// Nodes by the ids of their elements.
    var nodes: [String: Int] = [:]
}
