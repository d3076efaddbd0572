import BPMN
import Testing

/// Makes processes up: blocks within blocks, each of which gives back one token for the one that it gets.
struct ProcessMaker {
    var random: Seeded
    var count = 0
    var elements = ""
    var nesting = 0
    /// Activities and what undoes them.
    var compensations: [(host: String, handler: String)] = []
    /// Nodes that lie in no sub-process.
    private var outer: [String] = []

    init(seed: UInt64) { random = Seeded(seed) }

    static let roots = """
        <message id="M" name="note"/><signal id="S" name="bell"/><error id="E" errorCode="e"/><escalation id="L" escalationCode="l"/>
        <signalEventDefinition id="D" signalRef="S"/><escalationEventDefinition id="DL" escalationRef="L"/>
        """

    mutating func make(isStructured: Bool) -> String {
        add("startEvent", "s")
        let (first, last) = block(4)
        add("endEvent", "end")
        flow("s", first)
        flow(last, "end")
        if !isStructured { disturb() }
        return elements
    }

    mutating func id() -> String {
        count += 1
        return "n\(count)"
    }

    mutating func add(_ name: String, _ id: String, _ attributes: String = "", _ inside: String = "") {
        if nesting == 0, ["userTask", "parallelGateway", "task"].contains(name),
            !attributes.contains("isForCompensation")
        {
            outer.append(id)
        }
        elements += "<\(name) id=\"\(id)\" \(attributes)>\(inside)</\(name)>\n"
    }

    mutating func flow(_ from: String, _ to: String, _ condition: String? = nil) {
        count += 1
        elements += Running.flow("f\(count)", from, to, condition)
    }

    /// A piece of a process: its first and its last node.
    mutating func block(_ depth: Int) -> (String, String) {
        if depth == 0 { return leaf() }
        switch Int.random(in: 0..<18, using: &random) {
        case 0, 1:
            let (a, b) = block(depth - 1)
            let (c, d) = block(depth - 1)
            flow(b, c)
            return (a, d)
        case 2, 3: return split("parallelGateway", depth) { _ in nil }
        case 4: return split("exclusiveGateway", depth) { $0 == 0 ? nil : "n > \($0)" }
        case 5, 6: return split("inclusiveGateway", depth) { "n > \($0 - 1)" }
        case 7: return inside(depth)
        case 8: return guarded(depth)
        case 9: return loop(depth)
        case 10: return race()
        case 11: return transaction(depth)
        case 12: return undone(depth)
        case 13: return complex(depth)
        case 14: return adHoc()
        case 15: return many(depth)
        case 16: return link()
        default: return leaf()
        }
    }

