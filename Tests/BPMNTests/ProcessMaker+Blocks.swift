/// Blocks that undo, choose, repeat and jump.
extension ProcessMaker {
    /// What `body` adds, within a sub-process.
    private mutating func within(_ body: (inout ProcessMaker) -> Void) -> String {
        let outside = elements
        elements = ""
        nesting += 1
        body(&self)
        nesting -= 1
        defer { elements = outside }
        return elements
    }

    /// A task, and the task that undoes it.
    private mutating func undoable() -> String {
        let (task, boundary, handler) = (id(), id(), id())
        add("userTask", task)
        add("boundaryEvent", boundary, "attachedToRef=\"\(task)\"", "<compensateEventDefinition/>")
        add("userTask", handler, "isForCompensation=\"true\"")
        elements += "<association id=\"a\(boundary)\" sourceRef=\"\(boundary)\" targetRef=\"\(handler)\"/>"
        compensations.append((task, handler))
        return task
    }

    /// An escalation is caught at the border, and what threw it goes on.
    mutating func tellsOf(_ host: String) {
        let (boundary, task, end) = (id(), id(), id())
        add(
            "boundaryEvent", boundary, "attachedToRef=\"\(host)\" cancelActivity=\"false\"",
            "<escalationEventDefinition escalationRef=\"L\"/>")
        add("userTask", task)
        add("endEvent", end)
        flow(boundary, task)
        flow(task, end)
    }

    /// A transaction that is sometimes cancelled, and undoes what was done in it.
    mutating func transaction(_ depth: Int) -> (String, String) {
        let (id, cancelled, join) = (id(), self.id(), self.id())
        let body = within { maker in
            let (start, fork, end, cancel) = (maker.id(), maker.id(), maker.id(), maker.id())
            maker.add("startEvent", start)
            let task = maker.undoable()
            let (first, last) = maker.block(depth - 1)
            maker.add("exclusiveGateway", fork, "default=\"d\(fork)\"")
            maker.add("endEvent", end)
            maker.add("endEvent", cancel, "", "<cancelEventDefinition/>")
            maker.flow(start, task)
            maker.flow(task, first)
            maker.flow(last, fork)
            maker.flow(fork, cancel, "n > 2")
            maker.elements += Running.flow("d\(fork)", fork, end)
        }
        add("transaction", id, "", body)
        add("boundaryEvent", cancelled, "attachedToRef=\"\(id)\"", "<cancelEventDefinition/>")
        add("exclusiveGateway", join)
        flow(id, join)
        flow(cancelled, join)
        return (id, join)
    }

    /// Work that is undone by an event after it, which may wait for that; by its name, or all that lies in its scope.
    mutating func undone(_ depth: Int) -> (String, String) {
        let task = undoable()
        let (first, last) = block(depth - 1)
        let event = id()
        let target = Bool.random(using: &random) ? "activityRef=\"\(task)\"" : ""
        add(
            "intermediateThrowEvent", event, "",
            "<compensateEventDefinition \(target) waitForCompletion=\"\(Bool.random(using: &random))\"/>")
        flow(task, first)
        flow(last, event)
        return (task, event)
    }

    /// Branches of which some are enough for the gateway that joins them.
    mutating func complex(_ depth: Int) -> (String, String) {
        let (fork, join) = (id(), id())
        let branches = Int.random(in: 2...3, using: &random)
        let enough = Int.random(in: 1...branches, using: &random)
        add("parallelGateway", fork)
        add("complexGateway", join, "", "<activationCondition>activationCount >= \(enough)</activationCondition>")
        for _ in 0..<branches {
            let (first, last) = block(depth - 1)
            flow(fork, first)
            flow(last, join)
        }
        return (fork, join)
    }

    /// Activities that are chosen, at once or one by one.
    mutating func adHoc() -> (String, String) {
        let id = id()
        let body = within { maker in
            for _ in 0..<2 { maker.add("userTask", maker.id()) }
            let (first, second) = (maker.id(), maker.id())
            maker.add("userTask", first)
            maker.add("task", second)
            maker.flow(first, second)
        }
        let order = Bool.random(using: &random) ? "Sequential" : "Parallel"
        let condition = Bool.random(using: &random) ? "<completionCondition>n > 2</completionCondition>" : ""
        add("adHocSubProcess", id, "ordering=\"\(order)\"", body + condition)
        return (id, id)
    }

    /// A sub-process for each of some, which tells of its instances as they complete; its border listens.
    mutating func many(_ depth: Int) -> (String, String) {
        let id = id()
        let behaviors = [
            "", "behavior=\"None\" noneBehaviorEventRef=\"D\"", "behavior=\"One\" oneBehaviorEventRef=\"DL\"",
        ]
        let body = within { maker in
            let start = maker.id()
            maker.add("startEvent", start)
            let (first, last) = maker.block(depth - 1)
            maker.flow(start, first)
            let end = maker.id()
            maker.add("endEvent", end)
            maker.flow(last, end)
        }
        let loop = """
            <multiInstanceLoopCharacteristics isSequential="\(Bool.random(using: &random))" \(behaviors.randomElement(using: &random) ?? "")>
            <loopCardinality>\(Int.random(in: 0...3, using: &random))</loopCardinality></multiInstanceLoopCharacteristics>
            """
        add("subProcess", id, "", loop + body)
        tellsOf(id)
        return (id, id)
    }

    mutating func link() -> (String, String) {
        let (from, to) = (id(), id())
        add("intermediateThrowEvent", from, "", "<linkEventDefinition name=\"to \(to)\"/>")
        add("intermediateCatchEvent", to, "", "<linkEventDefinition name=\"to \(to)\"/>")
        return (from, to)
    }
}
