import Base
import Journal
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import Webhooks

@Suite("Webhooks")
struct DeliveryTests {
    @Test(
        "a program is told of the acts that it chose, once each, signed, without anything personal",
        arguments: Engine.all)
    func telling(on engine: Engine) async throws {
        try await Wire.with(engine) { wire in
            let subscription = try await wire.subscribe()
            let act = try await wire.act("case.filed")
            try await wire.act("account.created")
            try await wire.listen()
            try await wire.listen()
            #expect(try await wire.work() == 1)
            #expect(try await wire.work() == 0)
            let call = try #require(wire.program.calls.first)
            #expect(wire.program.calls.count == 1 && call.address == "https://press.example/hook")
            let body = try JSON(parsing: call.body)
            #expect(body["type"]?.string == "case.filed" && body["timestamp"]?.string == act.at.iso8601)
            #expect(body["data"]?["id"]?.string == act.subject.id.description)
            #expect(body["data"]?["address"]?.string == "https://larkhaven.example/api/cases/\(act.subject.id)")
            #expect(!call.body.contains("secret purpose") && !call.body.contains("personal words"))
            for party in act.concerns { #expect(!call.body.contains(party.description)) }
            let delivery = try #require(try await wire.deliveries(subscription).first)
            #expect(delivery.state == .delivered && delivery.outcome == .status(204) && delivery.attempts == 1)
            let timestamp = try #require(call.headers["webhook-timestamp"].flatMap { Int64($0) })
            let expected = wire.desk.secret(of: subscription)
                .signature(id: delivery.id.description, timestamp: timestamp, body: call.body)
            #expect(
                call.headers["webhook-signature"] == expected && call.headers["webhook-id"] == delivery.id.description)
        }
    }

    @Test("an act about a person is told without the person")
    func aboutPerson() async throws {
        try await Wire.with { wire in
            _ = try await wire.subscribe("account.*")
            let act = try await wire.act("account.created", person: true)
            try await wire.listen()
            try await wire.work()
            let call = try #require(wire.program.calls.first)
            #expect(!call.body.contains(act.subject.id.description))
            #expect(try JSON(parsing: call.body)["data"]?["id"] == .null)
        }
    }

    @Test(
        "a program that fails is told again under the same number with a new time, until it answers",
        arguments: Engine.all)
    func retries(on engine: Engine) async throws {
        try await Wire.with(engine) { wire in
            let subscription = try await wire.subscribe()
            try await wire.act("case.filed")
            try await wire.listen()
            wire.program.answer(.unreachable, .status(500), .status(302))
            for attempt in 1...4 {
                #expect(try await wire.work() == 1)
                let delivery = try #require(try await wire.deliveries(subscription).first)
                #expect(delivery.attempts == attempt && delivery.state == (attempt == 4 ? .delivered : .waiting))
                #expect((try await wire.desk.subscription(subscription.id).failingSince == nil) == (attempt == 4))
                wire.clock.advance(by: .seconds(60))
            }
            #expect(Set(wire.program.calls.compactMap { $0.headers["webhook-id"] }).count == 1)
            #expect(Set(wire.program.calls.compactMap { $0.headers["webhook-signature"] }).count == 4)
        }
    }

    @Test(
        "after five days of nothing but failures, and at once by 410, a program is told nothing more",
        arguments: Engine.all)
    func disabling(on engine: Engine) async throws {
        try await Wire.with(engine) { wire in
            let subscription = try await wire.subscribe()
            wire.program.answer(.status(503))
            try await wire.act("case.filed")
            try await wire.listen()
            try await wire.work()
            wire.clock.advance(by: .seconds(5 * 86_400))
            wire.program.answer(.unreachable)
            try await wire.work()
            #expect(try await wire.desk.subscription(subscription.id).state == .disabled)
            #expect(try await wire.verbs().last == "webhook.disabled")
            try await wire.act("case.closed")
            try await wire.listen()
            #expect(try await wire.deliveries(subscription).count == 1)
            wire.clock.advance(by: .seconds(60))
            try await wire.work()
            #expect(wire.program.calls.count == 2, "what waited is not sent either")

            try await wire.desk.change(subscription.id, .resume, by: .system("test"), agency: nil, at: wire.now)
            wire.program.answer(.status(410))
            try await wire.act("case.reopened")
            try await wire.listen()
            try await wire.work()
            #expect(try await wire.desk.subscription(subscription.id).state == .disabled)
        }
    }

