extension DefinitionCompiler {
    mutating func compile(_ event: Event, _ draft: Draft, _ place: Int) -> CompiledNode.Kind {
        let header = draft.node.header
        let definitions = definitions(of: event)
        switch event.position {
        case .start(let isInterrupting):
            let triggers = definitions.compactMap { trigger($0, header) }
            let isInside = draft.scope > 0
            let isEventSubProcess = drafts[draft.scope]?.node.subProcess?.kind == .event
            if isInside, !isEventSubProcess, !definitions.isEmpty {
                refuse(header, "the start of a sub-process waits for nothing, unless it is an event sub-process")
            }
            if isEventSubProcess, definitions.isEmpty {
                refuse(header, "the start of an event sub-process must wait for something")
            }
            return .start(triggers, isParallel: event.isParallelMultiple, isInterrupting: isInterrupting)
        case .intermediateCatch:
            if definitions.contains(where: { if case .link = $0.kind { true } else { false } }) { return .pass }
            if definitions.isEmpty || !definitions.allSatisfy({ $0.kind.isSubscribed }) {
                refuse(header, "an intermediate event can wait for messages, timers, signals and conditions only")
            }
            return .catching(definitions.compactMap { trigger($0, header) }, isParallel: event.isParallelMultiple)
        case .boundary(let host, let cancels):
            return boundary(event, host, cancels, definitions, draft)
        case .intermediateThrow, .end:
            let throwing = definitions.compactMap {
                thrown($0, header, isEnd: event.position == .end, scope: draft.scope)
            }
            return throwing.isEmpty ? .pass : .throwing(throwing.filter { !$0.isLast } + throwing.filter(\.isLast))
        }
    }

    private mutating func boundary(
        _ event: Event, _ host: String, _ cancels: Bool, _ definitions: [EventDefinition], _ draft: Draft
    ) -> CompiledNode.Kind {
        let header = draft.node.header
        guard let place = places[host], drafts[place]?.node.activity != nil, drafts[place]?.scope == draft.scope else {
            refuse(header, "it is attached to '\(host)', which is no activity beside it")
            return .pass
        }
        if definitions.isEmpty { refuse(header, "the boundary event waits for nothing") }
        var isInterrupting = cancels
        for definition in definitions {
            switch definition.kind {
            case .error, .cancel: isInterrupting = true
            case .compensate: if handlers[place] == nil { refuse(header, "no activity compensates for it") }
            case .link, .terminate: refuse(header, "a boundary event cannot be a link or terminate")
            default: break
            }
            if case .cancel = definition.kind, !isTransaction(place) {
                refuse(header, "only a transaction can be cancelled")
            }
        }
        return .boundary(
            definitions.compactMap { trigger($0, header) }, host: place, isInterrupting: isInterrupting,
            isParallel: event.isParallelMultiple)
    }

    private func isTransaction(_ place: Int) -> Bool {
        if case .transaction? = drafts[place]?.node.subProcess?.kind { true } else { false }
    }

    // MARK: Waiting

    mutating func trigger(_ definition: EventDefinition, _ header: ElementHeader) -> Trigger? {
        let kind: Trigger.Kind
        switch definition.kind {
        case .message(let reference): kind = .message(message(reference, header, definition.header))
        case .timer(let timer):
            guard let plan = self.timer(timer, of: header) else { return nil }
            kind = .timer(plan)
        case .signal(let id): kind = .signal(signal(id, header))
        case .conditional(let condition):
            guard let condition, !condition.body.isEmpty else {
                refuse(header, "the conditional event has no condition")
                return nil
            }
            guard let formula = formula(condition, of: header, "its condition") else { return nil }
            kind = .conditional(formula)
        case .error(let id): kind = .error(code: id.map { errorCode($0) })
        case .escalation(let id): kind = .escalation(code: id.map { escalationCode($0) })
        case .compensate: kind = .compensation
        case .cancel: kind = .cancel
        case .link, .terminate:
            refuse(header, "nothing can wait for this kind of event")
            return nil
        }
        return Trigger(
            id: definition.header.id, kind: kind,
            codeVariable: definition.header.foreign("errorCodeVariable", "escalationCodeVariable"),
            messageVariable: definition.header.foreign("errorMessageVariable"))
    }

