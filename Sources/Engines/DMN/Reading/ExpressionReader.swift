import XML

extension BoxedExpression {
    /// nil where the element is no expression.
    init?(_ element: Element) {
        guard let body = Body(element) else { return nil }
        type = element.typeName
        label = element["label"] ?? element["outputLabel"]
        self.body = body
    }

    fileprivate static let missing = BoxedExpression(type: nil, label: nil, body: .missing)

    /// The first expression among the children.
    fileprivate static func inside(_ element: Element?) -> BoxedExpression {
        element?.children.lazy.compactMap { BoxedExpression($0) }.first ?? missing
    }
}

extension BoxedExpression.Body {
    fileprivate init?(_ element: Element) {
        switch element.name {
        case "literalExpression": self = .init(literal: element)
        case "decisionTable": self = .table(DecisionTable(element))
        case "context": self = .context(element.all("contextEntry").map { .init($0, named: "variable") })
        case "invocation":
            self = .invocation(.inside(element), element.all("binding").map { .init($0, named: "parameter") })
        case "list": self = .list(element.children.compactMap { BoxedExpression($0) })
        case "relation":
            self = .relation(
                columns: element.all("column").map { .init(name: normalized($0["name"] ?? ""), type: $0.typeName) },
                rows: element.all("row").map { row in row.children.compactMap { BoxedExpression($0) } })
        case "functionDefinition": self = .function(BoxedExpression.Function(element))
        case "conditional":
            self = .conditional(
                .inside(element.first("if")), then: .inside(element.first("then")),
                otherwise: .inside(element.first("else")))
        case "filter": self = .filter(.inside(element.first("in")), match: .inside(element.first("match")))
        case "for":
            self = .loop(
                variable: normalized(element["iteratorVariable"] ?? ""), domain: .inside(element.first("in")),
                result: .inside(element.first("return")))
        case "some", "every":
            self = .quantified(
                every: element.name == "every", variable: normalized(element["iteratorVariable"] ?? ""),
                domain: .inside(element.first("in")), condition: .inside(element.first("satisfies")))
        default: return nil
        }
    }

    private init(literal element: Element) {
        if let language = element["expressionLanguage"], !language.lowercased().contains("feel"), !language.isEmpty {
            self = .foreign(language: language)
        } else {
            self = element.text(of: "text").map { .literal($0) } ?? .missing
        }
    }
}

extension BoxedExpression.Entry {
    fileprivate init(_ element: Element, named name: String) {
        variable = element.first(name).map { .init(name: normalized($0["name"] ?? ""), type: $0.typeName) }
        value = .inside(element)
    }
}

extension BoxedExpression.Function {
    init(_ element: Element) {
        kind = Kind(rawValue: element["kind"] ?? "FEEL") ?? .feel
        parameters = element.all("formalParameter").map {
            .init(name: normalized($0["name"] ?? ""), type: $0.typeName)
        }
        body = .inside(element)
    }
}

extension DecisionTable {
    init(_ element: Element) {
        hitPolicy = HitPolicy(rawValue: element["hitPolicy"] ?? "UNIQUE") ?? .unique
        aggregation = element["aggregation"].flatMap { Aggregation(rawValue: $0) }
        label = element["outputLabel"] ?? element["label"]
        inputs = element.all("input").map { Input($0) }
        outputs = element.all("output").map { Output($0) }
        let count = (inputs.count, outputs.count)
        rules = element.all("rule").map { Rule($0, inputs: count.0, outputs: count.1) }
    }
}

extension DecisionTable.Input {
    fileprivate init(_ element: Element) {
        let source = element.first("inputExpression")
        expression = source?.text(of: "text") ?? ""
        label = element["label"] ?? normalized(expression)
        type = source?.typeName
        allowed = element.tests("inputValues") ?? source?.tests("inputValues")
    }
}

extension DecisionTable.Output {
    fileprivate init(_ element: Element) {
        name = element["name"].map { normalized($0) }
        label = element["label"]
        type = element.typeName
        allowed = element.tests("outputValues")
        otherwise = element.first("defaultOutputEntry")?.text(of: "text")
    }
}

extension DecisionTable.Rule {
    /// Missing cells count as `-` among the tests and as empty among the outputs.
    fileprivate init(_ element: Element, inputs: Int, outputs: Int) {
        id = element["id"] ?? ""
        var tests = element.all("inputEntry").map { $0.text(of: "text") ?? "-" }
        var results = element.all("outputEntry").map { $0.text(of: "text") ?? "" }
        while tests.count < inputs { tests.append("-") }
        while results.count < outputs { results.append("") }
        self.tests = Array(tests.prefix(inputs))
        self.outputs = Array(results.prefix(outputs))
        annotations = element.all("annotationEntry").map { $0.text(of: "text") ?? "" }
        description = element.text(of: "description")
    }
}
