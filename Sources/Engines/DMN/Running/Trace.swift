import FEEL

/// How a result came about: every decision on the way with its inputs, and every table with the rules that matched and the
/// reasons why the others did not. Values are written in FEEL.
public struct Trace: Codable, Sendable, Hashable {
    public var steps: [Step]

    /// A value with its name.
    public struct Named: Codable, Sendable, Hashable {
        public var name: String
        public var value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// One element of the model that was evaluated.
    public struct Step: Codable, Sendable, Hashable {
        public enum Kind: String, Codable, Sendable {
            case decision, knowledge, service
        }

        public var kind: Kind
        public var name: String
        /// What it was given: the required inputs and decisions, or the arguments.
        public var inputs: [Named]
        public var tables: [Table]
        /// What was evaluated on the way.
        public var steps: [Step]
        public var value: String
        /// Why values became null.
        public var reasons: [String]
    }

    /// A decision table that was applied.
    public struct Table: Codable, Sendable, Hashable {
        /// The decision or the box that holds it.
        public var name: String
        public var hitPolicy: DecisionTable.HitPolicy
        public var inputs: [Named]
        public var rules: [Rule]
        public var value: String
    }

    public struct Rule: Codable, Sendable, Hashable {
        /// From 1.
        public var number: Int
        public var matched: Bool
        /// The conditions that the inputs do not meet.
        public var unmet: [Condition]
        /// What the rule says, where it matched.
        public var outputs: [Named]
        public var annotations: [String]
    }

    /// One cell of a table.
    public struct Condition: Codable, Sendable, Hashable {
        public var input: String
        public var value: String
        public var test: String

        public init(input: String, value: String, test: String) {
            (self.input, self.value, self.test) = (input, value, test)
        }
    }
}

/// Writes down a trace while a model runs.
final class TraceRecorder {
    private var open: [Trace.Step] = []
    private(set) var steps: [Trace.Step] = []
    private var count = 0

    /// How many steps are kept; the rest is evaluated without being written down.
    static let maxSteps = 10_000

    static func current(_ evaluation: Evaluation) -> TraceRecorder? {
        evaluation.isTraced ? (evaluation.model as? ModelRun)?.recorder : nil
    }

    func begin(_ kind: Trace.Step.Kind, _ name: String, _ inputs: [Trace.Named]) {
        count += 1
        open.append(
            Trace.Step(kind: kind, name: name, inputs: inputs, tables: [], steps: [], value: "null", reasons: []))
    }

    func setInputs(_ inputs: [Trace.Named]) {
        if !open.isEmpty { open[open.count - 1].inputs = inputs }
    }

    func end(_ value: FEELValue, reasons: [String]) {
        guard var step = open.popLast() else { return }
        step.value = value.literal
        step.reasons = reasons
        if count > TraceRecorder.maxSteps { return }
        if open.isEmpty { steps.append(step) } else { open[open.count - 1].steps.append(step) }
    }

    func add(_ table: Trace.Table) {
        if !open.isEmpty, count <= TraceRecorder.maxSteps { open[open.count - 1].tables.append(table) }
    }
}

extension TableCode {
    /// As `run`, writing down every rule.
    func runTraced(_ frame: Frame, _ recorder: TraceRecorder) -> FEELValue {
        let values = inputs.map { frame.slots[$0.slot] }
        var rules: [Trace.Rule] = []
        var hits: [Int] = []
        for (index, rule) in self.rules.enumerated() {
            let failures = failures(of: rule, frame)
            if failures.isEmpty { hits.append(index) }
            rules.append(
                Trace.Rule(
                    number: index + 1, matched: failures.isEmpty,
                    unmet: failures.map {
                        Trace.Condition(
                            input: inputs[$0].label, value: values[$0].literal,
                            test: normalized(table.rules[index].tests[$0]))
                    },
                    outputs: failures.isEmpty ? named(output(index, frame)) : [],
                    annotations: table.rules[index].annotations))
        }
        if table.hitPolicy == .first { hits = Array(hits.prefix(1)) }
        let value = result(of: hits, frame)
        recorder.add(
            Trace.Table(
                name: path, hitPolicy: table.hitPolicy,
                inputs: zip(inputs, values).map { Trace.Named(name: $0.label, value: $1.literal) }, rules: rules,
                value: value.literal))
        return value
    }

    private func named(_ value: FEELValue) -> [Trace.Named] {
        if outputs.count > 1, case .context(let context) = value {
            return context.entries.map { Trace.Named(name: $0, value: $1.literal) }
        }
        return [
            Trace.Named(name: table.outputs.first?.label ?? table.outputs.first?.name ?? path, value: value.literal)
        ]
    }
}
