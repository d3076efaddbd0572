import Base
import Web

/// Why something about payments was refused.
public enum PaymentError: Error, Hashable, Sendable {
    /// There is no such request, or the caller may not know of it.
    case unknownRequest
    case unknownRefund
    case unknownIncident
    /// An order without lines, with a line of nothing or less, or with several currencies.
    case badOrder
    /// An account that the chart does not have, or that is no income.
    case unknownAccount(String)
    case unknownAgency(String)
    /// Where a payment leads back to must be a path of ours.
    case badPath
    /// The state table has no row for it.
    case notPossible(PaymentEvent, PaymentState)
    /// Somebody else changed it in between.
    case changedMeanwhile
    /// Nothing was received that could go back, or less than was asked.
    case moreThanPaid
    /// The amount is not one of this currency above zero.
    case badAmount
    /// This slip or this transfer was recorded before.
    case recordedBefore
    /// Four eyes: who proposed a refund does not approve it.
    case ownProposal
    /// Money that is not ours can be sent back, not kept.
    case mustGoBack
    case refundNotPossible(RefundState)
    /// There is no provider of card payments, or it does not answer.
    case cardsUnavailable
}

extension PaymentError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .unknownRequest, .unknownRefund, .unknownIncident: .notFound
        case .badOrder, .badPath, .unknownAccount, .unknownAgency:
            Problem(type: "bad-payment-order", status: 422, title: "This payment cannot be asked for")
        case .notPossible, .refundNotPossible:
            Problem(type: "not-possible", status: 409, title: "That cannot be done now")
        case .changedMeanwhile:
            Problem(type: "changed-meanwhile", status: 409, title: "Somebody else changed this payment")
        case .moreThanPaid: .invalid([.init(field: "amount", message: "More than was paid")])
        case .badAmount: .invalid([.init(field: "amount", message: "Not an amount above zero")])
        case .recordedBefore: .invalid([.init(field: "slip", message: "This was recorded before")])
        case .ownProposal:
            Problem(type: "four-eyes", status: 409, title: "Somebody else must approve what you proposed")
        case .mustGoBack: Problem(type: "must-go-back", status: 409, title: "This money must go back")
        case .cardsUnavailable:
            Problem(type: "cards-unavailable", status: 503, title: "Card payments cannot be made now")
        }
    }
}
