/// The events that the instances of a multi-instance activity throw as they complete. BPMN 2.0.2, 10.3.8.
extension DefinitionCompiler {
    mutating func instanceEvents(of multi: Loop.MultiInstance, _ header: ElementHeader) -> [InstanceEvent] {
        switch multi.behavior {
        case "None": return instanceEvent(.each, multi.noneBehaviorEvent, "noneBehaviorEventRef", header)
        case "One": return instanceEvent(.first, multi.oneBehaviorEvent, "oneBehaviorEventRef", header)
        case "Complex":
            if multi.complexBehaviors.isEmpty { refuse(header, "its behavior is Complex and defines no behavior") }
            return multi.complexBehaviors.compactMap { instanceEvent($0, header) }
        case "All", "": return []
        default:
            refuse(header, "its behavior '\(multi.behavior)' is none of None, One, All and Complex")
            return []
        }
    }

    private mutating func instanceEvent(
        _ occasion: InstanceEvent.Occasion, _ reference: String?, _ attribute: String, _ header: ElementHeader
    ) -> [InstanceEvent] {
        guard let id = reference.map({ DefinitionCompiler.local($0) }) else {
            refuse(header, "it has no \(attribute), which its behavior asks for")
            return []
        }
        guard let definition = model.eventDefinitions.first(where: { $0.header.id == id }) else {
            refuse(header, "its \(attribute) '\(id)' is no event definition of the file")
            return []
        }
        let throwing = thrown([definition], header)
        return throwing.isEmpty ? [] : [InstanceEvent(occasion: occasion, id: id, throwing: throwing)]
    }

    private mutating func instanceEvent(
        _ behavior: Loop.MultiInstance.ComplexBehavior, _ header: ElementHeader
    ) -> InstanceEvent? {
        guard let condition = formula(behavior.condition, of: header, "the condition of its complex behavior") else {
            return nil
        }
        guard let event = behavior.event else {
            refuse(header, "its complex behavior names no event to throw")
            return nil
        }
        let throwing = thrown(definitions(of: event), header)
        if throwing.isEmpty { return nil }
        return InstanceEvent(
            occasion: .when(condition), id: behavior.header.id.isEmpty ? header.id : behavior.header.id,
            throwing: throwing, inputs: data(of: event, behavior.header).inputs)
    }

    /// What may be thrown at the border of an activity: whatever a boundary event of it can catch by its name or code.
    private mutating func thrown(_ definitions: [EventDefinition], _ header: ElementHeader) -> [Throw] {
        if definitions.isEmpty { refuse(header, "the event that its instances throw has no definition") }
        return definitions.compactMap { definition in
            switch definition.kind {
            case .message, .signal, .escalation, .error:
                return thrown(definition, header, isEnd: true, scope: 0)
            case .timer, .conditional, .compensate, .link, .cancel, .terminate:
                refuse(
                    header,
                    "its instances can throw signals, messages, escalations and errors, no \(definition.kind.elementName)"
                )
                return nil
            }
        }
    }
}
