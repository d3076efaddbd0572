import DMN
import FEEL
import Foundation

/// A table of 100 rules with three inputs, beside the same rules as `if` statements over an array.
func benchTable() throws {
    let model = try DecisionModel(xml: Data(hundredRules.utf8))
    let input: FEELContext = ["Age": 77, "Region": "north", "Income": 1234]
    print("100 rules = \(try model.evaluate(decision: "Fee", input: input).value.literal)")
    let engine = measure("100 rules, engine") { keep(try? model.evaluate(decision: "Fee", input: input).value) }
    let rules = HandRule.all
    let hand = measure("100 rules, by hand") {
        keep(rules.first { $0.matches(age: 77, region: "north", income: 1234) }?.fee)
    }
    print("100 rules: by hand is \(hand / engine) times as fast")
    measure("100 rules, analysis of the table") { keep(model.analyse()) }
}

private let hundredRules: String = {
    let rules = (0..<100).map { number in
        let region = ["north", "south", "east", "west"][number % 4]
        let low = number / 4 * 4
        return """
            <rule><inputEntry><text>[\(low)..\(low + 4))</text></inputEntry><inputEntry><text>"\(region)"</text></inputEntry>\
            <inputEntry><text>&gt;= 0</text></inputEntry><outputEntry><text>\(number * 10)</text></outputEntry></rule>
            """
    }
    func input(_ name: String, _ type: String) -> String {
        "<input label=\"\(name)\"><inputExpression typeRef=\"\(type)\"><text>\(name)</text></inputExpression></input>"
    }
    func data(_ name: String, _ type: String) -> String {
        "<inputData id=\"\(name)\" name=\"\(name)\"><variable name=\"\(name)\" typeRef=\"\(type)\"/></inputData>"
    }
    let requirements = ["Age", "Region", "Income"].map {
        "<informationRequirement><requiredInput href=\"#\($0)\"/></informationRequirement>"
    }
    return """
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="bench" namespace="urn:bench">
        \(data("Age", "number"))\(data("Region", "string"))\(data("Income", "number"))
        <decision id="fee" name="Fee"><variable name="Fee" typeRef="number"/>\(requirements.joined())
        <decisionTable hitPolicy="FIRST">\(input("Age", "number"))\(input("Region", "string"))\(input("Income", "number"))
        <output/>\(rules.joined())</decisionTable></decision></definitions>
        """
}()

private struct HandRule {
    let low: Decimal128, high: Decimal128
    let region: String
    let fee: Decimal128

    static let all = (0..<100).map { number in
        HandRule(
            low: Decimal128(number / 4 * 4), high: Decimal128(number / 4 * 4 + 4),
            region: ["north", "south", "east", "west"][number % 4], fee: Decimal128(number * 10))
    }

    func matches(age: Decimal128, region: String, income: Decimal128) -> Bool {
        age >= low && age < high && region == self.region && income >= 0
    }
}

/// How fast expressions and models are read.
func benchParsing() throws {
    let text =
        "if Monthly Income - (Monthly Expenses + 2.5 * Repayments) > Limit then \"yes\" else substring(\"no way\", 1, 2)"
    let scope = Scope(variables: ["Monthly Income", "Monthly Expenses", "Repayments", "Limit"])
    let rate = measure("reading and compiling an expression of \(text.utf8.count) bytes") {
        keep(try? FEEL.Expression(text, scope: scope))
    }
    print("reading: \(Int(rate * Double(text.utf8.count) / 1e6 * 10) / 10) MB/s")
    let expression = try FEEL.Expression(text, scope: scope)
    let context: FEELContext = ["Monthly Income": 3000, "Monthly Expenses": 1200, "Repayments": 100, "Limit": 1000]
    measure("evaluating it") { keep(expression.evaluate(context).value) }
    measure("reading and compiling the model of 100 rules") { keep(try? DecisionModel(xml: Data(hundredRules.utf8))) }
}

/// The decimals.
func benchNumbers() throws {
    let a = Decimal128("123456.78") ?? 0
    let b = Decimal128("0.0395") ?? 0
    let long = Decimal128("1.003291666666666666666666666666667") ?? 0
    measure("a + b") { keep(a + b) }
    measure("a * b") { keep(a * b) }
    measure("a / b") { keep(a / b) }
    measure("34 digits * 34 digits") { keep(long * long) }
    measure("34 digits ** -360") { keep(long.power(-360)) }
    measure("exp") { keep(b.exponential) }
    measure("log") { keep(a.logarithm) }
}
