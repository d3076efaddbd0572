import Base
import Journal

/// Money that came in for a request.
public struct ReceivedMoney: Sendable, Hashable {
    public var way: PaymentWay
    public var amount: Money
    /// Names this money once and for all: the provider's session, the bank's own reference of the transfer, the counter's slip.
    /// However often it is reported, it is recorded once.
    public var key: String
    /// When it came in.
    public var at: Instant
    /// A day's statement or a counter's slip, as an officer read it.
    public var slip: String?

    public init(_ way: PaymentWay, _ amount: Money, key: String, at: Instant, slip: String? = nil) {
        self.way = way
        self.amount = amount
        self.key = key
        self.at = at
        self.slip = slip
    }
}

/// The record of money that came in. It is never changed.
public struct PaymentReceipt: Sendable, Hashable {
    public var id: Identifier<PaymentReceipt>
    public var request: Identifier<PaymentRequest>
    /// For people: `R-7K3M-29QX`.
    public var number: String
    public var way: PaymentWay
    public var amount: Money
    /// What of it was owed; the rest is due back.
    public var applied: Money
    public var key: String
    public var slip: String?
    public var at: Instant
    /// The act that recorded it, for the public record's receipt.
    public var act: Identifier<Act>
}
