import Base
import BuildingBlock
import Journal
import Store
import StoreTesting
import Testing

@testable import Messages

@Suite("Desk")
struct DeskTests {
    @Test(
        "a message is in the mailbox with its act, in every language, and its e-mail goes out by a job",
        arguments: Engine.all)
    func sending(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            let person = hall.people.add("نور Sample", language: .arabic)
            let id = try await hall.send(try hall.reminder(to: person, reference: "A-7"))
            var sent = try await hall.sent(id)
            #expect(sent.texts.keys.sorted() == [.arabic, .english, .french])
            #expect(sent.text(in: .english).text.subject == "Pay €12.50 by 3 December 2026")
            #expect(
                sent.text(in: .english).text.body == """
                    Dear نور Sample,

                    This is a reminder.
                    Pay €12.50 for:

                    - a copy
                    - stamps

                    See https://larkhaven.example/applications/7.
                    """)
            #expect(sent.text(in: .french).text.subject == "Payez 12,50\u{A0}€ avant le 3 décembre 2026")
            // Names are held together in a right-to-left text, not in its subject.
            #expect(sent.text(in: .arabic).text.body.contains("\u{2068}نور Sample\u{2069}"))
            #expect(!sent.text(in: .arabic).text.subject.contains("\u{2068}"))
            #expect(sent.language == .arabic && sent.delivery?.state == .created && sent.readAt == nil)
            #expect(try await hall.desk.unread(of: person) == 1)

            #expect(try await hall.work() == 1)
            sent = try await hall.sent(id)
            #expect(sent.delivery?.state == .delivered && sent.delivery?.attempts == 1)
            #expect(hall.post.given.map(\.address) == ["noor@town.example"])
            #expect(try await hall.work() == 0)

