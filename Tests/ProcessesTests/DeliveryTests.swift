import BPMN
import Base
import BuildingBlock
import FEEL
import Journal
import Store
import StoreTesting
import Testing

@testable import Processes

@Suite("Messages that come before anything waits for them")
struct DeliveryTests {
    /// A task, and then the wait for a payment of the case's number.
    private let paid = """
        <startEvent id="s"/><userTask id="a"/><intermediateCatchEvent id="wait"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
        <endEvent id="e"/>
        """ + Sample.flow("f1", "s", "a") + Sample.flow("f2", "a", "wait") + Sample.flow("f3", "wait", "e")

    private let roots = """
        <message id="m" name="paid"><extensionElements xmlns:z="http://camunda.org/schema/zeebe/1.0">
        <z:subscription correlationKey="=number"/></extensionElements></message>
        """

    private func deliver(_ hall: Hall, _ number: String?, _ sum: Int, keptFor time: Duration = .seconds(3600))
        async throws
        -> Delivery
    {
        try await hall.database.write { transaction in
            try hall.desk.deliver(
                "paid", correlation: number, values: ["sum": .number(sum)], keptFor: time, by: Hall.officer,
                at: hall.now,
                in: transaction)
        }
    }

    @Test(
        "It is kept, reaches the instance that begins to wait for it, once, and each has its act", arguments: Engine.all
    )
    func kept(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(paid, around: roots)
            let first = try await hall.start("p", ["number": .string("A-1")])
            let second = try await hall.start("p", ["number": .string("A-1")])
            #expect(try await deliver(hall, "A-1", 5) == .kept(until: hall.now + .seconds(3600)))
            #expect(try await deliver(hall, "B-2", 9) == .kept(until: hall.now + .seconds(3600)))
            for task in try await hall.tasks() where task.instance == first { try await hall.complete(task) }
            #expect(try await hall.instance(first).status == .completed)
            #expect(try await hall.variables(first)["sum"] == .number(5))
            for task in try await hall.tasks() { try await hall.complete(task) }
            #expect(try await hall.instance(second).status == .running)
            #expect(try await hall.count("processes_messages") == 1)
            #expect(try await deliver(hall, "A-1", 7) == .reached(second))
            #expect(try await hall.variables(second)["sum"] == .number(7))
            let verbs = try await hall.verbs()
            #expect(verbs.count { $0 == "process-message.kept" } == 2)
            #expect(verbs.count { $0 == "process-message.delivered" } == 1)
        }
    }

    @Test(
        "The one that came first is taken first, and without a correlation by whoever waits for any",
        arguments: Engine.all)
    func order(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(paid, around: "<message id=\"m\" name=\"paid\"/>")
            for sum in 1...3 {
                _ = try await deliver(hall, nil, sum)
                hall.clock.advance(by: .seconds(1))
            }
            var sums: [FEELValue?] = []
            for _ in 0..<3 {
                let id = try await hall.start()
                for task in try await hall.tasks() { try await hall.complete(task) }
                sums.append(try await hall.variables(id)["sum"])
            }
            #expect(sums == [.number(1), .number(2), .number(3)])
            #expect(try await hall.count("processes_messages") == 0)
        }
    }

    @Test("After its time it reaches nobody, and the sweep forgets it with an act", arguments: Engine.all)
    func expiry(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(paid, around: roots)
            let id = try await hall.start("p", ["number": .string("A-1")])
            _ = try await deliver(hall, "A-1", 5, keptFor: .seconds(60))
            hall.clock.advance(by: .seconds(61))
            for task in try await hall.tasks() { try await hall.complete(task) }
            #expect(try await hall.instance(id).status == .running)
            try await hall.desk.sweep(at: hall.now)
            #expect(try await hall.count("processes_messages") == 0)
            #expect(try await hall.verbs().contains("process-message.expired"))
        }
    }

    @Test("Without a time to keep it a message that nothing waits for is gone, and says so", arguments: Engine.all)
    func gone(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(paid, around: roots)
            let found = try await hall.database.write {
                try hall.desk.deliver("paid", correlation: "A-1", by: Hall.officer, at: hall.now, in: $0)
            }
            #expect(found == nil)
            #expect(try await hall.count("processes_messages") == 0)
        }
    }

    @Test("A wait that ends in the step in which it began takes no message", arguments: Engine.all)
    func shortWait(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            // The message and the task lie on branches of which one ends everything.
            let body = """
                <startEvent id="s"/><parallelGateway id="f"/><receiveTask id="w" messageRef="m"/><endEvent id="t"><terminateEventDefinition/></endEvent>
                """ + Sample.flow("f1", "s", "f") + Sample.flow("f2", "f", "w") + Sample.flow("f3", "f", "t")
            _ = try await hall.publish(body, around: roots)
            _ = try await deliver(hall, "A-1", 5)
            let id = try await hall.start("p", ["number": .string("A-1")])
            #expect(try await hall.instance(id).status == .terminated)
            #expect(try await hall.count("processes_messages") == 1)
        }
    }

    @Test("What a case holds is given to the person whose it is, and erased once it has ended", arguments: Engine.all)
    func people(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(Sample.review)
            let party = Identifier<Act.Party>(at: hall.now)
            let (ended, running) = try await hall.database.write { transaction in
                let ids = try (0..<2).map { _ in
                    try hall.desk.start(
                        "p", variables: ["applicant": .string("Noor")], businessKey: "LH-7", concerning: party,
                        by: Hall.officer, at: hall.now, in: transaction)
                }
                return (ids[0], ids[1])
            }
            let task = try #require(try await hall.tasks().first { $0.instance == ended })
            try await hall.database.write {
                try hall.desk.claim(task.id, for: party, by: .person(party), at: hall.now, in: $0)
            }
            try await hall.complete(task, ["remark": .string("Noor came in person")])
            func export() async throws -> String {
                try await hall.database.read { transaction in
                    try hall.block.personalData.map { try $0.export(party, transaction).description }.joined()
                }
            }
            let before = try await export()
            #expect(before.contains("Noor came in person") && before.contains("LH-7") && before.contains("Review"))
            try await hall.database.write { transaction in
                for source in hall.block.personalData { try source.erase(party, transaction, hall.now) }
            }
            #expect(try await hall.variables(ended).isEmpty)
            #expect(try await hall.variables(running)["applicant"] == .string("Noor"))
            let after = try await export()
            #expect(!after.contains("in person") && after.contains("Noor"))
            let taken = try await hall.database.read { try hall.desk.task(task.id, in: $0) }
            #expect(taken?.assignee == nil && taken?.state == .done)
        }
    }
}
