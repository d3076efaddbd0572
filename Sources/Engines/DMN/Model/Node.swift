import FEEL

/// An element of a model, compiled, with its place in the model's list of nodes.
enum Node: Sendable {
    case input(InputNode)
    case decision(DecisionNode)
    case knowledge(FEELFunction)
    case service(ServiceNode, FEELFunction)

    var name: String {
        switch self {
        case .input(let node): node.name
        case .decision(let node): node.name
        case .knowledge(let function): function.name
        case .service(let node, _): node.name
        }
    }
}

struct InputNode: Sendable {
    let name: String
    /// The name of the import through which the main model knows it; nil for its own.
    let path: [String]
    let type: FEELType
}

final class DecisionNode: Sendable {
    let name: String
    let code: any Code
    let slots: Int
    let requirements: [Requirement]
    let type: FEELType
    let weight: Int

    init(name: String, code: any Code, slots: Int, requirements: [Requirement], type: FEELType, weight: Int) {
        (self.name, self.code, self.slots, self.requirements, self.type, self.weight) =
            (name, code, slots, requirements, type, weight)
    }
}

/// What fills a variable of a decision.
struct Requirement: Sendable {
    let name: String
    let slot: Int
    let source: Source

    enum Source: Sendable {
        case node(Int)
        /// The elements of an import that are required, as the entries of a context.
        indirect case group([(name: String, source: Source)])
    }
}

final class ServiceNode: Sendable {
    let name: String
    let parameters: [Int]
    let outputs: [Int]
    let outputNames: [String]
    let type: FEELType

    init(name: String, parameters: [Int], outputs: [Int], outputNames: [String], type: FEELType) {
        (self.name, self.parameters, self.outputs, self.outputNames, self.type) =
            (name, parameters, outputs, outputNames, type)
    }
}
