import BPMN
import Base
import FEEL
import Journal
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import Processes

@Suite("Officers' tasks")
struct TaskPagesTests {
    private let working = Person.sample(grants: ["works": ["processes.work", "processes.view"]])

    /// A review whose result decides the way.
    private let review = """
        <laneSet id="ls"><lane id="l" name="Clerks"><flowNodeRef>review</flowNodeRef></lane></laneSet>
        <startEvent id="s"/><userTask id="review" name="Review the plan"/><exclusiveGateway id="g" name="May it be built?" default="no"/>
        <endEvent id="granted"/><endEvent id="refused"/>
        """ + Sample.flow("f1", "s", "review") + Sample.flow("f2", "review", "g")
        + "<sequenceFlow id=\"yes\" name=\"It may\" sourceRef=\"g\" targetRef=\"granted\"><conditionExpression>approved</conditionExpression></sequenceFlow>"
        + "<sequenceFlow id=\"no\" name=\"It may not\" sourceRef=\"g\" targetRef=\"refused\"/>"

    private func browser(_ hall: Hall, _ person: Person, _ language: Language = .english) -> Browser {
        let browser = Browser(hall.application, language: language)
        browser.signIn(as: person, in: hall.sessions)
        return browser
    }

    @Test("An officer finds a task, takes it, is asked for the way, and the process goes there", arguments: Engine.all)
    func work(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(review)
            let id = try await hall.start()
            let task = try #require(try await hall.tasks().first)
            let officer = browser(hall, working)
            let list = try await officer.get("/office/tasks?role=Clerks")
            #expect(list.status == 200)
            #expect(list.text.contains("Review the plan") && list.text.contains("LH-1") && list.text.contains("Clerks"))
            #expect(try await !officer.get("/office/tasks?role=Heads").text.contains("Review the plan"))
            let path = "/office/tasks/\(task.id)"
            let page = try await officer.get(path)
            #expect(page.text.contains("May it be built?") && page.text.contains("It may not"))
            _ = try await officer.post(path + "/claim", [:])
            #expect(try await officer.get("/office/tasks?whose=mine").text.contains("Review the plan"))
            #expect(try await officer.post(path + "/completion", [:]).text.contains("Choose how the case goes on"))
            #expect(try await hall.instance(id).status == .running)
            let done = try await officer.post(path + "/completion", ["way": "no"])
            #expect(done.text.contains("The task is done."))
            #expect(try await hall.instance(id).status == .completed)
            #expect(try await hall.variables(id)["approved"] == .boolean(false))
            let verbs = try await hall.verbs()
            #expect(verbs.contains("process-task.assigned") && verbs.contains("process-task.completed"))
        }
    }

    @Test("A task that one has taken is nobody else's until it is given back", arguments: Engine.all)
    func taken(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(review)
            _ = try await hall.start()
            let task = try #require(try await hall.tasks().first)
            let path = "/office/tasks/\(task.id)"
            let first = browser(hall, working)
            let second = browser(hall, .sample(grants: ["works": ["processes.work"]]))
            _ = try await first.post(path + "/claim", [:])
            #expect(try await second.post(path + "/claim", [:]).status == 409)
            #expect(try await second.post(path + "/release", [:]).status == 409)
            #expect(try await second.post(path + "/completion", ["way": "yes"]).status == 409)
            #expect(try await second.get(path).text.contains("Somebody else has taken this task."))
            #expect(try await !second.get("/office/tasks").text.contains("Review the plan"))
            #expect(try await second.get("/office/tasks?whose=all").text.contains("Review the plan"))
            _ = try await first.post(path + "/release", [:])
            #expect(try await second.post(path + "/claim", [:]).status == 200)
        }
    }

    @Test(
        "Officers of other agencies do not know of it; without the permission there is no page",
        arguments: [Engine.sqlite])
    func strangers(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(review)
            _ = try await hall.start()
            let task = try #require(try await hall.tasks().first)
            let path = "/office/tasks/\(task.id)"
            let other = browser(hall, .sample(grants: ["harbour": ["processes.work"]]))
            #expect(try await other.get(path).status == 404)
            #expect(try await other.post(path + "/completion", ["way": "yes"]).status == 404)
            #expect(try await !other.get("/office/tasks?whose=all").text.contains("Review the plan"))
            #expect(try await browser(hall, .sample(grants: ["works": ["processes.view"]])).get(path).status == 404)
        }
    }

    @Test("In every language, overdue tasks first, page after page", arguments: [Engine.sqlite])
    func pages(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            let due = """
                <startEvent id="s"/><userTask xmlns:c="http://camunda.org/schema/1.0/bpmn" id="review" name="Review" c:dueDate="P1D"/>
                """ + Sample.flow("f1", "s", "review")
            _ = try await hall.publish(due)
            for _ in 0..<60 { try await hall.start() }
            hall.clock.advance(by: .seconds(2 * 86_400))
            for language in [Language.english, .french, .arabic] {
                let officer = browser(hall, working, language)
                let page = try await officer.get("/office/tasks")
                #expect(page.status == 200 && !page.text.contains("processes."))
                let tasks = try await hall.tasks()
                let show = try await officer.get("/office/tasks/\(try #require(tasks.first).id)")
                #expect(show.status == 200 && !show.text.contains("processes."))
            }
            let officer = browser(hall, working)
            let first = try await officer.get("/office/tasks")
            #expect(first.text.contains("Overdue"))
            let next = try #require(first.text.firstMatch(of: /\/office\/tasks\?after=[0-9a-f-]+/)?.output)
            let second = try await officer.get(String(next))
            let links = /\/office\/tasks\/([0-9a-f-]{36})/
            let seen = first.text.matches(of: links).map(\.output.1) + second.text.matches(of: links).map(\.output.1)
            #expect(seen.count == 60 && Set(seen).count == 60)
        }
    }

    @Test("A task with a form of its own is done on the page of its case", arguments: [Engine.sqlite])
    func elsewhere(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(
                """
                <startEvent id="s"/><userTask xmlns:c="http://camunda.org/schema/1.0/bpmn" id="review" name="Review" c:formKey="decide"/>
                """ + Sample.flow("f1", "s", "review"))
            try await hall.database.write {
                _ = try hall.desk.start(
                    "p", businessKey: "LH-9", about: "/office/cases/9", agency: "works", by: Hall.officer, at: hall.now,
                    in: $0)
            }
            let path = "/office/tasks/\(try #require(try await hall.tasks().first).id)"
            let page = try await browser(hall, working).get(path)
            #expect(page.text.contains("href=\"/office/cases/9\"") && !page.text.contains("Mark as done"))
            #expect(try await browser(hall, working).post(path + "/completion", [:]).status == 409)
        }
    }
}
