import Base
import BuildingBlock
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import ServiceRequests

@Suite("Pages by which people report")
struct ReportPagesTests {
    /// The values of the hidden fields of a page's form that keeps answers.
    private func hidden(_ visit: Visit, _ name: String) -> String? {
        let start = "name=\"\(name)\" value=\""
        guard let range = visit.text.firstRange(of: start) else { return nil }
        return String(visit.text[range.upperBound...].prefix { $0 != "\"" })
    }

    @Test(
        "a resident reports a pothole in five pages, with a photo, and finds it under its reference",
        arguments: Engine.all)
    func report(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let browser = room.browser()
            let choose = try await browser.get("/report?q=asphalt")
            #expect(choose.text.contains("href=\"/report/pothole\""))
            let place = try await browser.get("/report/pothole")
            #expect(place.text.contains("Where is it?"))
            let details = try await browser.post("/report/pothole", ["address": "", "point": "47.59283,-30.21114"])
            #expect(details.path.hasPrefix("/report/pothole/details?point=47.59283"), "\(details.path)")
            #expect(details.text.contains("How deep is it?"))
            let photo = FormFile(
                "photos", name: "hole.jpg", type: "image/png", PhotoTests.jpeg(secret: Array("Camera 12345".utf8)))
            let contact = try await browser.post(
                details.path, ["step": "details", "answer-depth": "deep", "description": "Right at the corner"],
                files: [photo])
            #expect(contact.status == 200)
            #expect(contact.text.contains("How we reach you"))
            let key = try #require(hidden(contact, "key"))
            let ticket = try #require(hidden(contact, "photo"))
            let check = try await browser.post(
                details.path,
                [
                    "step": "contact", "key": key, "photo": ticket, "answer-depth": "deep",
                    "description": "Right at the corner", "email": "robin@larkhaven.example",
                ])
            #expect(check.text.contains("Deeper than a hand"))
            #expect(check.text.contains("Change what is wrong") && !check.text.contains("⟦"))
            #expect(check.text.contains("robin@larkhaven.example"))
            let done = try await browser.post(
                details.path,
                [
                    "step": "check", "key": key, "photo": ticket, "answer-depth": "deep",
                    "description": "Right at the corner", "email": "robin@larkhaven.example",
                ])
            #expect(done.path.hasSuffix("/mine/\(key)?filed=1"))
            let list = try await room.database.read { try $0.list(RequestFilter(), after: nil, limit: 5) }
            let request = try #require(list.requests.first)
            #expect(done.text.contains(request.reference.description))
            let page = try await browser.get("/requests/\(request.reference)")
            #expect(page.text.contains("Right at the corner"))
            #expect(!page.text.contains("robin@"))
            let image = try #require(page.text.firstMatch(of: /src="([^"]*\/photos\/[^"]*)"/)).output.1
            let served = try await browser.get(String(image))
            #expect(served["Content-Type"] == "image/jpeg")
            #expect(served["X-Content-Type-Options"] == "nosniff")
            #expect(served.bytes.ranges(of: Array("Camera".utf8)).isEmpty)
            #expect(try await browser.get("/requests?q=\(request.reference)").path == "/requests/\(request.reference)")
        }
    }

    @Test("what was typed is kept when something is wrong, and the field is named")
    func kept() async throws {
        try await Room.with { room in
            let browser = room.browser()
            let path = "/report/pothole/details?point=47.59283,-30.21114"
            let wrong = try await browser.post(path, ["step": "details", "description": "Between <b>two</b> lamps"])
            #expect(wrong.status == 422)
            #expect(wrong.text.contains("Between &lt;b&gt;two&lt;/b&gt; lamps"))
            #expect(wrong.text.contains("Answer this question"))
            #expect(wrong.text.contains("href=\"#f-answer-depth\""))
            let mail = try await browser.post(path, ["step": "contact", "answer-depth": "deep", "email": "nobody"])
            #expect(mail.status == 422)
            #expect(mail.text.contains("value=\"nobody\""))
            #expect(mail.text.contains("name=\"answer-depth\" value=\"deep\""))
        }
    }

    @Test("sending with a mistake leads back to the page where it is, with everything kept")
    func leadsBack() async throws {
        try await Room.with { room in
            let browser = room.browser()
            let path = "/report/pothole/details?point=47.59283,-30.21114"
            let back = try await browser.post(
                path, ["step": "check", "description": "No depth", "email": "a@b.example"])
            #expect(back.status == 422)
            #expect(back.text.contains("How deep is it?"))
            #expect(back.text.contains("value=\"a@b.example\""))
            let place = try await browser.post("/report/pothole/details", ["step": "check", "answer-depth": "deep"])
            #expect(place.path == "/report/pothole")
            #expect(try await room.acts().isEmpty)
        }
    }

    @Test("the map moves and a place is chosen without scripts; the other answers stay")
    func map() async throws {
        try await Room.with { room in
            let browser = room.browser()
            let moved = try await browser.post(
                "/report/pothole", ["address": "12 Quay", "point-move": "-30.22,47.58,-30.2,47.6"])
            #expect(moved.status == 200)
            #expect(moved.text.contains("value=\"12 Quay\""))
            let chosen = try await browser.post(
                "/report/pothole", ["address": "", "point-choose": "47.59283,-30.21114"])
            #expect(chosen.text.contains("name=\"point\" value=\"47.59283,-30.21114\""))
            let nothing = try await browser.post("/report/pothole", ["address": ""])
            #expect(nothing.status == 422)
            #expect(nothing.text.contains("Choose a place on the map or write an address"))
        }
    }

    @Test("who reports what is known nearby is shown it first", arguments: Engine.all)
    func similar(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let known = try await room.pothole("Deep hole by the well")
            let browser = room.browser()
            let near = try #require(Room.east(20))
            let page = try await browser.post("/report/road-surface", ["point": UI.Point(near).text])
            #expect(page.path.hasPrefix("/report/road-surface/similar?point="), "\(page.path)")
            #expect(page.text.contains("/requests/\(known.reference)"))
            #expect(page.text.contains("20 m away"))
            let far = try #require(Room.east(200))
            let details = try await browser.post("/report/road-surface", ["point": UI.Point(far).text])
            #expect(details.path.hasPrefix("/report/road-surface/details?point="))
        }
    }

    @Test("a category without a place begins with what is wrong, and says that nothing is published")
    func noPlace() async throws {
        try await Room.with { room in
            let browser = room.browser()
            let start = try await browser.get("/report/staff-complaint")
            #expect(start.path == "/report/staff-complaint/details")
            let contact = try await browser.post(start.path, ["step": "details", "answer-office": "Desk 3"])
            #expect(contact.text.contains("Nothing of this report is published"))
        }
    }

    @Test(
        "the pages speak three languages, Arabic from right to left", arguments: [Language.english, .french, .arabic])
    func languages(language: Language) async throws {
        try await Room.with { room in
            let filed = try await room.pothole()
            let browser = room.browser(language)
            for path in [
                "/report", "/report/pothole", "/report/pothole/details?address=Quay", "/requests", "/requests/map",
                "/requests/\(filed.reference)", "/requests/\(filed.reference)/mine/\(filed.key)",
            ] {
                let visit = try await browser.get(path)
                #expect(visit.status == 200, "\(path)")
                #expect(!visit.text.contains("⟦"), "\(path) names a text that is missing")
                #expect(visit.text.contains(language.isRightToLeft ? "dir=\"rtl\"" : "dir=\"ltr\""))
            }
        }
    }

    @Test("a file that is no picture is refused beside its field")
    func badPhoto() async throws {
        try await Room.with { room in
            let file = FormFile("photos", name: "photo.jpg", type: "image/jpeg", Array("<html>".utf8))
            let visit = try await room.browser().post(
                "/report/litter/details?address=Quay", ["step": "details", "description": "Bin"], files: [file])
            #expect(visit.status == 422)
            #expect(visit.text.contains("not a JPEG, PNG or WebP picture"))
            #expect(visit.text.contains("Bin"))
            #expect(room.files.count == 0)
        }
    }

    @Test("unknown categories, requests and keys are 404")
    func unknown() async throws {
        try await Room.with { room in
            let browser = room.browser()
            for path in [
                "/report/nothing", "/requests/SR-2222-2222", "/requests/nonsense", "/requests/SR-2222-2222/mine/short",
                "/requests/SR-2222-2222/mine/\(SecretKey().text)", "/requests/nonsense/photos/x",
            ] {
                let visit = try await browser.get(path)
                #expect(visit.status == 404, "\(path)")
            }
        }
    }

    @Test("the person who reported adds words, says that it is not done, and erases the contact", arguments: Engine.all)
    func ownPage(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole(contact: Contact(email: "robin@larkhaven.example", language: .english))
            let browser = room.browser()
            let page = "/requests/\(filed.reference)/mine/\(filed.key)"
            #expect(
                try await browser.post("\(page)/comments", ["text": "It is getting deeper"]).text.contains(
                    "It is getting deeper"))
            #expect(try await browser.post("\(page)/reopening", ["text": "?"]).status == 409)
            try await room.desk.decide(
                .resolve(note: "Filled"), on: filed.id, version: nil, by: Room.works, at: room.now)
            #expect(try await browser.get(page).text.contains("It is not done?"))
            #expect(
                try await browser.post("\(page)/reopening", ["text": "Sank again"]).text.contains("It is open again"))
            #expect(try await room.request(filed).status == .accepted)
            #expect(try await browser.post("\(page)/contact-erasure").text.contains("forgotten how to reach you"))
            try await room.desk.decide(
                .resolve(note: "Filled"), on: filed.id, version: nil, by: Room.works, at: room.now)
            room.clock.move(.seconds(31 * 86_400))
            #expect(!(try await browser.get(page)).text.contains("It is not done?"))
        }
    }

    @Test(
        "following: at once with an account, by letter with an address; wrong addresses are told", arguments: Engine.all
    )
    func following(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole()
            let page = "/requests/\(filed.reference)"
            let visitor = room.browser()
            #expect(try await visitor.post("\(page)/followers", ["email": "nobody"]).status == 422)
            #expect(
                try await visitor.post("\(page)/followers", ["email": "noor@larkhaven.example"]).text.contains(
                    "Look into your mail"))
            try await room.work()
            let link = try #require(room.mail.letters.first?.text.firstMatch(of: /\/requests\/followers\/[^\s]*/))
                .output
            #expect(try await visitor.get(String(link)).text.contains("Yes, follow"))
            #expect(try await visitor.post(String(link)).text.contains("You follow this report"))
            let resident = room.browser(as: .resident)
            let followed = try await resident.post("\(page)/followers")
            #expect(
                followed.text.contains("You follow this report") && followed.text.contains("\(page)/followers/removal"))
            #expect(try await room.database.read { try $0.followers(of: filed.id) } == 2)
            #expect(try await resident.get("/account/requests").text.contains(filed.reference.description))
            #expect(try await resident.post("\(page)/followers/removal").status == 200)
            #expect(try await room.database.read { try $0.followers(of: filed.id) } == 1)
        }
    }

    @Test("an open page hears of changes as they happen", arguments: Engine.all)
    func live(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole()
            let live = LiveRequests(room.database, interval: .milliseconds(20), quietRounds: 2)
            var seen: [LiveRequests.Change] = []
            for await change in live.changes(of: filed.id, since: 1) {
                seen.append(change)
                if change == .quiet {
                    try await room.desk.decide(
                        .resolve(note: "Done"), on: filed.id, version: nil, by: Room.works, at: room.now)
                } else {
                    break
                }
            }
            #expect(seen.first == .quiet)
            #expect(seen.last == .changed(.resolved))
            try await Task.sleep(for: .milliseconds(50))
            #expect(live.count == 0, "nobody listens any more")
        }
    }
}
