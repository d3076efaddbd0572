/// An amount of money: a whole number of minor units (cents) of a currency. Arithmetic is exact and checked: it throws
/// where a plain number would overflow, or where currencies differ.
public struct Money: Hashable, Sendable {
    public let minorUnits: Int64
    public let currency: Currency

    public init(minorUnits: Int64, _ currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    public static func zero(_ currency: Currency) -> Money { Money(minorUnits: 0, currency) }

    /// From a decimal text: `12.50`, `-3`. `nil` for anything else, for more decimals than the currency has, and for
    /// what does not fit.
    public init?(_ decimal: String, _ currency: Currency) {
        guard let number = DecimalDigits(decimal), number.decimals <= currency.exponent else { return nil }
        var minorUnits = number.unscaled
        for _ in number.decimals..<currency.exponent {
            let (next, overflow) = minorUnits.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            minorUnits = next
        }
        self.init(minorUnits: minorUnits, currency)
    }

    /// The amount with all its decimals and no currency: `12.50`, `-0.05`, `1500`.
    public var decimal: String {
        guard currency.exponent > 0 else { return String(minorUnits) }
        let digits = String(minorUnits.magnitude)
        let padded = String(repeating: "0", count: max(0, currency.exponent + 1 - digits.count)) + digits
        return "\(minorUnits < 0 ? "-" : "")\(padded.dropLast(currency.exponent)).\(padded.suffix(currency.exponent))"
    }

    public var isNegative: Bool { minorUnits < 0 }
}

/// Why an amount cannot be computed.
public enum MoneyError: Error, Hashable, Sendable {
    case overflow
    case differentCurrencies(Currency, Currency)
    /// Shares need at least one weight above zero, and none below.
    case badWeights
}

extension Money {
    public static func + (a: Money, b: Money) throws(MoneyError) -> Money {
        try a.combined(with: b, a.minorUnits.addingReportingOverflow(b.minorUnits))
    }

    public static func - (a: Money, b: Money) throws(MoneyError) -> Money {
        try a.combined(with: b, a.minorUnits.subtractingReportingOverflow(b.minorUnits))
    }

    public static prefix func - (a: Money) throws(MoneyError) -> Money { try zero(a.currency) - a }

    public static func * (a: Money, count: Int64) throws(MoneyError) -> Money {
        try a.combined(with: a, a.minorUnits.multipliedReportingOverflow(by: count))
    }

    private func combined(
        with other: Money, _ result: (partialValue: Int64, overflow: Bool)
    ) throws(MoneyError) -> Money {
        guard currency == other.currency else { throw .differentCurrencies(currency, other.currency) }
        guard !result.overflow else { throw .overflow }
        return Money(minorUnits: result.partialValue, currency)
    }

    /// Whether this is less than `other`, of the same currency.
    public func isLess(than other: Money) throws(MoneyError) -> Bool {
        guard currency == other.currency else { throw .differentCurrencies(currency, other.currency) }
        return minorUnits < other.minorUnits
    }

    /// The amount times `ratio`, computed exactly and rounded once.
    public func multiplied(by ratio: Ratio, rounding: Rounding) throws(MoneyError) -> Money {
        let product = Int128(minorUnits) * Int128(ratio.numerator)
        let rounded = rounding.quotient(product, Int128(ratio.denominator))
        guard let minorUnits = Int64(exactly: rounded) else { throw .overflow }
        return Money(minorUnits: minorUnits, currency)
    }

    /// The sum of `amounts`; zero of `currency` where there are none.
    public static func sum(_ amounts: some Sequence<Money>, _ currency: Currency) throws(MoneyError) -> Money {
        var total = zero(currency)
        for amount in amounts { total = try total + amount }
        return total
    }

    /// Shares in proportion to `weights` that add up to the amount exactly: each gets its whole minor units, and
    /// what is left over goes one by one to the largest remainders, the first among equals.
    public func allocated(by weights: [Int64]) throws(MoneyError) -> [Money] {
        let total = weights.reduce(Int128(0)) { $0 + Int128($1) }
        guard total > 0, weights.allSatisfy({ $0 >= 0 }) else { throw .badWeights }
        let amount = Int128(minorUnits)
        let sign: Int128 = amount < 0 ? -1 : 1
        var shares: [Int128] = []
        var remainders: [(rest: Int128, index: Int)] = []
        var left = amount * sign
        for (index, weight) in weights.enumerated() {
            let (share, rest) = (amount * sign * Int128(weight)).quotientAndRemainder(dividingBy: total)
            shares.append(share)
            remainders.append((rest, index))
            left -= share
        }
        remainders.sort { ($1.rest, $0.index) < ($0.rest, $1.index) }
        for (_, index) in remainders.prefix(Int(left)) { shares[index] += 1 }
        return shares.map { Money(minorUnits: Int64($0 * sign), currency) }
    }

    /// `count` shares as equal as can be, the larger ones first.
    public func split(into count: Int) throws(MoneyError) -> [Money] {
        try allocated(by: Array(repeating: 1, count: max(0, count)))
    }
}

extension Money: CustomStringConvertible {
    /// For programs and logs: `12.50 EUR`. For people see `Format.money`.
    public var description: String { "\(decimal) \(currency)" }
}

/// `{"amount": "12.50", "currency": "EUR"}`: decimal text, because a JSON number would be read as a binary fraction.
extension Money: Codable {
    private enum CodingKeys: String, CodingKey { case amount, currency }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let currency = try container.decode(Currency.self, forKey: .currency)
        let amount = try container.decode(String.self, forKey: .amount)
        guard let money = Money(amount, currency) else {
            throw DecodingError.dataCorruptedError(
                forKey: .amount, in: container, debugDescription: "not an amount of \(currency)")
        }
        self = money
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(decimal, forKey: .amount)
        try container.encode(currency, forKey: .currency)
    }
}
