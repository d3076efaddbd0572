import Base
import Journal
import Store

enum ReceiptRows {
    static let columns: SQL = "id, request, number, way, currency, amount, applied, key, slip, at, act"

    static func receipt(_ row: Row) throws -> PaymentReceipt {
        let currency = try PaymentRows.currency(row[4])
        return PaymentReceipt(
            id: try row[0], request: try row[1], number: try row[2], way: try row[3],
            amount: Money(minorUnits: try row[5], currency), applied: Money(minorUnits: try row[6], currency),
            key: try row[7], slip: try row[8], at: try row[9], act: try row[10])
    }
}

extension ReadTransaction {
    /// The oldest first.
    func receipts(of request: Identifier<PaymentRequest>) throws -> [PaymentReceipt] {
        try rows("SELECT \(ReceiptRows.columns) FROM payments_receipts WHERE request = \(request) ORDER BY id")
            .map(ReceiptRows.receipt)
    }

    func receipt(key: String) throws -> PaymentReceipt? {
        try row("SELECT \(ReceiptRows.columns) FROM payments_receipts WHERE key = \(key)").map(ReceiptRows.receipt)
    }

    func receipt(_ id: Identifier<PaymentReceipt>) throws -> PaymentReceipt? {
        try row("SELECT \(ReceiptRows.columns) FROM payments_receipts WHERE id = \(id)").map(ReceiptRows.receipt)
    }
}

extension WriteTransaction {
    func insert(_ receipt: PaymentReceipt) throws {
        try execute(
            """
            INSERT INTO payments_receipts (id, request, number, way, currency, amount, applied, key, slip, at, act)
            VALUES (\(receipt.id), \(receipt.request), \(receipt.number), \(receipt.way),
                \(receipt.amount.currency.rawValue), \(receipt.amount.minorUnits), \(receipt.applied.minorUnits),
                \(receipt.key), \(receipt.slip), \(receipt.at), \(receipt.act))
            """)
    }
}
