import XML

/// Root elements. BPMN 2.0.2, 8.
extension ModelReader {
    func model() -> ProcessModel {
        var model = ProcessModel(
            header: header(root), targetNamespace: root["targetNamespace"] ?? "",
            expressionLanguage: root["expressionLanguage"] ?? "", typeLanguage: root["typeLanguage"] ?? "",
            exporter: root["exporter"] ?? "", exporterVersion: root["exporterVersion"] ?? "")
        model.header.extensions = []
        for element in root.children { read(element, into: &model) }
        return model
    }

    private func read(_ element: Element, into model: inout ProcessModel) {
        if element.namespace == ProcessModel.diagramNamespace, element.name == "BPMNDiagram" {
            model.diagrams.append(diagram(element))
            return
        }
        guard element.isModel else {
            model.others.append(ExtensionElement(element))
            return
        }
        switch element.name {
        case "documentation": break
        case "extensionElements": model.header.extensions += element.children.map { ExtensionElement($0) }
        case "import":
            model.imports.append(
                Import(
                    importType: element["importType"] ?? "", location: element["location"] ?? "",
                    namespace: element["namespace"] ?? ""))
        case "process": model.processes.append(process(element))
        case "collaboration": model.collaborations.append(collaboration(element))
        case "itemDefinition": model.items.append(item(element))
        case "message":
            model.messages.append(Message(header: header(element), item: reference(element, "itemRef")))
        case "signal":
            model.signals.append(Signal(header: header(element), structure: reference(element, "structureRef")))
        case "error":
            model.errors.append(
                ErrorDefinition(
                    header: header(element), code: element["errorCode"] ?? "",
                    structure: reference(element, "structureRef")))
        case "escalation":
            model.escalations.append(
                Escalation(
                    header: header(element), code: element["escalationCode"] ?? "",
                    structure: reference(element, "structureRef")))
        case "correlationProperty": model.correlationProperties.append(correlationProperty(element))
        case "interface": model.interfaces.append(interface(element))
        case "resource": model.resources.append(resource(element))
        case "dataStore": model.dataStores.append(dataStore(element))
        case "category": model.categories.append(category(element))
        default:
            if let definition = eventDefinition(element) {
                model.eventDefinitions.append(definition)
            } else if let task = globalTask(element) {
                model.globalTasks.append(task)
            } else {
                model.others.append(ExtensionElement(element))
            }
        }
    }

    private func item(_ element: Element) -> ItemDefinition {
        ItemDefinition(
            header: header(element), structure: element["structureRef"],
            isCollection: element.bool("isCollection") ?? false, itemKind: element["itemKind"] ?? "Information")
    }

    private func correlationProperty(_ element: Element) -> CorrelationProperty {
        CorrelationProperty(
            header: header(element), type: reference(element, "type"),
            retrievals: element.model("correlationPropertyRetrievalExpression").compactMap { retrieval in
                guard let path = expression(retrieval.model("messagePath").first) else { return nil }
                return .init(message: reference(retrieval, "messageRef") ?? "", path: path)
            })
    }

    private func interface(_ element: Element) -> Interface {
        Interface(
            header: header(element), implementation: reference(element, "implementationRef"),
            operations: element.model("operation").map { operation in
                .init(
                    header: header(operation), implementation: reference(operation, "implementationRef"),
                    inMessage: reference(in: operation, "inMessageRef"),
                    outMessage: reference(in: operation, "outMessageRef"),
                    errors: references(in: operation, "errorRef"))
            })
    }

    private func resource(_ element: Element) -> Resource {
        Resource(
            header: header(element),
            parameters: element.model("resourceParameter").map { parameter in
                .init(
                    header: header(parameter), type: reference(parameter, "type"),
                    isRequired: parameter.bool("isRequired") ?? false)
            })
    }

    private func dataStore(_ element: Element) -> DataStore {
        DataStore(
            header: header(element), item: reference(element, "itemSubjectRef"), capacity: element.int("capacity"),
            isUnlimited: element.bool("isUnlimited") ?? true, state: dataState(element))
    }

    private func category(_ element: Element) -> Category {
        Category(
            header: header(element),
            values: element.model("categoryValue").map { value in
                .init(header: header(value), value: value["value"] ?? "")
            })
    }

    private func globalTask(_ element: Element) -> GlobalTask? {
        let kind: Activity.Task
        switch element.name {
        case "globalTask": kind = .abstract
        case "globalUserTask": kind = .user(implementation: element["implementation"], renderings: renderings(element))
        case "globalManualTask": kind = .manual
        case "globalScriptTask":
            kind = .script(format: element["scriptLanguage"], text: element.model("script").first?.text ?? "")
        case "globalBusinessRuleTask": kind = .businessRule(implementation: element["implementation"])
        default: return nil
        }
        return GlobalTask(header: header(element), kind: kind, interface: dataInterface(element), roles: roles(element))
    }
}
