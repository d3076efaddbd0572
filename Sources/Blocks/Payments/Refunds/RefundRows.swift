import Base
import Journal
import Store

enum RefundRows {
    static let columns: SQL = """
        id, request, receipt, kind, way, currency, amount, state, reason, proposer, approver, slip, proposed_at, ended_at, version
        """

    static func refund(_ row: Row) throws -> Refund {
        Refund(
            id: try row[0], request: try row[1], receipt: try row[2], kind: try row[3], way: try row[4],
            amount: Money(minorUnits: try row[6], try PaymentRows.currency(row[5])), state: try row[7],
            reason: try row[8], proposer: try row[9], approver: try row[10], slip: try row[11],
            proposedAt: try row[12], endedAt: try row[13], version: try row[14])
    }
}

extension ReadTransaction {
    func refund(_ id: Identifier<Refund>) throws -> Refund? {
        try row("SELECT \(RefundRows.columns) FROM payments_refunds WHERE id = \(id)").map(RefundRows.refund)
    }

    /// The oldest first.
    func refunds(_ condition: SQL, limit: Int = 1000) throws -> [Refund] {
        try rows(
            "SELECT \(RefundRows.columns) FROM payments_refunds WHERE \(condition) ORDER BY id LIMIT \(limit)"
        ).map(RefundRows.refund)
    }

    func refunds(of request: Identifier<PaymentRequest>) throws -> [Refund] { try refunds("request = \(request)") }
}

extension WriteTransaction {
    func insert(_ refund: Refund, key: String?) throws {
        try execute(
            """
            INSERT INTO payments_refunds (id, request, receipt, key, kind, way, currency, amount, state, reason, proposer,
                approver, slip, proposed_at, ended_at, version)
            VALUES (\(refund.id), \(refund.request), \(refund.receipt), \(key), \(refund.kind), \(refund.way),
                \(refund.amount.currency.rawValue), \(refund.amount.minorUnits), \(refund.state), \(refund.reason),
                \(refund.proposer), \(refund.approver), \(refund.slip), \(refund.proposedAt), \(refund.endedAt),
                \(refund.version))
            """)
    }

    /// Takes a refund through its state table. Throws `PaymentError.refundNotPossible`, `.changedMeanwhile`.
    func change(_ refund: Refund, _ event: RefundEvent, _ edit: (inout Refund) -> Void = { _ in }) throws -> Refund {
        guard let state = refund.state.after(event) else { throw PaymentError.refundNotPossible(refund.state) }
        var changed = refund
        edit(&changed)
        changed.state = state
        changed.version += 1
        let count = try execute(
            """
            UPDATE payments_refunds SET state = \(changed.state), approver = \(changed.approver), slip = \(changed.slip),
                ended_at = \(changed.endedAt), version = \(changed.version)
            WHERE id = \(refund.id) AND version = \(refund.version)
            """)
        guard count == 1 else { throw PaymentError.changedMeanwhile }
        return changed
    }
}
