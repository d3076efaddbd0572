import Base
import Journal
import Store
import StoreTesting
import Synchronization
import Testing
import WebTesting

@testable import Payments

/// Paying by card, with a provider and a network that misbehave.
@Suite struct CardTests {
    @Test("A good card pays once, however often the message comes", arguments: Engine.allCases)
    func paid(engine: Engine) async throws {
        try await Town.with(engine) { town in
            town.provider.behave { $0.repeats = 3 }
            let request = try await town.bill()
            let session = try await town.begin(request)
            #expect(try await town.request(request).state == .processing)
            town.provider.pay(session)
            try await town.deliver()
            try await town.work()
            #expect(try await town.request(request).state == .paid)
            #expect(try await town.balances() == ["1110": 6000, "1200": 0, "4300": -6000])
            #expect(try await town.acts().filter { $0.verb == PaymentActs.paid }.count == 1)
        }
    }

    @Test("A refused card can be followed by another")
    func declined() async throws {
        try await Town.with { town in
            let request = try await town.bill()
            let first = try await town.begin(request)
            town.provider.pay(first, .poor)
            try await town.desk.checkNewest(of: request.id, at: town.now)
            #expect(try await town.request(request).state == .failed)
            let second = try await town.begin(request)
            #expect(first != second)
            town.provider.pay(second, .challenged)
            town.provider.confirm(second, true)
            try await town.deliver()
            try await town.work()
            #expect(try await town.request(request).state == .paid)
            #expect(town.provider.held == 6000)
        }
    }

    @Test(
        "A message that is lost is made up for: the provider is asked when its time comes", arguments: Engine.allCases)
    func lost(engine: Engine) async throws {
        try await Town.with(engine) { town in
            town.provider.behave { $0.losePercent = 100 }
            let request = try await town.bill()
            town.provider.pay(try await town.begin(request), .slow)
            try await town.work()
            #expect(try await town.request(request).state == .processing)
            town.clock.advance(by: .seconds(25))
            try await town.work()
            #expect(try await town.request(request).state == .paid)
        }
    }

    @Test("Pressed twice there is one session; also where the provider's first answer was lost")
    func once() async throws {
        try await Town.with { town in
            let request = try await town.bill()
            town.provider.failNext(.after)
            await #expect(throws: PaymentError.cardsUnavailable) { _ = try await town.begin(request) }
            #expect(try await town.request(request).state == .open)
            let first = try await town.begin(request)
            #expect(try await town.begin(request) == first)
            #expect(town.provider.book.withLock { $0.sessions.count } == 1)
        }
    }

    @Test("A person who goes back without paying can begin again; a page that is left expires")
    func abandoned() async throws {
        try await Town.with { town in
            let request = try await town.bill()
            town.provider.giveUp(try await town.begin(request))
            try await town.desk.checkNewest(of: request.id, at: town.now)
            #expect(try await town.request(request).state == .open)
            _ = try await town.begin(request)
            town.clock.advance(by: .seconds(3600 * 2))
            try await town.work()
            #expect(try await town.request(request).state == .open)
            #expect(try await town.database.read { try $0.liveAttempt(of: request.id) } == nil)
        }
    }

    @Test("Paid at the counter while the card page is open: the session is ended, and nobody pays twice")
    func race() async throws {
        try await Town.with { town in
            let request = try await town.bill()
            let session = try await town.begin(request)
            try await town.receive(6000, for: request, slip: "1")
            try await town.work()
            town.provider.pay(session)
            #expect(town.provider.held == 0)
            #expect(try await town.request(request).state == .paid)
        }
    }

    @Test(
        "Paid at the counter and by card all the same: the second is due back to the card, and goes there",
        arguments: Engine.allCases)
    func twice(engine: Engine) async throws {
        try await Town.with(engine) { town in
            let request = try await town.bill()
            let session = try await town.begin(request)
            town.provider.pay(session)
            try await town.receive(6000, for: request, slip: "1")
            try await town.work()
            let refund = try #require(try await town.database.read { try $0.refunds(of: request.id) }.first)
            #expect(refund.kind == .overpayment && refund.way == .card && refund.amount.minorUnits == 6000)
            let now = town.now
            try await town.database.write {
                _ = try town.desk.approveRefund(refund.id, by: Town.treasurer, at: now, in: $0)
            }
            // Its answer is lost the first time: the refund is made once.
            town.provider.failNext(.after)
            try await town.work()
            town.clock.advance(by: .seconds(30))
            try await town.work()
            #expect(town.provider.held == 0)
            #expect(try await town.balances() == ["1000": 6000, "1110": 0, "1200": 0, "2400": 0, "4300": -6000])
        }
    }

