import DMN
import FEEL
import Foundation
import Testing

@Suite("Decision models")
struct ModelTests {
    private func model(_ text: String) throws -> DecisionModel { try DecisionModel(xml: Data(text.utf8)) }

    @Test("A decision is evaluated with the decisions it requires, and no others")
    func requirements() throws {
        let model = try model(Samples.fees)
        #expect(model.problems.isEmpty)
        let result = try model.evaluate(decision: "Total", input: ["Age": 30], trace: true)
        #expect(result.value == .number(60))
        #expect(try model.evaluate(service: "Fees", input: ["Age": 70]).value == .number(24))
        #expect(try model.call(knowledge: "with tax", arguments: ["amount": 10]).value == .number(12))
        let error = #expect(throws: DMNError.self) { try model.evaluate(decision: "Totl", input: [:]) }
        #expect(error?.description == "there is no decision 'Totl'; did you mean 'Total'?")
    }

    @Test("A trace shows inputs, the rules that matched and why the others did not, and can be stored")
    func trace() throws {
        let result = try model(Samples.fees).evaluate(decision: "Total", input: ["Age": 30], trace: true)
        let trace = try #require(result.trace)
        let total = try #require(trace.steps.first)
        #expect(total.name == "Total" && total.value == "60.0" && total.inputs == [.init(name: "Fee", value: "50")])
        let fee = try #require(total.steps.first)
        let table = try #require(fee.tables.first)
        #expect(table.rules.map(\.matched) == [false, true, false])
        #expect(table.rules[0].unmet == [.init(input: "Age", value: "30", test: "< 18")])
        #expect(total.steps.map(\.kind) == [.decision, .knowledge])
        let stored = try JSONEncoder().encode(trace)
        #expect(try JSONDecoder().decode(Trace.self, from: stored) == trace)
    }

    @Test(
        "Namespaces of DMN 1.1 to 1.5 are read",
        arguments: ["20151101/dmn.xsd", "20180521/MODEL/", "20191111/MODEL/", "20211108/MODEL/", "20230324/MODEL/"])
    func versions(_ version: String) throws {
        let text = Samples.model(
            "<decision id='d' name='D'><variable name='D' typeRef='number'/><literalExpression><text>6 * 7</text></literalExpression></decision>",
            version: "http://www.omg.org/spec/DMN/\(version)")
        #expect(try model(text).evaluate(decision: "D", input: [:]).value == 42)
        #expect(throws: DMNError.self) { try model("<definitions/>") }
        #expect(throws: DMNError.self) { try model("no xml") }
    }

    @Test("Entities are not expanded, and documents that are not well-formed are refused")
    func xml() throws {
        for text in [
            "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<a><b></a></b>", "<a b=\"1\" b=\"2\"/>", "<a", "<a/><b/>",
            "",
            String(repeating: "<a>", count: 100_000), "<a>&#0;</a>", "<!DOCTYPE a [",
        ] {
            #expect(throws: DMNError.self, "\(text.prefix(40))") { try model(text) }
        }
        let text =
            "<!-- c --><?p?>"
            + Samples.model(
                "<decision id='d' name='D &amp; &#x45;'><literalExpression><text><![CDATA[1 < 2]]></text></literalExpression></decision>"
            ).split(separator: "\n").dropFirst().joined()
        #expect(try model(text).evaluate(decision: "D & E", input: [:]).value == true)
    }

    @Test("A function in Java is null, with the reason")
    func java() throws {
        let text = Samples.model(
            """
            <businessKnowledgeModel id="k" name="cos"><variable name="cos"/><encapsulatedLogic kind="Java">
              <formalParameter name="x"/><context/></encapsulatedLogic></businessKnowledgeModel>
            <decision id="d" name="D"><variable name="D"/><knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>
              <literalExpression><text>cos(1)</text></literalExpression></decision>
            """)
        let result = try model(text).evaluate(decision: "D", input: [:])
        #expect(result.value.isNull && result.reasons == ["cos: this engine calls no Java functions"])
    }

    @Test("Decisions that require each other are null, and do not run forever")
    func cycles() throws {
        func decision(_ id: String, _ other: String) -> String {
            """
            <decision id="\(id)" name="\(id)"><variable name="\(id)"/>
              <informationRequirement><requiredDecision href="#\(other)"/></informationRequirement>
              <literalExpression><text>\(other) + 1</text></literalExpression></decision>
            """
        }
        let result = try model(Samples.model(decision("a", "b") + decision("b", "a"))).evaluate(
            decision: "a", input: [:])
        #expect(result.value.isNull && result.reasons.contains("'a' requires itself"))
    }

    @Test("Allowed values and type constraints hold for inputs (7.3.2)")
    func allowedValues() throws {
        let text = Samples.model(
            """
            <itemDefinition name="tColour"><typeRef>string</typeRef><allowedValues><text>"red", "blue"</text></allowedValues></itemDefinition>
            <itemDefinition name="tColours" isCollection="true"><typeRef>tColour</typeRef>
              <typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>
            <inputData id="i" name="Colours"><variable name="Colours" typeRef="tColours"/></inputData>
            <decision id="d" name="D"><variable name="D"/><informationRequirement><requiredInput href="#i"/></informationRequirement>
              <literalExpression><text>Colours</text></literalExpression></decision>
            """)
        let model = try model(text)
        func value(_ input: FEELValue) throws -> FEELValue {
            try model.evaluate(decision: "D", input: ["Colours": input]).value
        }
        #expect(try value(["red", "blue"]) == ["red", "blue"])
        #expect(try value("red") == ["red"])
        #expect(try value(["green"]).isNull)
        #expect(try value(["red", "red", "red"]).isNull)
    }

    @Test("Imported types, functions and decisions are used by the import's name")
    func imports() throws {
        let main = Samples.model(
            """
            <import name="lib" namespace="urn:lib" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>
            <decision id="d" name="D"><variable name="D" typeRef="lib.tAmount"/>
              <knowledgeRequirement><requiredKnowledge href="urn:lib#k"/></knowledgeRequirement>
              <informationRequirement><requiredDecision href="urn:lib#base"/></informationRequirement>
              <literalExpression><text>lib.add one(lib.Base Fee)</text></literalExpression></decision>
            """)
        let library = Samples.model(
            """
            <itemDefinition name="tAmount"><typeRef>number</typeRef></itemDefinition>
            <businessKnowledgeModel id="k" name="add one"><variable name="add one"/><encapsulatedLogic>
              <formalParameter name="x" typeRef="tAmount"/><literalExpression><text>x + 1</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
            <decision id="base" name="Base Fee"><variable name="Base Fee" typeRef="tAmount"/><literalExpression><text>41</text></literalExpression></decision>
            """
        ).replacing("urn:sample", with: "urn:lib")
        let model = try DecisionModel(xml: Data(main.utf8)) { $0.namespace == "urn:lib" ? Data(library.utf8) : nil }
        #expect(model.problems.isEmpty)
        #expect(try model.evaluate(decision: "D", input: [:]).value == 42)
    }
}
