import Base
import Journal

/// An entry of the double-entry sub-ledger. It is made of transfers, each of which debits one account and credits another by
/// the same amount: there is no way to write one that does not balance.
public struct LedgerEntry: Sendable, Hashable {
    /// So much from one account to another.
    public struct Transfer: Sendable, Hashable {
        let amount: Money
        let debit: Place
        let credit: Place
    }

    /// An account, and the agency on whose part it is posted.
    public struct Place: Sendable, Hashable, Comparable {
        public let account: String
        public let agency: String
        public init(_ account: String, _ agency: String) { (self.account, self.agency) = (account, agency) }
        public static func < (a: Place, b: Place) -> Bool { (a.account, a.agency) < (b.account, b.agency) }
    }

    /// One line: what an account's balance changes by. Debits are above zero, credits below.
    public struct Posting: Sendable, Hashable {
        public let place: Place
        public let amount: Money
    }

    /// What gave rise to it.
    public enum Kind: String, Sendable, CaseIterable {
        case requested, received, cancelled, refundDue = "refund-due", refunded
    }

    public let id: Identifier<LedgerEntry>
    public let at: Instant
    public let kind: Kind
    /// Of entries with one key, there is one: `received:…`.
    public let key: String
    public let request: Identifier<PaymentRequest>
    private var transfers: [Transfer] = []

    public init(_ kind: Kind, key: String, of request: Identifier<PaymentRequest>, at: Instant) {
        id = Identifier(at: at)
        self.at = at
        self.kind = kind
        self.key = "\(kind.rawValue):\(key)"
        self.request = request
    }

    /// Adds a transfer. One of nothing adds nothing; one below zero goes the other way.
    public mutating func move(_ amount: Money, debit: Place, credit: Place) {
        guard amount.minorUnits != 0 else { return }
        transfers.append(Transfer(amount: amount, debit: debit, credit: credit))
    }

    public var isEmpty: Bool { transfers.isEmpty }

    /// The lines: one for each account, agency and currency, none of zero. Their sum is zero in each currency.
    /// Throws `MoneyError.overflow`.
    public func postings() throws(MoneyError) -> [Posting] {
        var sums: [Place: [Currency: Money]] = [:]
        for transfer in transfers {
            let currency = transfer.amount.currency
            let debit = sums[transfer.debit, default: [:]][currency] ?? .zero(currency)
            sums[transfer.debit, default: [:]][currency] = try debit + transfer.amount
            let credit = sums[transfer.credit, default: [:]][currency] ?? .zero(currency)
            sums[transfer.credit, default: [:]][currency] = try credit - transfer.amount
        }
        var postings: [Posting] = []
        for (place, amounts) in sums.sorted(by: { $0.key < $1.key }) {
            for (_, amount) in amounts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where amount.minorUnits != 0 {
                postings.append(Posting(place: place, amount: amount))
            }
        }
        return postings
    }
}
