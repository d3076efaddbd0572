/// Small models for the tests.
enum Samples {
    static func model(_ body: String, version: String = "https://www.omg.org/spec/DMN/20230324/MODEL/") -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="\(version)" name="sample" namespace="urn:sample">\(body)</definitions>
        """
    }

    static func table(_ attributes: String, inputs: String, outputs: String, rules: [([String], [String])]) -> String {
        func escaped(_ text: String) -> String {
            text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        }
        let lines = rules.map { tests, results in
            "<rule>"
                + tests.map { "<inputEntry><text>\(escaped($0))</text></inputEntry>" }.joined()
                + results.map { "<outputEntry><text>\(escaped($0))</text></outputEntry>" }.joined() + "</rule>"
        }
        return "<decisionTable \(attributes)>\(inputs)\(outputs)\(lines.joined())</decisionTable>"
    }

    static func input(_ expression: String, type: String, allowed: String? = nil) -> String {
        let values = allowed.map { "<inputValues><text>\($0)</text></inputValues>" } ?? ""
        return
            "<input label=\"\(expression)\"><inputExpression typeRef=\"\(type)\"><text>\(expression)</text></inputExpression>\(values)</input>"
    }

    /// A fee by age, a decision that uses it, a function and a service.
    static let fees = model(
        """
        <inputData id="age" name="Age"><variable name="Age" typeRef="number"/></inputData>
        <decision id="fee" name="Fee"><variable name="Fee" typeRef="number"/>
          <informationRequirement><requiredInput href="#age"/></informationRequirement>
          \(table("hitPolicy=\"UNIQUE\"", inputs: input("Age", type: "number"), outputs: "<output/>",
                  rules: [(["< 18"], ["0"]), (["[18..65)"], ["50"]), ([">= 65"], ["20"])]))
        </decision>
        <decision id="total" name="Total"><variable name="Total" typeRef="number"/>
          <informationRequirement><requiredDecision href="#fee"/></informationRequirement>
          <knowledgeRequirement><requiredKnowledge href="#tax"/></knowledgeRequirement>
          <literalExpression><text>with tax(Fee)</text></literalExpression>
        </decision>
        <businessKnowledgeModel id="tax" name="with tax"><variable name="with tax"/>
          <encapsulatedLogic><formalParameter name="amount" typeRef="number"/>
            <literalExpression><text>amount * 1.2</text></literalExpression></encapsulatedLogic>
        </businessKnowledgeModel>
        <decisionService id="service" name="Fees"><variable name="Fees"/>
          <outputDecision href="#total"/><encapsulatedDecision href="#fee"/><inputData href="#age"/>
        </decisionService>
        """)
}
