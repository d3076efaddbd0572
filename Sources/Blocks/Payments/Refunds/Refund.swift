import Base
import Journal
import Store

/// Money that goes back to a payer.
public struct Refund: Sendable, Hashable {
    /// Why.
    public enum Kind: String, Sendable, CaseIterable, SQLConvertible {
        /// Some or all of a fee, because an officer or a service said so.
        case fee
        /// More came in than was owed, or it came when nothing was: it was never ours.
        case overpayment
    }

    public var id: Identifier<Refund>
    public var request: Identifier<PaymentRequest>
    /// The money of which it is a part goes back the way it came.
    public var receipt: Identifier<PaymentReceipt>
    public var kind: Kind
    public var way: PaymentWay
    public var amount: Money
    public var state: RefundState
    public var reason: String
    /// `nil` where Polity itself proposed it.
    public var proposer: Identifier<Act.Party>?
    public var approver: Identifier<Act.Party>?
    /// The provider's own name of it, or the bank's, or the counter's slip.
    public var slip: String?
    public var proposedAt: Instant
    public var endedAt: Instant?
    public var version: Int64
}

/// Where a refund stands.
public enum RefundState: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    case proposed
    /// Decided; the money is on its way.
    case approved
    case declined
    /// The provider refused it; an officer tries again or sends it another way.
    case failed
    case done

    /// Whether the money is, or will be, gone.
    public var isBinding: Bool { self != .declined }
}

public enum RefundEvent: String, Sendable, Hashable, CaseIterable { case approve, decline, fail, finish }

extension RefundState {
    /// The whole machine.
    static let table: [RefundState: [RefundEvent: RefundState]] = [
        .proposed: [.approve: .approved, .decline: .declined],
        .approved: [.fail: .failed, .finish: .done],
        .failed: [.approve: .approved, .finish: .done],
        .declined: [:], .done: [:],
    ]

    public func after(_ event: RefundEvent) -> RefundState? { Self.table[self]?[event] }
}

/// A refund to be made.
public struct RefundOrder: Sendable, Hashable {
    /// `nil`: all that was paid and has not gone back.
    public var amount: Money?
    /// For the payer and the record.
    public var reason: String
    /// Of orders for one request with one key, only the first counts.
    public var key: String?

    public init(_ amount: Money? = nil, reason: String, key: String? = nil) {
        self.amount = amount
        self.reason = reason
        self.key = key
    }
}
