import Base
import BuildingBlock
import Journal
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import Messages

@Suite("Pages of messages")
struct PageTests {
    /// Somebody with a mailbox.
    private func resident(_ hall: Hall, language: Language? = .english) -> (Person, Identifier<Act.Party>) {
        let party = hall.people.add(language: language)
        var person = Person.sample("Noor Sample")
        person.account = Identifier(party)
        person.session = Identifier(party)
        return (person, party)
    }

    @Test(
        "the mailbox lists messages, the newest first, in the reader's language; opening one marks it as read",
        arguments: Engine.all)
    func mailbox(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            let (person, party) = resident(hall)
            let browser = hall.browser(as: person)
            #expect(try await browser.get("/account/messages").text.contains("No messages yet"))
            let id = try await hall.send(try hall.reminder(to: party))
            let list = try await browser.get("/account/messages").text
            #expect(list.contains("Pay €12.50 by 3 December 2026") && list.contains("1 message is not read."))
            let page = try await browser.get("/account/messages/\(id)")
            #expect(page.status == 200)
            for words in ["Dear Noor Sample,", "<li>a copy</li>", "About to be sent", "/applications/7"] {
                #expect(page.text.contains(words), "\(words)")
            }
            #expect(try await hall.desk.unread(of: party) == 0)
            _ = try await browser.get("/account/messages/\(id)")
            #expect(try await hall.acts().map(\.verb.rawValue) == ["messages.sent", "messages.read"])
            let french = try await hall.browser(.french, as: person).get("/account/messages/\(id)").text
            #expect(french.contains("Payez 12,50\u{A0}€ avant le 3 décembre 2026"))
            let print = try await hall.browser(.arabic, as: person).get("/account/messages/\(id)/print")
            #expect(print.status == 200 && print.text.contains("dir=\"rtl\"") && print.text.contains(id.description))
        }
    }

    @Test("nobody else can read a message")
    func private_() async throws {
        try await Hall.with { hall in
            let (_, party) = resident(hall)
            let (other, _) = resident(hall)
            let id = try await hall.send(try hall.reminder(to: party))
            for path in ["/account/messages/\(id)", "/account/messages/\(id)/print", "/account/messages/none"] {
                #expect(try await hall.browser(as: other).get(path).status == 404)
            }
            #expect(try await hall.desk.unread(of: party) == 1)
        }
    }

    @Test("a long mailbox is read page by page, forth and back, without a gap")
    func paging() async throws {
        try await Hall.with { hall in
            let (person, party) = resident(hall)
            var all: [String] = []
            for _ in 0..<7 { all.append(try await hall.send(try hall.reminder(to: party)).description) }
            let browser = hall.browser(as: person)
            func ids(_ text: String) -> [String] {
                text.matches(of: /href="\/account\/messages\/([0-9a-f-]{36})"/).map { String($0.1) }
            }
            var (path, seen, pages): (String?, [String], Int) = ("/account/messages?page_size=3", [], 0)
            var last = ""
            while let next = path {
                last = try await browser.get(next).text
                seen += ids(last)
                pages += 1
                path = last.firstMatch(of: /rel="next" href="([^"]+)"|href="([^"]+)"[^>]*rel="next"/)
                    .map { String($0.1 ?? $0.2 ?? "").replacing("&amp;", with: "&") }
            }
            #expect(seen == all.reversed() && pages == 3)
        }
    }

    @Test("an officer sees why e-mails failed, not whose they are, and has them sent again", arguments: Engine.all)
    func deliveries(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            let officer = Person.sample("Ada Sample", grants: ["citizens-desk": ["messages.deliveries"]])
            let browser = hall.browser(as: officer)
            #expect(try await browser.get("/office/messages").text.contains("Nothing failed"))
            let (_, party) = resident(hall)
            let (id, delayed) = (
                try await hall.send(try hall.reminder(to: party)), try await hall.send(try hall.reminder(to: party))
            )
            hall.post.answer(MailTrouble(.recipient, code: 550, status: "5.1.1"), MailTrouble(.connection, code: nil))
            try await hall.work()
            #expect(try await hall.sent(delayed).delivery?.state == .sending)
            let page = try await browser.get("/office/messages").text
            #expect(page.contains("does not accept the recipient’s address") && page.contains("550 5.1.1"))
            #expect(page.contains("connection broke"))
            #expect(!page.contains("noor@") && !page.contains("Noor") && !page.contains("12.50"))
            let again = try await browser.post("/office/messages/\(id)/attempts")
            #expect(again.status == 200 && again.text.contains("It is being sent again"))
            #expect(try await browser.post("/office/messages/\(id)/attempts").status == 409)
            try await hall.work()
            #expect(try await hall.sent(id).delivery?.state == .delivered)
            let stranger = hall.browser(as: .sample("Other"))
            #expect(try await stranger.get("/office/messages").status == 404)
        }
    }

    @Test("every language has every text, with the same placeholders and all plural forms")
    func words() throws {
        #expect(try Texts(embedded: MessagesBlock.assets).problems() == [])
    }
}
