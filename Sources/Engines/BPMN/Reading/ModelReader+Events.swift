import XML

/// Events. BPMN 2.0.2, 10.5.
extension ModelReader {
    func event(_ element: Element) -> Event? {
        let position: Event.Position
        switch element.name {
        case "startEvent": position = .start(isInterrupting: element.bool("isInterrupting") ?? true)
        case "intermediateCatchEvent": position = .intermediateCatch
        case "intermediateThrowEvent": position = .intermediateThrow
        case "endEvent": position = .end
        case "boundaryEvent":
            position = .boundary(
                attachedTo: reference(element, "attachedToRef") ?? "",
                cancelsActivity: element.bool("cancelActivity") ?? true)
        default: return nil
        }
        return event(element, position: position)
    }

    func event(_ element: Element, position: Event.Position) -> Event {
        Event(
            position: position, definitions: element.children.compactMap { eventDefinition($0) },
            definitionReferences: references(in: element, "eventDefinitionRef"),
            isParallelMultiple: element.bool("parallelMultiple") ?? false, interface: eventInterface(element),
            associations: associations(element), properties: element.model("property").map { property($0) })
    }

    func eventDefinition(_ element: Element) -> EventDefinition? {
        guard element.isModel, let kind = eventKind(element) else { return nil }
        return EventDefinition(header: header(element), kind: kind)
    }

    private func eventKind(_ element: Element) -> EventDefinition.Kind? {
        func child(_ name: String) -> FormalExpression? { expression(element.model(name).first) }
        return switch element.name {
        case "messageEventDefinition":
            .message(
                .init(
                    message: reference(element, "messageRef"),
                    operation: reference(in: element, "operationRef") ?? reference(element, "operationRef")))
        case "timerEventDefinition":
            .timer(.init(date: child("timeDate"), duration: child("timeDuration"), cycle: child("timeCycle")))
        case "signalEventDefinition": .signal(reference(element, "signalRef"))
        case "errorEventDefinition": .error(reference(element, "errorRef"))
        case "escalationEventDefinition": .escalation(reference(element, "escalationRef"))
        case "conditionalEventDefinition": .conditional(child("condition"))
        case "compensateEventDefinition":
            .compensate(
                activity: reference(element, "activityRef"),
                waitsForCompletion: element.bool("waitForCompletion") ?? true)
        case "linkEventDefinition":
            .link(
                name: element["name"] ?? "", sources: references(in: element, "source"),
                target: reference(in: element, "target"))
        case "cancelEventDefinition": .cancel
        case "terminateEventDefinition": .terminate
        default: nil
        }
    }
}
