import FEEL

/// A decision table, read: a node of the expression that it is part of.
struct TableSyntax: CustomSyntax {
    struct Column: Sendable {
        let label: String
        let value: Syntax
        let type: FEELType
        let allowed: (negated: Bool, tests: [Syntax])?
    }

    struct Output: Sendable {
        let name: String
        let type: FEELType
        let allowed: [Syntax]
        let otherwise: Syntax?
    }

    struct Rule: Sendable {
        /// nil where the cell is `-`.
        let tests: [(negated: Bool, tests: [Syntax])?]
        let outputs: [Syntax]
    }

    let path: String
    let table: DecisionTable
    let inputs: [Column]
    let outputs: [Output]
    let rules: [Rule]

    func compile(_ compiler: inout Compiler) -> any Code {
        compiler.scoped { compiler in
            let values = inputs.map { compiler.compile($0.value) }
            let slots = inputs.map { compiler.declare("\u{0}\($0.label)") }
            let ask = compiler.declare("?")
            func cell(_ tests: (negated: Bool, tests: [Syntax])?) -> Cell? {
                tests.map { Cell(negated: $0.negated, tests: $0.tests.map { compiler.test($0, slot: ask) }) }
            }
            let columns = zip(inputs, zip(values, slots)).map { input, code in
                TableCode.Input(
                    label: input.label, subject: "\(path), input \(input.label)", code: code.0, slot: code.1,
                    type: input.type, allowed: cell(input.allowed))
            }
            let results = outputs.map { output in
                TableCode.Output(
                    name: output.name, type: output.type, allowed: output.allowed.map { compiler.test($0, slot: ask) },
                    otherwise: output.otherwise.map { compiler.compile($0) })
            }
            let lines = rules.map { rule in
                TableCode.Rule(tests: rule.tests.map { cell($0) }, outputs: rule.outputs.map { compiler.compile($0) })
            }
            return TableCode(path: path, table: table, inputs: columns, outputs: results, rules: lines, ask: ask)
        }
    }
}

/// The tests of one cell.
final class Cell: Sendable {
    let negated: Bool
    let tests: [TestCode]
    /// Whether a test is evaluated, and may read `?`.
    let isEvaluated: Bool
    private let single: TestCode?
    /// The numbers and texts at which the answer may change; nil where it depends on other things too.
    let turningPoints: [FEELValue]?

    init(negated: Bool, tests: [TestCode]) {
        self.negated = negated
        self.tests = tests
        single = tests.count == 1 ? tests[0] : nil
        isEvaluated = tests.contains { $0.isEvaluated }
        let points = tests.map(\.turningPoints)
        turningPoints = points.contains { $0 == nil } ? nil : points.flatMap { $0 ?? [] }
    }

    /// Whether the value passes, where no test is evaluated.
    func passesConstant(_ value: FEELValue) -> Bool {
        tests.contains { $0.passesConstant(value) == true } != negated
    }

    /// Whether the value passes; it stands in the slot of `?` where a test is evaluated.
    @inline(__always)
    func passes(_ value: FEELValue, _ frame: Frame) -> Bool {
        if let single { return (single.passes(value, frame) == true) != negated }
        for test in tests where test.passes(value, frame) == true { return !negated }
        return negated
    }
}

extension SyntaxBuilder {
    mutating func table(_ table: DecisionTable, _ box: BoxedExpression, _ path: String) -> Syntax {
        let inputs = table.inputs.map { input in
            TableSyntax.Column(
                label: input.label, value: expression(input.expression, "\(path), input \(input.label)"),
                type: types.type(input.type, for: path), allowed: input.allowed.flatMap { tests($0, path) })
        }
        let outputs = table.outputs.enumerated().map { index, output in
            let type = types.type(output.type, for: path)
            // Where a table lists no output values, those of the type count, and their order with them.
            let whole = table.outputs.count == 1 ? types.type(box.type, for: path) : .any
            let allowed = (output.allowed ?? type.restriction ?? whole.restriction).flatMap { tests($0, path) }
            return TableSyntax.Output(
                name: output.name ?? "output \(index + 1)", type: type, allowed: allowed?.tests ?? [],
                otherwise: output.otherwise.map { expression($0, path) })
        }
        let rules = table.rules.enumerated().map { index, rule in
            let place = "\(path), rule \(index + 1)"
            return TableSyntax.Rule(
                tests: zip(rule.tests, table.inputs).map { tests($0, "\(place), \($1.label)") },
                outputs: rule.outputs.map { expression($0, place) })
        }
        let syntax = TableSyntax(path: path, table: table, inputs: inputs, outputs: outputs, rules: rules)
        tables.append(syntax)
        return .custom(syntax)
    }
}
