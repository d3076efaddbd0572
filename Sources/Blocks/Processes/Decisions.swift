import BPMN
import Base
import DMN
import FEEL

/// Decisions of DMN models, for `ProcessHandlers.decide`.
public struct Decisions: Sendable {
    private let models: [DecisionModel]

    public init(_ models: [DecisionModel]) { self.models = models }

    /// Makes a decision, or runs a decision service, by its name or id. nil where no model has it.
    public func decide(_ order: DecisionOrder, at now: Instant) throws -> FEELValue? {
        let moment = DateTime(moment: Int(now.seconds), nanosecond: 0, zone: .offset(0))
        for model in models {
            let known = model.definitions.decisions.first { $0.name == order.decision || $0.id == order.decision }
            if let known {
                return try model.evaluate(decision: known.name, input: order.inputs.context, now: moment).value
            }
            if model.services.contains(order.decision) {
                return try model.evaluate(service: order.decision, input: order.inputs.context, now: moment).value
            }
        }
        return nil
    }
}
