import BPMN
import Base
import FEEL
import Journal
import Store
import StoreTesting
import Synchronization
import Testing
import Web

@testable import Processes

@Suite("Processes, durably")
struct DurableTests {
    @Test(
        "A process waits for its task, goes on with its values and ends; each step has its act", arguments: Engine.all)
    func life(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(Sample.review)
            let id = try await hall.start("p", ["applicant": .string("Noor")])
            let task = try #require(try await hall.tasks().first)
            #expect(task.name == "Review" && task.instance == id && task.agency == "works")
            hall.clock.advance(by: .seconds(60))
            try await hall.complete(task, ["granted": .boolean(true)])
            let done = try await hall.instance(id)
            #expect(done.status == .completed && done.version == 2 && done.endedAt == hall.now)
            #expect(try await hall.variables(id)["granted"] == .boolean(true))
            #expect(try await hall.tasks().isEmpty)
            #expect(
                try await hall.verbs().sorted() == [
                    "process-definition.published", "process-task.completed", "process.advanced", "process.completed",
                    "process.started",
                ])
            await #expect(throws: ProcessError.notPossible("the task is not open any more")) {
                try await hall.complete(task)
            }
        }
    }

    @Test("What is written with a step that fails is not there", arguments: Engine.all)
    func atomic(on engine: Engine) async throws {
        struct Crash: Error {}
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(Sample.review)
            let id = try await hall.start()
            let task = try #require(try await hall.tasks().first)
            await #expect(throws: Crash.self) {
                try await hall.database.write { transaction in
                    try hall.desk.complete(task.id, by: Hall.officer, at: hall.now, in: transaction)
                    throw Crash()
                }
            }
            #expect(try await hall.instance(id).version == 1)
            #expect(try await hall.tasks().map(\.id) == [task.id])
            #expect(try await hall.verbs().count == 2)
        }
    }

    @Test("Of many who complete a task at once, one does; the process moves once", arguments: Engine.all)
    func racing(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(Sample.review)
            let id = try await hall.start()
            let task = try #require(try await hall.tasks().first)
            let other = try Hall(hall.database, handlers: ProcessHandlers(), clock: hall.clock)
            let won = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<6 {
                    let copy = index.isMultiple(of: 2) ? hall : other
                    group.addTask { (try? await copy.complete(task)) != nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(won == 1)
            #expect(try await hall.instance(id).version == 2)
        }
    }

    @Test("An operator who saw an older step is told that it moved", arguments: Engine.all)
    func version(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(Sample.review)
            let id = try await hall.start()
            await #expect(throws: ProcessError.changedMeanwhile) {
                try await hall.database.write { transaction in
                    try hall.desk.advance(
                        id, .setVariables(values: ["x": .number(1)]), version: 0, by: Hall.officer, at: hall.now,
                        in: transaction)
                }
            }
        }
    }

    // MARK: Timers

    @Test("A timer fires after a restart, and once, though two copies sweep", arguments: Engine.all)
    func timers(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(Sample.waiting("<timeDuration>PT2H</timeDuration>"))
            let id = try await hall.start()
            #expect(try await hall.desk.sweep(at: hall.now) == 0)
            // A new program on the same database.
            let copies = try (0..<2).map { _ in try Hall(hall.database, handlers: ProcessHandlers(), clock: hall.clock)
            }
            hall.clock.advance(by: .seconds(2 * 3600))
            let fired = try await withThrowingTaskGroup(of: Int.self) { group in
                for copy in copies { group.addTask { try await copy.desk.sweep(at: copy.now) } }
                return try await group.reduce(0, +)
            }
            #expect(fired == 1)
            #expect(try await hall.instance(id).status == .completed)
            #expect(try await hall.instance(id).version == 2)
            #expect(try await hall.count("processes_timers") == 0)
        }
    }

    @Test("Many who move one instance at once take their turns, and none fails", arguments: Engine.all)
    func turns(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            let branches = (1...8).map { number in
                "<userTask id=\"t\(number)\"/>" + Sample.flow("i\(number)", "f", "t\(number)")
                    + Sample.flow("o\(number)", "t\(number)", "j")
            }
            _ = try await hall.publish(
                "<startEvent id=\"s\"/><parallelGateway id=\"f\"/><parallelGateway id=\"j\"/><endEvent id=\"e\"/>"
                    + branches.joined() + Sample.flow("f1", "s", "f") + Sample.flow("f2", "j", "e"))
            let ids = try await withThrowingTaskGroup(of: Identifier<ProcessInstance>.self) { group in
                for _ in 0..<5 { group.addTask { try await hall.start() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in try await hall.tasks() { group.addTask { try await hall.complete(task) } }
                try await group.waitForAll()
            }
            for id in ids {
                let instance = try await hall.instance(id)
                #expect(instance.status == .completed && instance.version == 9)
            }
        }
    }

    @Test("A clock that jumps ahead fires all that was due; one that jumps back fires nothing", arguments: Engine.all)
    func jumps(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(Sample.waiting("<timeDuration>=duration(delay)</timeDuration>"))
            for hours in [1, 2, 3, 400] { try await hall.start("p", ["delay": .string("PT\(hours)H")]) }
            #expect(try await hall.desk.sweep(at: Hall.start - .seconds(86_400 * 365)) == 0)
            #expect(try await hall.desk.sweep(at: Hall.start + .seconds(3600 * 24 * 10)) == 3)
            #expect(try await hall.desk.timerStatus(at: Hall.start).nextDue == Hall.start + .seconds(400 * 3600))
        }
    }

    @Test("A month from 31 January and a year from 29 February end on days that there are", arguments: Engine.all)
    func leapDays(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(Sample.waiting("<timeDuration>=duration(delay)</timeDuration>"))
            for (start, delay, due) in [
                ("2028-02-28T09:00:00Z", "P1D", "2028-02-29T09:00:00Z"),
                ("2027-02-28T09:00:00Z", "P1D", "2027-03-01T09:00:00Z"),
                ("2028-02-29T09:00:00Z", "P1Y", "2029-02-28T09:00:00Z"),
                ("2028-01-31T09:00:00Z", "P1M", "2028-02-29T09:00:00Z"),
            ] {
                hall.clock.set(try #require(Instant(iso8601: start)))
                let id = try await hall.start("p", ["delay": .string(delay)])
                let found = try await hall.database.read {
                    try $0.value(Instant.self, "SELECT due_at FROM processes_timers WHERE instance = \(id)")
                }
                #expect(found == Instant(iso8601: due), "\(start) and \(delay)")
            }
        }
    }

    @Test("A process that begins by the clock begins as often as its cycle says", arguments: Engine.all)
    func cycles(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(
                """
                <startEvent id="s"><timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition></startEvent>
                <endEvent id="e"/>
                """ + Sample.flow("f", "s", "e"))
            for _ in 0..<6 {
                hall.clock.advance(by: .seconds(3600))
                try await hall.desk.sweep(at: hall.now)
            }
            #expect(try await hall.count("processes_instances") == 3)
        }
    }

    // MARK: Services

    @Test("A service within the step writes in its transaction; its fault is the process's", arguments: Engine.all)
    func within(on engine: Engine) async throws {
        let handlers = ProcessHandlers(services: [
            "registry": .within { call, transaction in
                try transaction.execute(
                    "UPDATE processes_instances SET about = 'seen' WHERE id = \(call.instance)")
                return ["number": .number(7)]
            }
        ])
        try await Hall.with(engine, handlers: handlers) { hall in
            _ = try await hall.publish(Sample.service)
            let id = try await hall.start()
            #expect(try await hall.instance(id).status == .completed)
            #expect(try await hall.variables(id)["number"] == .number(7))
        }
    }

    @Test(
        "A crash between a step and its effect loses nothing: the job is there, and its key stays the same",
        arguments: Engine.all)
    func outside(on engine: Engine) async throws {
        let keys = Mutex<[String]>([])
        let handlers = ProcessHandlers(services: [
            "registry": .outside { call in
                let count = keys.withLock {
                    $0.append(call.idempotencyKey)
                    return $0.count
                }
                if count == 1 { throw CancellationError() }
                return ["number": .number(7)]
            }
        ])
        try await Hall.with(engine, handlers: handlers) { hall in
            _ = try await hall.publish(Sample.service)
            let id = try await hall.start()
            #expect(try await hall.count("processes_orders") == 1)
            // The program that ordered it is gone; another does it, and fails once.
            let other = try Hall(hall.database, handlers: handlers, clock: hall.clock)
            try await other.work()
            #expect(try await other.instance(id).status == .running)
            hall.clock.advance(by: .seconds(60))
            try await other.work()
            #expect(try await other.instance(id).status == .completed)
            #expect(keys.withLock { Set($0).count } == 1 && keys.withLock { $0.count } == 2)
            #expect(try await hall.count("processes_orders") == 0)
        }
    }

    @Test("A service that keeps failing is an incident; an operator lets it try again, or go on", arguments: Engine.all)
    func incidents(on engine: Engine) async throws {
        let isBroken = Mutex(true)
        let handlers = ProcessHandlers(services: [
            "registry": .within { _, _ in
                if isBroken.withLock({ $0 }) { throw ProcessError.unknown("registry") }
                return [:]
            }
        ])
        try await Hall.with(engine, handlers: handlers) { hall in
            _ = try await hall.publish(Sample.service)
            let (first, second) = (try await hall.start(), try await hall.start())
            for id in [first, second] { #expect(try await hall.instance(id).openIncidents == 1) }
            let position = try await hall.database.read { try hall.desk.position(of: first, in: $0) }
            #expect(position.stuck == ["call"])
            isBroken.withLock { $0 = false }
            let key = try #require(try await hall.database.read { try hall.desk.incidents(of: first, in: $0) }.first)
                .key
            try await hall.database.write {
                try hall.desk.retry(incident: key, of: first, by: Hall.officer, at: hall.now, in: $0)
                try hall.desk.resolve(incident: key, of: second, by: Hall.officer, at: hall.now, in: $0)
            }
            for id in [first, second] {
                #expect(try await hall.instance(id).status == .completed)
                #expect(try await hall.instance(id).openIncidents == 0)
            }
            let open = try await hall.database.read { try hall.desk.incidents(of: first, in: $0) }
            #expect(open.allSatisfy { $0.closedAt != nil })
        }
    }

    @Test("A decision is made within the step; one that is not there is an incident", arguments: Engine.all)
    func decisions(on engine: Engine) async throws {
        let handlers = ProcessHandlers(decide: { order, _, _, _ in order.decision == "fee" ? .number(30) : nil })
        try await Hall.with(engine, handlers: handlers) { hall in
            for (process, decision) in [("p", "fee"), ("q", "none")] {
                _ = try await hall.publish(
                    """
                    <startEvent id="s"/><businessRuleTask id="d" name="\(decision)"/><endEvent id="e"/>
                    """ + Sample.flow("f1", "s", "d") + Sample.flow("f2", "d", "e"), process: process)
            }
            let (good, bad) = (try await hall.start("p"), try await hall.start("q"))
            #expect(try await hall.instance(good).status == .completed)
            #expect(try await hall.instance(bad).openIncidents == 1)
        }
    }
}
