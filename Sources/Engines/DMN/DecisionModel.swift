import FEEL
import Foundation

/// A decision model: a DMN file with its imports, compiled once and evaluated as often as needed.
///
///     let model = try DecisionModel(xml: data)
///     let result = try model.evaluate(decision: "Fee", input: ["age": 21])
///     result.value    // FEELValue
///     result.reasons  // why values became null
public struct DecisionModel: Sendable {
    public let definitions: Definitions
    /// What is wrong with the model; a part with an error gives null when it is evaluated.
    public let problems: [Problem]
    let program: Program
    let tables: [TableSyntax]
    /// The nodes of the main file by name.
    private let nodes: [String: Int]
    /// The decisions of the main file, each name once.
    private let decisionNames: [String]
    private let decisionNodes: [Int]

    /// Reads and compiles a file of DMN 1.1 to 1.5.
    ///
    /// - Parameters:
    ///   - xml: the file.
    ///   - resolve: gives the files that it imports, by namespace or location; nil where there is none.
    /// - Throws: `DMNError` where the file is no model at all.
    public init(xml: Data, resolve: (Definitions.Import) -> Data? = { _ in nil }) throws(DMNError) {
        definitions = try Definitions(xml: xml)
        let builder = ModelBuilder(definitions, resolve)
        program = builder.program
        problems = builder.problems
        tables = builder.tables
        let main = builder.modules[0]
        var nodes: [String: Int] = [:]
        for (name, id) in main.definitions.elements {
            if let place = main.nodes[id] { nodes[name] = place }
        }
        self.nodes = nodes
        var names: Set<String> = []
        let known = definitions.decisions.compactMap { decision in
            nodes[decision.name].map { (name: decision.name, node: $0) }
        }
        let distinct = known.filter { names.insert($0.name).inserted }
        (decisionNames, decisionNodes) = (distinct.map(\.name), distinct.map(\.node))
    }

    public var decisions: [String] { definitions.decisions.map(\.name) }
    public var services: [String] { definitions.services.map(\.name) }
    public var inputs: [String] { definitions.inputs.map(\.name) }

    /// What an evaluation gave.
    public struct Result: Sendable {
        public let value: FEELValue
        /// Why values became null on the way.
        public let reasons: [String]
        /// True where the evaluation went beyond its limits.
        public let wasStopped: Bool
        /// How the value came about, where that was asked for.
        public let trace: Trace?
    }

    /// Evaluates a decision, and only the decisions that it requires.
    ///
    /// - Parameters:
    ///   - decision: its name.
    ///   - input: the inputs by name; inputs of an import as entries of a context with the import's name.
    ///   - now: the moment for `now()` and `today()`.
    ///   - trace: whether to write down how the value comes about.
    /// - Throws: `DMNError` where there is no such decision.
    public func evaluate(
        decision: String, input: FEELContext, now: DateTime? = nil, limits: Evaluation.Limits = .init(),
        trace: Bool = false
    ) throws(DMNError) -> Result {
        guard let node = nodes[decision], case .decision = program.nodes[node] else {
            throw missing("decision", decision, decisions)
        }
        return run(input, now, limits, trace) { run, evaluation in run.value(of: node, evaluation) }
    }

    /// Evaluates all decisions of the main file, each once.
    public func evaluateAll(
        input: FEELContext, now: DateTime? = nil, limits: Evaluation.Limits = .init(), trace: Bool = false
    ) -> Result {
        run(input, now, limits, trace) { run, evaluation in
            .context(FEELContext(keys: decisionNames, values: decisionNodes.map { run.value(of: $0, evaluation) }))
        }
    }

    /// Runs a decision service; its input decisions are given beside its inputs, by name.
    ///
    /// The result is the value of its one output decision, or a context of several.
    /// - Throws: `DMNError` where there is no such service.
    public func evaluate(
        service: String, input: FEELContext, now: DateTime? = nil, limits: Evaluation.Limits = .init(),
        trace: Bool = false
    ) throws(DMNError) -> Result {
        guard let node = nodes[service], case .service(let parts, let function) = program.nodes[node] else {
            throw missing("decision service", service, services)
        }
        let arguments = parts.parameters.map { input[program.nodes[$0].name] ?? .null }
        return run(input, now, limits, trace) { _, evaluation in function.call(arguments, evaluation) }
    }

    /// Calls a knowledge model with named arguments.
    /// - Throws: `DMNError` where there is no such model.
    public func call(
        knowledge: String, arguments: FEELContext, now: DateTime? = nil, limits: Evaluation.Limits = .init(),
        trace: Bool = false
    ) throws(DMNError) -> Result {
        guard let node = nodes[knowledge], case .knowledge(let function) = program.nodes[node] else {
            throw missing("business knowledge model", knowledge, definitions.knowledge.map(\.name))
        }
        return run([:], now, limits, trace) { _, evaluation in
            function.call(named: arguments.keys, arguments.values, evaluation)
        }
    }

    private func run(
        _ input: FEELContext, _ now: DateTime?, _ limits: Evaluation.Limits, _ trace: Bool,
        _ body: (ModelRun, Evaluation) -> FEELValue
    ) -> Result {
        let evaluation = Evaluation(now: now, limits: limits, bodies: program.bodies, isTraced: trace)
        let recorder = trace ? TraceRecorder() : nil
        let run = ModelRun(program, inputs: input, recorder: recorder)
        evaluation.model = run
        let value = evaluation.finish(body(run, evaluation))
        return Result(
            value: value, reasons: evaluation.reasons,
            wasStopped: evaluation.wasStopped, trace: recorder.map { Trace(steps: $0.steps) })
    }

    private func missing(_ kind: String, _ name: String, _ known: [String]) -> DMNError {
        let near = NameTable.closest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
        return DMNError("there is no \(kind) '\(name)'\(near)")
    }
}

extension Definitions {
    /// Names and ids of all elements that can be evaluated.
    var elements: [(name: String, id: String)] {
        inputs.map { ($0.name, $0.id) } + services.map { ($0.name, $0.id) } + knowledge.map { ($0.name, $0.id) }
            + decisions.map { ($0.name, $0.id) }
    }
}