    @Test(
        "a secret that was changed signs from then on; a subscription that was removed leaves nothing",
        arguments: Engine.all)
    func changes(on engine: Engine) async throws {
        try await Wire.with(engine) { wire in
            let subscription = try await wire.subscribe()
            let changed = try await wire.desk.change(
                subscription.id, .secret, by: .system("test"), agency: nil, at: wire.now)
            #expect(wire.desk.secret(of: changed) != wire.desk.secret(of: subscription))
            try await wire.act("case.filed")
            try await wire.listen()
            try await wire.desk.change(subscription.id, .removal, by: .system("test"), agency: nil, at: wire.now)
            try await wire.work()
            #expect(wire.program.calls.isEmpty)
            #expect(try await wire.deliveries(subscription).isEmpty)
            await #expect(throws: WebhookError.unknownSubscription) {
                try await wire.desk.subscription(subscription.id)
            }
        }
    }

    @Test(
        "an administrator adds a program, sees its secret once and how it goes, and has it told again",
        arguments: Engine.all)
    func pages(on engine: Engine) async throws {
        try await Wire.with(engine) { wire in
            let browser = Browser(wire.application)
            browser.signIn(as: .sample("Ada Sample", grants: ["citizens-desk": ["webhooks.manage"]]), in: wire.sessions)
            #expect(try await browser.get("/office/webhooks").text.contains("No program is told yet"))
            let wrong = try await browser.post(
                "/office/webhooks/new", ["client": "Press", "address": "http://10.0.0.1/", "verbs": "case.filed oh!"])
            #expect(wrong.status == 422)
            #expect(
                wrong.text.contains("begins with https://") && wrong.text.contains("oh!")
                    && wrong.text.contains("http://10.0.0.1/"))
            let added = try await browser.post(
                "/office/webhooks/new",
                ["client": "Press", "address": "https://press.example/", "verbs": "case.filed\ncase.closed"])
            let subscription = try #require(try await wire.desk.subscriptions().first)
            #expect(added.status == 200 && added.text.contains(wire.desk.secret(of: subscription).text))
            let path = "/office/webhooks/\(subscription.id)"
            #expect(try await browser.get(path).text.contains("whsec_") == false)

            try await wire.act("case.filed")
            try await wire.listen()
            wire.program.answer(.status(410))
            try await wire.work()
            let failed = try await browser.get(path).text
            #expect(failed.contains("Disabled after failures") && failed.contains("Status 410"))
            #expect(try await browser.post("\(path)/resumption").text.contains("Active"))
            let delivery = try #require(try await wire.deliveries(subscription).first)
            _ = try await browser.post("\(path)/deliveries/\(delivery.id)/attempts")
            try await wire.work()
            #expect(try await browser.get(path).text.contains("Delivered"))
            for language in [Language.french, .arabic, .english] {
                #expect(try await browser.get("\(path)?lang=\(language)").status == 200)
            }
            #expect(try await browser.post("\(path)/removal").text.contains("No program is told yet"))
            #expect(
                try await wire.verbs().filter { $0.hasPrefix("webhook.") } == [
                    "webhook.created", "webhook.disabled", "webhook.resumed", "webhook.redelivered", "webhook.removed",
                ])
            let stranger = Browser(wire.application)
            stranger.signIn(as: .sample("Other"), in: wire.sessions)
            #expect(try await stranger.get("/office/webhooks").status == 404)
        }
    }

    @Test("what was told is forgotten after thirty days")
    func forgetting() async throws {
        try await Wire.with { wire in
            let subscription = try await wire.subscribe()
            try await wire.act("case.filed")
            try await wire.listen()
            try await wire.work()
            wire.clock.advance(by: .seconds(29 * 86_400))
            try await wire.desk.forget()
            #expect(try await wire.deliveries(subscription).count == 1)
            wire.clock.advance(by: .seconds(2 * 86_400))
            try await wire.desk.forget()
            #expect(try await wire.deliveries(subscription).isEmpty)
        }
    }

    @Test("every language has every text, with the same placeholders")
    func words() throws { #expect(try Texts(embedded: WebhooksBlock.assets).problems() == []) }
}
