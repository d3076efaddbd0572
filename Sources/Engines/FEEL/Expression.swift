/// An expression of FEEL: read once, its names resolved, compiled, and evaluated as often as needed.
///
///     let expression = try Expression("age >= 18 and residence = \"yes\"", scope: Scope(variables: ["age", "residence"]))
///     expression.evaluate(["age": 21, "residence": "yes"]).value  // true
public struct Expression: Sendable {
    public let text: String
    /// The variables that the expression was given, in the order of their slots.
    public let variables: [String]
    /// Names that nothing declares: they are null when evaluated.
    public let warnings: [FEELError]
    package let syntax: Syntax
    private let code: any Code
    private let slots: Int

    /// Reads an expression whose names are those of `scope`.
    ///
    /// Throws where the text is not FEEL. A name that is not known is no error but a warning, since data may lack it.
    public init(_ text: String, scope: Scope = Scope()) throws(FEELError) {
        var parser = Parser(text, scope: scope)
        syntax = try parser.parseExpression()
        warnings = parser.unknown
        self.text = text
        variables = scope.variables
        var compiler = Compiler(variables: scope.variables)
        code = compiler.compile(syntax)
        slots = compiler.slots
    }

    /// The expression in its plainest form: every operator in parentheses, every name as the scope spells it.
    public var canonicalText: String { syntax.description }

    /// Evaluates with the entries of `context` as variables; those it lacks are null.
    public func evaluate(
        _ context: FEELContext = FEELContext(), now: DateTime? = nil, limits: Evaluation.Limits = .init()
    ) -> EvaluationResult {
        let evaluation = Evaluation(now: now, limits: limits)
        let value = evaluate(context, in: evaluation)
        return EvaluationResult(value: value, reasons: evaluation.reasons, wasStopped: evaluation.wasStopped)
    }

    /// Evaluates as part of a larger evaluation, sharing its clock, its limits and its reasons.
    public func evaluate(_ context: FEELContext, in evaluation: Evaluation) -> FEELValue {
        Frame.with(slots, evaluation) { frame in
            for (index, name) in variables.enumerated() {
                if let value = context[name] { frame.slots[index] = value }
            }
            return evaluation.finish(code.run(frame))
        }
    }
}

/// What an evaluation gave.
public struct EvaluationResult: Sendable {
    public let value: FEELValue
    /// Why values became null on the way.
    public let reasons: [String]
    /// True where the evaluation went beyond its limits.
    public let wasStopped: Bool
}

/// Unary tests, as they stand in the cells of decision tables: `"A", "B"`, `[18..65]`, `not(null)`, `-`. DMN 1.5, 7.3.5.
public struct UnaryTests: Sendable {
    public let text: String
    public let warnings: [FEELError]
    package let negated: Bool
    /// Empty for `-`, which every value passes.
    package let tests: [Syntax]
    private let codes: [TestCode]
    private let slots: Int
    private let isConstant: Bool
    private let variables: [String]

    public init(_ text: String, scope: Scope = Scope()) throws(FEELError) {
        var parser = Parser(text, scope: scope)
        let parsed = try parser.parseUnaryTests()
        self.text = text
        warnings = parser.unknown
        negated = parsed?.negated ?? false
        tests = parsed?.tests ?? []
        variables = scope.variables
        var compiler = Compiler(variables: scope.variables + ["?"])
        codes = tests.map { compiler.test($0, slot: scope.variables.count) }
        isConstant = codes.allSatisfy { !$0.isEvaluated }
        slots = compiler.slots
    }

    /// Whether a value passes one of the tests (none of them, where they are negated).
    public func passes(
        _ value: FEELValue, context: FEELContext = FEELContext(), in evaluation: Evaluation? = nil
    ) -> Bool {
        if codes.isEmpty { return true }
        if isConstant { return codes.contains { $0.passesConstant(value) == true } != negated }
        let evaluation = evaluation ?? Evaluation()
        let passes = Frame.with(slots, evaluation) { frame in
            for (index, name) in variables.enumerated() {
                if let value = context[name] { frame.slots[index] = value }
            }
            frame.slots[variables.count] = value
            return codes.contains { $0.passes(value, frame) == true }
        }
        return passes != negated && !evaluation.wasStopped
    }

    /// The texts that pass, where the tests are nothing but texts: `"A", "B"`.
    package var texts: [String]? {
        let texts = tests.compactMap { if case .literal(.string(let text)) = $0 { text } else { nil } }
        return negated || tests.isEmpty || texts.count < tests.count ? nil : texts
    }
}
