import Base
import BuildingBlock
import Journal
import Store
import StoreTesting
import Testing

@testable import Payments

/// Asking, paying, cancelling, expiring, refunding: on both databases.
@Suite struct DeskTests {
    @Test(
        "A request has its lines, a reference and an entry in the ledger; a key makes it once",
        arguments: Engine.allCases)
    func asking(engine: Engine) async throws {
        try await Town.with(engine) { town in
            let first = try await town.ask(town.order(5000, 1000, key: "case-1"))
            let again = try await town.ask(town.order(5000, 1000, key: "case-1"))
            #expect(first == again)
            #expect(first.amount == Money(minorUnits: 6000, .euro) && first.state == .open)
            #expect(try await town.request(first) == first)
            #expect(try await town.balances() == ["1200": 6000, "4300": -5000, "4100": -1000])
            let act = try #require(try await town.acts().first)
            #expect(act.verb == PaymentActs.requested && act.concerns == [Town.robin])
            #expect(act.detail["about"]?.string == "case-1" && act.detail["amount"]?.string == "60.00")
            let found = try await town.database.read { try town.desk.payments(about: "case-1", in: $0) }
            #expect(found.map(\.id) == [first.id])
        }
    }

    @Test("An order that cannot be is refused: no lines, nothing, other currencies, no income, a path elsewhere")
    func badOrders() async throws {
        try await Town.with { town in
            var orders: [(PaymentOrder, PaymentError)] = [
                (town.order(), .badOrder), (town.order(0), .badOrder), (town.order(-5), .badOrder),
            ]
            var mixed = town.order(5, 5)
            mixed.lines[1].amount = Money(minorUnits: 5, .yen)
            orders.append((mixed, .badOrder))
            var bank = town.order(5)
            bank.lines[0].account = "1100"
            orders.append((bank, .unknownAccount("1100")))
            var agency = town.order(5)
            agency.agency = "nobody"
            orders.append((agency, .unknownAgency("nobody")))
            var path = town.order(5)
            path.about.path = "https://elsewhere.example"
            orders.append((path, .badPath))
            for (order, refusal) in orders {
                await #expect(throws: refusal) { _ = try await town.ask(order) }
            }
            let balances = try await town.balances()
            #expect(balances.isEmpty)
        }
    }