    mutating func message(
        _ reference: EventDefinition.Reference, _ header: ElementHeader, _ inner: ElementHeader? = nil
    ) -> MessagePlan {
        let message = message(reference.message) ?? message(operation(reference.operation)?.inMessage)
        let label = message?.header.label ?? reference.message ?? header.label
        let subscription =
            message?.header.extended("subscription", "correlationKey")
            ?? header.extended("subscription", "correlationKey")
            ?? inner?.extended("publishMessage", "correlationKey")
            ?? header.extended("publishMessage", "correlationKey")
        let name = template(label, of: header, "the name of its message") ?? .text(label)
        let known = keys.indices.filter { index in
            keys[index].properties.allSatisfy { $0.retrievals[label] != nil }
        }
        return MessagePlan(
            name: name, id: message?.header.id,
            correlation: template(subscription, of: header, "its correlation key"), keys: known,
            result: message?.header.extended("messageVariable", nil) ?? header.foreign("messageVariable"))
    }

    private mutating func signal(_ id: String?, _ header: ElementHeader) -> Template {
        let signal = model.signals.first { $0.header.id == id.map { DefinitionCompiler.local($0) } }
        let name = signal?.header.label ?? id ?? header.label
        return template(name, of: header, "the name of its signal") ?? .text(name)
    }

    private func errorCode(_ id: String) -> String {
        guard let error = model.errors.first(where: { $0.header.id == DefinitionCompiler.local(id) }) else { return id }
        return error.code.isEmpty ? error.header.label : error.code
    }

    private func escalationCode(_ id: String) -> String {
        guard let found = model.escalations.first(where: { $0.header.id == DefinitionCompiler.local(id) }) else {
            return id
        }
        return found.code.isEmpty ? found.header.label : found.code
    }

    // MARK: Throwing

    mutating func thrown(
        _ definition: EventDefinition, _ header: ElementHeader, isEnd: Bool, scope: Int
    ) -> Throw? {
        switch definition.kind {
        case .message(let reference):
            if let service = job(header) ?? job(definition.header) { return .service(service) }
            return .message(message(reference, header, definition.header))
        case .signal(let id): return .signal(signal(id, header))
        case .escalation(let id):
            let code = id.map { escalationCode($0) } ?? ""
            return .escalation(code: template(code, of: header, "its code") ?? .text(code))
        case .error(let id) where isEnd:
            let code = id.map { errorCode($0) } ?? ""
            let name = model.errors.first { $0.header.id == id }?.header.name ?? ""
            return .error(code: template(code, of: header, "its code") ?? .text(code), message: name)
        case .compensate(let activity, let waits):
            guard let activity else { return .compensate(nil, waits: waits) }
            guard let place = places[activity] else {
                refuse(header, "it compensates '\(activity)', which does not exist")
                return nil
            }
            return .compensate(place, waits: waits)
        case .cancel where isEnd:
            guard isInTransaction(scope) else {
                refuse(header, "only a transaction can be cancelled")
                return nil
            }
            return .cancel
        case .terminate where isEnd: return .terminate
        case .link(let name, _, _) where !isEnd:
            guard let target = linkTarget(of: name, in: scope) else {
                refuse(header, "the link '\(name)' leads nowhere")
                return nil
            }
            return .link(target)
        case .error, .cancel, .terminate, .link, .timer, .conditional:
            refuse(header, "an event here cannot throw this")
            return nil
        }
    }

    private func isInTransaction(_ scope: Int) -> Bool {
        var scope = scope
        while scope > 0, let draft = drafts[scope] {
            if isTransaction(scope) { return true }
            scope = draft.scope
        }
        return false
    }
}

extension Throw {
    /// Whether nothing can come after it.
    var isLast: Bool {
        switch self {
        case .error, .cancel, .terminate, .link, .compensate, .service: true
        default: false
        }
    }
}