    @Test(
        "Another amount than was asked is an incident; what was taken is due back and pays nothing",
        arguments: [Int64(1), -1])
    func mismatch(overcharge: Int64) async throws {
        try await Town.with { town in
            town.provider.behave { $0.overcharge = overcharge }
            let request = try await town.bill()
            town.provider.pay(try await town.begin(request))
            try await town.deliver()
            try await town.work()
            #expect(try await town.request(request).state == .open)
            let incident = try #require(try await town.database.read { try $0.incidents("resolved_at IS NULL") }.first)
            #expect(incident.kind == .amountMismatch && incident.request == request.id)
            #expect(try await town.balances()["2400"] == -(6000 + overcharge))
            let now = town.now
            try await town.database.write {
                try town.desk.resolveIncident(incident.id, "sent back", by: .person(Town.treasurer), at: now, in: $0)
            }
            await #expect(throws: PaymentError.changedMeanwhile) {
                try await town.database.write {
                    try town.desk.resolveIncident(incident.id, "again", by: .person(Town.treasurer), at: now, in: $0)
                }
            }
        }
    }

    @Test("Another currency than was asked is an incident; the foreign money stands in the ledger and is due back")
    func currency() async throws {
        try await Town.with { town in
            let request = try await town.bill()
            let session = try await town.begin(request)
            town.provider.pay(session)
            town.provider.book.withLock { $0.sessions[session]?.amount = Money(minorUnits: 6000, .usDollar) }
            try await town.deliver()
            try await town.work()
            let incidents = try await town.database.read { try $0.incidents("resolved_at IS NULL") }
            #expect(incidents.map(\.kind) == [.currencyMismatch])
            #expect(try await town.balances()["2400 USD"] == -6000)
            #expect(try await town.request(request).state == .open)
        }
    }

    @Test("A session that the provider does not know any more is an incident, and the request can be paid again")
    func unknown() async throws {
        try await Town.with { town in
            let request = try await town.bill()
            let session = try await town.begin(request)
            town.provider.book.withLock { _ = $0.sessions.removeValue(forKey: session) }
            town.clock.advance(by: .seconds(25))
            try await town.work()
            #expect(try await town.request(request).state == .open)
            let incidents = try await town.database.read { try $0.incidents("resolved_at IS NULL") }
            #expect(incidents.map(\.kind) == [.sessionLost])
        }
    }

    @Test("The sandbox's book, with all that happened, survives being written down and read again")
    func book() throws {
        var book = SandboxBook(seed: UInt64(Int64.max))
        let now = Town.start
        let order = CardOrder(
            key: "k", amount: Money(minorUnits: 500, .euro), title: "t", reference: "RF18539007547034",
            back: "http://a/b",
            messages: "http://a/c", language: .french, seconds: 600)
        let session = book.begin(order, at: now)
        _ = try book.pay(session.id, card: TestCard.slow.rawValue, at: now)
        _ = try book.session(session.id, at: now + .seconds(10))
        var again: SandboxBook = try JSON(parsing: try JSON.encode(book).bytes()).decode()
        #expect(again.sessions == book.sessions && again.messages == book.messages && again.seed == book.seed)
        #expect(again.begin(order, at: now).id == session.id)
        #expect(try again.session(session.id, at: now).current == .succeeded)
    }

    @Test("A refund that the provider refuses is an incident; an officer can send it another way")
    func refused() async throws {
        try await Town.with { town in
            let request = try await town.bill()
            let session = try await town.begin(request)
            town.provider.pay(session)
            try await town.deliver()
            try await town.work()
            town.provider.book.withLock { $0.sessions[session]?.refunded = Money(minorUnits: 1, .euro) }
            let now = town.now
            try await town.database.write {
                let refund = try town.desk.refund(
                    request.id, RefundOrder(reason: "refused"), by: .person(Town.cashier), at: now, in: $0)[0]
                _ = try town.desk.approveRefund(refund.id, by: Town.treasurer, at: now, in: $0)
            }
            try await town.work()
            let refund = try #require(try await town.database.read { try $0.refunds(of: request.id) }.first)
            #expect(refund.state == .failed)
            #expect(
                try await town.database.read { try $0.incidents("resolved_at IS NULL") }.map(\.kind) == [.refundRefused]
            )
            try await town.database.write {
                _ = try town.desk.finishRefund(refund.id, slip: "cash 4", by: .person(Town.cashier), at: now, in: $0)
            }
            #expect(try await town.request(request).state == .refunded)
        }
    }

    @Test("A message with a wrong signature, an old time or an unknown session is refused and changes nothing")
    func refusals() async throws {
        try await Town.with { town in
            let request = try await town.bill()
            let session = try await town.begin(request)
            town.provider.pay(session)
            let message = try #require(town.provider.messages().first)
            let (body, signature) = town.provider.signed(message)
            let old = town.provider.signed(message, at: town.now - .seconds(3600))
            let (now, browser) = (town.now, town.browser())
            let path = "/payments/providers/sandbox/events"
            func post(_ body: [UInt8], _ signature: String?, _ path: String = path) async throws -> Int {
                var headers = ["Content-Type": "application/json"]
                headers[MessageSignature.header] = signature
                return try await browser.send("POST", path, headers: headers, body: body).status
            }
            #expect(try await post(body, signature.replacing("v1=", with: "v1=00")) == 400)
            #expect(try await post(body, nil) == 400)
            #expect(try await post(old.body, old.signature) == 400)
            #expect(try await post(Array("{}".utf8), signature) == 400)
            var stranger = message
            stranger.session = "cs_nobody"
            let unknown = town.provider.signed(stranger)
            #expect(try await post(unknown.body, unknown.signature) == 404)
            #expect(try await post(body, signature, "/payments/providers/other/events") == 404)
            try await town.work()
            #expect(try await town.request(request).state == .processing, "nothing of this made us ask")
            #expect(try await post(body, signature) == 204)
            #expect(try await post(body, signature) == 204, "the same again is taken, and is nothing new")
            try await town.work()
            #expect(try await town.request(request).state == .paid)
            #expect(now == town.now)
        }
    }
}