    @Test(
        "A transfer with the reference pays; typed in again it is refused; part by part it adds up",
        arguments: Engine.allCases)
    func transfers(engine: Engine) async throws {
        try await Town.with(engine) { town in
            let request = try await town.bill(6000)
            let now = town.now
            func record(_ cents: Int64, _ slip: String) async throws {
                try await town.database.write {
                    _ = try town.desk.recordTransfer(
                        Money(minorUnits: cents, .euro), reference: request.reference, bankReference: slip,
                        by: .person(Town.cashier), at: now, in: $0)
                }
            }
            try await record(2500, "B-1")
            #expect(try await town.request(request).state == .open)
            #expect(try await town.request(request).outstanding.minorUnits == 3500)
            await #expect(throws: PaymentError.recordedBefore) { try await record(2500, "B-1") }
            try await record(3500, "B-2")
            #expect(try await town.request(request).state == .paid)
            #expect(try await town.balances() == ["1100": 6000, "1200": 0, "4300": -6000])
            let verbs = try await town.acts().map(\.verb)
            #expect(
                verbs.filter { $0 == PaymentActs.received }.count == 2
                    && verbs.filter { $0 == PaymentActs.paid }.count == 1)
        }
    }

    @Test("More than was owed becomes a refund that is due, never lost and never declined", arguments: Engine.allCases)
    func overpayment(engine: Engine) async throws {
        try await Town.with(engine) { town in
            let request = try await town.bill(6000)
            let now = town.now
            try await town.database.write {
                _ = try town.desk.recordCounterPayment(
                    Money(minorUnits: 7000, .euro), for: request.id, slip: "7", agency: "treasury",
                    by: .person(Town.cashier), at: now, in: $0)
            }
            let refund = try #require(try await town.database.read { try $0.refunds(of: request.id) }.first)
            #expect(refund.kind == .overpayment && refund.amount.minorUnits == 1000 && refund.state == .proposed)
            #expect(try await town.balances()["2400"] == -1000)
            await #expect(throws: PaymentError.mustGoBack) {
                try await town.database.write {
                    try town.desk.declineRefund(refund.id, by: Town.treasurer, at: now, in: $0)
                }
            }
            try await town.database.write {
                _ = try town.desk.approveRefund(refund.id, by: Town.treasurer, at: now, in: $0)
                _ = try town.desk.finishRefund(refund.id, slip: "out 1", by: .person(Town.cashier), at: now, in: $0)
            }
            #expect(try await town.request(request).state == .paid)
            #expect(try await town.balances() == ["1000": 6000, "1200": 0, "2400": 0, "4300": -6000])
        }
    }

    @Test(
        "Cancelled or expired, nothing is owed; what came in is due back, also what comes later",
        arguments: [PaymentState.cancelled, .expired])
    func closing(state: PaymentState) async throws {
        try await Town.with { town in
            let request = try await town.bill(6000)
            try await town.receive(1000, for: request, slip: "1")
            if state == .cancelled {
                let now = town.now
                try await town.database.write {
                    _ = try town.desk.cancel(
                        request.id, reason: "withdrawn", by: .person(Town.cashier), at: now, in: $0)
                }
            } else {
                town.clock.advance(by: .seconds(86_400 * 100))
                #expect(try await town.desk.expire(at: town.now) == 1)
                #expect(try await town.desk.expire(at: town.now) == 0)
            }
            #expect(try await town.request(request).state == state)
            try await town.receive(2000, for: request, slip: "2")
            #expect(try await town.balances() == ["1000": 3000, "1200": 0, "2400": -3000, "4300": 0])
            let refunds = try await town.database.read { try $0.refunds(of: request.id) }
            #expect(refunds.map(\.amount.minorUnits).sorted() == [1000, 2000])
        }
    }

    @Test("What is owed by law is asked for however late, and paid then", arguments: Engine.all)
    func debt(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            var order = town.order(6000)
            order.expires = false
            let debt = try await town.ask(order)
            let fee = try await town.bill(1000)
            town.clock.advance(by: .seconds(86_400 * 400))
            #expect(try await town.desk.expire(at: town.now) == 1)
            #expect(try await town.request(fee).state == .expired)
            #expect(try await town.request(debt).state == .open)
            try await town.receive(6000, for: debt, slip: "1")
            #expect(try await town.request(debt).state == .paid)
        }
    }

    @Test(
        "A fee goes back in parts; each line's income shrinks by its share; four eyes; never more than was paid",
        arguments: Engine.allCases)
    func refunding(engine: Engine) async throws {
        try await Town.with(engine) { town in
            let request = try await town.ask(town.order(5000, 1000))
            try await town.receive(6000, for: request, slip: "1")
            let now = town.now
            func refund(_ cents: Int64?) async throws -> Refund? {
                try await town.database.write {
                    try town.desk.refund(
                        request.id, RefundOrder(cents.map { Money(minorUnits: $0, .euro) }, reason: "half was enough"),
                        by: .person(Town.cashier), at: now, in: $0
                    ).first
                }
            }
            let half = try #require(try await refund(3000))
            await #expect(throws: PaymentError.moreThanPaid) { _ = try await refund(3001) }
            await #expect(throws: PaymentError.ownProposal) {
                try await town.database.write {
                    try town.desk.approveRefund(half.id, by: Town.cashier, at: now, in: $0)
                }
            }
            try await town.database.write {
                _ = try town.desk.approveRefund(half.id, by: Town.treasurer, at: now, in: $0)
            }
            #expect(try await town.balances() == ["1000": 6000, "1200": 0, "2400": -3000, "4300": -2500, "4100": -500])
            try await town.database.write {
                _ = try town.desk.finishRefund(half.id, slip: "out", by: .person(Town.cashier), at: now, in: $0)
            }
            #expect(try await town.request(request).state == .partlyRefunded)
            let rest = try #require(try await refund(nil))
            #expect(rest.amount.minorUnits == 3000)
            try await town.database.write {
                _ = try town.desk.approveRefund(rest.id, by: Town.treasurer, at: now, in: $0)
                _ = try town.desk.finishRefund(rest.id, slip: "out 2", by: .person(Town.cashier), at: now, in: $0)
            }
            #expect(try await town.request(request).state == .refunded)
            #expect(try await town.balances() == ["1000": 0, "1200": 0, "2400": 0, "4300": 0, "4100": 0])
            #expect(try await town.acts().filter { $0.verb == PaymentActs.refunded }.count == 2)
        }
    }

    @Test("Where one pair of eyes is enough, an officer's refund is approved at once; a key makes it once")
    func twoEyes() async throws {
        try await Town.with(settings: { $0.fourEyes = false }) { town in
            let request = try await town.bill()
            try await town.receive(6000, for: request, slip: "1")
            let now = town.now
            for _ in 0..<2 {
                try await town.database.write {
                    _ = try town.desk.refund(
                        request.id, RefundOrder(reason: "refused", key: "case-1"), by: .person(Town.cashier), at: now,
                        in: $0)
                }
            }
            let refunds = try await town.database.read { try $0.refunds(of: request.id) }
            #expect(refunds.map(\.state) == [.approved])
        }
    }

    @Test("Orders of refunds for different requests may bear the same key", arguments: Engine.allCases)
    func keysOfRefunds(engine: Engine) async throws {
        try await Town.with(engine) { town in
            let now = town.now
            for slip in ["1", "2"] {
                let request = try await town.bill()
                try await town.receive(6000, for: request, slip: slip)
                let refunds = try await town.database.write {
                    try town.desk.refund(
                        request.id, RefundOrder(reason: "withdrawn", key: "case-ended"), by: .system("cases"), at: now,
                        in: $0)
                }
                #expect(refunds.map(\.amount.minorUnits) == [6000])
            }
        }
    }

    @Test("The ledger and receipts cannot be changed or removed, not even by a statement", arguments: Engine.allCases)
    func immutable(engine: Engine) async throws {
        try await Town.with(engine) { town in
            let request = try await town.bill()
            try await town.receive(6000, for: request, slip: "1")
            let statements: [SQL] = [
                "UPDATE payments_entries SET at = 0", "DELETE FROM payments_entries",
                "UPDATE payments_postings SET amount = 1",
                "DELETE FROM payments_postings", "UPDATE payments_receipts SET amount = 1",
                "DELETE FROM payments_receipts",
            ]
            for statement in statements {
                await #expect(throws: DatabaseError.self, "\(statement.text)") {
                    try await town.database.write { try $0.execute(statement) }
                }
            }
            #expect(try await town.balances()["1000"] == 6000)
        }
    }

    @Test("What is held about a person is exported; erased, who paid is forgotten and the books stay")
    func personalData() async throws {
        try await Town.with { town in
            let paid = try await town.bill(6000)
            town.clock.advance(by: .seconds(1))
            let open = try await town.bill(700)
            try await town.receive(6000, for: paid, slip: "1")
            let source = town.desk.personalData
            let export = try await town.database.read { try source.export(Town.robin, $0) }
            #expect(export.array?.count == 2 && export[1]?["received"]?[0]?["amount"]?.string == "60.00 EUR")
            let now = town.now
            try await town.database.write { try source.erase(Town.robin, $0, now) }
            #expect(try await town.request(paid).payer == nil)
            #expect(try await town.request(open).payer == Town.robin, "what is still owed is kept")
            #expect(try await town.balances()["1000"] == 6000)
        }
    }

    @Test("The open data has totals, and no group of fewer than five")
    func openData() async throws {
        try await Town.with { town in
            for cents in 1...5 { _ = try await town.bill(Int64(cents) * 100) }
            try await town.receive(100, for: try await town.bill(100), slip: "1")
            let rows = try await town.database.read { transaction in
                var rows: [[JSON]] = []
                try town.desk.openData.records(transaction) {
                    rows.append($0); return true
                }
                return rows
            }
            #expect(rows == [["2026-11", "licensing", "open", "EUR", 5, "15.00", "0.00", "0.00"]])
            #expect(rows.allSatisfy { $0.count == town.desk.openData.columns.count })
        }
    }
}

extension Town {
    func receive(_ cents: Int64, for request: PaymentRequest, slip: String) async throws {
        let now = now
        try await database.write {
            _ = try desk.recordCounterPayment(
                Money(minorUnits: cents, .euro), for: request.id, slip: slip, agency: "treasury",
                by: .person(Town.cashier), at: now, in: $0)
        }
    }
}
