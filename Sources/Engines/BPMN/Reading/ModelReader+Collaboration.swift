import XML

/// Collaborations and conversations. BPMN 2.0.2, 9.
extension ModelReader {
    func collaboration(_ element: Element) -> Collaboration {
        var collaboration = Collaboration(header: header(element), isClosed: element.bool("isClosed") ?? false)
        for child in element.children where child.isModel { read(child, into: &collaboration) }
        return collaboration
    }

    private func read(_ element: Element, into collaboration: inout Collaboration) {
        switch element.name {
        case "documentation", "extensionElements": break
        case "participant": collaboration.participants.append(participant(element))
        case "messageFlow":
            collaboration.messageFlows.append(
                MessageFlow(
                    header: header(element), source: reference(element, "sourceRef") ?? "",
                    target: reference(element, "targetRef") ?? "", message: reference(element, "messageRef")))
        case "correlationKey":
            collaboration.correlationKeys.append(
                CorrelationKey(
                    header: header(element), properties: references(in: element, "correlationPropertyRef")))
        case "conversationLink":
            collaboration.conversationLinks.append(
                ConversationLink(
                    header: header(element), source: reference(element, "sourceRef") ?? "",
                    target: reference(element, "targetRef") ?? ""))
        case "textAnnotation", "group", "association": read(element, into: &collaboration.artifacts)
        default:
            if let node = conversation(element) {
                collaboration.conversations.append(node)
            } else {
                collaboration.others.append(ExtensionElement(element))
            }
        }
    }

    private func participant(_ element: Element) -> Participant {
        Participant(
            header: header(element), process: reference(element, "processRef"),
            multiplicity: element.model("participantMultiplicity").first.map {
                .init(minimum: $0.int("minimum") ?? 0, maximum: $0.int("maximum") ?? 1)
            })
    }

    private func conversation(_ element: Element) -> ConversationNode? {
        let kind: ConversationNode.Kind
        switch element.name {
        case "conversation": kind = .conversation
        case "subConversation":
            kind = .subConversation(element.children.filter(\.isModel).compactMap { conversation($0) })
        case "callConversation": kind = .callConversation(reference(element, "calledCollaborationRef"))
        default: return nil
        }
        return ConversationNode(
            header: header(element), kind: kind, participants: references(in: element, "participantRef"),
            messageFlows: references(in: element, "messageFlowRef"))
    }
}
