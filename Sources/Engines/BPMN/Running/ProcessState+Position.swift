extension ProcessState {
    /// Where tokens are: by the elements' ids, how many. What contains others (the process, sub-processes) is not among them.
    public func positions(in definition: ExecutableProcess) -> [String: Int] {
        guard shape == definition.shape else { return [:] }
        var counts: [String: Int] = [:]
        for one in live where one.role == .work && definition.nodes.indices.contains(Int(one.node)) {
            let node = definition.nodes[Int(one.node)]
            if node.body == nil { counts[node.id, default: 0] += 1 }
        }
        for token in tokens where definition.flows.indices.contains(Int(token.flow)) {
            counts[definition.nodes[definition.flows[Int(token.flow)].target].id, default: 0] += 1
        }
        return counts
    }

    /// The elements at which incidents keep it from going on.
    public func stuckElements(in definition: ExecutableProcess) -> Set<String> {
        guard shape == definition.shape else { return [] }
        return Set(
            incidents.compactMap { incident in
                place(of: Int32(clamping: incident.element)).map { definition.nodes[Int(live[$0].node)].id }
            })
    }
}
