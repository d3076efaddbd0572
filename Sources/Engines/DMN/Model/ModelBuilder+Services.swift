import FEEL
import Foundation

/// Decision services. DMN 1.5, 10.4.
extension ModelBuilder {
    func places(_ references: [String], _ module: Int) -> [Int] {
        references.compactMap { find($0, from: module)?.node }
    }

    mutating func declare(_ service: Definitions.DecisionService, _ node: Int, _ index: Int) -> FEELFunction {
        let parameters = places(service.inputData + service.inputDecisions, index).map { place in
            FEELFunction.Parameter(names[place], variableType(place))
        }
        let built = serviceNode(service, index)
        return FEELFunction(
            name: service.variable.name, parameters: parameters, result: built.type
        ) { arguments, evaluation in ModelRun.serve(built, arguments, evaluation) }
    }

    mutating func serviceNode(_ service: Definitions.DecisionService, _ index: Int) -> ServiceNode {
        let outputs = places(service.outputs, index)
        return ServiceNode(
            name: service.variable.name, parameters: places(service.inputData + service.inputDecisions, index),
            outputs: outputs, outputNames: outputs.map { names[$0] }, type: resultType(service.variable, index))
    }

    /// The type of the variable of an input or a decision.
    mutating func variableType(_ node: Int) -> FEELType {
        for index in modules.indices {
            let definitions = modules[index].definitions
            for input in definitions.inputs where modules[index].nodes[input.id] == node {
                return type(input.variable.type, of: input.name, in: index)
            }
            for decision in definitions.decisions where modules[index].nodes[decision.id] == node {
                return type(decision.variable.type, of: decision.name, in: index)
            }
        }
        return .any
    }

    mutating func compile(_ service: Definitions.DecisionService, _ index: Int) {
        guard let place = modules[index].nodes[service.id], let function = function(place) else { return }
        nodes[place] = .service(serviceNode(service, index), function)
    }
}
