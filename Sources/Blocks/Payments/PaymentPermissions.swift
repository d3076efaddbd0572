import Base
import Web

/// What may be granted to a role in an agency. In the treasury (`payments.yaml`) it holds for the payments of all agencies.
public enum PaymentPermissions {
    private static func words(_ english: String, _ french: String, _ arabic: String) -> LocalizedText {
        LocalizedText(english, in: .english, translations: [.french: french, .arabic: arabic])
    }

    public static let view = Permission(
        "payments.view",
        title: words(
            "See payments, with a purpose that is recorded", "Voir les paiements, avec un motif enregistré",
            "الاطلاع على المدفوعات مع تسجيل السبب"))
    public static let record = Permission(
        "payments.record",
        title: words(
            "Record money received by transfer or at a counter", "Enregistrer un virement ou un paiement au guichet",
            "تسجيل الأموال المستلمة بتحويل أو في الشباك"))
    public static let refund = Permission(
        "payments.refund", title: words("Propose refunds", "Proposer des remboursements", "اقتراح رد المبالغ"))
    public static let approve = Permission(
        "payments.approve",
        title: words(
            "Approve refunds that somebody else proposed", "Approuver les remboursements proposés par d’autres",
            "الموافقة على رد المبالغ التي اقترحها غيره"))
    public static let ledger = Permission(
        "payments.ledger",
        title: words(
            "See the ledger and look into incidents", "Voir le grand livre et traiter les incidents",
            "الاطلاع على دفتر الأستاذ ومعالجة الحوادث"))

    public static let all = [view, record, refund, approve, ledger]
}
