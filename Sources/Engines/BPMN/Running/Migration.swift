/// Why an instance cannot be moved to another definition: everything that stands in the way.
public struct MigrationError: Error, Sendable, Hashable, CustomStringConvertible {
    public let problems: [String]

    public var description: String { problems.joined(separator: "\n") }
}

extension ProcessState {
    /// The same instance in another definition, usually a newer revision of its own.
    ///
    /// Every element where something lives, waits or may have to be compensated must have its like there: of the id that
    /// `mapping` gives for it or else its own, of the same kind, and in the like of what it is in.
    /// - Parameter mapping: new ids of nodes and flows, by their old ones.
    public func migrated(
        from old: ExecutableProcess, to new: ExecutableProcess, mapping: [String: String] = [:]
    ) throws(MigrationError) -> ProcessState {
        guard shape == old.shape, isSound(for: old) else {
            throw MigrationError(problems: ["the instance does not belong to the definition that it is moved from"])
        }
        var migration = Migration(old: old, new: new, mapping: mapping)
        let state = migration.moved(self)
        if migration.problems.isEmpty, !state.isSound(for: new) {
            migration.report("what the instance holds does not fit the new definition")
        }
        if !migration.problems.isEmpty { throw MigrationError(problems: migration.problems) }
        return state
    }
}

/// Moves one state from definition to definition.
private struct Migration {
    let old: ExecutableProcess
    let new: ExecutableProcess
    let mapping: [String: String]
    private(set) var problems: [String] = []
    private var nodes: [Int32: Int32] = [:]

    init(old: ExecutableProcess, new: ExecutableProcess, mapping: [String: String]) {
        (self.old, self.new, self.mapping) = (old, new, mapping)
    }

    mutating func report(_ problem: String) { if !problems.contains(problem) { problems.append(problem) } }

    mutating func moved(_ state: ProcessState) -> ProcessState {
        var state = state
        state.shape = new.shape
        for index in state.live.indices {
            state.live[index].node = node(state.live[index].node)
            if let extra = state.live[index].extra { state.live[index].extra = Extra(moved(extra.values)) }
        }
        for index in state.tokens.indices { state.tokens[index].flow = flow(state.tokens[index].flow) }
        for index in state.subscriptions.indices {
            let before = state.subscriptions[index]
            state.subscriptions[index].node = node(before.node)
            check(before)
        }
        return state
    }

    private mutating func moved(_ values: Extra.Values) -> Extra.Values {
        var values = values
        values.records = values.records.map { moved($0) }
        values.done = values.done.map { node($0) }
        values.chosen = values.chosen.map { $0.map { node($0) } }
        return values
    }

    private mutating func moved(_ record: CompensationRecord) -> CompensationRecord {
        var record = record
        record.node = node(record.node)
        record.inside = record.inside.map { moved($0) }
        return record
    }

    private mutating func node(_ place: Int32) -> Int32 {
        // The process itself, whatever its id is now.
        if place == 0 { return 0 }
        if let known = nodes[place] { return known }
        let before = old.nodes[Int(place)]
        let id = mapping[before.id] ?? before.id
        guard let after = new.nodes.first(where: { $0.id == id }) else {
            report("\(before.id): the new definition has no element '\(id)'")
            return 0
        }
        if after.element != before.element {
            report("\(before.id): it is a \(before.element), but '\(id)' is a \(after.element)")
        }
        nodes[place] = Int32(after.index)
        if node(Int32(before.scope)) != Int32(after.scope) {
            report("\(before.id): '\(id)' is not in the like of what it is in")
        }
        if (before.loop == nil) != (after.loop == nil) {
            report("\(before.id): only one of it and '\(id)' is done several times")
        }
        return Int32(after.index)
    }

    private mutating func flow(_ place: Int32) -> Int32 {
        let before = old.flows[Int(place)]
        let id = mapping[before.id] ?? before.id
        guard let index = new.flows.firstIndex(where: { $0.id == id }) else {
            report("\(before.id): a token waits there, and the new definition has no flow '\(id)'")
            return 0
        }
        if node(Int32(before.target)) != Int32(new.flows[index].target) {
            report("\(before.id): the flow '\(id)' leads to another element")
        }
        return Int32(index)
    }

    /// What is waited for must be of the same kind.
    private mutating func check(_ subscription: Subscription) {
        let before = old.nodes[Int(subscription.node)]
        let after = new.nodes[Int(node(subscription.node))]
        let place = Int(subscription.trigger)
        guard before.triggers.indices.contains(place), after.triggers.indices.contains(place) else {
            report("\(before.id): what it waits for is not there any more")
            return
        }
        if Migration.kind(before.triggers[place]) != Migration.kind(after.triggers[place]) {
            report("\(before.id): '\(after.id)' waits for something else")
        }
    }

    private static func kind(_ trigger: Trigger) -> String {
        switch trigger.kind {
        case .message: "message"
        case .timer: "timer"
        case .signal: "signal"
        case .conditional: "condition"
        case .error: "error"
        case .escalation: "escalation"
        case .compensation: "compensation"
        case .cancel: "cancel"
        }
    }
}
