import FEEL

extension DefinitionCompiler {
    mutating func data(of activity: Activity, _ header: ElementHeader) -> DataPlan {
        var plan = extensionData(header)
        for association in activity.inputs { plan.inputs += mappings(association, header) }
        for association in activity.outputs { plan.outputs += mappings(association, header) }
        return plan
    }

    mutating func data(of event: Event, _ header: ElementHeader) -> DataPlan {
        var plan = extensionData(header)
        for association in event.associations {
            if association.direction == .input {
                plan.inputs += mappings(association, header)
            } else {
                plan.outputs += mappings(association, header)
            }
        }
        return plan
    }

    // MARK: BPMN

    /// BPMN 2.0.2, 10.4.2: a transformation of the sources, assignments, or a plain copy.
    private mutating func mappings(_ association: DataAssociation, _ header: ElementHeader) -> [Mapping] {
        var result: [Mapping] = []
        let isOutput = association.direction == .output
        for assignment in association.assignments where !assignment.from.body.isEmpty && !assignment.to.body.isEmpty {
            guard let source = formula(assignment.from, of: header, "its assignment") else { continue }
            result.append(Mapping(source: source, target: path(assignment.to.body)))
        }
        guard let target = association.target.flatMap({ variables[$0] ?? $0 }), result.isEmpty else { return result }
        if let transformation = association.transformation, !transformation.body.isEmpty {
            guard let source = formula(transformation, of: header, "its transformation") else { return [] }
            return [Mapping(source: source, target: [target], skipsNull: isOutput)]
        }
        guard let source = association.sources.first else { return [] }
        return [Mapping(variable: variables[source] ?? source, target: [target], skipsNull: true)]
    }

    /// `order.total`; an id of a piece of data means its variable.
    private func path(_ text: String) -> [String] {
        let plain = Dialect.feel(text)
        if let name = variables[plain] { return [name] }
        if known.contains(plain) { return [plain] }
        return plain.split(separator: ".").map { Dialect.trimmed(String($0)) }
    }

    // MARK: Other engines

    private mutating func extensionData(_ header: ElementHeader) -> DataPlan {
        var plan = DataPlan()
        let zeebe = header.extended("ioMapping")
        for input in zeebe?.all("input") ?? [] { add(input["source"], input["target"], to: &plan.inputs, header) }
        for output in zeebe?.all("output") ?? [] { add(output["source"], output["target"], to: &plan.outputs, header) }
        plan.outputsAreAll = !plan.outputs.isEmpty
        let camunda = header.extended("inputOutput")
        for input in camunda?.all("inputParameter") ?? [] {
            add(parameter(input), input["name"], to: &plan.inputs, header)
        }
        for output in camunda?.all("outputParameter") ?? [] {
            add(parameter(output), output["name"], to: &plan.outputs, header)
        }
        for entry in header.extensions where entry.name == "in" || entry.name == "out" {
            let source = entry["sourceExpression"] ?? entry["source"].map { "=" + $0 }
            if entry.name == "in" { add(source, entry["target"], to: &plan.inputs, header) }
            if entry.name == "out" { add(source, entry["target"], to: &plan.outputs, header) }
        }
        plan.inputs += statements(header.extended("preScript", nil), header)
        plan.outputs += statements(header.extended("postScript", nil), header)
        return plan
    }

    private func parameter(_ element: ExtensionElement) -> String? {
        if let script = element.child("script") { return "=" + Dialect.translated(script.text) }
        if let list = element.child("list") {
            let items = list.all("value").map { DefinitionCompiler.item($0.text) }
            return "=[" + items.joined(separator: ", ") + "]"
        }
        if let map = element.child("map") {
            let entries = map.all("entry").map { "\"\($0["key"] ?? "")\": \(DefinitionCompiler.item($0.text))" }
            return "={" + entries.joined(separator: ", ") + "}"
        }
        return element.text
    }

