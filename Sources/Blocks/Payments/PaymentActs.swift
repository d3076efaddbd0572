import Base
import Journal
import Store

/// What happens to payments, as acts. Their subject is `("payment", id of the request)`; the detail, which is committed to and
/// not published, has `about`, `reference`, `state`, and the amount that moved.
public enum PaymentActs {
    public static let requested: Act.Verb = "payments.requested"
    /// Somebody was sent to the card provider.
    public static let begun: Act.Verb = "payments.begun"
    /// Money came in, whether or not it was all.
    public static let received: Act.Verb = "payments.received"
    /// Nothing is owed any more.
    public static let paid: Act.Verb = "payments.paid"
    /// A card was refused; the person may try again.
    public static let failed: Act.Verb = "payments.failed"
    /// A card payment was given up before it ended.
    public static let abandoned: Act.Verb = "payments.abandoned"
    public static let cancelled: Act.Verb = "payments.cancelled"
    public static let expired: Act.Verb = "payments.expired"
    public static let refundProposed: Act.Verb = "payments.refund-proposed"
    public static let refundApproved: Act.Verb = "payments.refund-approved"
    public static let refundDeclined: Act.Verb = "payments.refund-declined"
    public static let refundFailed: Act.Verb = "payments.refund-failed"
    /// Money went back.
    public static let refunded: Act.Verb = "payments.refunded"
    public static let incidentFound: Act.Verb = "payments.incident-found"
    public static let incidentResolved: Act.Verb = "payments.incident-resolved"
    /// An officer looked at someone's payment.
    public static let viewed: Act.Verb = "payments.viewed"

    /// The kind of the subject of these acts.
    public static let subject = "payment"

    static func act(
        _ verb: Act.Verb, _ request: PaymentRequest, by actor: Act.Actor, at now: Instant, amount: Money? = nil,
        reason: String? = nil, purpose: String? = nil
    ) -> Act {
        var detail: [JSON.Member] = [
            .init("about", .string(request.about.reference)), .init("reference", .string(request.reference.text)),
            .init("state", .string(request.state.rawValue)),
        ]
        if let amount {
            detail.append(.init("amount", .string(amount.decimal)))
            detail.append(.init("currency", .string(amount.currency.rawValue)))
        }
        if let reason { detail.append(.init("reason", .string(reason))) }
        return Act(
            verb, Act.Subject(subject, request.id), by: actor, at: now, agency: request.agency, purpose: purpose,
            concerns: request.payer.map { [$0] } ?? [], detail: .object(detail))
    }
}
