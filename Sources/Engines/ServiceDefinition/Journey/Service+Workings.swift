import DMN
import FEEL

extension Service {
    /// How one value of an application came about.
    public struct Working: Sendable {
        public var name: String
        /// The formula, or the decision as `file.dmn#Name`.
        public var how: String
        public var inputs: [Journey.Named]
        /// A literal of FEEL.
        public var value: String
        /// The rules that matched, for a decision.
        public var trace: Trace?
    }

    /// All values of an application that are known, in the order of the definition: what they were worked out from, and how.
    public func workings(_ journey: Journey) -> [Working] {
        let evaluation = journey.evaluation()
        return values.compactMap { value in
            let result = journey.value(value.name)
            guard !result.isNull else { return nil }
            var working = Working(
                name: value.name, how: "", inputs: journey.inputs(value.source), value: result.literal)
            switch value.source {
            case .formula(let formula): working.how = formula.text
            case .decision(let call):
                working.how = "\(call.file)#\(call.decision)"
                working.trace = run(call, journey.values, evaluation, trace: true)?.trace
            }
            return working
        }
    }
}
