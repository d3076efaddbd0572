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

@Suite("A simulation of made-up processes")
struct SimulationTests {
    /// Kills and restarts all the time: after every step the state goes through its stored form.
    static func stored(_ state: ProcessState) throws -> ProcessState {
        try JSONDecoder().decode(ProcessState.self, from: try JSONEncoder().encode(state))
    }

    /// Something that may happen now, chosen by chance.
    static func event(
        _ state: ProcessState, _ process: ExecutableProcess, _ now: inout Moment, _ random: inout Seeded,
        offered: [String: [String]] = [:]
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
                    events.append(.escalate(key: waiting.key, code: "l"))
                }
            case .process: events.append(.complete(key: waiting.key, values: ["n": .number(2)]))
            case .decision: events.append(.decide(key: waiting.key, value: DecisionValue(.number(1))))
            case .choice:
                events.append(.completeAdHoc(key: waiting.key))
                if let node = offered[waiting.element]?.randomElement(using: &random) {
                    events.append(.activate(key: waiting.key, node: node))
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
            case .condition: events.append(.setVariables(values: ["n": .number(Int.random(in: 0..<5, using: &random))]))
            }
        }
        // Clocks jump, over days and back.
        switch Int.random(in: 0..<60, using: &random) {
        case 0: now = Moment(microseconds: now.microseconds + 40 * 86_400_000_000)
        case 1: now = Moment(microseconds: now.microseconds - 3_600_000_000)
        default: break
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
            var step = try Machine.step(process, ProcessState(of: process), events[0].0, now: now, options: options)
            var state = step.state
            var offered: [String: [String]] = [:]
            for _ in 0..<400 where !state.isEnded {
                #expect(state.isBalanced(in: process), "seed \(seed)")
                for case .offerActivities(_, let element, let nodes) in step.effects { offered[element] = nodes }
                guard let event = Self.event(state, process, &now, &random, offered: offered) else { break }
                events.append((event, now))
                step = try Machine.step(process, state, event, now: now, options: options)
                state = try Self.stored(step.state)
            }
            if state.isEnded { ended += 1 } else { #expect(!state.waiting(in: process).isEmpty, "seed \(seed)") }
            // One token went in, so that a structured process passes its end exactly once.
            var again = ProcessState(of: process)
            var ends = 0
            var completed: [String: Int] = [:]
            for (event, time) in events {
                let step = try Machine.step(process, again, event, now: time, options: options)
                ends += step.movements.count { $0 == .completed(element: "end", key: 0) }
                for case .completed(let element, _) in step.movements { completed[element, default: 0] += 1 }
                again = step.state
            }
            for (host, handler) in maker.compensations {
                let (done, undone) = (completed[host] ?? 0, completed[handler] ?? 0)
                #expect(undone <= done, "seed \(seed): \(host) was done \(done) times and undone \(undone) times")
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
            if damaged.isSoundFor(process), let event = Self.event(damaged, process, &now, &random) {
                _ = try? Machine.step(process, damaged, event, now: now)
            }
        }
        #expect(read > 100)
    }
}
