import BPMN
import Base
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import Processes

@Suite("Pages of processes")
struct OfficeTests {
    private let operating = Person.sample(grants: ["works": ["processes.view", "processes.operate"]])

    @Test(
        "An officer sees an instance: its picture, its history, what stopped it; and lets it go on",
        arguments: Engine.all)
    func instance(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(Sample.service)
            let id = try await hall.start()
            let browser = Browser(hall.application, language: .english)
            browser.signIn(as: operating, in: hall.sessions)
            let list = try await browser.get("/office/processes")
            #expect(list.status == 200)
            #expect(list.text.contains("LH-1") && list.text.contains("Last looked at"))
            let page = try await browser.get("/office/processes/\(id)")
            #expect(page.status == 200)
            #expect(page.text.contains("<svg") && page.text.contains("is-stuck"))
            #expect(page.text.contains("there is no service"))
            let key = try #require(try await hall.database.read { try hall.desk.incidents(of: id, in: $0) }.first).key
            _ = try await browser.post("/office/processes/\(id)/incidents/\(key)/resolution", [:])
            #expect(try await hall.instance(id).status == .completed)
        }
    }

    @Test("In every language; officers of other agencies, and strangers, do not know of it", arguments: [Engine.sqlite])
    func languages(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            _ = try await hall.publish(Sample.review)
            let id = try await hall.start()
            for language in [Language.english, .french, .arabic] {
                let browser = Browser(hall.application, language: language)
                browser.signIn(as: operating, in: hall.sessions)
                let page = try await browser.get("/office/processes/\(id)")
                #expect(page.status == 200)
                #expect(!page.text.contains("processes."))
            }
            let other = Browser(hall.application, language: .english)
            other.signIn(as: .sample(grants: ["harbour": ["processes.view"]]), in: hall.sessions)
            #expect(try await other.get("/office/processes/\(id)").status == 404)
            let viewer = Browser(hall.application, language: .english)
            viewer.signIn(as: .sample(grants: ["works": ["processes.view"]]), in: hall.sessions)
            #expect(try await viewer.post("/office/processes/\(id)/cancellation", [:]).status == 404)
            #expect(try await hall.instance(id).status == .running)
        }
    }
}
