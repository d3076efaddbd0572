import Base
import Foundation
import Testing

@testable import Payments

/// What needs no database: references, codes, the ledger's entries, the tables, the signature.
@Suite struct PureTests {
    @Test("A reference of ISO 11649 has check digits that fit; the standard's own example does")
    func references() throws {
        #expect(CreditorReference("RF18 5390 0754 7034")?.text == "RF18539007547034")
        #expect(CreditorReference(body: "539007547034")?.text == "RF18539007547034")
        #expect(CreditorReference("rf18539007547034") != nil)
        #expect(CreditorReference("RF19539007547034") == nil)
        #expect(CreditorReference(body: "") == nil && CreditorReference(body: "abc") == nil)
        #expect(CreditorReference(body: String(repeating: "1", count: 22)) == nil)
    }

    @Test("One wrong digit, or two exchanged, never pass: seeded")
    func mistakes() throws {
        var random = SplitMix64(seed: 11649)
        for _ in 0..<500 {
            let reference = CreditorReference(using: &random)
            #expect(CreditorReference(reference.text) == reference)
            var digits = Array(reference.text)
            let place = Int.random(in: 4..<digits.count - 1, using: &random)
            let before = digits
            if Bool.random(using: &random) {
                digits.swapAt(place, place + 1)
            } else {
                digits[place] = digits[place] == "9" ? "0" : "9"
            }
            if digits != before { #expect(CreditorReference(String(digits)) == nil, "\(reference)") }
        }
    }

    @Test("An IBAN's check digits must fit")
    func ibans() {
        // The example of the IBAN registry.
        #expect(IBAN("GB82 WEST 1234 5698 7654 32")?.grouped == "GB82\u{A0}WEST\u{A0}1234\u{A0}5698\u{A0}7654\u{A0}32")
        #expect(IBAN("GB83 WEST 1234 5698 7654 32") == nil)
        #expect(IBAN("12345") == nil)
    }

    @Test("The code to scan has the lines of EPC069-12 in their order, and exists for euros only")
    func codes() throws {
        let iban = try #require(IBAN("XL55LARK00000000000001"))
        let payee = PaymentSettings.Payee(name: "City of Larkhaven", iban: iban, bic: nil)
        let reference = try #require(CreditorReference("RF18539007547034"))
        let code = try #require(TransferCode(Money(minorUnits: 1250, .euro), to: payee, reference: reference))
        #expect(
            code.text
                == "BCD\n002\n1\nSCT\n\nCity of Larkhaven\nXL55LARK00000000000001\nEUR12.50\n\nRF18539007547034")
        #expect(code.picture != nil)
        #expect(TransferCode(Money(minorUnits: 1250, .usDollar), to: payee, reference: reference) == nil)
        #expect(TransferCode(.zero(.euro), to: payee, reference: reference) == nil)
    }

    @Test("Whatever transfers an entry is made of, its postings come to zero in each currency: seeded")
    func balance() throws {
        var random = SplitMix64(seed: 494)
        for _ in 0..<300 {
            var entry = LedgerEntry(
                .received, key: "k", of: Identifier(at: Instant(seconds: 1)), at: Instant(seconds: 1))
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                func place() -> LedgerEntry.Place {
                    .init(
                        ["1000", "1200", "2400", "4100"].randomElement(using: &random) ?? "",
                        ["a", "b"].randomElement(using: &random) ?? "")
                }
                let currency: Currency = Bool.random(using: &random) ? .euro : .usDollar
                entry.move(
                    Money(minorUnits: .random(in: -500...500, using: &random), currency), debit: place(),
                    credit: place())
            }
            let postings = try entry.postings()
            for currency in [Currency.euro, .usDollar] {
                #expect(postings.filter { $0.amount.currency == currency }.reduce(0) { $0 + $1.amount.minorUnits } == 0)
            }
            #expect(postings.allSatisfy { $0.amount.minorUnits != 0 })
        }
    }

    static let table: [(PaymentState, Set<PaymentEvent>)] = [
        (.open, [.cardBegun, .partReceived, .settled, .cancelled, .expired]),
        (.processing, [.cardRefused, .cardAbandoned, .partReceived, .settled, .cancelled]),
        (.failed, [.cardBegun, .partReceived, .settled, .cancelled, .expired]),
        (.paid, [.partRefunded, .wholeRefunded]), (.partlyRefunded, [.partRefunded, .wholeRefunded]),
        (.cancelled, []), (.expired, []), (.refunded, []),
    ]

    @Test("The state table: what can happen in each state, and nothing else", arguments: table)
    func states(state: PaymentState, events: Set<PaymentEvent>) {
        for event in PaymentEvent.allCases {
            #expect((state.after(event) != nil) == events.contains(event), "\(state) \(event)")
        }
        // Money that came in never comes to be owed again.
        for event in events where !state.isOwed { #expect(state.after(event)?.isOwed == false) }
    }

    @Test("The refund table: a refund that is done or declined stays so")
    func refundStates() {
        for state in [RefundState.done, .declined] {
            for event in RefundEvent.allCases { #expect(state.after(event) == nil) }
        }
        #expect(RefundState.failed.after(.approve) == .approved)
        #expect(RefundState.proposed.after(.finish) == nil)
    }

    @Test("A message's signature holds for its body, its key and five minutes")
    func signatures() throws {
        let signature = MessageSignature(secret: Array("key".utf8))
        let (body, now) = (Array("{}".utf8), Instant(seconds: 1_800_000_000))
        let signed = signature.sign(body, at: now)
        try signature.verify(body, signed, at: now + .seconds(299))
        #expect(throws: CardProviderError.stale) { try signature.verify(body, signed, at: now + .seconds(301)) }
        #expect(throws: CardProviderError.stale) { try signature.verify(body, signed, at: now - .seconds(301)) }
        #expect(throws: CardProviderError.forged) { try signature.verify(Array("{ }".utf8), signed, at: now) }
        #expect(throws: CardProviderError.forged) { try signature.verify(body, nil, at: now) }
        #expect(throws: CardProviderError.forged) {
            try MessageSignature(secret: Array("other".utf8)).verify(body, signed, at: now)
        }
        #expect(throws: CardProviderError.forged) {
            try signature.verify(body, signed.replacing("t=1800000000", with: "t=1800000001"), at: now)
        }
    }

    @Test("Every test card has a check digit that fits, and no other number pays")
    func cards() {
        for card in TestCard.allCases { #expect(TestCard.hasCheckDigit(card.rawValue)) }
        #expect(!TestCard.hasCheckDigit("4000000000000011"))
    }

    @Test("Amounts are read as people write them")
    func amounts() {
        #expect(Money(typed: "12,50", .euro)?.minorUnits == 1250)
        #expect(Money(typed: "1 250.5", .euro)?.minorUnits == 125_050)
        for wrong in ["", "0", "-3", "12.345", "abc", "1,2,3"] {
            #expect(Money(typed: wrong, .euro) == nil, "\(wrong)")
        }
        #expect(Money(typed: nil, .euro) == nil)
    }

    @Test("The words of the pages are complete in every language")
    func words() throws {
        for language in ["en", "fr", "ar"] { #expect(PaymentsBlock.assets["Texts/\(language).json"] != nil) }
    }
}
