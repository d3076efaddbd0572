import DMN
import FEEL
import Foundation
import Testing

@Suite("Analysis of decision tables")
struct AnalysisTests {
    private func findings(
        _ policy: String, _ inputs: String, _ rules: [([String], [String])], outputs: String = "<output/>"
    ) throws -> [Finding] {
        let table = Samples.table("hitPolicy=\"\(policy)\"", inputs: inputs, outputs: outputs, rules: rules)
        let text = Samples.model("<decision id='d' name='D'><variable name='D'/>\(table)</decision>")
        return try DecisionModel(xml: Data(text.utf8)).analyse()
    }

    private let age = Samples.input("Age", type: "number")

    @Test("A complete table has no findings")
    func complete() throws {
        #expect(try findings("UNIQUE", age, [(["< 18"], ["1"]), ([">= 18"], ["2"])]).isEmpty)
    }

    @Test("A gap is shown with values for which no rule matches")
    func gap() throws {
        let found = try findings("UNIQUE", age, [(["< 18"], ["1"]), (["> 18"], ["2"])])
        #expect(found.map(\.kind) == [.gap])
        #expect(found.first?.example == [.init(name: "Age", value: "18")])
    }

    @Test("An overlap is shown with values for which both rules match")
    func overlap() throws {
        let found = try findings("UNIQUE", age, [(["<= 18"], ["1"]), ([">= 18"], ["2"])])
        #expect(found.map(\.kind) == [.overlap])
        #expect(found.first?.rules == [1, 2] && found.first?.example.first?.value == "18")
        #expect(try findings("ANY", age, [(["<= 18"], ["1"]), ([">= 18"], ["1"])]).isEmpty)
        #expect(try findings("ANY", age, [(["<= 18"], ["1"]), ([">= 18"], ["2"])]).map(\.kind) == [.overlap])
    }

    @Test("A rule that others always come before is masked")
    func masked() throws {
        let found = try findings("FIRST", age, [(["< 18"], ["1"]), ([">= 10"], ["2"]), (["[12..20]"], ["3"])])
        #expect(found.map(\.kind) == [.masked] && found.first?.rules == [3])
    }

    @Test("A rule that no value passes is unreachable")
    func unreachable() throws {
        let found = try findings("FIRST", age, [(["[20..10]"], ["1"]), (["-"], ["2"])])
        #expect(found.map(\.kind) == [.unreachable] && found.first?.rules == [1])
    }

    @Test("Values outside the allowed ones and tests of another type are found")
    func values() throws {
        let colour = Samples.input("Colour", type: "string", allowed: "\"red\", \"blue\"")
        let found = try findings("FIRST", colour, [(["\"green\""], ["1"]), (["5"], ["2"]), (["-"], ["3"])])
        #expect(found.contains { $0.kind == .notAllowed && $0.rules == [1] })
        #expect(found.contains { $0.kind == .typeMismatch && $0.rules == [2] })
        let outputs = "<output typeRef=\"string\"><outputValues><text>\"yes\", \"no\"</text></outputValues></output>"
        let results = try findings("FIRST", age, [(["-"], ["\"maybe\""]), (["-"], ["7"])], outputs: outputs)
        #expect(results.contains { $0.kind == .notAllowed && $0.rules == [1] })
        #expect(results.contains { $0.kind == .typeMismatch && $0.rules == [2] })
    }

    @Test("Two inputs: the gap lies where both conditions fail")
    func twoInputs() throws {
        let member = Samples.input("Member", type: "boolean")
        let found = try findings("UNIQUE", age + member, [(["< 18", "-"], ["1"]), ([">= 18", "true"], ["2"])])
        #expect(found.map(\.kind) == [.gap])
        #expect(found.first?.example.last == .init(name: "Member", value: "false"))
    }

    @Test("Every example is true: evaluating it gives what the finding says")
    func examples() throws {
        let table = Samples.table(
            "hitPolicy=\"UNIQUE\"", inputs: age, outputs: "<output/>",
            rules: [(["[0..10]"], ["1"]), (["(12..20)"], ["2"]), (["15"], ["3"])])
        let text = Samples.model(
            """
            <inputData id="i" name="Age"><variable name="Age"/></inputData>
            <decision id='d' name='D'><variable name='D'/><informationRequirement><requiredInput href="#i"/></informationRequirement>\(table)</decision>
            """)
        let model = try DecisionModel(xml: Data(text.utf8))
        let found = model.analyse()
        #expect(Set(found.map(\.kind)) == [.gap, .overlap, .masked])
        for finding in found where finding.kind == .gap || finding.kind == .overlap {
            let input = FEELContext(
                try finding.example.map { ($0.name, try FEEL.Expression($0.value).evaluate().value) })
            let result = try model.evaluate(decision: "D", input: input)
            #expect(result.value.isNull && !result.reasons.isEmpty, "\(finding)")
        }
    }
}
