import Store

/// Where a payment request stands.
public enum PaymentState: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    /// It waits to be paid.
    case open
    /// Somebody is at the card provider's page, or the provider has not yet said how it ended.
    case processing
    /// The last card payment was refused; it can be paid again.
    case failed
    case paid
    case cancelled
    case expired
    case partlyRefunded = "partly-refunded"
    case refunded

    /// Whether money is still asked for.
    public var isOwed: Bool { self == .open || self == .processing || self == .failed }
    /// Whether the fee was paid, even if some of it went back.
    public var wasPaid: Bool { self == .paid || self == .partlyRefunded || self == .refunded }
}

/// What can happen to a payment request.
public enum PaymentEvent: String, Sendable, Hashable, CaseIterable {
    /// A card payment was begun at the provider.
    case cardBegun = "card-begun"
    /// The provider says that the card was refused.
    case cardRefused = "card-refused"
    /// The card payment was given up, by the person or by time.
    case cardAbandoned = "card-abandoned"
    /// Money came in, and something is still owed.
    case partReceived = "part-received"
    /// Money came in, and nothing is owed any more.
    case settled
    case cancelled
    case expired
    /// Some of the fee went back.
    case partRefunded = "part-refunded"
    /// All of the fee went back.
    case wholeRefunded = "whole-refunded"
}

extension PaymentState {
    /// The whole machine: state and event to state. What has no row cannot happen.
    static let table: [PaymentState: [PaymentEvent: PaymentState]] = [
        .open: [
            .cardBegun: .processing, .partReceived: .open, .settled: .paid, .cancelled: .cancelled, .expired: .expired,
        ],
        .processing: [
            .cardRefused: .failed, .cardAbandoned: .open, .partReceived: .processing, .settled: .paid,
            .cancelled: .cancelled,
        ],
        .failed: [
            .cardBegun: .processing, .partReceived: .failed, .settled: .paid, .cancelled: .cancelled,
            .expired: .expired,
        ],
        .paid: [.partRefunded: .partlyRefunded, .wholeRefunded: .refunded],
        .partlyRefunded: [.partRefunded: .partlyRefunded, .wholeRefunded: .refunded],
        .cancelled: [:], .expired: [:], .refunded: [:],
    ]

    /// The state after `event`; `nil` where it cannot happen.
    public func after(_ event: PaymentEvent) -> PaymentState? { Self.table[self]?[event] }
}
