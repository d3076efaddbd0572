import DMN
import FEEL
import Foundation
import Testing

@Suite("How tables find their rules")
struct TableIndexTests {
    private static let cells = [
        "-", "< 3", "[1..5]", "(5..9]", ">= 2.5", "3", "1, 3, 5", "not(4, 5)", "!= 3", "\"a\"", "\"a\", \"b\"",
        "not(\"a\")", "\"é\"", "\"e\u{301}\"", "true", "false", "null", "not(null)", "? > 2", "x", "[\"a\"..\"c\"]",
        "@\"2026-01-01\"", "[1, \"b\"]", "1, \"a\", true",
    ]
    private static let values: [FEELValue] = [
        nil, true, false, 0, 1, 3, 5, 9, .number(Decimal128("2.5") ?? 0), .number(Decimal128("2.49") ?? 0), "a", "b",
        "z",
        "é", "e\u{301}", "", [1, "b"], [3], ["x": 1],
    ]

    private func model(_ policy: String, _ rules: [([String], [String])], otherwise: String = "") throws
        -> DecisionModel
    {
        let names = ["A", "B", "x"]
        let inputs = names.map { "<inputData id=\"\($0)\" name=\"\($0)\"><variable name=\"\($0)\"/></inputData>" }
        let required = names.map {
            "<informationRequirement><requiredInput href=\"#\($0)\"/></informationRequirement>"
        }
        let columns = ["A", "B"].map {
            "<input label=\"\($0)\"><inputExpression><text>\($0)</text></inputExpression></input>"
        }
        let table = Samples.table(
            "hitPolicy=\"\(policy)\"", inputs: columns.joined(), outputs: "<output>\(otherwise)</output>", rules: rules)
        let text = Samples.model(
            inputs.joined()
                + "<decision id=\"d\" name=\"D\"><variable name=\"D\"/>\(required.joined())\(table)</decision>")
        return try DecisionModel(xml: Data(text.utf8))
    }

    @Test(
        "The rules that the index finds are those whose every cell the inputs pass, as a trace asks them",
        arguments: [41, 42, 43, 44, 45, 46])
    func index(_ seed: UInt64) throws {
        var state = seed
        func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        for _ in 0..<12 {
            let rules = (0..<(1 + next(130))).map { number in
                ([Self.cells[next(Self.cells.count)], Self.cells[next(Self.cells.count)]], ["\(number)"])
            }
            let model = try model(["COLLECT", "FIRST", "UNIQUE", "RULE ORDER"][next(4)], rules)
            for a in Self.values {
                let input: FEELContext = ["A": a, "B": Self.values[next(Self.values.count)], "x": 3]
                let quick = try model.evaluate(decision: "D", input: input).value
                let traced = try model.evaluate(decision: "D", input: input, trace: true).value
                #expect(quick.literal == traced.literal, "seed \(seed): \(FEELValue.context(input).literal)")
            }
        }
    }

    @Test("Where no rule matches, the default output counts", arguments: ["FIRST", "UNIQUE", "ANY", "COLLECT"])
    func otherwise(_ policy: String) throws {
        let model = try model(
            policy, [(["1", "-"], ["\"one\""])],
            otherwise: "<defaultOutputEntry><text>\"none\"</text></defaultOutputEntry>")
        #expect(try model.evaluate(decision: "D", input: ["A": 2, "B": 1, "x": 1]).value == "none")
    }

    @Test("A table of more rules than are indexed gives the same")
    func large() throws {
        let model = try model("FIRST", (0..<600).map { (["\($0)", "-"], ["\($0 * 2)"]) })
        #expect(try model.evaluate(decision: "D", input: ["A": 599, "B": 1, "x": 1]).value == 1198)
    }
}