    private static func item(_ text: String) -> String {
        let text = Dialect.trimmed(text)
        return Dialect.isMarked(text) ? Dialect.feel(text) : "\"\(text.replacing("\"", with: "\\\""))\""
    }

    private mutating func add(
        _ source: String?, _ target: String?, to mappings: inout [Mapping], _ header: ElementHeader
    ) {
        guard let target = target.map({ Dialect.trimmed($0) }), !target.isEmpty else { return }
        let text = Dialect.trimmed(source ?? "")
        let path = known.contains(target) ? [target] : target.split(separator: ".").map(String.init)
        guard Dialect.isMarked(text) else {
            mappings.append(Mapping(text: text, target: path))
            return
        }
        guard let formula = formula(text, of: header, "its mapping to '\(target)'") else { return }
        mappings.append(Mapping(source: formula, target: path))
    }

    private mutating func statements(_ text: String?, _ header: ElementHeader) -> [Mapping] {
        guard let text else { return [] }
        do throws(FEELError) {
            let script = try Script.read(text, isFEEL: false, hasResult: false) { [self] text throws(FEELError) in
                try read(text)
            }
            return script.statements.compactMap { statement in
                if case .assign(let path, let formula) = statement {
                    Mapping(source: formula, target: path)
                } else {
                    nil
                }
            }
        } catch {
            refuse(header, "the script around it is not FEEL: \(error.message)")
            return []
        }
    }

    // MARK: Loops

    mutating func loop(_ loop: Loop, of activity: Activity, _ header: ElementHeader) -> LoopPlan? {
        switch loop.kind {
        case .standard(let standard):
            return .standard(
                testsBefore: standard.testsBefore, maximum: optional(standard.maximum, header, "its loop maximum"),
                condition: optional(standard.condition, header, "its loop condition"))
        case .multiInstance(let multi):
            var plan = plan(multi, loop, activity, header)
            plan.events = instanceEvents(of: multi, header)
            return .multiInstance(plan)
        }
    }

    private mutating func optional(_ expression: FormalExpression?, _ header: ElementHeader, _ what: String) -> Formula?
    {
        guard let expression, !expression.body.isEmpty else { return nil }
        return formula(expression, of: header, what)
    }

    private mutating func plan(
        _ multi: Loop.MultiInstance, _ loop: Loop, _ activity: Activity, _ header: ElementHeader
    ) -> MultiInstancePlan {
        let own = loop.header.extended("loopCharacteristics")
        var plan = MultiInstancePlan(isSequential: multi.isSequential)
        plan.cardinality = optional(multi.cardinality, header, "its number of instances")
        if let input = own?["inputCollection"] ?? loop.header.foreign("collection") {
            plan.collection = formula(input, of: header, "its collection")
            plan.element = own?["inputElement"] ?? loop.header.foreign("elementVariable")
        } else if let input = multi.inputCollection {
            // The data input of the activity that the loop goes through is filled from somewhere.
            let source = activity.inputs.first { $0.target == input }?.sources.first ?? input
            let name = variables[source] ?? source
            plan.collection = formula(name, of: header, "its collection")
            plan.element = multi.inputItem.map { variables[$0.header.id] ?? $0.header.label }
        }
        if let output = own?["outputCollection"] {
            plan.outputCollection = output
            plan.outputElement = own?["outputElement"].flatMap { formula($0, of: header, "what its instances give") }
        } else if let output = multi.outputCollection {
            let target = activity.outputs.first { $0.sources.contains(output) }?.target ?? output
            plan.outputCollection = variables[target] ?? target
            let item = multi.outputItem.map { variables[$0.header.id] ?? $0.header.label }
            plan.outputElement = item.flatMap { formula($0, of: header, "what its instances give") }
        }
        plan.completion = optional(multi.completionCondition, header, "its completion condition")
        if plan.cardinality == nil, plan.collection == nil {
            refuse(header, "nothing says how many instances there are")
        }
        return plan
    }
}
