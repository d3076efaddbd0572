import Journal
import StoreTesting
import Testing
import WebTesting

@testable import Transparency

@Suite("The public journal") struct PublicJournalTests {
    @Test(
        "Anyone can browse the acts; no page and no file holds what an act says of a person", arguments: Engine.allCases
    )
    func browsing(_ engine: Engine) async throws {
        try await Office.with(engine) { office in
            let acts = try await office.record(3)
            let browser = Browser(office.application)
            let list = try await browser.get("/journal")
            #expect(list.status == 200 && list.text.contains("/journal/entries/2"))
            let entry = try await browser.get("/journal/entries/1")
            #expect(entry.status == 200 && entry.text.contains("thing.changed") && entry.text.contains("\(acts[1].id)"))
            for path in ["/journal", "/journal/entries/1", "/log/checkpoint", "/log/tile/entries/000.p/3"] {
                let visit = try await browser.get(path)
                #expect(visit.status == 200, "\(path)")
                #expect(!visit.text.contains(Office.secretName), "\(path)")
            }
            #expect(try await browser.get("/journal/entries/3").status == 404)
            #expect(try await browser.get("/journal/entries/first").status == 404)
        }
    }

    @Test(
        "A receipt that is whole is confirmed with its place; one with a changed byte, of another log or of nothing is not",
        arguments: Engine.allCases)
    func receipts(_ engine: Engine) async throws {
        try await Office.with(engine) { office in
            let acts = try await office.record(5)
            let browser = Browser(office.application)
            let receipt = try await browser.get("/journal/receipts/\(acts[4].id).tlog-proof")
            #expect(receipt.status == 200)
            let good = try await browser.post("/journal/check", ["receipt": receipt.text])
            #expect(good.text.contains("/journal/entries/4"))
            for bad in [
                receipt.text.replacing("index 4", with: "index 3"), String(receipt.text.dropFirst(1)),
                receipt.text.replacing(Office.origin, with: "elsewhere.example/log"), "no receipt at all",
            ] {
                let visit = try await browser.post("/journal/check", ["receipt": bad])
                #expect(visit.status == 200 && !visit.text.contains("/journal/entries/"), "\(bad.prefix(60))")
            }
            #expect(try await browser.post("/journal/check", [:]).status == 422)
        }
    }

    @Test("A receipt of an act that was never recorded is not to be had")
    func unknown() async throws {
        try await Office.with(.sqlite) { office in
            _ = try await office.record(1)
            let browser = Browser(office.application)
            #expect(
                try await browser.get("/journal/receipts/0199c0de-0000-7000-8000-000000000000.tlog-proof").status == 404
            )
        }
    }
}
