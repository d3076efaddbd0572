import Base
import Testing

@Suite("Money")
struct MoneyTests {
    @Test(
        "Currencies have the digits of ISO 4217",
        arguments: [
            ("EUR", 2), ("USD", 2), ("JPY", 0), ("KRW", 0), ("ISK", 0), ("XOF", 0), ("KWD", 3), ("BHD", 3), ("TND", 3),
            ("JOD", 3), ("CLF", 4), ("UYW", 4), ("MRU", 2), ("HUF", 2),
        ])
    func exponents(_ code: String, _ exponent: Int) throws {
        #expect(try #require(Currency(rawValue: code)).exponent == exponent)
    }

    @Test(
        "Metals, test codes and what is no currency any more are refused",
        arguments: ["XAU", "XTS", "XXX", "DEM", "HRK", "eur", ""])
    func unknown(_ code: String) { #expect(Currency(rawValue: code) == nil) }

    @Test("The named currencies agree with the table")
    func named() {
        for currency in [Currency.euro, .usDollar, .yen, .kuwaitiDinar] {
            #expect(Currency(rawValue: currency.rawValue) == currency)
        }
        #expect(Currency.codes.count == 166)
        #expect(Currency.codes.allSatisfy { $0.utf8.count == 3 })
    }

    @Test("Amounts read and write as decimals, with no digit lost or invented")
    func decimals() throws {
        for text in ["0.00", "0.05", "-0.05", "12.50", "-1234567.89", "92233720368547758.07", "-92233720368547758.08"] {
            #expect(try #require(Money(text, .euro)).decimal == text)
        }
        #expect(Money("12", .euro)?.minorUnits == 1200)
        #expect(Money("12.5", .euro)?.minorUnits == 1250)
        #expect(Money("1500", .yen)?.decimal == "1500")
        #expect(Money("1.234", .kuwaitiDinar)?.minorUnits == 1234)
        for text in ["", "-", ".5", "5.", "1.234", "1,5", "1e2", "+1", " 1", "1.2.3", "92233720368547758.08", "٣"] {
            #expect(Money(text, .euro) == nil, "\(text)")
        }
    }

    @Test("Arithmetic throws where it would overflow or mix currencies")
    func checked() throws {
        let most = Money(minorUnits: .max, .euro)
        let one = Money(minorUnits: 1, .euro)
        #expect(throws: MoneyError.overflow) { try most + one }
        #expect(throws: MoneyError.overflow) { try Money(minorUnits: .min, .euro) - one }
        #expect(throws: MoneyError.overflow) { try -Money(minorUnits: .min, .euro) }
        #expect(throws: MoneyError.overflow) { try most * 2 }
        #expect(throws: MoneyError.differentCurrencies(.euro, .yen)) { try one + .zero(.yen) }
        #expect(throws: MoneyError.differentCurrencies(.euro, .yen)) { try one.isLess(than: .zero(.yen)) }
        #expect(try Money.sum([one, one, one], .euro).minorUnits == 3)
        let double = try #require(Ratio(2, 1))
        #expect(throws: MoneyError.overflow) { try most.multiplied(by: double, rounding: .down) }
        #expect(try most.multiplied(by: #require(Ratio(.max, .max)), rounding: .down) == most)
    }

    @Test(
        "Each rounding does what its name says",
        arguments: [
            (.up, [-3, -2, -2, -1, 1, 2, 2, 3]), (.down, [-2, -1, -1, 0, 0, 1, 1, 2]),
            (.ceiling, [-2, -1, -1, 0, 1, 2, 2, 3]), (.floor, [-3, -2, -2, -1, 0, 1, 1, 2]),
            (.halfUp, [-3, -2, -1, -1, 1, 1, 2, 3]), (.halfDown, [-2, -2, -1, 0, 0, 1, 2, 2]),
            (.halfEven, [-2, -2, -1, 0, 0, 1, 2, 2]),
        ] as [(Rounding, [Int64])])
    func rounding(_ rounding: Rounding, _ expected: [Int64]) throws {
        // -2.5 -1.7 -1.3 -0.5 0.5 1.3 1.7 2.5
        let tenth = try #require(Ratio(1, 10))
        let amounts: [Int64] = [-25, -17, -13, -5, 5, 13, 17, 25]
        let rounded = try amounts.map { try Money(minorUnits: $0, .euro).multiplied(by: tenth, rounding: rounding) }
        #expect(rounded.map(\.minorUnits) == expected)
        // The same under a negative denominator.
        let negative = try #require(Ratio(-1, -10))
        let same = try amounts.map { try Money(minorUnits: $0, .euro).multiplied(by: negative, rounding: rounding) }
        #expect(same == rounded)
    }

    @Test("Half to even looks at the whole part")
    func halfEven() throws {
        let half = try #require(Ratio(1, 2))
        let rounded = try [1, 3, 5, -1, -3].map {
            try Money(minorUnits: $0, .euro).multiplied(by: half, rounding: .halfEven).minorUnits
        }
        #expect(rounded == [0, 2, 2, 0, -2])
    }

    @Test("A rate is read from its decimals")
    func ratios() throws {
        let rate = try #require(Ratio(decimal: "0.196"))
        #expect(try Money(minorUnits: 10_000, .euro).multiplied(by: rate, rounding: .halfUp).minorUnits == 1960)
        #expect(try Money(minorUnits: 999, .euro).multiplied(by: .percent(20), rounding: .halfUp).minorUnits == 200)
        #expect(Ratio(1, 0) == nil)
        #expect(Ratio(decimal: "0.1.2") == nil)
    }

    @Test("Shares lose no cent and differ from their due by less than one", arguments: [31, 32, 33] as [UInt64])
    func allocation(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<2000 {
            let amount = Money(minorUnits: Int64.random(in: -1_000_000...1_000_000, using: &random), .euro)
            var weights = (0..<Int.random(in: 1...9, using: &random)).map { _ in
                Int64.random(in: 0...50, using: &random)
            }
            weights[0] += 1
            let shares = try amount.allocated(by: weights)
            #expect(try Money.sum(shares, .euro) == amount, "seed \(seed)")
            let total = Double(weights.reduce(0, +))
            for (share, weight) in zip(shares, weights) {
                let due = Double(amount.minorUnits) * Double(weight) / total
                #expect(abs(Double(share.minorUnits) - due) < 1, "seed \(seed)")
                if weight == 0 { #expect(share.minorUnits == 0, "seed \(seed)") }
            }
        }
    }

    @Test("A hundred cents in three are 34, 33 and 33; nothing is shared by nobody")
    func split() throws {
        #expect(try Money(minorUnits: 100, .euro).split(into: 3).map(\.minorUnits) == [34, 33, 33])
        #expect(try Money(minorUnits: -100, .euro).split(into: 3).map(\.minorUnits) == [-34, -33, -33])
        #expect(try Money(minorUnits: .min, .euro).split(into: 1).map(\.minorUnits) == [.min])
        #expect(throws: MoneyError.badWeights) { try Money(minorUnits: 1, .euro).split(into: 0) }
        #expect(throws: MoneyError.badWeights) { try Money(minorUnits: 1, .euro).allocated(by: [2, -1]) }
    }
}
