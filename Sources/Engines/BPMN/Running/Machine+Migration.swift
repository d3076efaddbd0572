/// Why an instance cannot go on with another definition: everything that stands in the way.
public struct MigrationError: Error, Sendable, Hashable, CustomStringConvertible {
    public let problems: [String]

    public init(problems: [String]) { self.problems = problems }

    public var description: String { problems.joined(separator: "\n") }
}

extension Machine {
    /// Carries an instance to another definition.
    ///
    /// What lives goes on where the mapping says, or at the element of the same id: tasks, timers and calls keep their keys. Events
    /// that the new definition no longer waits for are given up; those that it waits for in addition are waited for from now on.
    ///
    /// - Parameters:
    ///   - mapping: new ids by old ones, for elements and flows that are called otherwise.
    /// - Throws: `MigrationError` where something that lives has no place of the same kind, in the same surroundings.
    public static func migrate(
        _ state: ProcessState, from old: ExecutableProcess, to new: ExecutableProcess, mapping: [String: String] = [:],
        now: Moment, options: ProcessOptions = ProcessOptions()
    ) throws(MigrationError) -> Step {
        guard state.isSoundFor(old), !state.isEnded else {
            throw MigrationError(problems: ["the instance has ended, or belongs to another definition"])
        }
        var migration = Migration(state: state, old: old, new: new, mapping: mapping)
        migration.move()
        if !migration.problems.isEmpty { throw MigrationError(problems: migration.problems) }
        var run = Run(new, migration.state, now: now, options: options)
        for subscription in migration.given { run.drop(subscription) }
        run.subscribeAdded(migration.known)
        run.hasChanged = true
        run.settle()
        return Step(state: run.state, effects: run.effects, movements: run.movements)
    }
}

/// One migration while it is worked out.
private struct Migration {
    var state: ProcessState
    let old: ExecutableProcess
    let new: ExecutableProcess
    let mapping: [String: String]
    var problems: [String] = []
    /// Subscriptions that the new definition does not have.
    var given: [Subscription] = []
    /// The new places of all old nodes that have one.
    var known: Set<Int> = []
    private var places: [Int: Int] = [:]

    init(state: ProcessState, old: ExecutableProcess, new: ExecutableProcess, mapping: [String: String]) {
        self.state = state
        self.old = old
        self.new = new
        self.mapping = mapping
        places[0] = 0
        for node in old.nodes.dropFirst() {
            if let place = new.place(ofId: mapping[node.id] ?? node.id) { places[node.index] = place }
        }
        known = Set(places.values)
    }

    mutating func move() {
        state.shape = new.shape
        let before = state.live
        for index in state.live.indices {
            let live = state.live[index]
            guard let place = place(of: Int(live.node), live) else { continue }
            state.live[index].node = Int32(place)
            if let around = before.first(where: { $0.key == live.parent }), around.role == .work, live.key != 0,
                places[Int(around.node)] != new.nodes[place].scope
            {
                problems.append(
                    "'\(new.nodes[place].id)' stands in another sub-process than '\(old.nodes[Int(live.node)].id)' did")
            }
            if let extra = live.extra { state.live[index].extra = Extra(moved(extra.values)) }
        }
        for index in state.tokens.indices {
            let flow = old.flows[Int(state.tokens[index].flow)]
            guard let moved = self.flow(flow.id), new.flows[moved].target == places[flow.target] else {
                problems.append("a token waits on the flow '\(flow.id)', which has no counterpart before the same join")
                continue
            }
            state.tokens[index].flow = Int32(moved)
        }
        moveSubscriptions()
    }

    private func flow(_ id: String) -> Int? {
        let id = mapping[id] ?? id
        return new.flows.firstIndex { $0.id == id }
    }

    private mutating func place(of node: Int, _ live: Live) -> Int? {
        let was = old.nodes[node]
        guard let place = places[node] else {
            problems.append("'\(was.id)' is active and has no counterpart")
            return nil
        }
        let becomes = new.nodes[place]
        if was.element != becomes.element || (was.loop == nil) != (becomes.loop == nil)
            || was.isEventSubProcess != becomes.isEventSubProcess
        {
            problems.append("'\(was.id)' is active; '\(becomes.id)' is of another kind")
        }
        return place
    }

    private mutating func moved(_ values: Extra.Values) -> Extra.Values {
        var result = values
        result.records = values.records.compactMap { moved($0) }
        result.done = values.done.compactMap { places[Int($0)].map { Int32($0) } }
        result.chosen = values.chosen?.compactMap { places[Int($0)].map { Int32($0) } }
        result.flows = values.flows.compactMap { flow(old.flows[Int($0)].id).map { Int32($0) } }
        if result.flows.count != values.flows.count {
            problems.append("a gateway remembers a flow that has no counterpart")
        }
        return result
    }

    private mutating func moved(_ record: CompensationRecord) -> CompensationRecord? {
        guard let place = places[Int(record.node)] else {
            problems.append(
                "'\(old.nodes[Int(record.node)].id)' has completed, can be compensated, and has no counterpart")
            return nil
        }
        return CompensationRecord(
            node: Int32(place), variables: record.variables, inside: record.inside.compactMap { moved($0) })
    }

    private mutating func moveSubscriptions() {
        var kept: [Subscription] = []
        for subscription in state.subscriptions {
            var moved = subscription
            let trigger = old.nodes[Int(subscription.node)].triggers[Int(subscription.trigger)]
            guard let place = places[Int(subscription.node)],
                new.nodes[place].triggers.indices.contains(Int(subscription.trigger)),
                new.nodes[place].triggers[Int(subscription.trigger)].isLike(trigger)
            else {
                given.append(subscription)
                continue
            }
            moved.node = Int32(place)
            kept.append(moved)
        }
        state.subscriptions = kept
        // What is given up is told of as the step goes on.
        for subscription in given { if let place = places[Int(subscription.node)] { known.remove(place) } }
    }
}

extension Trigger {
    /// Whether it waits for the same kind of thing.
    fileprivate func isLike(_ other: Trigger) -> Bool {
        switch (kind, other.kind) {
        case (.message, .message), (.timer, .timer), (.signal, .signal), (.conditional, .conditional): true
        default: false
        }
    }
}

extension Run {
    /// Waits for the events around what lives that were not there before.
    fileprivate mutating func subscribeAdded(_ known: Set<Int>) {
        for live in state.live {
            let node = node(live)
            guard live.role == .work || live.role == .loop, !live.phase.isIncident else { continue }
            let isInner = live.extra?.values.index != nil
            for boundary in node.waitingBoundaries where !known.contains(boundary) && !isInner {
                if !subscribe(definition.nodes[boundary], owner: live.key) { break }
            }
            guard live.role == .work, let body = node.body else { continue }
            for inner in body.eventSubProcesses {
                guard let start = definition.nodes[inner].body?.entrances.first, !known.contains(start) else {
                    continue
                }
                if !subscribeStart(of: inner, owner: live.key) { break }
            }
        }
    }
}
