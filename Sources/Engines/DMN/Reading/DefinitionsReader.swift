import Foundation
import XML

extension Definitions {
    /// Reads a file of DMN 1.1 to 1.5.
    ///
    /// Throws where the data is not XML or its root is not a model; parts of a model that cannot be understood are
    /// read as missing.
    public init(xml: Data) throws(DMNError) {
        let root = try Element.root(of: xml)
        guard root.name == "definitions", root.namespace.contains("/DMN/") else {
            throw DMNError("the file is not a DMN model: its root is '\(root.name)'", line: root.line)
        }
        name = root["name"] ?? ""
        namespace = root["namespace"] ?? ""
        for element in root.children { read(element) }
        separateIds()
    }

    /// Elements without an id, or with one that another has, get one that no reference means.
    private mutating func separateIds() {
        var seen: Set<String> = []
        func separate(_ id: inout String) {
            if id.isEmpty || seen.contains(id) { id += "\u{0}\(seen.count)" }
            seen.insert(id)
        }
        for index in inputs.indices { separate(&inputs[index].id) }
        for index in decisions.indices { separate(&decisions[index].id) }
        for index in knowledge.indices { separate(&knowledge[index].id) }
        for index in services.indices { separate(&services[index].id) }
    }

    private mutating func read(_ element: Element) {
        switch element.name {
        case "import":
            imports.append(
                Import(
                    name: element["name"] ?? "", namespace: element["namespace"] ?? "",
                    location: element["locationURI"],
                    type: element["importType"] ?? ""))
        case "itemDefinition": items.append(ItemDefinition(element))
        case "inputData":
            inputs.append(InputData(id: element.id, name: element.label, variable: element.variable))
        case "decision": decisions.append(Decision(element))
        case "businessKnowledgeModel": knowledge.append(KnowledgeModel(element))
        case "decisionService": services.append(DecisionService(element))
        default: break
        }
    }
}

extension Element {
    fileprivate var id: String { self["id"] ?? "" }

    fileprivate var label: String { normalized(self["name"] ?? "") }

    /// The variable of an element; it has the element's name where it has none of its own.
    fileprivate var variable: Definitions.Variable {
        let variable = first("variable")
        let name = normalized(variable?["name"] ?? "")
        return Definitions.Variable(name: name.isEmpty ? label : name, type: variable?.typeName)
    }

    /// The name of the type, from the attribute of DMN 1.1 to 1.5, a prefix resolved to the import's name.
    var typeName: String? {
        guard let type = self["typeRef"] ?? self["outputTypeRef"], !type.isEmpty else { return nil }
        return Element.typeName(type, at: self)
    }

    static func typeName(_ type: String, at element: Element) -> String {
        let type = normalized(type)
        guard let colon = type.firstIndex(of: ":") else { return type }
        let local = String(type[type.index(after: colon)...])
        guard let namespace = element.namespace(ofPrefix: String(type[..<colon])), !namespace.contains("/FEEL") else {
            return local
        }
        return "{\(namespace)}\(local)"
    }

    fileprivate func references(_ requirement: String, _ child: String) -> [String] {
        all(requirement).compactMap { $0.first(child)?["href"] }
    }

    /// Unary tests of `allowedValues`, `inputValues` and the like; nil where there are none.
    func tests(_ name: String) -> String? {
        guard let text = first(name)?.text(of: "text"), !normalized(text).isEmpty else { return nil }
        return text
    }
}

/// With white space reduced to single spaces, as in names.
func normalized(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}

extension Definitions.ItemDefinition {
    fileprivate init(_ element: Element) {
        name = element.label
        isCollection = element["isCollection"] == "true" || element["isCollection"] == "1"
        type = (element.text(of: "typeRef")).map { Element.typeName($0, at: element) }
        if type?.isEmpty == true { type = nil }
        allowedValues = element.tests("allowedValues")
        typeConstraint = element.tests("typeConstraint")
        components = element.all("itemComponent").map { Definitions.ItemDefinition($0) }
        function = element.first("functionItem").map { item in
            Definitions.FunctionItem(
                parameters: item.all("parameters").map { .init(name: $0.label, type: $0.typeName) },
                output: item["outputTypeRef"].map { Element.typeName($0, at: item) })
        }
    }
}

extension Definitions.Decision {
    fileprivate init(_ element: Element) {
        id = element.id
        name = element.label
        variable = element.variable
        question = element.text(of: "question")
        allowedAnswers = element.text(of: "allowedAnswers")
        requiredInputs = element.references("informationRequirement", "requiredInput")
        requiredDecisions = element.references("informationRequirement", "requiredDecision")
        requiredKnowledge = element.references("knowledgeRequirement", "requiredKnowledge")
        logic = element.children.lazy.compactMap { BoxedExpression($0) }.first
    }
}

extension Definitions.KnowledgeModel {
    fileprivate init(_ element: Element) {
        id = element.id
        name = element.label
        variable = element.variable
        requiredKnowledge = element.references("knowledgeRequirement", "requiredKnowledge")
        logic = element.first("encapsulatedLogic").map { BoxedExpression.Function($0) }
        // DMN 1.1 placed the body beside its parameters' type.
        if variable.type == nil, let output = element.first("encapsulatedLogic")?.typeName { variable.type = output }
    }
}

extension Definitions.DecisionService {
    fileprivate init(_ element: Element) {
        id = element.id
        name = element.label
        variable = element.variable
        outputs = element.all("outputDecision").compactMap { $0["href"] }
        encapsulated = element.all("encapsulatedDecision").compactMap { $0["href"] }
        inputDecisions = element.all("inputDecision").compactMap { $0["href"] }
        inputData = element.all("inputData").compactMap { $0["href"] }
    }
}
