import BPMN
import Base
import FEEL
import Store
import StoreTesting
import Testing

@testable import Processes

@Suite("Processes among each other, and their revisions")
struct MeetingTests {
    private let paid = """
        <startEvent id="s"/><intermediateCatchEvent id="wait"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
        <endEvent id="e"/>
        """ + Sample.flow("f1", "s", "wait") + Sample.flow("f2", "wait", "e")

    @Test(
        "A message reaches one instance that waits; without one it starts what begins with it, or nobody",
        arguments: Engine.all)
    func messages(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            let message = "<message id=\"m\" name=\"paid\"/><message id=\"n\" name=\"asked\"/>"
            _ = try await hall.publish(paid, around: message)
            _ = try await hall.publish(
                "<startEvent id=\"s\"><messageEventDefinition messageRef=\"n\"/></startEvent><userTask id=\"t\"/>"
                    + Sample.flow("f", "s", "t"), around: message, process: "q")
            let id = try await hall.start()
            let found = try await hall.database.write { transaction in
                try ["paid", "paid", "asked", "unknown"].map {
                    try hall.desk.deliver(
                        $0, values: ["sum": .number(5)], by: Hall.officer, at: hall.now, in: transaction)
                }
            }
            #expect(found[0] == id && found[1] == nil && found[2] != nil && found[3] == nil)
            #expect(try await hall.instance(id).status == .completed)
            #expect(try await hall.variables(id)["sum"] == .number(5))
            #expect(try await hall.tasks().count == 1)
        }
    }

    @Test("A called process gives its values back; cancelling the caller cancels it", arguments: Engine.all)
    func calls(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(Sample.review, process: "child")
            _ = try await hall.publish(
                "<startEvent id=\"s\"/><callActivity id=\"c\" calledElement=\"child\"/><endEvent id=\"e\"/>"
                    + Sample.flow("f1", "s", "c") + Sample.flow("f2", "c", "e"))
            let (first, second) = (try await hall.start(), try await hall.start())
            let tasks = try await hall.tasks()
            #expect(tasks.count == 2)
            for task in tasks {
                let parent = try await hall.instance(task.instance).parent
                if parent == first { try await hall.complete(task, ["ok": .boolean(true)]) }
            }
            #expect(try await hall.instance(first).status == .completed)
            try await hall.database.write {
                try hall.desk.cancel(second, reason: "withdrawn", by: Hall.officer, at: hall.now, in: $0)
            }
            #expect(try await hall.instance(second).status == .cancelled)
            #expect(try await hall.tasks().isEmpty)
            #expect(
                try await hall.database.read { try hall.desk.instances(status: .running, in: $0) }.isEmpty)
        }
    }

    @Test("Instances keep their revision; one is moved to a newer by a mapping that is checked", arguments: Engine.all)
    func migration(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            #expect(try await hall.publish(Sample.review).revision == 1)
            #expect(try await hall.publish(Sample.review).revision == 1)
            let id = try await hall.start()
            let renamed = Sample.review.replacing("\"review\"", with: "\"check\"")
            #expect(try await hall.publish(renamed).revision == 2)
            #expect(try await hall.instance(id).revision == 1)
            func move(_ mapping: [String: String]) async throws {
                try await hall.database.write {
                    try hall.desk.migrate(id, to: 2, mapping: mapping, by: Hall.officer, at: hall.now, in: $0)
                }
            }
            await #expect(throws: ProcessError.self) { try await move([:]) }
            await #expect(throws: ProcessError.self) { try await move(["review": "e"]) }
            try await move(["review": "check"])
            #expect(try await hall.instance(id).revision == 2)
            let task = try #require(try await hall.tasks().first)
            #expect(task.element == "check")
            try await hall.complete(task)
            #expect(try await hall.instance(id).status == .completed)
        }
    }

    @Test("A definition that cannot run is not published, and everything that is wrong is told", arguments: Engine.all)
    func refused(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            do {
                _ = try await hall.publish(
                    "<startEvent id=\"s\"/><task id=\"lost\"/>" + Sample.flow("f", "s", "nowhere"))
                Issue.record("it was published")
            } catch ProcessError.invalid(let reasons) {
                #expect(reasons.contains { $0.contains("lost: unreachable") })
                #expect(reasons.contains { $0.contains("'nowhere'") })
            }
            #expect(try await hall.count("processes_definitions") == 0)
        }
    }
}
