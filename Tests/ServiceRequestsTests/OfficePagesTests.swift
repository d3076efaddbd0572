import Base
import BuildingBlock
import Journal
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import ServiceRequests

@Suite("The workspace of officers")
struct OfficePagesTests {
    @Test("the queue shows the officer's agencies only, and what is late first", arguments: Engine.all)
    func queue(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let mine = try await room.pothole("Right by the well")
            let other = try await room.pothole("Full bin", category: "litter", answers: [:])
            room.clock.move(.seconds(40 * 86_400))
            let browser = room.browser(as: .officer())
            let page = try await browser.get("/office/requests")
            #expect(page.text.contains(mine.reference.description))
            #expect(page.text.contains("Late"))
            #expect(!page.text.contains(other.reference.description))
            #expect(
                try await browser.get("/office/requests?agency=sanitation").text.contains(other.reference.description)
                    == false)
            #expect(try await browser.get("/office/requests?q=\(mine.reference)").path == "/office/requests/\(mine.id)")
            #expect(
                try await browser.get("/office/requests?state=received&q=well").text.contains(
                    mine.reference.description))
            #expect(try await browser.get("/office/requests?whose=mine").text.contains("Nothing to do here"))
            #expect(try await room.browser(as: .resident).get("/office/requests").status == 404)
        }
    }

    @Test("an officer assigns what is ticked and takes it back", arguments: Engine.all)
    func bulk(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let (one, two) = (try await room.pothole(), try await room.pothole())
            let browser = room.browser(as: .officer())
            let done = try await browser.post(
                "/office/requests/assignments",
                [
                    "request": one.id.description, "request": two.id.description,
                    "assignee": OfficerDirectory.tomas.id.description,
                ])
            #expect(done.text.contains("2 reports assigned"))
            #expect(try await room.request(two).assignee == OfficerDirectory.tomas.id)
            let undo = try #require(done.text.firstMatch(of: /\/office\/requests\/assignments\/[^\/]*\/removal/)).output
            #expect(try await browser.post(String(undo)).text.contains("2 reports given back"))
            #expect(try await room.request(two).assignee == nil)
            let stranger = try await browser.post(
                "/office/requests/assignments",
                ["request": one.id.description, "assignee": Person.resident.party.description])
            #expect(stranger.status == 404)
        }
    }

    @Test(
        "a case is accepted, noted, resolved with a photo of the repair, and everybody sees it", arguments: Engine.all)
    func work(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole()
            let browser = room.browser(as: .officer())
            let page = "/office/requests/\(filed.id)"
            #expect(try await browser.get(page).text.contains("Accept"))
            #expect(
                try await browser.post("\(page)/decision", ["action": "accept", "version": "1"]).text.contains(
                    "Accepted"))
            _ = try await browser.post("\(page)/notes", ["text": "Needs the small digger", "audience": "internal"])
            _ = try await browser.post("\(page)/notes", ["text": "We come on Thursday", "audience": "public"])
            let photo = FormFile("photo", name: "fix.jpg", type: "image/jpeg", PhotoTests.jpeg())
            let version = try await room.request(filed).version
            let done = try await browser.post(
                "\(page)/decision", ["action": "resolve", "note": "Filled with asphalt", "version": "\(version)"],
                files: [photo])
            #expect(done.status == 200)
            let seen = try await room.browser().get("/requests/\(filed.reference)")
            #expect(seen.text.contains("Filled with asphalt"))
            #expect(seen.text.contains("We come on Thursday"))
            #expect(!seen.text.contains("small digger"))
            #expect(seen.text.contains("/requests/\(filed.reference)/photos/"))
            #expect(!seen.text.contains("Ines"), "officers are not named in public")
            #expect(try await browser.get(page).text.contains("small digger"))
        }
    }

    @Test("what is missing is told beside the field; an old version is told, and nothing is overwritten")
    func mistakes() async throws {
        try await Room.with { room in
            let filed = try await room.pothole()
            let browser = room.browser(as: .officer())
            let page = "/office/requests/\(filed.id)"
            let empty = try await browser.post("\(page)/decision", ["action": "refuse", "version": "1"])
            #expect(empty.status == 422)
            #expect(empty.text.contains("Write a sentence"))
            #expect(
                try await browser.post("\(page)/decision", ["action": "merge", "into": "that one", "version": "1"])
                    .status == 422)
            _ = try await browser.post("\(page)/decision", ["action": "accept", "version": "1"])
            let late = try await browser.post("\(page)/decision", ["action": "refuse", "note": "No", "version": "1"])
            #expect(late.status == 409)
            #expect(late.text.contains("Somebody else changed this report"))
            #expect(try await browser.post("\(page)/decision", ["action": "accept", "version": "2"]).status == 409)
            #expect(try await room.request(filed).status == .accepted)
        }
    }

    @Test("handing over leads away from a case that is no longer one's own", arguments: Engine.all)
    func handOver(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole()
            let browser = room.browser(as: .officer())
            let page = "/office/requests/\(filed.id)"
            let moved = try await browser.post(
                "\(page)/decision", ["action": "hand-over", "agency": "water", "reason": "A drain", "version": "1"])
            #expect(moved.path == "/office/requests")
            #expect(try await browser.get(page).status == 404)
            let water = room.browser(as: .officer(in: ["water"]))
            #expect(try await water.get(page).text.contains("A drain"))
        }
    }

    @Test("an officer takes names out of the public words, and that is an act")
    func edit() async throws {
        try await Room.with { room in
            let filed = try await room.pothole("Mister Unmistakable parks there")
            room.clock.move(.seconds(1))
            let browser = room.browser(as: .officer())
            _ = try await browser.post(
                "/office/requests/\(filed.id)/description", ["description": "Somebody parks there", "version": "1"])
            #expect(try await room.browser().get("/requests/\(filed.reference)").text.contains("Somebody parks there"))
            #expect(
                try await room.browser().get("/requests?q=unmistakable").text.contains(filed.reference.description)
                    == false)
            #expect(try await room.acts().last?.verb == RequestActs.edited)
        }
    }

    @Test(
        "supervisors see figures, drawn and as tables; others do not", arguments: [Language.english, .french, .arabic])
    func statistics(language: Language) async throws {
        try await Room.with { room in
            let filed = try await room.pothole()
            try await room.pothole()
            try await room.desk.decide(.resolve(note: "Done"), on: filed.id, version: nil, by: Room.works, at: room.now)
            room.clock.move(.seconds(60))
            let page = try await room.browser(language, as: .officer(in: ["public-works", "parks"])).get(
                "/office/requests/statistics")
            #expect(page.status == 200)
            #expect(page.text.contains("<svg"))
            #expect(!page.text.contains("⟦"))
            let plain = room.browser(as: .officer(in: ["public-works"], ["service-requests.view"]))
            #expect(try await plain.get("/office/requests/statistics").status == 404)
        }
    }

    @Test("the workspace speaks every language", arguments: [Language.english, .french, .arabic])
    func languages(language: Language) async throws {
        try await Room.with { room in
            let filed = try await room.pothole()
            let browser = room.browser(language, as: .officer())
            for path in ["/office/requests", "/office/requests/\(filed.id)", "/office/requests?state=closed"] {
                let visit = try await browser.get(path)
                #expect(visit.status == 200)
                #expect(!visit.text.contains("⟦"), "\(path)")
            }
        }
    }

    @Test("every form of the workspace is refused without its token")
    func forged() async throws {
        try await Room.with { room in
            let filed = try await room.pothole()
            let browser = room.browser(as: .officer())
            for path in ["decision", "notes", "assignment", "description", "contact-views"] {
                let visit = try await browser.post(
                    "/office/requests/\(filed.id)/\(path)", ["action": "accept", "text": "x"], forged: true)
                #expect(visit.status == 403, "\(path)")
            }
            #expect(try await room.acts().count == 1)
        }
    }
}