            let acts = try await hall.acts()
            #expect(acts.map(\.verb.rawValue) == ["messages.sent", "messages.delivered"])
            #expect(acts[0].concerns == [person] && acts[0].agency == "public-works")
            #expect(!"\(acts)".contains("noor@") && !"\(acts)".contains("Sample"))
            let found = try await hall.database.read { try hall.desk.messages(of: "A-7", in: $0) }
            #expect(found.map(\.id) == [id])
        }
    }

    @Test("when the transaction fails there is neither message nor e-mail nor act", arguments: Engine.all)
    func together(on engine: Engine) async throws {
        struct Changed: Error {}
        try await Hall.with(engine) { hall in
            let person = hall.people.add()
            let message = try hall.reminder(to: person)
            let now = hall.now
            await #expect(throws: Changed.self) {
                try await hall.database.write { tx -> Void in
                    try hall.desk.send(message, by: .system("test"), at: now, in: tx)
                    throw Changed()
                }
            }
            #expect(try await hall.desk.unread(of: person) == 0)
            #expect(try await hall.work() == 0)
            #expect(try await hall.acts().isEmpty)
        }
    }

    @Test("values that do not fit the template, and recipients that nobody knows, are refused")
    func refused() async throws {
        try await Hall.with { hall in
            var message = try hall.reminder(to: hall.people.add())
            message.values["due"] = nil
            message.values["colour"] = "blue"
            await #expect(throws: MessageError.values(template: "sample/due", missing: ["due"], unknown: ["colour"])) {
                try await hall.send(message)
            }
            let stranger = try hall.reminder(to: Identifier(high: 1, low: 1))
            await #expect(throws: MessageError.unknownRecipient) { try await hall.send(stranger) }
        }
    }

    @Test(
        "a server that has no time is asked again, with the same bytes, until it takes the mail", arguments: Engine.all)
    func retries(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            let id = try await hall.send(try hall.reminder(to: hall.people.add()))
            hall.post.answer(MailTrouble(.recipient, code: 451, status: "4.7.1"), MailTrouble(.connection, code: nil))
            for (attempt, state) in [(1, MessageDelivery.State.sending), (2, .sending), (3, .delivered)] {
                #expect(try await hall.work() == 1)
                let delivery = try #require(try await hall.sent(id).delivery)
                #expect(delivery.state == state && delivery.attempts == attempt)
                #expect((delivery.reason == nil) == (state == .delivered))
                hall.clock.advance(by: .seconds(60))
            }
            #expect(try await hall.work() == 0)
            #expect(hall.post.given.count == 3)
            #expect(Set(hall.post.given.map(\.message)).count == 1)
            #expect(hall.post.given[0].message.contains("Message-ID: <\(id)@larkhaven.example>"))
        }
    }

    @Test(
        "a refusal is final: the reason is kept, nobody tries again, the mailbox has the message", arguments: Engine.all
    )
    func refusal(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            let person = hall.people.add()
            let id = try await hall.send(try hall.reminder(to: person))
            hall.post.answer(MailTrouble(.recipient, code: 550, status: "5.1.1"))
            try await hall.work()
            hall.clock.advance(by: .seconds(86_400))
            #expect(try await hall.work() == 0)
            let delivery = try #require(try await hall.sent(id).delivery)
            #expect(delivery.state == .failed && delivery.reason == MailTrouble(.recipient, code: 550, status: "5.1.1"))
            #expect(try await hall.desk.unread(of: person) == 1)
            #expect(try await hall.acts().map(\.verb.rawValue).last == "messages.failed")

            try await hall.desk.retry(id, by: .system("test"), agency: nil, at: hall.now)
            await #expect(throws: MessageError.notFailed) {
                try await hall.desk.retry(id, by: .system("test"), agency: nil, at: hall.now)
            }
            #expect(try await hall.work() == 1)
            #expect(try await hall.sent(id).delivery?.state == .delivered)
            #expect(try await hall.acts().map(\.verb.rawValue).suffix(2) == ["messages.retried", "messages.delivered"])
        }
    }

    @Test("after its last attempt an e-mail has failed")
    func givenUp() async throws {
        try await Hall.with { hall in
            let id = try await hall.send(try hall.reminder(to: hall.people.add()))
            for _ in 0..<MessageDesk.maximumAttempts {
                hall.post.answer(MailTrouble(.connection, code: nil))
                #expect(try await hall.work() == 1)
                hall.clock.advance(by: .seconds(60))
            }
            #expect(try await hall.work() == 0)
            #expect(try await hall.sent(id).delivery?.state == .failed)
            #expect(try await hall.platform.jobs.deadLetters().isEmpty)
        }
    }

    @Test("who has no address, or was erased meanwhile, gets no e-mail")
    func noAddress() async throws {
        try await Hall.with { hall in
            let id = try await hall.send(try hall.reminder(to: hall.people.add(email: nil)))
            #expect(try await hall.sent(id).delivery == nil)
            let person = hall.people.add()
            let gone = try await hall.send(try hall.reminder(to: person))
            hall.people.remove(person)
            try await hall.work()
            #expect(try await hall.sent(gone).delivery?.state == .failed)
            #expect(hall.post.given.isEmpty)
        }
    }

    @Test("a person's messages can be exported and erased", arguments: Engine.all)
    func personalData(on engine: Engine) async throws {
        try await Hall.with(engine) { hall in
            let (person, other) = (hall.people.add(), hall.people.add())
            try await hall.send(try hall.reminder(to: person))
            let kept = try await hall.send(try hall.reminder(to: other))
            let source = try #require(hall.block.personalData.first)
            let export = try await hall.database.read { try source.export(person, $0) }
            #expect(export.array?.count == 1)
            #expect(export[0]?["subject"]?.string == "Pay €12.50 by 3 December 2026")
            let now = hall.now
            try await hall.database.write { try source.erase(person, $0, now) }
            #expect(try await hall.database.read { try source.export(person, $0) } == .array([]))
            #expect(try await hall.sent(kept).delivery?.state == .created)
            try await hall.work()
            #expect(hall.post.given.count == 1)
        }
    }
}