    mutating func leaf() -> (String, String) {
        let id = id()
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1, 2: add("userTask", id)
        case 3: add("scriptTask", id, "", "<script>n = modulo(n + 1, 5)</script>")
        case 4:
            add(
                "intermediateCatchEvent", id, "",
                "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>")
        case 5: add("intermediateCatchEvent", id, "", "<messageEventDefinition messageRef=\"M\"/>")
        case 6: add("intermediateThrowEvent", id, "", "<signalEventDefinition signalRef=\"S\"/>")
        case 7:
            add(
                "serviceTask", id, "",
                "<multiInstanceLoopCharacteristics><loopCardinality>\(Int.random(in: 0...3, using: &random))</loopCardinality></multiInstanceLoopCharacteristics>"
            )
        case 8: add("callActivity", id, "calledElement=\"other\"")
        case 9: add("businessRuleTask", id, "implementation=\"fee\"")
        case 10:
            add(
                "intermediateCatchEvent", id, "",
                "<conditionalEventDefinition><condition>n > 1</condition></conditionalEventDefinition>")
        default: add("task", id)
        }
        return (id, id)
    }

    mutating func split(_ gateway: String, _ depth: Int, _ condition: (Int) -> String?) -> (String, String) {
        let (fork, join) = (id(), id())
        let fallback = "d\(fork)"
        add(gateway, fork, gateway == "parallelGateway" ? "" : "default=\"\(fallback)\"")
        add(gateway, join)
        for branch in 0..<Int.random(in: 2...3, using: &random) {
            let (first, last) = block(depth - 1)
            if branch == 0, gateway != "parallelGateway" {
                elements += Running.flow(fallback, fork, first)
            } else {
                flow(fork, first, condition(branch))
            }
            flow(last, join)
        }
        return (fork, join)
    }

    /// A sub-process, sometimes with an error that its border catches, or an event sub-process.
    mutating func inside(_ depth: Int) -> (String, String) {
        let (id, start, join) = (id(), self.id(), self.id())
        let outside = elements
        elements = ""
        nesting += 1
        add("startEvent", start)
        let (first, last) = block(depth - 1)
        flow(start, first)
        if Bool.random(using: &random) {
            let end = self.id()
            add("endEvent", end, "", "<escalationEventDefinition escalationRef=\"L\"/>")
            flow(last, end)
        }
        if Int.random(in: 0..<3, using: &random) == 0 {
            let (event, begin, task) = (self.id(), self.id(), self.id())
            let interrupts = Bool.random(using: &random)
            elements += """
                <subProcess id="\(event)" triggeredByEvent="true"><startEvent id="\(begin)" isInterrupting="\(interrupts)"><signalEventDefinition signalRef="S"/>
                </startEvent><userTask id="\(task)"/>\(Running.flow("f\(task)", begin, task))</subProcess>
                """
        }
        let body = elements
        elements = outside
        nesting -= 1
        add("subProcess", id, "", body)
        let (boundary, handler) = (self.id(), self.id())
        add("boundaryEvent", boundary, "attachedToRef=\"\(id)\"", "<errorEventDefinition/>")
        add("userTask", handler)
        add("exclusiveGateway", join)
        flow(id, join)
        flow(boundary, handler)
        flow(handler, join)
        if Bool.random(using: &random) { tellsOf(id) }
        return (id, join)
    }

    /// A task with events on its border.
    mutating func guarded(_ depth: Int) -> (String, String) {
        let (task, timer, reminder, join) = (id(), id(), id(), id())
        add("userTask", task)
        add(
            "boundaryEvent", timer, "attachedToRef=\"\(task)\"",
            "<timerEventDefinition><timeDuration>PT2H</timeDuration></timerEventDefinition>")
        add(
            "boundaryEvent", reminder, "attachedToRef=\"\(task)\" cancelActivity=\"false\"",
            "<timerEventDefinition><timeCycle>R2/PT30M</timeCycle></timerEventDefinition>")
        add("exclusiveGateway", join)
        flow(task, join)
        flow(timer, join)
        let end = id()
        add("endEvent", end)
        flow(reminder, end)
        return (task, join)
    }

    mutating func loop(_ depth: Int) -> (String, String) {
        let (join, fork) = (id(), id())
        add("exclusiveGateway", join)
        add("exclusiveGateway", fork, "default=\"d\(fork)\"")
        let (first, last) = block(depth - 1)
        let end = id()
        add("task", end)
        let step = id()
        add("scriptTask", step, "", "<script>n = modulo(n + 1, 5)</script>")
        flow(join, first)
        flow(last, step)
        flow(step, fork)
        flow(fork, join, "n > 3")
        elements += Running.flow("d\(fork)", fork, end)
        return (join, end)
    }

    mutating func race() -> (String, String) {
        let (gate, message, timer, join) = (id(), id(), id(), id())
        add("eventBasedGateway", gate)
        add("intermediateCatchEvent", message, "", "<messageEventDefinition messageRef=\"M\"/>")
        add(
            "intermediateCatchEvent", timer, "",
            "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>")
        add("exclusiveGateway", join)
        flow(gate, message)
        flow(gate, timer)
        flow(message, join)
        flow(timer, join)
        return (gate, join)
    }

    /// Flows that no structure has: the process may end up waiting at a join, but must say so.
    mutating func disturb() {
        for _ in 0..<2 {
            guard let from = outer.randomElement(using: &random), let to = outer.randomElement(using: &random) else {
                return
            }
            flow(from, to, "n = 3")
        }
    }
}
