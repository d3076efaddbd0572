import Base
import Journal
import Store
import Testing
import Web
import WebTesting

@testable import Payments

/// The pages, without sockets.
@Suite struct PageTests {
    @Test(
        "The payer sees amount, lines, date and ways; nobody else finds the page",
        arguments: [Language.english, .french, .arabic])
    func paying(language: Language) async throws {
        try await Town.with { town in
            let request = try await town.ask(town.order(5000, 1000))
            let visit = try await town.browser(language, as: .robin).get(request.path)
            #expect(visit.status == 200)
            for text in ["60", request.reference.grouped, "XL55", "<svg viewBox"] {
                #expect(visit.text.contains(text), "\(text)")
            }
            #expect(!visit.text.contains("⟦") && !visit.text.contains("[["))
            #expect(visit["Content-Security-Policy"]?.contains("form-action 'self' http://pay.example") == true)
            #expect(try await town.browser(as: .stranger).get(request.path).status == 404)
            #expect(try await town.browser().get(request.path, following: false).status == 303)
        }
    }

    @Test("Pay by card leads to the provider's page, and what comes back is believed only after asking")
    func card() async throws {
        try await Town.with { town in
            let request = try await town.bill()
            let browser = town.browser(as: .robin)
            let sent = try await browser.post(request.path + "/card", following: false)
            #expect(sent.status == 303)
            let page = try #require(sent["Location"])
            #expect(page.hasPrefix("http://pay.example/pay/"))
            // A browser that comes back without having paid proves nothing.
            let early = try await browser.get(request.path + "/result")
            #expect(early.status == 200 && early["Refresh"] != nil)
            #expect(try await town.request(request).state == .processing)
            town.provider.pay(String(page.split(separator: "/").last ?? ""))
            let late = try await browser.get(request.path + "/result")
            #expect(late.path == request.path && late.text.contains("We have received your payment"))
            #expect(late.text.contains("/receipts/R-"))
            let receipt = try await town.database.read { try $0.receipts(of: request.id)[0] }
            let shown = try await browser.get(PaymentLinks.receipt(receipt, of: request))
            #expect(shown.text.contains(receipt.number) && shown.text.contains("Robin Sample"))
            #expect(try await browser.get(PaymentLinks.own).text.contains(request.path))
        }
    }

    @Test("A provider that does not answer is told in words, and nothing is lost")
    func unavailable() async throws {
        try await Town.with { town in
            let request = try await town.bill()
            town.provider.failNext(.before)
            let visit = try await town.browser(as: .robin).post(request.path + "/card")
            #expect(visit.status == 200 && visit.text.contains("Nothing was taken"))
            #expect(try await town.request(request).state == .open)
        }
    }

    @Test("An officer records, proposes and cannot approve what she proposed; another does; every look is an act")
    func office() async throws {
        try await Town.with { town in
            let request = try await town.bill()
            let cashier = town.browser(as: .officer(Town.cashier))
            let path = PaymentLinks.office(request.id)
            #expect(try await cashier.get(PaymentLinks.office).text.contains(request.reference.grouped))
            #expect(try await cashier.get("\(PaymentLinks.office)?q=\(request.reference)").path == path)
            #expect(try await cashier.get(path).text.contains("Robin Sample"))
            let looks = try await town.acts().filter { $0.verb == PaymentActs.viewed }
            #expect(
                looks.count == 2
                    && looks.allSatisfy { $0.concerns == [Town.robin] && $0.purpose == "Handling of payments" })

            let wrong = try await cashier.post(path + "/receipts", ["way": "counter", "amount": "x", "slip": ""])
            #expect(wrong.status == 422 && wrong.text.contains("Enter the number of the slip"))
            #expect(
                try await cashier.post(path + "/receipts", ["way": "counter", "amount": "60,00", "slip": "77"]).status
                    == 200)
            #expect(try await town.request(request).state == .paid)
            #expect(try await cashier.post(path + "/refunds", ["amount": "61", "reason": "why"]).status == 422)
            _ = try await cashier.post(path + "/refunds", ["amount": "10", "reason": "too slow"])
            let refund = try await town.database.read { try $0.refunds(of: request.id)[0] }
            let decision = "\(path)/refunds/\(refund.id)/decision"
            #expect(try await cashier.post(decision, ["decision": "approve"]).status == 409)
            let treasurer = town.browser(as: .officer(Town.treasurer))
            #expect(try await treasurer.get(PaymentLinks.refunds).text.contains("too slow"))
            _ = try await treasurer.post(decision, ["decision": "approve"])
            _ = try await treasurer.post("\(path)/refunds/\(refund.id)/completion", ["slip": "out 1"])
            #expect(try await town.request(request).state == .partlyRefunded)
            for page in [
                PaymentLinks.ledger, PaymentLinks.account("1200"), PaymentLinks.reconciliation, PaymentLinks.transfers,
            ] {
                let visit = try await treasurer.get(page)
                #expect(visit.status == 200 && !visit.text.contains("⟦"), "\(page)")
            }
        }
    }

    @Test("An officer of another agency sees nothing of it, and of her own agency no other's")
    func sight() async throws {
        try await Town.with { town in
            let request = try await town.bill()
            let path = PaymentLinks.office(request.id)
            let parks = town.browser(as: .officer(Town.cashier, in: "parks"))
            #expect(try await parks.get(path).status == 404)
            #expect(try await parks.post(path + "/cancellation", ["reason": "no"]).status == 404)
            let list = try await parks.get(PaymentLinks.office)
            #expect(!list.text.contains(request.reference.grouped))
            let licensing = town.browser(as: .officer(Town.cashier, in: "licensing", [PaymentPermissions.view]))
            #expect(try await licensing.get(path).status == 200)
            #expect(try await licensing.post(path + "/cancellation", ["reason": "no"]).status == 404)
            #expect(try await town.browser(as: .robin).get(path).status == 404)
        }
    }

    @Test("A transfer is recorded by its reference; one that nobody asked for is told; twice is refused")
    func transfer() async throws {
        try await Town.with { town in
            let request = try await town.bill()
            let cashier = town.browser(as: .officer(Town.cashier))
            let unknown = try await cashier.post(
                PaymentLinks.transfers, ["reference": "RF18539007547034", "amount": "60", "slip": "B1"])
            #expect(unknown.status == 422)
            let fields: KeyValuePairs = ["reference": request.reference.grouped, "amount": "60.00", "slip": "B1"]
            #expect(try await cashier.post(PaymentLinks.transfers, fields).status == 200)
            #expect(try await town.request(request).state == .paid)
            #expect(try await cashier.post(PaymentLinks.transfers, fields).status == 422)
        }
    }

    @Test("An incident is shown to the treasury and closed with words")
    func incident() async throws {
        try await Town.with { town in
            town.provider.behave { $0.overcharge = 5 }
            let request = try await town.bill()
            town.provider.pay(try await town.begin(request))
            try await town.deliver()
            try await town.work()
            let treasurer = town.browser(as: .officer(Town.treasurer))
            #expect(try await treasurer.get(PaymentLinks.reconciliation).text.contains("another amount"))
            let incident = try await town.database.read { try $0.incidents("1 = 1")[0] }
            let path = "\(PaymentLinks.reconciliation)/\(incident.id)/resolution"
            #expect(try await treasurer.post(path, ["resolution": ""]).status == 422)
            #expect(try await treasurer.post(path, ["resolution": "Sent back"]).status == 200)
            #expect(try await treasurer.get(PaymentLinks.reconciliation).text.contains("Everything adds up"))
        }
    }
}
