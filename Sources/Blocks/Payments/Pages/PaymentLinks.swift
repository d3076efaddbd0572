import Base

/// The addresses of this block's pages.
enum PaymentLinks {
    static let own = "/account/payments"
    static let office = "/office/payments"
    static let transfers = "/office/payments/transfers"
    static let refunds = "/office/payments/refunds"
    static let ledger = "/office/payments/ledger"
    static let reconciliation = "/office/payments/reconciliation"

    static func result(_ request: PaymentRequest) -> String { "\(request.path)/result" }
    static func receipt(_ receipt: PaymentReceipt, of request: PaymentRequest) -> String {
        "\(request.path)/receipts/\(receipt.number)"
    }
    static func office(_ id: Identifier<PaymentRequest>) -> String { "\(office)/\(id)" }
    static func account(_ code: String) -> String { "\(ledger)/\(code)" }
}
