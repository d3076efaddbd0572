import FEEL

/// Where an instance stands, in the words of its definition.
extension ProcessState {
    /// One thing that an instance waits for.
    public struct Waiting: Sendable, Equatable {
        public enum Kind: String, Sendable, Codable {
            case task, service, decision, process, event, choice, join, incident
        }

        public var key: Int
        public var element: String
        public var name: String
        public var kind: Kind
        /// When the first of its timers is due, those on its border and around it among them.
        public var due: Moment?
        public var incident: Incident?
    }

    /// Everything that the instance waits for; never empty for one that has started and not ended.
    public func waiting(in definition: ExecutableProcess) -> [Waiting] {
        var result: [Waiting] = []
        for live in live {
            let node = definition.nodes[Int(live.node)]
            let incident = incidents.first { $0.element == Int(live.key) }
            guard let kind = incident != nil ? .incident : kind(of: live, node) else { continue }
            result.append(
                Waiting(
                    key: Int(live.key), element: node.id, name: node.name, kind: kind, due: due(of: live.key),
                    incident: incident))
        }
        var seen: Set<Int> = []
        for token in tokens {
            let node = definition.nodes[definition.flows[Int(token.flow)].target]
            if seen.insert(node.index).inserted {
                result.append(Waiting(key: 0, element: node.id, name: node.name, kind: .join))
            }
        }
        return result
    }

    private func kind(of live: Live, _ node: CompiledNode) -> Waiting.Kind? {
        guard live.role == .work else { return nil }
        switch node.kind {
        case .user: return .task
        case .service: return .service
        case .decision: return .decision
        case .call: return .process
        case .catching, .receive, .eventBased, .start: return .event
        case .throwing(let all):
            return all.contains { if case .service = $0 { true } else { false } } ? .service : nil
        case .subProcess(_, .adHoc): return live.count == 0 ? .choice : nil
        default: return nil
        }
    }

    private func due(of key: Int32) -> Moment? {
        subscriptions.compactMap { subscription -> Moment? in
            guard subscription.owner == key, case .timer(let due, _, _) = subscription.wait else { return nil }
            return due
        }.min()
    }

    /// The ids of the nodes that are active: those that wait, the sub-processes around them, and joins with tokens.
    public func activeElements(in definition: ExecutableProcess) -> [String] {
        var ids: [String] = []
        for live in live.dropFirst() where live.role != .compensation {
            let id = definition.nodes[Int(live.node)].id
            if !ids.contains(id) { ids.append(id) }
        }
        for token in tokens {
            let id = definition.nodes[definition.flows[Int(token.flow)].target].id
            if !ids.contains(id) { ids.append(id) }
        }
        return ids
    }

    /// The variables that a task, sub-process or other element sees, by its key.
    public func variables(of key: Int) -> FEELContext {
        var chain: [FEELContext] = []
        var key = Int32(clamping: key)
        while let place = place(of: key) {
            if let own = live[place].variables { chain.append(own.context) }
            if key == 0 { break }
            key = live[place].parent
        }
        var result = FEELContext()
        for context in chain.reversed() { for (name, value) in context.entries { result[name] = value } }
        return result
    }

    /// The element that a key means.
    public func element(of key: Int, in definition: ExecutableProcess) -> String? {
        place(of: Int32(clamping: key)).map { definition.nodes[Int(live[$0].node)].id }
    }
}
