import BPMN
import FEEL
import Foundation
import Testing

/// A generator of numbers from a seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Makes processes up: blocks within blocks, each of which gives back one token for the one that it gets.
struct ProcessMaker {
    var random: Seeded
    private var count = 0
    private var elements = ""
    private var nesting = 0
    /// Nodes that lie in no sub-process.
    private var outer: [String] = []

    init(seed: UInt64) { random = Seeded(seed) }

    static let roots = """
        <message id="M" name="note"/><signal id="S" name="bell"/><error id="E" errorCode="e"/><escalation id="L" escalationCode="l"/>
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

    private mutating func id() -> String {
        count += 1
        return "n\(count)"
    }

    private mutating func add(_ name: String, _ id: String, _ attributes: String = "", _ inside: String = "") {
        if nesting == 0, ["userTask", "parallelGateway", "task"].contains(name) { outer.append(id) }
        elements += "<\(name) id=\"\(id)\" \(attributes)>\(inside)</\(name)>\n"
    }

    private mutating func flow(_ from: String, _ to: String, _ condition: String? = nil) {
        count += 1
        elements += Running.flow("f\(count)", from, to, condition)
    }

    /// A piece of a process: its first and its last node.
    private mutating func block(_ depth: Int) -> (String, String) {
        if depth == 0 { return leaf() }
        switch Int.random(in: 0..<12, using: &random) {
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
        default: return leaf()
        }
    }

    private mutating func leaf() -> (String, String) {
        let id = id()
        switch Int.random(in: 0..<9, using: &random) {
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
        default: add("task", id)
        }
        return (id, id)
    }

    private mutating func split(_ gateway: String, _ depth: Int, _ condition: (Int) -> String?) -> (String, String) {
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
    private mutating func inside(_ depth: Int) -> (String, String) {
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
        return (id, join)
    }

    /// A task with events on its border.
    private mutating func guarded(_ depth: Int) -> (String, String) {
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

    private mutating func loop(_ depth: Int) -> (String, String) {
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

    private mutating func race() -> (String, String) {
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
    private mutating func disturb() {
        for _ in 0..<2 {
            guard let from = outer.randomElement(using: &random), let to = outer.randomElement(using: &random) else {
                return
            }
            flow(from, to, "n = 3")
        }
    }
}

@Suite("A simulation of made-up processes")
struct SimulationTests {
    /// Kills and restarts all the time: after every step the state goes through its stored form.
    static func stored(_ state: ProcessState) throws -> ProcessState {
        try JSONDecoder().decode(ProcessState.self, from: try JSONEncoder().encode(state))
    }

    /// Something that may happen now, chosen by chance.
    static func event(
        _ state: ProcessState, _ process: ExecutableProcess, _ now: inout Moment, _ random: inout Seeded, patience: Int
    ) -> ProcessEvent? {
        var events: [ProcessEvent] = []
        for waiting in state.waiting(in: process) {
            switch waiting.kind {
            case .task, .service:
                events.append(
                    .complete(key: waiting.key, values: ["n": .number(Int.random(in: 0..<5, using: &random))]))
                if Int.random(in: 0..<12, using: &random) == 0 {
                    events.append(.throwError(key: waiting.key, code: "e"))
                    events.append(.fail(key: waiting.key, message: "down"))
                }
            case .incident:
                guard let incident = waiting.incident else { continue }
                switch incident.kind {
                case .stuckJoin, .uncaughtError: events.append(.resolve(incident: incident.key))
                default: events.append(.retry(incident: incident.key, values: ["n": 1]))
                }
            default: break
            }
        }
        for subscription in state.subscriptions {
            switch subscription.wait {
            case .timer(let due, _, _):
                if events.isEmpty || Int.random(in: 0..<4, using: &random) == 0 {
                    now = max(now, due)
                    events.append(.timer(key: subscription.key))
                }
            case .message(let name, _): events.append(.message(name: name))
            case .signal(let name): if Int.random(in: 0..<6, using: &random) == 0 { events.append(.signal(name: name)) }
            case .condition: break
            }
        }
        // A timer may have become due only by a later choice.
        let possible = events.filter { event in
            guard case .timer(let key) = event else { return true }
            return state.subscriptions.contains {
                if case .timer(let due, _, _) = $0.wait { $0.key == key && due <= now } else { false }
            }
        }
        return possible.randomElement(using: &random)
    }

    @Test(
        "no token is lost or doubled, every instance ends or waits for something named, and events give the state again",
        arguments: 0..<12)
    func simulate(_ group: Int) throws {
        var ended = 0
        for number in 0..<40 {
            let seed = UInt64(group * 40 + number)
            let isStructured = number % 4 != 3
            var maker = ProcessMaker(seed: seed)
            let body = maker.make(isStructured: isStructured)
            let process = try ExecutableProcess(try Running.model(body, roots: ProcessMaker.roots))
            let options = ProcessOptions(maximumMoves: 2000)
            var random = Seeded(seed ^ 0xABCD)
            var now = Running.start
            var events: [(ProcessEvent, Moment)] = [(.start(variables: ["n": 1]), now)]
            var state = try Machine.step(process, ProcessState(of: process), events[0].0, now: now, options: options)
                .state
            for _ in 0..<400 where !state.isEnded {
                #expect(state.isBalanced(in: process), "seed \(seed)")
                guard let event = Self.event(state, process, &now, &random, patience: 0) else { break }
                events.append((event, now))
                state = try Self.stored(Machine.step(process, state, event, now: now, options: options).state)
            }
            if state.isEnded { ended += 1 } else { #expect(!state.waiting(in: process).isEmpty, "seed \(seed)") }
            // One token went in, so that a structured process passes its end exactly once.
            var again = ProcessState(of: process)
            var ends = 0
            for (event, time) in events {
                let step = try Machine.step(process, again, event, now: time, options: options)
                ends += step.movements.count { $0 == .completed(element: "end", key: 0) }
                again = step.state
            }
            #expect(again == state, "seed \(seed): replayed events give another state")
            if isStructured, case .ended(let outcome) = state.status, outcome.kind == .completed {
                #expect(ends == 1, "seed \(seed): the end was reached \(ends) times")
            }
        }
        #expect(ended >= 25, "group \(group): only \(ended) of 40 ended")
    }

    @Test("damaged states are refused or read, and never crash the machine")
    func fuzz() throws {
        var maker = ProcessMaker(seed: 7)
        let process = try ExecutableProcess(
            try Running.model(maker.make(isStructured: true), roots: ProcessMaker.roots))
        let state = try Machine.step(
            process, ProcessState(of: process), .start(variables: ["n": 1]), now: Running.start
        ).state
        let data = [UInt8](try JSONEncoder().encode(state))
        var random = Seeded(99)
        var read = 0
        for _ in 0..<4000 {
            var bytes = data
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] =
                    Bool.random(using: &random)
                    ? UInt8.random(in: 48...57, using: &random) : UInt8.random(in: 32...126, using: &random)
            }
            guard let damaged = try? JSONDecoder().decode(ProcessState.self, from: Data(bytes)) else { continue }
            read += 1
            var now = Running.start
            for waiting in damaged.isSoundFor(process) ? damaged.waiting(in: process) : [] {
                _ = try? Machine.step(process, damaged, .complete(key: waiting.key), now: now)
            }
            if damaged.isSoundFor(process), let event = Self.event(damaged, process, &now, &random, patience: 0) {
                _ = try? Machine.step(process, damaged, event, now: now)
            }
        }
        #expect(read > 100)
    }
}
