import Base
import BuildingBlock
import Journal
import Store

extension PaymentDesk {
    /// Asks for a payment, in the caller's transaction. An order whose key was used before returns the request of then.
    ///
    /// Throws `PaymentError.badOrder`, `.unknownAccount`, `.unknownAgency`, `.badPath`.
    @discardableResult
    public func request(
        _ order: PaymentOrder, by actor: Act.Actor, at now: Instant, in transaction: any WriteTransaction
    ) throws -> PaymentRequest {
        if let key = order.key, let earlier = try transaction.payment(key: key) { return earlier }
        let amount = try check(order)
        var random = SystemRandomNumberGenerator()
        var request = PaymentRequest(
            id: Identifier(at: now), reference: CreditorReference(using: &random), title: order.title,
            lines: order.lines, payer: order.payer, due: order.due, about: order.about, agency: order.agency,
            state: .open, amount: amount, received: .zero(amount.currency), refunded: .zero(amount.currency),
            requestedAt: now, changedAt: now, version: 1)
        while try !transaction.insert(request, key: order.key, expires: order.expires) {
            request.reference = CreditorReference(using: &random)
        }
        var entry = LedgerEntry(.requested, key: "\(request.id)", of: request.id, at: now)
        for line in request.lines { entry.move(line.amount, debit: receivable(request), credit: income(line)) }
        try transaction.post(entry)
        try transaction.record(PaymentActs.act(PaymentActs.requested, request, by: actor, at: now, amount: amount))
        return request
    }

    /// What the lines come to; throws for an order that cannot be.
    private func check(_ order: PaymentOrder) throws -> Money {
        guard let currency = order.lines.first?.amount.currency,
            order.lines.allSatisfy({ $0.amount.minorUnits > 0 && $0.amount.currency == currency }),
            let amount = try? Money.sum(order.lines.map(\.amount), currency), amount.minorUnits < 100_000_000_000_000
        else { throw PaymentError.badOrder }
        for line in order.lines {
            guard settings.chart[line.account]?.kind == .income else { throw PaymentError.unknownAccount(line.account) }
            guard platform.jurisdiction.agency(line.agency) != nil else {
                throw PaymentError.unknownAgency(line.agency)
            }
        }
        guard platform.jurisdiction.agency(order.agency) != nil else { throw PaymentError.unknownAgency(order.agency) }
        for path in [order.about.path, order.about.officePath ?? "/"] {
            guard path.hasPrefix("/"), !path.hasPrefix("//") else { throw PaymentError.badPath }
        }
        return amount
    }

    /// A request, or `nil`.
    public func payment(_ id: Identifier<PaymentRequest>, in transaction: any ReadTransaction) throws -> PaymentRequest?
    {
        try transaction.payment(id)
    }

    /// What was asked for about something, the newest first.
    public func payments(about reference: String, in transaction: any ReadTransaction) throws -> [PaymentRequest] {
        try transaction.payments("about = \(reference)", limit: 1000)
    }

    /// Takes a request back that was not paid. What was received toward it is due back.
    ///
    /// Throws `PaymentError.notPossible` for one that was paid (refund it) or closed.
    @discardableResult
    public func cancel(
        _ id: Identifier<PaymentRequest>, reason: String, by actor: Act.Actor, at now: Instant,
        in transaction: any WriteTransaction
    ) throws -> PaymentRequest {
        try close(try require(id, in: transaction), .cancelled, reason: reason, by: actor, at: now, in: transaction)
    }

    private func close(
        _ request: PaymentRequest, _ event: PaymentEvent, reason: String?, by actor: Act.Actor, at now: Instant,
        in transaction: any WriteTransaction
    ) throws -> PaymentRequest {
        let closed = try transaction.change(request, event, at: now)
        var entry = LedgerEntry(.cancelled, key: "\(request.id)", of: request.id, at: now)
        for line in request.lines { entry.move(line.amount, debit: income(line), credit: receivable(request)) }
        // What came in is no longer ours: the payer's credit against the claim becomes our debt.
        entry.move(request.received, debit: receivable(request), credit: refundsDue(request))
        try transaction.post(entry)
        let verb = event == .expired ? PaymentActs.expired : PaymentActs.cancelled
        try transaction.record(PaymentActs.act(verb, closed, by: actor, at: now, reason: reason))
        for receipt in try transaction.receipts(of: request.id) where receipt.applied.minorUnits > 0 {
            try owe(receipt.applied, of: receipt, closed, reason: event.rawValue, at: now, in: transaction)
        }
        try endLiveAttempt(of: closed.id, in: transaction)
        return closed
    }

    /// Ends what nobody paid in time; at most `limit` requests. Returns how many.
    func expire(at now: Instant, limit: Int = 500) async throws -> Int {
        let zone = platform.jurisdiction.calendar.zone
        let last = zone.date(at: now).adding(days: -settings.expiryDays)
        return try await database.write { transaction in
            let late = try transaction.payments(
                "state IN ('open', 'failed') AND expires AND due < \(last.description)", limit: limit)
            for request in late {
                _ = try close(
                    request, .expired, reason: nil, by: .system("payments.expiry"), at: now, in: transaction)
            }
            return late.count
        }
    }
}

// Where entries are posted.
extension PaymentDesk {
    func receivable(_ request: PaymentRequest) -> LedgerEntry.Place { .init(settings.chart.receivable, request.agency) }
    func refundsDue(_ request: PaymentRequest) -> LedgerEntry.Place { .init(settings.chart.refundsDue, request.agency) }
    func income(_ line: PaymentLine) -> LedgerEntry.Place { .init(line.account, line.agency) }
    func money(_ way: PaymentWay) -> LedgerEntry.Place { .init(settings.chart.account(of: way), settings.treasury) }
}
