import Base
import Store

/// One account's total, derived from its postings.
public struct AccountBalance: Sendable, Hashable {
    public var account: String
    public var currency: Currency
    /// The sums of all debits and of all credits, both above zero or zero.
    public var debits: Money
    public var credits: Money
}

extension WriteTransaction {
    /// Adds an entry. Nothing ever changes or removes one; the same key twice throws `DatabaseError.notUnique`.
    func post(_ entry: LedgerEntry) throws {
        let postings = try entry.postings()
        guard !postings.isEmpty else { return }
        try execute(
            """
            INSERT INTO payments_entries (id, at, kind, key, request)
            VALUES (\(entry.id), \(entry.at), \(entry.kind.rawValue), \(entry.key), \(entry.request))
            """)
        let values = postings.enumerated().map { number, posting -> SQL in
            """
            (\(entry.id), \(number + 1), \(posting.place.account), \(posting.place.agency),
             \(posting.amount.currency.rawValue), \(posting.amount.minorUnits))
            """
        }
        try execute(
            """
            INSERT INTO payments_postings (entry, number, account, agency, currency, amount)
            VALUES \(values.joined(separator: ", "))
            """)
    }
}

extension ReadTransaction {
    /// The trial balance: every account with its debits and credits, of some agencies or (`nil`) of all.
    func trialBalance(agencies: [String]? = nil) throws -> [AccountBalance] {
        let condition: SQL = agencies.map { "WHERE agency IN (\(list: $0))" } ?? ""
        return try rows(
            """
            SELECT account, currency,
                CAST(COALESCE(SUM(CASE WHEN amount > 0 THEN amount END), 0) AS BIGINT),
                CAST(COALESCE(-SUM(CASE WHEN amount < 0 THEN amount END), 0) AS BIGINT)
            FROM payments_postings \(condition) GROUP BY account, currency ORDER BY account, currency
            """
        ).map { row in
            let currency = try PaymentRows.currency(row[1])
            return AccountBalance(
                account: try row[0], currency: currency, debits: Money(minorUnits: try row[2], currency),
                credits: Money(minorUnits: try row[3], currency))
        }
    }

    /// The entries of a request, the oldest first, each with its lines.
    func entries(of request: Identifier<PaymentRequest>) throws -> [PostedEntry] {
        try entries("e.request = \(request)", order: "e.id, p.number", limit: 1000)
    }

    /// The newest lines of an account, of some agencies or (`nil`) of all.
    func entries(on account: String, agencies: [String]?, limit: Int) throws -> [PostedEntry] {
        let own: SQL = agencies.map { "AND p.agency IN (\(list: $0))" } ?? ""
        return try entries("p.account = \(account) \(own)", order: "e.id DESC, p.number", limit: limit)
    }

    private func entries(_ condition: SQL, order: SQL, limit: Int) throws -> [PostedEntry] {
        try rows(
            """
            SELECT e.at, e.kind, e.request, p.account, p.agency, p.currency, p.amount, r.reference
            FROM payments_entries e JOIN payments_postings p ON p.entry = e.id
            JOIN payments_requests r ON r.id = e.request
            WHERE \(condition) ORDER BY \(order) LIMIT \(limit)
            """
        ).map { row in
            let currency = try PaymentRows.currency(row[5])
            let kind: String = try row[1]
            return PostedEntry(
                at: try row[0], kind: LedgerEntry.Kind(rawValue: kind) ?? .requested, request: try row[2],
                reference: try row[7], account: try row[3], agency: try row[4],
                amount: Money(minorUnits: try row[6], currency))
        }
    }
}

/// One line of the ledger as it stands there.
struct PostedEntry: Sendable, Hashable {
    var at: Instant
    var kind: LedgerEntry.Kind
    var request: Identifier<PaymentRequest>
    var reference: CreditorReference
    var account: String
    var agency: String
    var amount: Money
}
