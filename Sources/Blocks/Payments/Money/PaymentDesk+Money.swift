import Base
import Journal
import Store

extension PaymentDesk {
    /// Records money that came in, once for each key. What is owed is paid with it; what is more, or comes when nothing is owed,
    /// is due back to the payer and waits for an officer.
    ///
    /// - Parameter isOurs: `false` for money that does not pay anything, whatever is owed: it came in the wrong amount or currency.
    /// Throws `PaymentError.badAmount`, and `.recordedBefore` where the same key stands for other money.
    @discardableResult
    public func receive(
        _ money: ReceivedMoney, for id: Identifier<PaymentRequest>, isOurs: Bool = true, by actor: Act.Actor,
        at now: Instant, in transaction: any WriteTransaction
    ) throws -> PaymentReceipt {
        guard money.amount.minorUnits > 0 else { throw PaymentError.badAmount }
        if let earlier = try transaction.receipt(key: money.key) {
            guard earlier.request == id, earlier.amount == money.amount else { throw PaymentError.recordedBefore }
            return earlier
        }
        var request = try require(id, in: transaction)
        let isSame = isOurs && money.amount.currency == request.currency
        let owed = isSame ? request.outstanding.minorUnits : 0
        let applied = Money(minorUnits: min(owed, money.amount.minorUnits), money.amount.currency)
        let excess = try money.amount - applied

        if applied.minorUnits > 0 {
            let received = try request.received + applied
            request = try transaction.change(request, received == request.amount ? .settled : .partReceived, at: now) {
                $0.received = received
            }
        }
        let act = PaymentActs.act(
            PaymentActs.received, request, by: actor, at: now, amount: money.amount, reason: money.way.rawValue)
        let receipt = PaymentReceipt(
            id: Identifier(at: now), request: id, number: receiptNumber(), way: money.way, amount: money.amount,
            applied: applied, key: money.key, slip: money.slip, at: money.at, act: act.id)
        try transaction.insert(receipt)
        var entry = LedgerEntry(.received, key: money.key, of: id, at: now)
        entry.move(applied, debit: self.money(money.way), credit: receivable(request))
        entry.move(excess, debit: self.money(money.way), credit: refundsDue(request))
        try transaction.post(entry)
        try transaction.record(act)
        if request.state == .paid, applied.minorUnits > 0 {
            try transaction.record(
                PaymentActs.act(PaymentActs.paid, request, by: actor, at: now, amount: request.amount))
            try endLiveAttempt(of: id, in: transaction)
        }
        if excess.minorUnits > 0 {
            try owe(excess, of: receipt, request, reason: "overpaid", at: now, in: transaction)
        }
        return receipt
    }

    private func receiptNumber() -> String {
        var random = SystemRandomNumberGenerator()
        return Reference(kind: "R", using: &random)?.description ?? ""
    }

    /// Records a bank transfer that an officer found on a statement. `bankReference` is the bank's own name of it, which makes it
    /// one transfer however often it is read (camt.053: `Refs/AcctSvcrRef`).
    @discardableResult
    public func recordTransfer(
        _ amount: Money, reference: CreditorReference, bankReference: String, by officer: Act.Actor, at now: Instant,
        in transaction: any WriteTransaction
    ) throws -> PaymentReceipt {
        guard let request = try transaction.payment(reference) else { throw PaymentError.unknownRequest }
        return try recordOnce(
            ReceivedMoney(
                .transfer, amount, key: "transfer:\(bankReference)", at: now, slip: bankReference), request, officer,
            now, transaction)
    }

    /// Records money taken at a counter; `slip` is the number of the counter's own receipt, unique in its agency.
    @discardableResult
    public func recordCounterPayment(
        _ amount: Money, for id: Identifier<PaymentRequest>, slip: String, agency: String, by officer: Act.Actor,
        at now: Instant, in transaction: any WriteTransaction
    ) throws -> PaymentReceipt {
        try recordOnce(
            ReceivedMoney(.counter, amount, key: "counter:\(agency):\(slip)", at: now, slip: slip),
            try require(id, in: transaction), officer, now, transaction)
    }

    /// An officer who types something in a second time is told so.
    private func recordOnce(
        _ money: ReceivedMoney, _ request: PaymentRequest, _ officer: Act.Actor, _ now: Instant,
        _ transaction: any WriteTransaction
    ) throws -> PaymentReceipt {
        guard try transaction.receipt(key: money.key) == nil else { throw PaymentError.recordedBefore }
        return try receive(money, for: request.id, by: officer, at: now, in: transaction)
    }
}
