import Base
import BuildingBlock
import Journal
import Store

extension PaymentDesk {
    /// The kind of the job that asks the provider to send money back; its payload is the refund's identifier.
    static let refundJob = "payments.refund"

    /// Proposes that a fee goes back, whole or in part, the way it came; what came in several parts goes back in several refunds,
    /// the newest first. Where `payments.yaml` asks for four eyes, or nobody signed in proposed it, an officer approves it;
    /// otherwise it is approved at once.
    ///
    /// Throws `PaymentError.moreThanPaid`, `.badAmount`, `.notPossible`.
    @discardableResult
    public func refund(
        _ id: Identifier<PaymentRequest>, _ order: RefundOrder, by actor: Act.Actor, at now: Instant,
        in transaction: any WriteTransaction
    ) throws -> [Refund] {
        // Each request has its own keys.
        let key = order.key.map { "\(id) \($0)" }
        if let key {
            let earlier = try transaction.refunds("request = \(id) AND key LIKE \(key + "#%")")
            if !earlier.isEmpty { return earlier }
        }
        let request = try require(id, in: transaction)
        guard request.state.wasPaid else { throw PaymentError.notPossible(.partRefunded, request.state) }
        let before = try transaction.refunds(of: id).filter { $0.kind == .fee && $0.state.isBinding }
        let promised = try Money.sum(before.map(\.amount), request.currency)
        let left = try request.received - promised
        let amount = order.amount ?? left
        guard amount.currency == request.currency, amount.minorUnits > 0 else { throw PaymentError.badAmount }
        guard amount.minorUnits <= left.minorUnits else { throw PaymentError.moreThanPaid }

        var rest = amount.minorUnits
        var refunds: [Refund] = []
        for receipt in try transaction.receipts(of: id).reversed() where rest > 0 {
            let taken = before.filter { $0.receipt == receipt.id }.reduce(0) { $0 + $1.amount.minorUnits }
            let part = min(rest, receipt.applied.minorUnits - taken)
            guard part > 0 else { continue }
            rest -= part
            refunds.append(
                try propose(
                    .fee, Money(minorUnits: part, request.currency), of: receipt, request, reason: order.reason,
                    key: key.map { "\($0)#\(refunds.count + 1)" }, by: actor, at: now, in: transaction))
        }
        guard !settings.fourEyes, case .person = actor else { return refunds }
        return try refunds.map { try approve($0, request, by: actor, at: now, in: transaction) }
    }

    /// Money that came in and is not ours: it is due back. The ledger has it already.
    func owe(
        _ amount: Money, of receipt: PaymentReceipt, _ request: PaymentRequest, reason: String, at now: Instant,
        in transaction: any WriteTransaction
    ) throws {
        _ = try propose(
            .overpayment, amount, of: receipt, request, reason: reason, key: nil, by: .system("payments"), at: now,
            in: transaction)
    }

    private func propose(
        _ kind: Refund.Kind, _ amount: Money, of receipt: PaymentReceipt, _ request: PaymentRequest, reason: String,
        key: String?, by actor: Act.Actor, at now: Instant, in transaction: any WriteTransaction
    ) throws -> Refund {
        var proposer: Identifier<Act.Party>?
        if case .person(let party) = actor { proposer = party }
        let refund = Refund(
            id: Identifier(at: now), request: request.id, receipt: receipt.id, kind: kind, way: receipt.way,
            amount: amount, state: .proposed, reason: reason, proposer: proposer, approver: nil, slip: nil,
            proposedAt: now, endedAt: nil, version: 1)
        try transaction.insert(refund, key: key)
        try transaction.record(
            PaymentActs.act(
                PaymentActs.refundProposed, request, by: actor, at: now, amount: amount, reason: kind.rawValue))
        return refund
    }

    /// Decides that a proposed refund is made, or that one which failed is tried again. A card is credited by a job; an officer
    /// sends the other ways and then says so (`finishRefund`).
    ///
    /// Throws `PaymentError.ownProposal` where four eyes are asked for.
    @discardableResult
    public func approveRefund(
        _ id: Identifier<Refund>, by officer: Identifier<Act.Party>, at now: Instant,
        in transaction: any WriteTransaction
    ) throws -> Refund {
        guard let refund = try transaction.refund(id) else { throw PaymentError.unknownRefund }
        if settings.fourEyes, refund.proposer == officer { throw PaymentError.ownProposal }
        return try approve(
            refund, try require(refund.request, in: transaction), by: .person(officer), at: now, in: transaction)
    }

    private func approve(
        _ refund: Refund, _ request: PaymentRequest, by actor: Act.Actor, at now: Instant,
        in transaction: any WriteTransaction
    ) throws -> Refund {
        let approved = try transaction.change(refund, .approve) {
            if case .person(let party) = actor { $0.approver = party }
        }
        // A second approval, after a failure, owes nothing new.
        if refund.kind == .fee, refund.state == .proposed {
            try transaction.post(try refundEntry(refund, request, at: now, in: transaction))
        }
        try transaction.record(
            PaymentActs.act(PaymentActs.refundApproved, request, by: actor, at: now, amount: refund.amount))
        if refund.way == .card {
            try platform.jobs.enqueue(
                NewJob(
                    Self.refundJob, payload: "\(refund.id)", idempotencyKey: "\(refund.id)-\(approved.version)"),
                in: transaction)
        }
        return approved
    }

    /// The fee becomes a debt: each line's income shrinks by its share, to the cent, of all that has gone back.
    private func refundEntry(
        _ refund: Refund, _ request: PaymentRequest, at now: Instant, in transaction: any ReadTransaction
    ) throws -> LedgerEntry {
        let earlier = try transaction.refunds(of: request.id).filter {
            $0.kind == .fee && $0.id != refund.id && [.approved, .failed, .done].contains($0.state)
        }
        let before = try Money.sum(earlier.map(\.amount), request.currency)
        let weights = request.lines.map(\.amount.minorUnits)
        let sharesBefore = try before.allocated(by: weights)
        let sharesAfter = try (before + refund.amount).allocated(by: weights)
        var entry = LedgerEntry(.refundDue, key: "\(refund.id)", of: request.id, at: now)
        for (index, line) in request.lines.enumerated() {
            entry.move(
                try sharesAfter[index] - sharesBefore[index], debit: income(line), credit: refundsDue(request))
        }
        return entry
    }

    /// Decides that a proposed refund of a fee is not made. Throws `PaymentError.mustGoBack` for money that is not ours.
    @discardableResult
    public func declineRefund(
        _ id: Identifier<Refund>, by officer: Identifier<Act.Party>, at now: Instant,
        in transaction: any WriteTransaction
    ) throws -> Refund {
        guard let refund = try transaction.refund(id) else { throw PaymentError.unknownRefund }
        guard refund.kind == .fee else { throw PaymentError.mustGoBack }
        let declined = try transaction.change(refund, .decline) {
            $0.approver = officer
            $0.endedAt = now
        }
        let request = try require(refund.request, in: transaction)
        try transaction.record(
            PaymentActs.act(
                PaymentActs.refundDeclined, request, by: .person(officer), at: now, amount: refund.amount))
        return declined
    }

    /// Says that an approved refund has left us: by transfer or at the counter, an officer with the slip's number; by card, the job.
    @discardableResult
    public func finishRefund(
        _ id: Identifier<Refund>, slip: String, by actor: Act.Actor, at now: Instant,
        in transaction: any WriteTransaction
    ) throws -> Refund {
        guard let refund = try transaction.refund(id) else { throw PaymentError.unknownRefund }
        if refund.state == .done, refund.slip == slip { return refund }
        var request = try require(refund.request, in: transaction)
        let done = try transaction.change(refund, .finish) {
            $0.slip = slip
            $0.endedAt = now
        }
        var entry = LedgerEntry(.refunded, key: "\(refund.id)", of: request.id, at: now)
        entry.move(refund.amount, debit: refundsDue(request), credit: money(refund.way))
        try transaction.post(entry)
        if refund.kind == .fee {
            let refunded = try request.refunded + refund.amount
            let isWhole = refunded == request.received
            request = try transaction.change(request, isWhole ? .wholeRefunded : .partRefunded, at: now) {
                $0.refunded = refunded
            }
        }
        try transaction.record(
            PaymentActs.act(
                PaymentActs.refunded, request, by: actor, at: now, amount: refund.amount, reason: refund.kind.rawValue))
        return done
    }

    /// Asks the provider to send an approved refund back; what it answers is to be written by what this returns. Repeated as often
    /// as need be: the provider keeps one refund for each identifier.
    func sendRefund(_ id: Identifier<Refund>, at now: Instant) async throws -> JobOutcome {
        let found = try await database.read { transaction -> (Refund, PaymentReceipt)? in
            guard let refund = try transaction.refund(id), refund.state == .approved, refund.way == .card,
                let receipt = try transaction.receipt(refund.receipt)
            else { return nil }
            return (refund, receipt)
        }
        guard let (refund, receipt) = found else { return .done }
        guard let provider, let session = receipt.cardSession(of: provider.name) else {
            throw PaymentError.cardsUnavailable
        }
        do {
            let sent = try await provider.refund(
                CardRefundOrder(key: "\(refund.id)", session: session, amount: refund.amount))
            return .done { transaction in
                guard let current = try transaction.refund(id), current.state == .approved else { return }
                try finishRefund(id, slip: sent.id, by: .system("payments.refund"), at: now, in: transaction)
            }
        } catch CardProviderError.refused(let reason) {
            return .done { transaction in
                try failRefund(id, reason: reason, at: now, in: transaction)
            }
        } catch CardProviderError.unknown {
            return .done { transaction in
                try failRefund(id, reason: "unknown session", at: now, in: transaction)
            }
        }
    }

    private func failRefund(
        _ id: Identifier<Refund>, reason: String, at now: Instant, in transaction: any WriteTransaction
    ) throws {
        guard let refund = try transaction.refund(id), refund.state == .approved else { return }
        let failed = try transaction.change(refund, .fail)
        let request = try require(refund.request, in: transaction)
        try transaction.record(
            PaymentActs.act(
                PaymentActs.refundFailed, request, by: .system("payments.refund"), at: now, amount: refund.amount,
                reason: reason))
        try report(
            .refundRefused, request, key: "\(id)-\(failed.version)", note: reason, at: now, in: transaction)
    }
}

extension PaymentReceipt {
    /// The provider's session that the money came by.
    func cardSession(of provider: String) -> String? {
        let prefix = "card:\(provider):"
        return key.hasPrefix(prefix) ? String(key.dropFirst(prefix.count)) : nil
    }
}
