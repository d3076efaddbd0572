import Base
import QRCode

/// The text of a QR code that fills in a bank transfer (EPC069-12, version 2.1, "scan to pay").
public struct TransferCode: Sendable, Hashable {
    public let text: String

    /// `nil` where the standard has no code for it: another currency than the euro, nothing to pay, or more than
    /// 999,999,999.99.
    public init?(_ amount: Money, to payee: PaymentSettings.Payee, reference: CreditorReference) {
        guard amount.currency == .euro, (1...99_999_999_999).contains(amount.minorUnits) else { return nil }
        // Service tag, version, UTF-8, SEPA credit transfer, BIC, name, IBAN, amount, purpose, structured reference. The
        // unstructured text that could follow excludes the reference.
        let lines = [
            "BCD", "002", "1", "SCT", payee.bic ?? "", payee.name, payee.iban.text, "EUR\(amount.decimal)", "",
            reference.text,
        ]
        text = lines.joined(separator: "\n")
        // AT-00: a code holds at most 331 bytes.
        guard text.utf8.count <= 331 else { return nil }
    }

    /// The picture, as one path of SVG in a square of `size` units.
    public var picture: (path: String, size: Int)? {
        QRMatrix(text, correction: .medium).map { ($0.path, $0.pathSize) }
    }
}
